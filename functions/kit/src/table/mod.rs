//! The table port: a key-value table with conditions, transactions and two sparse indexes.
//!
//! Ten operations are all Nabat asks of a store. One conformance suite runs over every
//! implementation; what a store cannot promise here, Nabat does not rely on.

pub mod cursor;
pub mod limits;
pub mod memory;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Address of a row: `pk` begins with the product or the connection, `sk` orders rows within it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Key {
    /// Partition.
    pub pk: String,
    /// Place in the partition; compared as bytes.
    pub sk: String,
}

impl Key {
    /// A key of these two parts.
    pub fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { pk: pk.into(), sk: sk.into() }
    }
}

/// A row as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Its address.
    pub key: Key,
    /// JSON text; at most [`MAX_BODY`] bytes.
    pub body: String,
    /// Set by the writer; conditions compare it.
    pub version: u64,
    /// Place in the due index, if it is to be found by time.
    pub due: Option<Due>,
    /// Place in the list index, if it is to be found in a list.
    pub listed: Option<Listed>,
    /// Not needed after this moment (UTC milliseconds). A store may still show it later.
    pub expires: Option<i64>,
}

/// Longest body of a row, bytes (DynamoDB's 400 KB less keys and attributes).
pub const MAX_BODY: usize = 380_000;

/// Most actions in one transaction (DynamoDB's limit).
pub const MAX_ACTIONS: usize = 100;

/// Shards of the due index.
pub const SHARDS: u8 = 8;

/// Place in the due index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Due {
    /// 0 to [`SHARDS`] − 1.
    pub shard: u8,
    /// When it is due, UTC milliseconds.
    pub at: i64,
}

/// Place in the list index.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Which list.
    pub list: String,
    /// Order in it; compared as bytes, unique together with the row's key.
    pub order: String,
}

/// What must hold of a row for a transaction to go through.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Condition {
    /// Whatever is there.
    Any,
    /// Nothing is there.
    Absent,
    /// A row is there and has this version.
    Version(u64),
}

/// One action of a transaction. No two of one transaction touch the same key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Action {
    /// Writes the row whole.
    Put(Row, Condition),
    /// Removes the row; removing nothing is no error under `Any`.
    Delete(Key, Condition),
    /// Only looks.
    Check(Key, Condition),
}

impl Action {
    /// The key it touches.
    pub const fn key(&self) -> &Key {
        match self {
            Self::Put(row, _) => &row.key,
            Self::Delete(key, _) | Self::Check(key, _) => key,
        }
    }
}

/// Which way a query runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// Smallest `sk` (or list order) first.
    Ascending,
    /// Greatest first.
    Descending,
}

/// Rows of one partition whose `sk` lies in `[from, to)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Query {
    /// Partition.
    pub pk: String,
    /// First `sk`, included.
    pub from: String,
    /// Last `sk`, excluded; `None` runs to the partition's end.
    pub to: Option<String>,
    /// Which way.
    pub order: Order,
    /// Rows at most.
    pub limit: usize,
}

impl Query {
    /// Every row of a partition whose `sk` begins so.
    pub fn prefix(pk: impl Into<String>, prefix: &str) -> Self {
        Self {
            pk: pk.into(),
            from: prefix.to_owned(),
            to: after_prefix(prefix),
            order: Order::Ascending,
            limit: usize::MAX,
        }
    }
}

/// The smallest text greater than everything that begins with `prefix`; `None` if there is none.
fn after_prefix(prefix: &str) -> Option<String> {
    let mut rest = prefix.chars();
    // UTF-8 sorts as its characters do: raise the last one that can be raised, drop what follows it.
    while let Some(last) = rest.next_back() {
        if let Some(raised) = (last..=char::MAX).nth(1) {
            return Some(format!("{}{raised}", rest.as_str()));
        }
    }
    None
}

/// A row's place in its partition and its version: enough to see that it is as it was.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Stamp {
    /// Place in the partition.
    pub sk: String,
    /// The version.
    pub version: u64,
}

