//! What is refused, and what just goes through.

use super::Case;
use super::rows::{at, due, listed, put_all, row};
use nabat_kit::table::limits::{MAX_PK, MAX_SK, MAX_TRANSACTION};
use nabat_kit::table::{Action, Condition, Key, MAX_ACTIONS, MAX_BODY, Query, Row, SHARDS, Table, TableError};
use std::sync::Arc;

/// The cases.
pub const CASES: &[Case] = &[
    Case::new("as many actions as allowed, and one more", |table| Box::pin(actions(table))),
    Case::new("as long a body as allowed, and one byte more", |table| Box::pin(body(table))),
    Case::new("as many bytes in all as allowed, and more", |table| Box::pin(bytes(table))),
    Case::new("two actions on one key", |table| Box::pin(one_key_twice(table))),
    Case::new("as long a key as allowed, and what is no key", |table| Box::pin(keys(table))),
    Case::new("a shard there is not", |table| Box::pin(shard(table))),
];

async fn refused(table: &dyn Table, actions: &[Action]) {
    let outcome = table.write(actions).await;
    assert!(matches!(outcome, Err(TableError::Refused(_))), "{outcome:?}");
}

fn put(row: Row) -> Action {
    Action::Put(row, Condition::Absent)
}

fn sized(sk: &str, bytes: usize) -> Row {
    Row { body: "x".repeat(bytes), ..row("p", sk) }
}

async fn actions(table: Arc<dyn Table>) {
    let many = |count: usize| (0..count).map(|number| put(row("p", &format!("{number:03}")))).collect::<Vec<_>>();
    refused(&*table, &many(MAX_ACTIONS + 1)).await;
    assert_eq!(table.query(&Query::prefix("p", "")).await, Ok(Vec::new()));
    assert_eq!(table.write(&many(MAX_ACTIONS)).await, Ok(()));
    assert_eq!(table.query(&Query::prefix("p", "")).await.map(|rows| rows.len()), Ok(MAX_ACTIONS));
}

async fn body(table: Arc<dyn Table>) {
    refused(&*table, &[put(row("p", "small")), put(sized("large", MAX_BODY + 1))]).await;
    assert_eq!(at(&*table, "p", "small").await, None);
    let largest = sized("large", MAX_BODY);
    assert_eq!(table.write(&[put(largest.clone())]).await, Ok(()));
    assert_eq!(at(&*table, "p", "large").await, Some(largest));
}

async fn bytes(table: Arc<dyn Table>) {
    let each = MAX_TRANSACTION / 20;
    let twenty =
        |more: usize| (10..30).map(|number| put(sized(&number.to_string(), each - 3 + more))).collect::<Vec<_>>();
    refused(&*table, &twenty(1)).await;
    assert_eq!(at(&*table, "p", "10").await, None);
    assert_eq!(table.write(&twenty(0)).await, Ok(()));
}

async fn one_key_twice(table: Arc<dyn Table>) {
    put_all(&*table, [row("p", "a")]).await;
    let actions = [
        Action::Put(row("p", "a"), Condition::Any),
        Action::Delete(Key::new("p", "a"), Condition::Any),
        Action::Check(Key::new("p", "a"), Condition::Version(1)),
    ];
    for (first, second) in [(0, 0), (0, 1), (0, 2), (2, 0), (1, 2), (2, 2)] {
        refused(&*table, &[put(row("p", "b")), actions[first].clone(), actions[second].clone()]).await;
    }
    assert_eq!(at(&*table, "p", "a").await, Some(row("p", "a")));
    assert_eq!(at(&*table, "p", "b").await, None);
}

async fn keys(table: Arc<dyn Table>) {
    let (pk, sk) = ("p".repeat(MAX_PK), "s".repeat(MAX_SK));
    let longest = listed(row(&pk, &sk), &pk, &sk);
    assert_eq!(table.write(&[put(longest.clone())]).await, Ok(()));
    assert_eq!(at(&*table, &pk, &sk).await, Some(longest));
    let (pk, sk) = (format!("{pk}p"), format!("{sk}s"));
    for action in [row(&pk, "a"), row("p", &sk), row("", "a"), row("p", "")].map(put) {
        refused(&*table, &[action]).await;
    }
    for (list, order) in [(pk.as_str(), "a"), ("l", &sk), ("", "a"), ("l", "")] {
        refused(&*table, &[put(listed(row("p", "a"), list, order))]).await;
    }
    refused(&*table, &[Action::Check(Key::new("", "a"), Condition::Any)]).await;
}

async fn shard(table: Arc<dyn Table>) {
    refused(&*table, &[put(due(row("p", "a"), SHARDS, 1))]).await;
    assert_eq!(table.write(&[put(due(row("p", "a"), SHARDS - 1, 1))]).await, Ok(()));
}
