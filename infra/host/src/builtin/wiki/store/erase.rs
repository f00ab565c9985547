//! What people typed goes from every revision of a page: the one thing that changes what was published.

use nabat_kit::port::Erasure;
use rusqlite::{Connection, OptionalExtension as _, params};

/// Erases it; how many revisions were changed.
pub fn erase(store: &Connection, what: &Erasure) -> rusqlite::Result<usize> {
    let name = format!("{}/{}", what.product, what.case);
    let mut found = store.prepare_cached("SELECT number, full, redacted FROM revision WHERE name = ?1")?;
    let found = found.query_map([&name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let found: Vec<(u32, Option<String>, String)> = found.collect::<rusqlite::Result<_>>()?;
    let mut erased = 0;
    for (number, full, redacted) in found {
        let (full, redacted) = (full.and_then(|full| what.without_in(&full)), what.without_in(&redacted));
        if full.is_none() && redacted.is_none() {
            continue;
        }
        erased += store
            .prepare_cached(
                "UPDATE revision SET full = coalesce(?3, full), redacted = coalesce(?4, redacted)
                 WHERE name = ?1 AND number = ?2",
            )?
            .execute(params![name, number, full, redacted])?;
    }
    let mut title = store.prepare_cached("SELECT title FROM page WHERE name = ?1")?;
    let title: Option<String> = title.query_row([&name], |row| row.get(0)).optional()?;
    if let Some(title) = title.and_then(|title| what.without(&title)) {
        erased += store.prepare_cached("UPDATE page SET title = ?2 WHERE name = ?1")?.execute(params![name, title])?;
    }
    Ok(erased)
}