impl Row {
    /// A row that follows from others alone, in no index. Nobody compares its version, so its content is what gives
    /// it: whoever kept what a row of that version says need not read it again.
    pub fn derived(key: Key, body: String) -> Self {
        let hash = Sha256::digest(&body);
        let version = hash.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        // Stores count in 64 bits with a sign.
        Self { key, body, version: version >> 1, due: None, listed: None, expires: None }
    }

    /// Its place and version.
    pub fn stamp(&self) -> Stamp {
        Stamp { sk: self.key.sk.clone(), version: self.version }
    }
}

/// A page of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// The rows.
    pub rows: Vec<Row>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// What can go wrong with the table.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TableError {
    /// A condition did not hold, or somebody else wrote at the same moment: load again and decide again.
    #[error("the row {0:?} is not as expected")]
    Conflict(Key),
    /// The store cannot be reached or is overloaded: try again later.
    #[error("the table does not answer: {0}")]
    Unavailable(String),
    /// The request can never go through as it is.
    #[error("the table cannot take this: {0}")]
    Refused(String),
}

/// The store.
#[async_trait]
pub trait Table: Send + Sync {
    /// The row at a key, read after every write that was answered.
    async fn get(&self, key: &Key) -> Result<Option<Row>, TableError>;

    /// Rows of one partition, read as `get`; a query is no snapshot.
    async fn query(&self, query: &Query) -> Result<Vec<Row>, TableError>;

    /// The stamps of the rows a query finds. A store that can spares the reading of their bodies.
    async fn stamps(&self, query: &Query) -> Result<Vec<Stamp>, TableError> {
        Ok(self.query(query).await?.iter().map(Row::stamp).collect())
    }

    /// All actions or none. Durable once answered `Ok`.
    async fn write(&self, actions: &[Action]) -> Result<(), TableError>;

    /// Keys of rows due at `until` or before, earliest first. An index: may lag.
    async fn due(&self, shard: u8, until: i64, limit: usize) -> Result<Vec<(Key, i64)>, TableError>;

    /// The earliest moment in a shard of the due index, if any.
    async fn next_due(&self, shard: u8) -> Result<Option<i64>, TableError>;

    /// A page of a list, beginning after `after` (a `next` of the page before). An index: may lag.
    async fn list(&self, list: &str, order: Order, after: Option<&str>, limit: usize) -> Result<Page, TableError>;

    /// The rows of a list's first page without those the caller has no use for: a store that can spares the reading of
    /// their bodies. An index: may lag.
    async fn list_but(
        &self,
        list: &str,
        order: Order,
        limit: usize,
        useless: &(dyn for<'k> Fn(&'k Key) -> bool + Sync),
    ) -> Result<Vec<Row>, TableError> {
        let mut rows = self.list(list, order, None, limit).await?.rows;
        rows.retain(|row| !useless(&row.key));
        Ok(rows)
    }

    /// Partitions with a row whose `sk` begins so, each once. The whole store is looked through: for checks
    /// that trust no index.
    async fn partitions(&self, beginning: &str) -> Result<BTreeSet<String>, TableError>;

    /// Removes rows whose `expires` lies before `now`; returns how many. Stores that do so by
    /// themselves return 0.
    async fn sweep(&self, now: i64) -> Result<usize, TableError>;

    /// Makes what was deleted or overwritten so far unreadable beneath the rows as well, where the store still holds
    /// it. Stores whose bytes nobody can come at have nothing to do.
    async fn forget(&self) -> Result<(), TableError> {
        Ok(())
    }

    /// The store itself, where this one hides rows from a reader: figures count what only some may read.
    fn whole(&self) -> Option<Arc<dyn Table>> {
        None
    }

    /// Whether rows of this partition are hidden from whoever reads.
    fn hides(&self, _pk: &str) -> bool {
        false
    }
}
