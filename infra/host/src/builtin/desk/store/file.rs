//! Files on a record.

use nabat_domain::ids::DeskId;
use nabat_domain::time::At;
use nabat_kit::port::DeskFile;
use rusqlite::{Connection, OptionalExtension as _, params};

/// A file as a record's page lists it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileLine {
    /// Its number in the desk.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: i64,
}

/// Puts one on a record.
pub fn attach(store: &Connection, record: &DeskId, file: &DeskFile, now: At) -> rusqlite::Result<()> {
    store
        .prepare_cached("INSERT INTO file (record, at, name, media_type, content) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![record.as_str(), now.0, file.name, file.media_type, file.content])?;
    Ok(())
}

/// Those of a record, in order.
pub fn files(store: &Connection, record: &DeskId) -> rusqlite::Result<Vec<FileLine>> {
    store
        .prepare_cached("SELECT number, name, length(content) FROM file WHERE record = ?1 ORDER BY number")?
        .query_map([record.as_str()], |row| {
            Ok(FileLine { number: row.get(0)?, name: row.get(1)?, bytes: row.get(2)? })
        })?
        .collect()
}

/// Name, media type and content of one.
pub fn file(store: &Connection, record: &DeskId, number: i64) -> rusqlite::Result<Option<(String, String, Vec<u8>)>> {
    store
        .prepare_cached("SELECT name, media_type, content FROM file WHERE record = ?1 AND number = ?2")?
        .query_row(params![record.as_str(), number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()
}
