//! The list index, page by page.

use super::Case;
use super::rows::{listed, places, put_all, row};
use nabat_kit::table::{Action, Condition, Key, Order, Page, Table, TableError};
use std::sync::Arc;

/// The cases.
pub const CASES: &[Case] = &[
    Case::new("pages hold every row once, both ways", |table| Box::pin(every_row_once(table))),
    Case::new("the last page says so, even when it is full", |table| Box::pin(last_page(table))),
    Case::new("rows of one place are told apart", |table| Box::pin(same_place(table))),
    Case::new("pages are stable while rows come and go", |table| Box::pin(stable(table))),
    Case::new("a row leaves one list for another", |table| Box::pin(moves(table))),
    Case::new("places sort as bytes", |table| Box::pin(byte_order(table))),
    Case::new("what nobody has a use for is left out of a page", |table| Box::pin(useless(table))),
    Case::new("text that is no end of a page is refused", |table| Box::pin(foreign(table))),
];

async fn page(table: &dyn Table, order: Order, after: Option<&str>, limit: usize) -> Page {
    table.list("open", order, after, limit).await.expect("list")
}

/// The places on each page, joined.
async fn pages(table: &dyn Table, order: Order, limit: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = page(table, order, after.as_deref(), limit).await;
        found.push(places(&page.rows).concat());
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

async fn with_letters(table: &dyn Table) {
    put_all(table, ["c", "a", "e", "b", "d"].map(|sk| listed(row("p", sk), "open", sk))).await;
    put_all(table, [listed(row("p", "x"), "opened", "a"), listed(row("p", "y"), "ope", "a"), row("p", "z")]).await;
}

async fn every_row_once(table: Arc<dyn Table>) {
    assert_eq!(pages(&*table, Order::Ascending, 2).await, [""]);
    with_letters(&*table).await;
    assert_eq!(pages(&*table, Order::Ascending, 2).await, ["ab", "cd", "e"]);
    assert_eq!(pages(&*table, Order::Descending, 2).await, ["ed", "cb", "a"]);
    assert_eq!(pages(&*table, Order::Ascending, 1).await, ["a", "b", "c", "d", "e"]);
    assert_eq!(pages(&*table, Order::Descending, usize::MAX).await, ["edcba"]);
}

async fn useless(table: Arc<dyn Table>) {
    with_letters(&*table).await;
    let vowel = |key: &Key| matches!(key.sk.as_str(), "a" | "e");
    for (order, limit, left) in [
        (Order::Ascending, 9, "bcd"),
        (Order::Descending, 9, "dcb"),
        (Order::Ascending, 2, "b"),
        (Order::Descending, 1, ""),
    ] {
        let rows = table.list_but("open", order, limit, &vowel).await.expect("list");
        assert_eq!(places(&rows).concat(), left, "{order:?} {limit}");
        let page = page(&*table, order, None, limit).await;
        assert_eq!(rows, page.rows.into_iter().filter(|row| !vowel(&row.key)).collect::<Vec<_>>());
    }
}

async fn last_page(table: Arc<dyn Table>) {
    with_letters(&*table).await;
    assert_eq!(page(&*table, Order::Ascending, None, 5).await.next, None);
    assert_eq!(page(&*table, Order::Descending, None, 5).await.next, None);
    let first = page(&*table, Order::Ascending, None, 4).await;
    let last = page(&*table, Order::Ascending, first.next.as_deref(), 4).await;
    assert_eq!((places(&last.rows), last.next), (vec!["e"], None));
}

async fn same_place(table: Arc<dyn Table>) {
    let together = [("p", "a"), ("p", "b"), ("q", "a"), ("q", "b")].map(|(pk, sk)| listed(row(pk, sk), "open", "7"));
    put_all(&*table, together).await;
    assert_eq!(pages(&*table, Order::Ascending, 1).await, ["a", "b", "a", "b"]);
    assert_eq!(pages(&*table, Order::Descending, 3).await, ["bab", "a"]);
}

async fn stable(table: Arc<dyn Table>) {
    with_letters(&*table).await;
    let up = page(&*table, Order::Ascending, None, 2).await;
    let down = page(&*table, Order::Descending, None, 2).await;
    // One in front of each reader, one behind each; and the rows they stopped at go away.
    put_all(&*table, ["a0", "c0", "d0", "0"].map(|sk| listed(row("p", sk), "open", sk))).await;
    for gone in ["b", "d"] {
        table.write(&[Action::Delete(Key::new("p", gone), Condition::Version(1))]).await.expect("deleted");
    }
    let up = page(&*table, Order::Ascending, up.next.as_deref(), 10).await;
    assert_eq!(places(&up.rows), ["c", "c0", "d0", "e"]);
    let down = page(&*table, Order::Descending, down.next.as_deref(), 10).await;
    assert_eq!(places(&down.rows), ["c0", "c", "a0", "a", "0"]);
}

async fn moves(table: Arc<dyn Table>) {
    put_all(&*table, [listed(row("p", "a"), "open", "1"), listed(row("p", "a"), "open", "2")]).await;
    assert_eq!(page(&*table, Order::Ascending, None, 10).await.rows, [listed(row("p", "a"), "open", "2")]);
    put_all(&*table, [listed(row("p", "a"), "closed", "2")]).await;
    assert_eq!(page(&*table, Order::Ascending, None, 10).await.rows, []);
    let closed = table.list("closed", Order::Descending, None, 10).await.expect("list");
    assert_eq!(closed.rows, [listed(row("p", "a"), "closed", "2")]);
}

async fn byte_order(table: Arc<dyn Table>) {
    let sorted = ["0", "10", "9", "Z", "a", "~", "Я", "а", "\u{ffee}", "🚑"];
    put_all(&*table, sorted.map(|place| listed(row("p", place), "open", place))).await;
    assert_eq!(pages(&*table, Order::Ascending, 100).await, [sorted.concat()]);
    assert_eq!(pages(&*table, Order::Descending, 1).await.len(), sorted.len());
}

async fn foreign(table: Arc<dyn Table>) {
    with_letters(&*table).await;
    for text in ["", "a", "%%%", "WyJhIl0"] {
        let refused = table.list("open", Order::Ascending, Some(text), 2).await;
        assert!(matches!(refused, Err(TableError::Refused(_))), "{text:?}: {refused:?}");
    }
}
