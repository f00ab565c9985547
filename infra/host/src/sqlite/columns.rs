//! How the columns of a row in SQLite become a row of the table port.
//!
//! By their places, not by their names: a name is looked for among all names of the statement, for every row anew.

use nabat_kit::table::{Due, Key, Listed, Row};

/// What a statement that reads whole rows selects. What reads less begins as this does.
pub const ALL: &str = "pk, sk, version, due_shard, due_at, list, list_order, expires, body";

/// The address: the first two columns.
pub fn key(row: &rusqlite::Row<'_>) -> rusqlite::Result<Key> {
    Ok(Key { pk: row.get(0)?, sk: row.get(1)? })
}

/// The version, of which SQLite keeps the 64 bits with a sign.
pub fn version(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(column)?.cast_unsigned())
}

/// The place in the due index: two columns, beginning with this one.
pub fn due(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Option<Due>> {
    let (shard, at): (Option<u8>, Option<i64>) = (row.get(first)?, row.get(first + 1)?);
    Ok(shard.zip(at).map(|(shard, at)| Due { shard, at }))
}

/// The place in the list index: two columns, beginning with this one.
pub fn listed(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Option<Listed>> {
    let (list, order): (Option<String>, Option<String>) = (row.get(first)?, row.get(first + 1)?);
    Ok(list.zip(order).map(|(list, order)| Listed { list, order }))
}

/// The whole row, of [`ALL`] columns.
pub fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        key: key(row)?,
        version: version(row, 2)?,
        due: due(row, 3)?,
        listed: listed(row, 5)?,
        expires: row.get(7)?,
        body: row.get(8)?,
    })
}
