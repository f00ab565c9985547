//! What earlier versions stored: one table a release, kept as it was.

use nabat_kit::table::{Due, Key, Listed, Row};
use serde::Deserialize;

/// A demo of seed 1 of version 0.1.0: one incident led to its end, one open.
pub const V0_1_0: &str = include_str!("../fixtures/0.1.0/table.jsonl");

/// A row as the fixtures keep it.
#[derive(Deserialize)]
struct Kept {
    pk: String,
    sk: String,
    version: u64,
    body: String,
    due: Option<KeptDue>,
    listed: Option<KeptListed>,
    expires: Option<i64>,
}

#[derive(Deserialize)]
struct KeptDue {
    shard: u8,
    at: i64,
}

#[derive(Deserialize)]
struct KeptListed {
    list: String,
    order: String,
}

impl Kept {
    fn row(self) -> Row {
        Row {
            key: Key::new(self.pk, self.sk),
            body: self.body,
            version: self.version,
            due: self.due.map(|due| Due { shard: due.shard, at: due.at }),
            listed: self.listed.map(|listed| Listed { list: listed.list, order: listed.order }),
            expires: self.expires,
        }
    }
}

/// The rows of such a table.
///
/// # Panics
/// It is none.
pub fn rows(table: &str) -> Vec<Row> {
    table.lines().map(|line| serde_json::from_str::<Kept>(line).expect("a kept row").row()).collect()
}
