//! A reading at a table where somebody writes at the same moment.

use super::*;
use crate::table::memory::MemoryTable;
use crate::table::{Key, Order, Page};
use async_trait::async_trait;
use std::collections::BTreeSet;

/// A table that tells every writer that somebody else was there; what became of the other's write differs.
struct Contested {
    table: MemoryTable,
    /// Whether the other one was through with it.
    other_came_about: bool,
}

#[async_trait]
impl Table for Contested {
    async fn get(&self, key: &Key) -> Result<Option<Row>, TableError> {
        self.table.get(key).await
    }
    async fn query(&self, query: &Query) -> Result<Vec<Row>, TableError> {
        self.table.query(query).await
    }
    async fn write(&self, actions: &[Action]) -> Result<(), TableError> {
        if self.other_came_about {
            self.table.write(actions).await?;
        }
        let Some(Action::Put(row, _)) = actions.first() else { return Ok(()) };
        Err(TableError::Conflict(row.key.clone()))
    }
    async fn due(&self, shard: u8, until: i64, limit: usize) -> Result<Vec<(Key, i64)>, TableError> {
        self.table.due(shard, until, limit).await
    }
    async fn next_due(&self, shard: u8) -> Result<Option<i64>, TableError> {
        self.table.next_due(shard).await
    }
    async fn list(&self, list: &str, order: Order, after: Option<&str>, limit: usize) -> Result<Page, TableError> {
        self.table.list(list, order, after, limit).await
    }
    async fn partitions(&self, beginning: &str) -> Result<BTreeSet<String>, TableError> {
        self.table.partitions(beginning).await
    }
    async fn sweep(&self, now: i64) -> Result<usize, TableError> {
        self.table.sweep(now).await
    }
}

/// What a person's reading comes to, and what is on record then.
async fn read_where(other_came_about: bool) -> (Result<(), TableError>, Vec<Read>) {
    let (product, case) = (ProductId::new("emias"), IncidentId::new("INC-1"));
    let table = Contested { table: MemoryTable::new(), other_came_about };
    let read = Read { by: ReadBy::Person(PersonId::new("ivanova")), at: At(90_000), what: "GET /now".to_owned() };
    let recorded = read.record(&table, &product, &case).await;
    (recorded, reads(&table, &product, &case).await.expect("the table can be read"))
}

#[tokio::test]
async fn a_reading_that_meets_another_is_shown_only_if_one_of_them_is_on_record() {
    let (recorded, on_record) = read_where(true).await;
    assert_eq!((recorded, on_record.len()), (Ok(()), 1), "the same look, put down by somebody else");
    let (recorded, on_record) = read_where(false).await;
    assert!(matches!(recorded, Err(TableError::Conflict(_))), "nobody put it down, so it is not shown: {recorded:?}");
    assert!(on_record.is_empty());
}
