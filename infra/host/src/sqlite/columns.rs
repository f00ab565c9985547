//! How the columns of a row in SQLite become a row of the table port.

use nabat_kit::table::{Due, Key, Listed, Row};

/// The address.
pub fn key(row: &rusqlite::Row<'_>) -> rusqlite::Result<Key> {
    Ok(Key { pk: row.get("pk")?, sk: row.get("sk")? })
}

/// The version, of which SQLite keeps the 64 bits with a sign.
pub fn version(row: &rusqlite::Row<'_>) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>("version")?.cast_unsigned())
}

/// The place in the due index.
pub fn due(row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<Due>> {
    let (shard, at): (Option<u8>, Option<i64>) = (row.get("due_shard")?, row.get("due_at")?);
    Ok(shard.zip(at).map(|(shard, at)| Due { shard, at }))
}

/// The place in the list index.
pub fn listed(row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<Listed>> {
    let (list, order): (Option<String>, Option<String>) = (row.get("list")?, row.get("list_order")?);
    Ok(list.zip(order).map(|(list, order)| Listed { list, order }))
}

/// The whole row.
pub fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        key: key(row)?,
        body: row.get("body")?,
        version: version(row)?,
        due: due(row)?,
        listed: listed(row)?,
        expires: row.get("expires")?,
    })
}
