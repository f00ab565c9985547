//! Many at once.

use super::Case;
use super::rows::{at, put_all, row, version};
use nabat_kit::table::{Action, Condition, Query, Table, TableError};
use std::sync::Arc;
use tokio::task::JoinSet;

/// The cases.
pub const CASES: &[Case] = &[
    Case::new("eight writers counting on one row lose nothing", |table| Box::pin(counting(table))),
    Case::new("one of many takes what is free", |table| Box::pin(taking(table))),
    Case::new("writers of different rows do not hinder each other", |table| Box::pin(different_rows(table))),
    Case::new("readers see whole rows and never an older one again", |table| Box::pin(readers(table))),
    Case::new("what is answered is there to read", |table| Box::pin(read_after_write(table))),
];

const WRITERS: u64 = 8;
const TIMES: u64 = 50;

/// Adds one to the row's version until it went through.
async fn count_up(table: &dyn Table) {
    loop {
        let current = at(table, "p", "count").await.expect("there").version;
        let next = version(row("p", "count"), current + 1);
        match table.write(&[Action::Put(next, Condition::Version(current))]).await {
            Ok(()) => return,
            Err(TableError::Conflict(_)) => tokio::task::yield_now().await,
            Err(other) => panic!("{other}"),
        }
    }
}

async fn counting(table: Arc<dyn Table>) {
    put_all(&*table, [version(row("p", "count"), 0)]).await;
    let mut writers = JoinSet::new();
    for _ in 0..WRITERS {
        let table = Arc::clone(&table);
        writers.spawn(async move {
            for _ in 0..TIMES {
                count_up(&*table).await;
            }
        });
    }
    writers.join_all().await;
    assert_eq!(at(&*table, "p", "count").await, Some(version(row("p", "count"), WRITERS * TIMES)));
}

async fn taking(table: Arc<dyn Table>) {
    for round in 0..TIMES {
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            let table = Arc::clone(&table);
            let taken = version(row("p", &format!("{round}")), writer);
            let beside = row("beside", &format!("{round} {writer}"));
            writers.spawn(async move {
                let actions = [Action::Put(beside, Condition::Absent), Action::Put(taken, Condition::Absent)];
                table.write(&actions).await.is_ok()
            });
        }
        let won = writers.join_all().await.into_iter().filter(|won| *won).count();
        assert_eq!(won, 1);
    }
    let beside = table.query(&Query::prefix("beside", "")).await.expect("query");
    assert_eq!(beside.len() as u64, TIMES);
}

async fn different_rows(table: Arc<dyn Table>) {
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let table = Arc::clone(&table);
        writers.spawn(async move {
            for number in 0..TIMES {
                let written = row(&format!("{writer}"), &format!("{number:02}"));
                assert_eq!(table.write(&[Action::Put(written, Condition::Absent)]).await, Ok(()));
            }
        });
    }
    writers.join_all().await;
    for writer in 0..WRITERS {
        let rows = table.query(&Query::prefix(format!("{writer}"), "")).await.expect("query");
        assert_eq!(rows.len() as u64, TIMES);
    }
}

async fn readers(table: Arc<dyn Table>) {
    put_all(&*table, [version(row("p", "count"), 0)]).await;
    let mut readers = JoinSet::new();
    for _ in 0..4 {
        let table = Arc::clone(&table);
        readers.spawn(async move {
            let mut seen = 0;
            while seen < TIMES {
                let found = at(&*table, "p", "count").await.expect("there");
                assert!(found.version >= seen, "{} after {seen}", found.version);
                seen = found.version;
                assert_eq!(found, version(row("p", "count"), seen));
                tokio::task::yield_now().await;
            }
        });
    }
    for _ in 0..TIMES {
        count_up(&*table).await;
    }
    readers.join_all().await;
}

async fn read_after_write(table: Arc<dyn Table>) {
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let table = Arc::clone(&table);
        writers.spawn(async move {
            for number in 0..TIMES {
                let sk = format!("{writer}");
                let written = version(row("p", &sk), number);
                table.write(&[Action::Put(written.clone(), Condition::Any)]).await.expect("put");
                assert_eq!(at(&*table, "p", &sk).await, Some(written));
            }
        });
    }
    writers.join_all().await;
}
