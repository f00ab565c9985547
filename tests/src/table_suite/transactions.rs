//! Several actions at once: all of them or none.

use super::Case;
use super::rows::{at, due, listed, put_all, row, version};
use nabat_kit::table::{Action, Condition, Key, Order, Table, TableError};
use std::sync::Arc;

/// The cases.
pub const CASES: &[Case] = &[
    Case::new("all actions of a transaction show together", |table| Box::pin(all(table))),
    Case::new("one failed condition leaves nothing, wherever it stands", |table| Box::pin(nothing(table))),
    Case::new("a conflict names the key that failed", |table| Box::pin(names_the_key(table))),
    Case::new("a row moves to another key", |table| Box::pin(moves(table))),
    Case::new("checks that hold change nothing", |table| Box::pin(only_looks(table))),
    Case::new("a transaction of nothing goes through", |table| Box::pin(of_nothing(table))),
    Case::new("the same transaction again is a conflict", |table| Box::pin(again(table))),
];

async fn all(table: Arc<dyn Table>) {
    put_all(&*table, [row("p", "gone"), row("p", "changed"), row("q", "checked")]).await;
    let actions = [
        Action::Check(Key::new("q", "checked"), Condition::Version(1)),
        Action::Delete(Key::new("p", "gone"), Condition::Version(1)),
        Action::Put(version(row("p", "changed"), 2), Condition::Version(1)),
        Action::Put(row("r", "new"), Condition::Absent),
    ];
    assert_eq!(table.write(&actions).await, Ok(()));
    assert_eq!(at(&*table, "p", "gone").await, None);
    assert_eq!(at(&*table, "p", "changed").await, Some(version(row("p", "changed"), 2)));
    assert_eq!(at(&*table, "r", "new").await, Some(row("r", "new")));
}

async fn nothing(table: Arc<dyn Table>) {
    let stays = listed(due(row("p", "stays"), 1, 10), "open", "1");
    put_all(&*table, [stays.clone()]).await;
    let failing = Action::Check(Key::new("p", "nowhere"), Condition::Version(1));
    let others = [
        Action::Put(listed(due(row("p", "new"), 1, 5), "open", "0"), Condition::Absent),
        Action::Put(listed(due(version(row("p", "stays"), 2), 2, 3), "closed", "1"), Condition::Version(1)),
    ];
    for place in 0..=others.len() {
        let mut actions = others.to_vec();
        actions.insert(place, failing.clone());
        assert_eq!(table.write(&actions).await, Err(TableError::Conflict(Key::new("p", "nowhere"))));
        assert_eq!(at(&*table, "p", "new").await, None);
        assert_eq!(at(&*table, "p", "stays").await, Some(stays.clone()));
        assert_eq!(table.due(1, 100, 10).await, Ok(vec![(Key::new("p", "stays"), 10)]));
        assert_eq!(table.next_due(2).await, Ok(None));
        let open = table.list("open", Order::Ascending, None, 10).await.expect("list");
        assert_eq!(open.rows, vec![stays.clone()]);
        let closed = table.list("closed", Order::Ascending, None, 10).await.expect("list");
        assert_eq!(closed.rows, []);
    }
}

async fn names_the_key(table: Arc<dyn Table>) {
    put_all(&*table, ["a", "b", "c"].map(|sk| row("p", sk))).await;
    for failing in ["a", "b", "c"] {
        let expected = |sk| Condition::Version(if sk == failing { 9 } else { 1 });
        let actions = ["a", "b", "c"].map(|sk| Action::Put(version(row("p", sk), 2), expected(sk)));
        assert_eq!(table.write(&actions).await, Err(TableError::Conflict(Key::new("p", failing))));
    }
}

async fn moves(table: Arc<dyn Table>) {
    let open = listed(row("p", "O#~#1"), "outages", "1");
    put_all(&*table, [open]).await;
    let closed = listed(row("p", "O#17#1"), "outages", "1");
    let actions =
        [Action::Delete(Key::new("p", "O#~#1"), Condition::Version(1)), Action::Put(closed.clone(), Condition::Absent)];
    assert_eq!(table.write(&actions).await, Ok(()));
    assert_eq!(at(&*table, "p", "O#~#1").await, None);
    let page = table.list("outages", Order::Ascending, None, 10).await.expect("list");
    assert_eq!(page.rows, [closed]);
}

async fn only_looks(table: Arc<dyn Table>) {
    put_all(&*table, [row("p", "a")]).await;
    let actions = [
        Action::Check(Key::new("p", "a"), Condition::Version(1)),
        Action::Check(Key::new("p", "b"), Condition::Absent),
    ];
    assert_eq!(table.write(&actions).await, Ok(()));
    assert_eq!(at(&*table, "p", "a").await, Some(row("p", "a")));
    assert_eq!(at(&*table, "p", "b").await, None);
}

async fn of_nothing(table: Arc<dyn Table>) {
    assert_eq!(table.write(&[]).await, Ok(()));
}

async fn again(table: Arc<dyn Table>) {
    let actions = [
        Action::Put(version(row("p", "head"), 1), Condition::Absent),
        Action::Put(row("p", "event"), Condition::Absent),
    ];
    assert_eq!(table.write(&actions).await, Ok(()));
    assert!(matches!(table.write(&actions).await, Err(TableError::Conflict(_))));
}
