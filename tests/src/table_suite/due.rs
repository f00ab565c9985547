//! The due index.

use super::Case;
use super::rows::{due, put_all, row, version};
use nabat_kit::table::{Action, Condition, Key, SHARDS, Table};
use std::sync::Arc;

/// The cases.
pub const CASES: &[Case] = &[
    Case::new("a place in the due index comes, moves and goes with its row", |table| Box::pin(follows_its_row(table))),
    Case::new("the earliest first, up to the moment itself", |table| Box::pin(earliest_first(table))),
    Case::new("no more than asked for, and the earliest of them", |table| Box::pin(limit(table))),
    Case::new("shards stay apart", |table| Box::pin(shards(table))),
    Case::new("next due is the earliest, though long past", |table| Box::pin(next(table))),
];

async fn follows_its_row(table: Arc<dyn Table>) {
    let key = Key::new("p", "a");
    assert_eq!(table.due(0, i64::MAX, 10).await, Ok(Vec::new()));
    put_all(&*table, [due(row("p", "a"), 0, 10)]).await;
    assert_eq!(table.due(0, i64::MAX, 10).await, Ok(vec![(key.clone(), 10)]));
    let later = due(version(row("p", "a"), 2), 0, 20);
    table.write(&[Action::Put(later, Condition::Version(1))]).await.expect("moved in time");
    assert_eq!(table.due(0, i64::MAX, 10).await, Ok(vec![(key.clone(), 20)]));
    put_all(&*table, [due(row("p", "a"), 5, 20)]).await;
    assert_eq!(table.due(0, i64::MAX, 10).await, Ok(Vec::new()));
    assert_eq!(table.due(5, i64::MAX, 10).await, Ok(vec![(key.clone(), 20)]));
    put_all(&*table, [row("p", "a")]).await;
    assert_eq!(table.due(5, i64::MAX, 10).await, Ok(Vec::new()));
    put_all(&*table, [due(row("p", "a"), 5, 30)]).await;
    table.write(&[Action::Delete(key, Condition::Any)]).await.expect("deleted");
    assert_eq!(table.due(5, i64::MAX, 10).await, Ok(Vec::new()));
    assert_eq!(table.next_due(5).await, Ok(None));
}

async fn moments(table: &dyn Table, until: i64, limit: usize) -> Vec<i64> {
    table.due(3, until, limit).await.expect("due").into_iter().map(|(_, at)| at).collect()
}

async fn earliest_first(table: Arc<dyn Table>) {
    let moments_of_rows = [("q", 30), ("a", 2000), ("z", -5), ("b", 100), ("c", 30)];
    put_all(&*table, moments_of_rows.map(|(sk, at)| due(row("p", sk), 3, at))).await;
    assert_eq!(moments(&*table, i64::MAX, 10).await, [-5, 30, 30, 100, 2000]);
    assert_eq!(moments(&*table, 100, 10).await, [-5, 30, 30, 100]);
    assert_eq!(moments(&*table, 99, 10).await, [-5, 30, 30]);
    assert_eq!(moments(&*table, -6, 10).await, [0; 0]);
}

async fn limit(table: Arc<dyn Table>) {
    let rows = (0..20).map(|number| due(row("p", &format!("{number}")), 3, 100 - number));
    put_all(&*table, rows.collect::<Vec<_>>()).await;
    assert_eq!(moments(&*table, i64::MAX, 3).await, [81, 82, 83]);
    assert_eq!(moments(&*table, i64::MAX, 0).await, [0; 0]);
    assert_eq!(moments(&*table, i64::MAX, usize::MAX).await.len(), 20);
}

async fn shards(table: Arc<dyn Table>) {
    let rows = (0..SHARDS).map(|shard| due(row("p", &format!("{shard}")), shard, i64::from(shard)));
    put_all(&*table, rows.collect::<Vec<_>>()).await;
    for shard in 0..SHARDS {
        let only = (Key::new("p", format!("{shard}")), i64::from(shard));
        assert_eq!(table.due(shard, i64::MAX, 10).await, Ok(vec![only]));
        assert_eq!(table.next_due(shard).await, Ok(Some(i64::from(shard))));
    }
}

async fn next(table: Arc<dyn Table>) {
    assert_eq!(table.next_due(3).await, Ok(None));
    put_all(&*table, [due(row("p", "a"), 3, 500), due(row("p", "b"), 3, 7), due(row("p", "c"), 4, 1)]).await;
    assert_eq!(table.next_due(3).await, Ok(Some(7)));
}
