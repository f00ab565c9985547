//! Rows and actions the cases are written in.

use nabat_kit::table::{Action, Condition, Due, Key, Listed, Row, Table};

/// A row that stands in no index, with version 1.
pub fn row(pk: &str, sk: &str) -> Row {
    Row {
        key: Key::new(pk, sk),
        body: format!("{{\"at\":\"{sk}\"}}"),
        version: 1,
        due: None,
        listed: None,
        expires: None,
    }
}

/// The row with this version, and a body that tells it.
pub fn version(row: Row, version: u64) -> Row {
    Row { version, body: format!("{{\"version\":{version}}}"), ..row }
}

/// The row, due in this shard at this moment.
pub fn due(row: Row, shard: u8, at: i64) -> Row {
    Row { due: Some(Due { shard, at }), ..row }
}

/// The row, in this list at this place.
pub fn listed(row: Row, list: &str, order: &str) -> Row {
    Row { listed: Some(Listed { list: list.to_owned(), order: order.to_owned() }), ..row }
}

/// The row, not needed after this moment.
pub fn expiring(row: Row, at: i64) -> Row {
    Row { expires: Some(at), ..row }
}

/// Writes rows one after another, whatever is there.
pub async fn put_all(table: &dyn Table, rows: impl Into<Vec<Row>>) {
    for row in rows.into() {
        table.write(&[Action::Put(row, Condition::Any)]).await.expect("put");
    }
}

/// The row at this address.
#[nabat_kit::boxed]
pub async fn at(table: &dyn Table, pk: &str, sk: &str) -> Option<Row> {
    table.get(&Key::new(pk, sk)).await.expect("get")
}

/// The `sk` of each row.
pub fn places(rows: &[Row]) -> Vec<&str> {
    rows.iter().map(|row| row.key.sk.as_str()).collect()
}
