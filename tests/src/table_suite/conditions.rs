//! One action at a time, under each condition.

use super::Case;
use super::rows::{at, due, expiring, listed, put_all, row, version};
use Condition::{Absent, Any, Version};
use nabat_kit::table::{Action, Condition, Key, Row, Table, TableError};
use std::sync::Arc;

/// The cases.
pub const CASES: &[Case] = &[
    Case::new("a row comes back as it was put", |table| Box::pin(comes_back(table))),
    Case::new("any text is kept as it is", |table| Box::pin(any_text(table))),
    Case::new("every version is kept exactly", |table| Box::pin(every_version(table))),
    Case::new("put whatever is there", |table| Box::pin(put_any(table))),
    Case::new("put where nothing is", |table| Box::pin(put_absent(table))),
    Case::new("put over a version", |table| Box::pin(put_version(table))),
    Case::new("delete under each condition", |table| Box::pin(delete(table))),
    Case::new("check under each condition", |table| Box::pin(check(table))),
    Case::new("a row put again leaves its places in the indexes", |table| Box::pin(put_again(table))),
];

fn conflict(row: &Row) -> Result<(), TableError> {
    Err(TableError::Conflict(row.key.clone()))
}

async fn comes_back(table: Arc<dyn Table>) {
    assert_eq!(at(&*table, "p", "a").await, None);
    let whole = expiring(listed(due(row("p", "a"), 7, 1_700_000_000_000), "p#open", "2026"), 1_800_000_000_000);
    put_all(&*table, [whole.clone(), row("p", "b")]).await;
    assert_eq!(at(&*table, "p", "a").await, Some(whole));
    assert_eq!(at(&*table, "p", "b").await, Some(row("p", "b")));
    assert_eq!(at(&*table, "p", "c").await, None);
    assert_eq!(at(&*table, "q", "a").await, None);
}

async fn any_text(table: Arc<dyn Table>) {
    for (number, body) in
        ["", "'\"; DROP TABLE rows; --", "восстановлено 14:32 🚑", "a\0b\n\\", "123"].into_iter().enumerate()
    {
        let written = Row { body: body.to_owned(), ..row("p'%_", &format!("ключ {number}")) };
        put_all(&*table, [written.clone()]).await;
        assert_eq!(table.get(&written.key).await, Ok(Some(written)));
    }
}

async fn every_version(table: Arc<dyn Table>) {
    let mut before = Absent;
    for number in [0, 1, u64::from(u32::MAX) + 1, i64::MAX.unsigned_abs(), i64::MAX.unsigned_abs() + 1, u64::MAX] {
        let written = version(row("p", "a"), number);
        assert_eq!(table.write(&[Action::Put(written.clone(), before)]).await, Ok(()));
        assert_eq!(at(&*table, "p", "a").await, Some(written));
        before = Version(number);
    }
}

async fn put_any(table: Arc<dyn Table>) {
    for number in [1, 7, 3] {
        let written = version(row("p", "a"), number);
        assert_eq!(table.write(&[Action::Put(written.clone(), Any)]).await, Ok(()));
        assert_eq!(at(&*table, "p", "a").await, Some(written));
    }
}

async fn put_absent(table: Arc<dyn Table>) {
    let first = row("p", "a");
    assert_eq!(table.write(&[Action::Put(first.clone(), Absent)]).await, Ok(()));
    let second = version(row("p", "a"), 2);
    assert_eq!(table.write(&[Action::Put(second, Absent)]).await, conflict(&first));
    assert_eq!(at(&*table, "p", "a").await, Some(first));
}

async fn put_version(table: Arc<dyn Table>) {
    let second = version(row("p", "a"), 2);
    assert_eq!(table.write(&[Action::Put(second.clone(), Version(1))]).await, conflict(&second));
    assert_eq!(at(&*table, "p", "a").await, None);
    put_all(&*table, [row("p", "a")]).await;
    assert_eq!(table.write(&[Action::Put(second.clone(), Version(2))]).await, conflict(&second));
    assert_eq!(at(&*table, "p", "a").await, Some(row("p", "a")));
    assert_eq!(table.write(&[Action::Put(second.clone(), Version(1))]).await, Ok(()));
    assert_eq!(at(&*table, "p", "a").await, Some(second));
}

async fn delete(table: Arc<dyn Table>) {
    let there = row("p", "a");
    let delete = |condition| [Action::Delete(Key::new("p", "a"), condition)];
    assert_eq!(table.write(&delete(Any)).await, Ok(()));
    assert_eq!(table.write(&delete(Absent)).await, Ok(()));
    assert_eq!(table.write(&delete(Version(1))).await, conflict(&there));
    put_all(&*table, [there.clone()]).await;
    assert_eq!(table.write(&delete(Absent)).await, conflict(&there));
    assert_eq!(table.write(&delete(Version(2))).await, conflict(&there));
    assert_eq!(at(&*table, "p", "a").await, Some(there.clone()));
    assert_eq!(table.write(&delete(Version(1))).await, Ok(()));
    assert_eq!(at(&*table, "p", "a").await, None);
    put_all(&*table, [there]).await;
    assert_eq!(table.write(&delete(Any)).await, Ok(()));
    assert_eq!(at(&*table, "p", "a").await, None);
}

async fn check(table: Arc<dyn Table>) {
    let there = row("p", "a");
    let check = |condition| [Action::Check(Key::new("p", "a"), condition)];
    assert_eq!(table.write(&check(Any)).await, Ok(()));
    assert_eq!(table.write(&check(Absent)).await, Ok(()));
    assert_eq!(table.write(&check(Version(1))).await, conflict(&there));
    put_all(&*table, [there.clone()]).await;
    assert_eq!(table.write(&check(Any)).await, Ok(()));
    assert_eq!(table.write(&check(Absent)).await, conflict(&there));
    assert_eq!(table.write(&check(Version(1))).await, Ok(()));
    assert_eq!(table.write(&check(Version(2))).await, conflict(&there));
    assert_eq!(at(&*table, "p", "a").await, Some(there));
}

async fn put_again(table: Arc<dyn Table>) {
    let whole = expiring(listed(due(row("p", "a"), 0, 5), "open", "1"), 5);
    put_all(&*table, [whole, row("p", "a")]).await;
    assert_eq!(at(&*table, "p", "a").await, Some(row("p", "a")));
    assert_eq!(table.next_due(0).await, Ok(None));
    assert_eq!(table.sweep(10).await, Ok(0));
    assert_eq!(at(&*table, "p", "a").await, Some(row("p", "a")));
}
