//! Queries of one partition.

use super::Case;
use super::rows::{due, listed, places, put_all, row};
use nabat_kit::table::{Order, Query, Row, Stamp, Table};
use std::sync::Arc;

/// The cases.
pub const CASES: &[Case] = &[
    Case::new("partitions are found by what their rows begin with", |table| Box::pin(begins_so(table))),
    Case::new("the beginning is in, the end is out", |table| Box::pin(bounds(table))),
    Case::new("both directions", |table| Box::pin(directions(table))),
    Case::new("no more rows than asked for", |table| Box::pin(limit(table))),
    Case::new("a prefix and nothing beside it", |table| Box::pin(prefix(table))),
    Case::new("a prefix in any script", |table| Box::pin(prefix_in_any_script(table))),
    Case::new("order is that of the bytes", |table| Box::pin(byte_order(table))),
    Case::new("partitions stay apart", |table| Box::pin(partitions(table))),
    Case::new("rows come whole", |table| Box::pin(whole(table))),
    Case::new("stamps are those of the rows a query finds", |table| Box::pin(stamps(table))),
];

fn range(from: &str, to: Option<&str>, order: Order, limit: usize) -> Query {
    Query { pk: "p".to_owned(), from: from.to_owned(), to: to.map(str::to_owned), order, limit }
}

async fn begins_so(table: Arc<dyn Table>) {
    put_all(&*table, [row("p", "E#1"), row("p", "E#2"), row("q", "S#0"), row("r", "E#1"), row("r", "F#1")]).await;
    assert_eq!(table.partitions("E#").await, Ok(["p", "r"].map(str::to_owned).into()));
    assert_eq!(table.partitions("E%").await, Ok([].into()));
    assert_eq!(table.partitions("").await, Ok(["p", "q", "r"].map(str::to_owned).into()));
}

async fn with_letters(table: &dyn Table) {
    put_all(table, ["d", "a", "c", "b", "e"].map(|sk| row("p", sk))).await;
}

async fn found(table: &dyn Table, query: &Query) -> String {
    places(&table.query(query).await.expect("query")).concat()
}

async fn bounds(table: Arc<dyn Table>) {
    with_letters(&*table).await;
    let between = |from, to| range(from, to, Order::Ascending, 10);
    assert_eq!(found(&*table, &between("b", Some("d"))).await, "bc");
    assert_eq!(found(&*table, &between("b0", Some("d0"))).await, "cd");
    assert_eq!(found(&*table, &between("c", None)).await, "cde");
    assert_eq!(found(&*table, &between("", None)).await, "abcde");
    assert_eq!(found(&*table, &between("c", Some("c"))).await, "");
    assert_eq!(found(&*table, &between("d", Some("b"))).await, "");
    assert_eq!(found(&*table, &between("f", None)).await, "");
}

async fn stamps(table: Arc<dyn Table>) {
    with_letters(&*table).await;
    for query in [range("b", Some("e"), Order::Descending, 10), range("", None, Order::Ascending, 2)] {
        let rows = table.query(&query).await.expect("query");
        assert_eq!(table.stamps(&query).await, Ok(rows.iter().map(Row::stamp).collect()));
    }
    let last = i64::MAX.cast_unsigned();
    put_all(&*table, [Row { version: last, ..row("p", "a") }]).await;
    let query = range("a", Some("b"), Order::Ascending, 1);
    assert_eq!(table.stamps(&query).await, Ok(vec![Stamp { sk: "a".to_owned(), version: last }]));
}

async fn directions(table: Arc<dyn Table>) {
    with_letters(&*table).await;
    assert_eq!(found(&*table, &range("b", Some("e"), Order::Descending, 10)).await, "dcb");
    assert_eq!(found(&*table, &range("b", None, Order::Descending, 10)).await, "edcb");
}

async fn limit(table: Arc<dyn Table>) {
    with_letters(&*table).await;
    assert_eq!(found(&*table, &range("", None, Order::Ascending, 2)).await, "ab");
    assert_eq!(found(&*table, &range("", None, Order::Descending, 2)).await, "ed");
    assert_eq!(found(&*table, &range("b", Some("e"), Order::Descending, 1)).await, "d");
    assert_eq!(found(&*table, &range("", None, Order::Ascending, usize::MAX)).await, "abcde");
    assert_eq!(found(&*table, &range("", None, Order::Ascending, 0)).await, "");
}

async fn prefix(table: Arc<dyn Table>) {
    put_all(&*table, ["S#0", "S#people", "S", "T#0", "S$", "E#1"].map(|sk| row("p", sk))).await;
    let begin = async |prefix| places(&table.query(&Query::prefix("p", prefix)).await.expect("query")).join(" ");
    assert_eq!(begin("S#").await, "S#0 S#people");
    assert_eq!(begin("S#p").await, "S#people");
    assert_eq!(begin("S").await, "S S#0 S#people S$");
    assert_eq!(begin("").await, "E#1 S S#0 S#people S$ T#0");
    assert_eq!(begin("X").await, "");
}

async fn prefix_in_any_script(table: Arc<dyn Table>) {
    let all = ["сбой", "сбой 2", "сбоя", "a\u{7f}", "a\u{7f}b", "b", "\u{10ffff}", "\u{d7ff}", "\u{e000}"];
    put_all(&*table, all.map(|sk| row("p", sk))).await;
    let begin = async |prefix| places(&table.query(&Query::prefix("p", prefix)).await.expect("query")).join(",");
    assert_eq!(begin("сбой").await, "сбой,сбой 2");
    assert_eq!(begin("сбо").await, "сбой,сбой 2,сбоя");
    assert_eq!(begin("a\u{7f}").await, "a\u{7f},a\u{7f}b");
    assert_eq!(begin("\u{10ffff}").await, "\u{10ffff}");
    assert_eq!(begin("\u{d7ff}").await, "\u{d7ff}");
}

async fn byte_order(table: Arc<dyn Table>) {
    // The last two would change places if they were compared as UTF-16.
    let sorted = ["#", "0", "10", "9", "A", "B", "a", "b", "~", "É", "Я", "а", "я", "\u{ffee}", "🚑"];
    let mut rows = sorted.map(|sk| row("p", sk));
    rows.reverse();
    put_all(&*table, rows).await;
    assert_eq!(found(&*table, &range("", None, Order::Ascending, 100)).await, sorted.concat());
    assert_eq!(found(&*table, &range("É", Some("🚑"), Order::Ascending, 100)).await, "ÉЯая\u{ffee}");
}

async fn partitions(table: Arc<dyn Table>) {
    put_all(&*table, [row("p", "a"), row("pp", "b"), row("p\0", "c"), row("P", "d"), row("o", "e")]).await;
    assert_eq!(found(&*table, &range("", None, Order::Ascending, 10)).await, "a");
    assert_eq!(found(&*table, &range("", None, Order::Descending, 10)).await, "a");
}

async fn whole(table: Arc<dyn Table>) {
    let rows = ["a", "b"].map(|sk| due(listed(row("p", sk), "open", sk), 3, 30));
    put_all(&*table, rows.clone()).await;
    assert_eq!(table.query(&Query::prefix("p", "")).await.expect("query"), rows);
}
