//! What people typed goes from a record, from those opened from it and from its problems.

use super::of_number;
use nabat_domain::journal::sha256_hex;
use nabat_kit::port::Erasure;
use rusqlite::{Connection, params};

/// Records that belong to one: itself, and those linked with it either way.
const RECORDS: &str = "SELECT ?1 UNION SELECT target FROM link WHERE record = ?1 AND kind = 'record'
     UNION SELECT record FROM link WHERE target = ?1 AND kind = 'record'";

/// Columns with words: the table, what tells its rows apart, the column, and which rows are of a record.
const WORDS: [(&str, &str, &str, &str); 9] = [
    ("record", "id", "refused", "id = ?1"),
    ("note", "number", "text", "record = ?1"),
    ("assigned", "record", "title", "record = ?1"),
    ("assigned", "record", "text", "record = ?1"),
    ("file", "number", "name", "record = ?1"),
    ("problem", "number", "title", OF_RECORD),
    ("problem", "number", "text", OF_RECORD),
    ("problem_note", "number", "text", OF_PROBLEM),
    ("outbox", "number", "refused", "lane = ?1"),
];

/// Columns that hold JSON.
const JSON: [(&str, &str, &str, &str); 2] =
    [("record", "id", "facts", "id = ?1"), ("outbox", "number", "body", "lane = ?1 AND refused IS NOT NULL")];

/// Problems of a record, or the one of that number: a problem is a case of its own.
const OF_RECORD: &str = "(printf('PRB-%04d', number) = ?1
     OR printf('PRB-%04d', number) IN (SELECT target FROM link WHERE record = ?1 AND kind = 'problem'))";
const OF_PROBLEM: &str = "(printf('PRB-%04d', problem) = ?1
     OR printf('PRB-%04d', problem) IN (SELECT target FROM link WHERE record = ?1 AND kind = 'problem'))";

/// Erases it; how many things were changed.
pub fn erase(store: &Connection, what: &Erasure) -> rusqlite::Result<usize> {
    let record = of_number(store, &what.product, &what.record)?;
    let is_problem = what.record.as_str().starts_with("PRB-");
    let Some(record) = record.or_else(|| is_problem.then(|| what.record.clone())) else { return Ok(0) };
    let mut records = store.prepare_cached(RECORDS)?;
    let records = records.query_map([record.as_str()], |row| row.get(0))?;
    let records: Vec<String> = records.collect::<rusqlite::Result<_>>()?;
    let mut erased = 0;
    for record in records {
        for column in WORDS {
            erased += replaced(store, column, &record, |text| what.without(text))?;
        }
        for column in JSON {
            erased += replaced(store, column, &record, |text| what.without_in(text))?;
        }
        erased += files(store, what, &record)?;
    }
    Ok(erased)
}

/// The texts of one column without the words; how many had any.
fn replaced(
    store: &Connection,
    (table, id, column, of): (&str, &str, &str, &str),
    record: &str,
    without: impl Fn(&str) -> Option<String>,
) -> rusqlite::Result<usize> {
    let select = format!("SELECT {id}, {column} FROM {table} WHERE {of} AND {column} IS NOT NULL");
    let mut found = store.prepare_cached(&select)?;
    let found = found.query_map([record], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let found: Vec<(rusqlite::types::Value, String)> = found.collect::<rusqlite::Result<_>>()?;
    let mut changed = 0;
    for (key, text) in found {
        if let Some(text) = without(&text) {
            let update = format!("UPDATE {table} SET {column} = ?2 WHERE {id} = ?1");
            changed += store.prepare_cached(&update)?.execute(params![key, text])?;
        }
    }
    Ok(changed)
}

/// Files whose content it is.
fn files(store: &Connection, what: &Erasure, record: &str) -> rusqlite::Result<usize> {
    if what.files.is_empty() {
        return Ok(0);
    }
    let mut numbers = store.prepare_cached("SELECT number FROM file WHERE record = ?1")?;
    let numbers = numbers.query_map([record], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut erased = 0;
    for number in numbers {
        let mut content = store.prepare_cached("SELECT content FROM file WHERE number = ?1")?;
        let content: Vec<u8> = content.query_row([number], |row| row.get(0))?;
        if what.files.contains(&sha256_hex(&content)) {
            erased += store.prepare_cached("DELETE FROM file WHERE number = ?1")?.execute([number])?;
        }
    }
    Ok(erased)
}
