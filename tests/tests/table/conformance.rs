//! Every area of the suite over every store.

use nabat::sqlite::SqliteTable;
use nabat_kit::table::Table;
use nabat_kit::table::memory::MemoryTable;
use nabat_tests::table_suite::{conditions, conforms, due, limits, lists, races, ranges, sweeps, transactions};
use std::path::Path;
use std::sync::Arc;

async fn memory(_: &Path) -> Arc<dyn Table> {
    Arc::new(MemoryTable::new())
}

async fn sqlite(folder: &Path) -> Arc<dyn Table> {
    Arc::new(SqliteTable::open(&folder.join("nabat.db")).expect("a fresh file opens"))
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_holds_to_conditions() {
    conforms(conditions::CASES, memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_holds_to_conditions() {
    conforms(conditions::CASES, sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_holds_to_transactions() {
    conforms(transactions::CASES, memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_holds_to_transactions() {
    conforms(transactions::CASES, sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_holds_to_ranges() {
    conforms(ranges::CASES, memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_holds_to_ranges() {
    conforms(ranges::CASES, sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_holds_to_due() {
    conforms(due::CASES, memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_holds_to_due() {
    conforms(due::CASES, sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_holds_to_lists() {
    conforms(lists::CASES, memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_holds_to_lists() {
    conforms(lists::CASES, sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_holds_to_limits() {
    conforms(limits::CASES, memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_holds_to_limits() {
    conforms(limits::CASES, sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_holds_to_races() {
    conforms(races::CASES, memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_holds_to_races() {
    conforms(races::CASES, sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_holds_to_sweeps() {
    conforms(sweeps::CASES, memory).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_holds_to_sweeps() {
    conforms(sweeps::CASES, sqlite).await;
}
