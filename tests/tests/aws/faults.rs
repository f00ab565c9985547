//! What happens on the way to DynamoDB: too much asked, others at the same moment, answers that are
//! lost, indexes that lag.

use nabat_aws::DynamoTable;
use nabat_kit::table::{Action, Condition, Due, Key, Listed, Order, Row, Table, TableError};
use nabat_tests::emulator::{Emulator, Kind};
use nabat_tests::proxy::{ATTEMPTS, Fate, Proxy, THROTTLED, WRITE};
use nabat_tests::table_suite::row;

/// The same over either emulator, with a proxy before it.
async fn over_each(test: impl AsyncFn(Proxy, DynamoTable)) {
    for kind in [Kind::Dynoxide, Kind::Ministack] {
        let emulator = Emulator::start(kind);
        let proxy = Proxy::before(&emulator.address).await;
        let table = emulator.table_through(&proxy.address).await;
        test(proxy, table).await;
    }
}

fn two(version: u64, condition: Condition) -> [Action; 2] {
    ["a", "b"].map(|sk| Action::Put(Row { version, ..row("p", sk) }, condition))
}

async fn version(table: &DynamoTable) -> Option<u64> {
    table.get(&Key::new("p", "b")).await.expect("read").map(|row| row.version)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_asked_for_again_and_the_write_is_made_once() {
    over_each(async |proxy, table| {
        for (fate, condition, made) in
            [(Fate::AnswerLost, Condition::Absent, 1), (Fate::FailedAfter, Condition::Version(1), 2)]
        {
            let before = proxy.calls(WRITE);
            proxy.next(2, WRITE, fate);
            // Made twice, the second would find the rows as it left them and call it a conflict.
            assert_eq!(table.write(&two(made, condition)).await, Ok(()));
            assert_eq!((proxy.calls(WRITE) - before, version(&table).await), (3, Some(made)));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_lost_for_good_are_no_conflict_and_no_success() {
    over_each(async |proxy, table| {
        proxy.next(ATTEMPTS, WRITE, Fate::AnswerLost);
        let outcome = table.write(&two(1, Condition::Absent)).await;
        assert!(matches!(outcome, Err(TableError::Unavailable(_))), "{outcome:?}");
        // Whoever tries again finds it done.
        assert!(matches!(table.write(&two(1, Condition::Absent)).await, Err(TableError::Conflict(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_write_by_two_is_made_by_one() {
    over_each(async |_proxy, table| {
        assert_eq!(table.write(&two(1, Condition::Absent)).await, Ok(()));
        // Nothing tells the requests apart but who made them.
        let (one, other) = (two(2, Condition::Version(1)), two(2, Condition::Version(1)));
        let (one, other) = tokio::join!(table.write(&one), table.write(&other));
        assert_eq!([one.is_ok(), other.is_ok()].into_iter().filter(|won| *won).count(), 1, "{one:?} {other:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_asked_too_much_is_asked_again_and_then_it_is_told() {
    over_each(async |proxy, table| {
        proxy.next(ATTEMPTS - 1, WRITE, THROTTLED);
        assert_eq!(table.write(&two(1, Condition::Absent)).await, Ok(()));
        proxy.next(ATTEMPTS, WRITE, THROTTLED);
        let outcome = table.write(&two(2, Condition::Version(1))).await;
        assert!(matches!(&outcome, Err(TableError::Unavailable(why)) if why.contains("Rate exceeded")), "{outcome:?}");
        assert_eq!(version(&table).await, Some(1));
        // Four attempts each, no more: a storm of retries would make it worse.
        assert_eq!(proxy.calls(WRITE), 2 * ATTEMPTS);
        proxy.next(ATTEMPTS, "GetItem", THROTTLED);
        let read = table.get(&Key::new("p", "b")).await;
        assert!(matches!(read, Err(TableError::Unavailable(_))), "{read:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_writer_at_the_same_moment_is_a_conflict_by_its_key() {
    over_each(async |proxy, table| {
        proxy.next(1, WRITE, Fate::Conflict(1));
        assert_eq!(table.write(&two(1, Condition::Absent)).await, Err(TableError::Conflict(Key::new("p", "b"))));
        assert_eq!((proxy.calls(WRITE), version(&table).await), (1, None));
    })
    .await;
}

fn listed(sk: &str, list: &str) -> Row {
    Row { listed: Some(Listed { list: list.to_owned(), order: sk.to_owned() }), ..row("p", sk) }
}

async fn put(table: &DynamoTable, row: Row) {
    table.write(&[Action::Put(row, Condition::Any)]).await.expect("put");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_lags_shows_no_row_as_it_was() {
    over_each(async |proxy, table| {
        for sk in ["a", "b", "c", "d"] {
            put(&table, listed(sk, "open")).await;
        }
        let page = async |limit| table.list("open", Order::Ascending, None, limit).await.expect("a page");
        assert_eq!(page(3).await.rows.len(), 3);
        let changed = Row { version: 2, body: "{}".to_owned(), ..listed("c", "open") };
        put(&table, listed("a", "closed")).await;
        table.write(&[Action::Delete(Key::new("p", "b"), Condition::Any)]).await.expect("deleted");
        put(&table, changed.clone()).await;
        proxy.next(1, "Query", Fate::Stale);
        let stale = page(3).await;
        assert_eq!(stale.rows, [changed]);
        // The page was cut by what has gone; the rest still follows.
        let rest = table.list("open", Order::Ascending, stale.next.as_deref(), 3).await.expect("a page");
        assert_eq!(rest.rows, [listed("d", "open")]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_in_motion_that_tells_rows_twice_shows_each_once() {
    over_each(async |proxy, table| {
        let rows = ["a", "b", "c"].map(|sk| listed(sk, "open"));
        for row in &rows {
            put(&table, row.clone()).await;
        }
        proxy.next(1, "Query", Fate::Twice);
        let page = table.list("open", Order::Ascending, None, 10).await;
        assert_eq!(page.map(|page| page.rows), Ok(rows.into()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_due_is_told_by_an_index_that_lags_and_the_row_knows_better() {
    over_each(async |proxy, table| {
        let due = |at| Row { due: Some(Due { shard: 1, at }), ..row("p", "a") };
        put(&table, due(5)).await;
        assert_eq!(table.due(1, 10, 10).await, Ok(vec![(Key::new("p", "a"), 5)]));
        put(&table, due(50)).await;
        proxy.next(1, "Query", Fate::Stale);
        assert_eq!(table.due(1, 10, 10).await, Ok(vec![(Key::new("p", "a"), 5)]));
        // Whoever leases it looks at the row itself.
        assert_eq!(table.get(&Key::new("p", "a")).await.map(|row| row.and_then(|row| row.due)), Ok(due(50).due));
    })
    .await;
}
