//! Readiness over tables that fail or never answer.

use super::*;
use async_trait::async_trait;
use nabat_kit::table::memory::MemoryTable;
use nabat_kit::table::{Action, Order, Page, Query, Row, Table, TableError};
use std::collections::BTreeSet;

/// A table that reads and keeps nothing, or never answers.
enum Broken {
    Fails,
    Hangs,
}

impl Broken {
    async fn answer<T>(&self) -> Result<T, TableError> {
        match self {
            Self::Fails => Err(TableError::Unavailable("the disk is full".to_owned())),
            Self::Hangs => std::future::pending().await,
        }
    }
}

#[async_trait]
impl Table for Broken {
    async fn get(&self, _: &Key) -> Result<Option<Row>, TableError> {
        match self {
            Self::Fails => Ok(None),
            Self::Hangs => self.answer().await,
        }
    }
    async fn query(&self, _: &Query) -> Result<Vec<Row>, TableError> {
        self.answer().await
    }
    async fn write(&self, _: &[Action]) -> Result<(), TableError> {
        self.answer().await
    }
    async fn due(&self, _: u8, _: i64, _: usize) -> Result<Vec<(Key, i64)>, TableError> {
        self.answer().await
    }
    async fn next_due(&self, _: u8) -> Result<Option<i64>, TableError> {
        self.answer().await
    }
    async fn list(&self, _: &str, _: Order, _: Option<&str>, _: usize) -> Result<Page, TableError> {
        self.answer().await
    }
    async fn partitions(&self, _: &str) -> Result<BTreeSet<String>, TableError> {
        self.answer().await
    }
    async fn sweep(&self, _: i64) -> Result<usize, TableError> {
        self.answer().await
    }
}

#[tokio::test]
async fn ready_is_whose_table_answers_in_time() {
    let now = At(0);
    assert_eq!(readiness(&MemoryTable::new(), now, PATIENCE).await, Ok(()));
    assert!(readiness(&Broken::Fails, now, PATIENCE).await.is_err_and(|why| why == "the table keeps nothing"));
    let short = Duration::from_millis(20);
    assert!(readiness(&Broken::Hangs, now, short).await.is_err_and(|why| why.ends_with("in time")));
}

#[tokio::test]
async fn ready_is_nobody_whose_clock_stands_still_whatever_was_found_before() {
    let (table, pulse, found, began) = (MemoryTable::new(), Pulse::default(), Found::default(), At(1_700_000_000_000));
    let later = began.plus(Length::minutes(10));
    assert_eq!(looked(&table, began, &pulse, &found).await, Ok(()), "no loop was begun");
    assert_eq!(looked(&table, later, &pulse, &found).await, Ok(()), "nor was any minutes later");
    pulse.beats(began);
    assert_eq!(looked(&table, later, &pulse, &found).await, Err(STANDS_STILL));
    pulse.beats(later);
    assert_eq!(looked(&table, later, &pulse, &found).await, Ok(()), "it came round again");
}
