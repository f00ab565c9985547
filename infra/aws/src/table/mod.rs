//! The table port on DynamoDB: one table, two sparse indexes that hold keys alone.
//!
//! Every write is a transaction with a token of its own, so that a lost answer is asked for again
//! without the write being made twice, and two writers who write the same are told apart. The indexes
//! hold keys alone: a head written sixty times is written once into its list. What is read through a
//! list is read from the table itself, so that an index that lags shows no row as it was before.

mod batch;
mod item;
mod layout;
mod place;
mod select;
mod write;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use nabat_kit::table::cursor::Cursor;
use nabat_kit::table::{Action, Key, Order, Page, Query, Row, Table, TableError, limits};
use std::collections::BTreeSet;

/// A table in DynamoDB.
#[derive(Clone, Debug)]
pub struct DynamoTable {
    client: Client,
    name: String,
}

impl DynamoTable {
    /// The table of this name.
    pub(crate) fn new(client: Client, name: &str) -> Self {
        Self { client, name: name.to_owned() }
    }

    /// Makes the table where it is not there yet, and waits until it can be used.
    ///
    /// # Errors
    /// Whatever the service says, and a table of this name that is not Nabat's.
    pub async fn make(&self) -> Result<(), TableError> {
        layout::make(&self.client, &self.name).await
    }
}

#[async_trait]
impl Table for DynamoTable {
    async fn get(&self, key: &Key) -> Result<Option<Row>, TableError> {
        if limits::check_key(key).is_err() {
            return Ok(None);
        }
        select::get(&self.client, &self.name, key).await
    }

    async fn query(&self, query: &Query) -> Result<Vec<Row>, TableError> {
        select::query(&self.client, &self.name, query).await
    }

    async fn write(&self, actions: &[Action]) -> Result<(), TableError> {
        limits::check(actions)?;
        write::write(&self.client, &self.name, actions).await
    }

    async fn due(&self, shard: u8, until: i64, limit: usize) -> Result<Vec<(Key, i64)>, TableError> {
        select::due(&self.client, &self.name, shard, until, limit).await
    }

    async fn next_due(&self, shard: u8) -> Result<Option<i64>, TableError> {
        let first = select::due(&self.client, &self.name, shard, i64::MAX, 1).await?;
        Ok(first.first().map(|(_, at)| *at))
    }

    async fn list(&self, list: &str, order: Order, after: Option<&str>, limit: usize) -> Result<Page, TableError> {
        let after = after.map(Cursor::read).transpose()?;
        select::list(&self.client, &self.name, &select::Listing { list, order, after, limit }).await
    }

    async fn partitions(&self, beginning: &str) -> Result<BTreeSet<String>, TableError> {
        select::partitions(&self.client, &self.name, beginning).await
    }

    /// DynamoDB removes by itself what has expired.
    async fn sweep(&self, _now: i64) -> Result<usize, TableError> {
        Ok(0)
    }
}
