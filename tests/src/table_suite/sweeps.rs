//! Removing what has expired. A store that does so by itself returns 0 and may still show it.

use super::Case;
use super::rows::{at, due, expiring, listed, put_all, row};
use nabat_kit::table::{Action, Condition, Order, Query, Table};
use std::sync::Arc;

/// The cases.
pub const CASES: &[Case] = &[
    Case::new("sweeping leaves what has not expired", |table| Box::pin(leaves_the_rest(table))),
    Case::new("what was swept is gone from the indexes too", |table| Box::pin(indexes(table))),
    Case::new("more than fits in one transaction is swept", |table| Box::pin(many(table))),
];

async fn leaves_the_rest(table: Arc<dyn Table>) {
    let staying = [row("p", "always"), expiring(row("p", "now"), 100), expiring(row("p", "later"), 101)];
    put_all(&*table, staying.clone()).await;
    put_all(&*table, [expiring(row("p", "before"), 99), expiring(row("q", "long before"), -1)]).await;
    let swept = table.sweep(100).await.expect("sweep");
    assert!(swept == 2 || swept == 0, "{swept}");
    assert_eq!(at(&*table, "p", "before").await.is_none(), swept == 2);
    assert_eq!(at(&*table, "q", "long before").await.is_none(), swept == 2);
    for row in staying {
        assert_eq!(table.get(&row.key).await, Ok(Some(row)));
    }
    assert_eq!(table.sweep(100).await, Ok(0));
}

async fn indexes(table: Arc<dyn Table>) {
    put_all(&*table, [expiring(listed(due(row("p", "a"), 1, 10), "open", "1"), 99)]).await;
    if table.sweep(100).await == Ok(1) {
        assert_eq!(table.next_due(1).await, Ok(None));
        assert_eq!(table.list("open", Order::Ascending, None, 10).await.map(|page| page.rows), Ok(Vec::new()));
    }
}

async fn many(table: Arc<dyn Table>) {
    let rows: Vec<_> = (0..1300).map(|number| expiring(row("p", &format!("{number:04}")), number)).collect();
    for some in rows.chunks(100) {
        let actions: Vec<_> = some.iter().map(|row| Action::Put(row.clone(), Condition::Absent)).collect();
        table.write(&actions).await.expect("put");
    }
    let swept = table.sweep(1250).await.expect("sweep");
    assert!(swept == 1250 || swept == 0, "{swept}");
    let left = table.query(&Query::prefix("p", "")).await.expect("query");
    assert_eq!(left.len(), 1300 - swept);
}
