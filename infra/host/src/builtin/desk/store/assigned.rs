//! Records opened on a work group: whose work, by when, what about.

use nabat_domain::ids::{DeskId, ProductId};
use nabat_domain::time::At;
use nabat_kit::port::{NewDeskRecord, RecordCategory};
use rusqlite::{Connection, OptionalExtension as _, params};

/// What a work group was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assigned {
    /// Whose work it is.
    pub work_group: String,
    /// By when.
    pub due: At,
    /// One line.
    pub title: String,
    /// What is known.
    pub text: String,
}

/// Makes a record of what was given, under the next free number.
pub fn open(store: &Connection, id: &DeskId, new: &NewDeskRecord, now: At) -> rusqlite::Result<()> {
    let category = match new.category {
        RecordCategory::OnContractor => "on_contractor",
    };
    store.prepare_cached("UPDATE record SET product = ?2, changed = ?3 WHERE id = ?1")?.execute(params![
        id.as_str(),
        new.product.as_str(),
        now.0
    ])?;
    store
        .prepare_cached(
            "INSERT INTO assigned (record, category, work_group, due, title, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![id.as_str(), category, new.work_group, new.due.0, new.title, new.text])?;
    Ok(())
}

/// Gives it to a group, by a moment; a record that was given to nobody stays so.
pub fn assign(store: &Connection, id: &DeskId, work_group: &str, due: At) -> rusqlite::Result<()> {
    store.prepare_cached("UPDATE assigned SET work_group = ?2, due = ?3 WHERE record = ?1")?.execute(params![
        id.as_str(),
        work_group,
        due.0
    ])?;
    Ok(())
}

/// What a record's group was given, if it is such a record.
pub fn find(store: &Connection, id: &DeskId) -> rusqlite::Result<Option<Assigned>> {
    store
        .prepare_cached("SELECT work_group, due, title, text FROM assigned WHERE record = ?1")?
        .query_row([id.as_str()], |row| {
            Ok(Assigned { work_group: row.get(0)?, due: At(row.get(1)?), title: row.get(2)?, text: row.get(3)? })
        })
        .optional()
}

/// The product of such a record, for what is told to Nabat.
pub fn product(store: &Connection, id: &DeskId) -> rusqlite::Result<Option<ProductId>> {
    let found = store
        .prepare_cached(
            "SELECT record.product FROM record JOIN assigned ON assigned.record = record.id WHERE record.id = ?1",
        )?
        .query_row([id.as_str()], |row| row.get::<_, Option<String>>(0))
        .optional()?;
    Ok(found.flatten().map(ProductId::new))
}
