//! SQLite answers as memory does, whatever is asked of the two.

use nabat::sqlite::SqliteTable;
use nabat_kit::table::memory::MemoryTable;
use nabat_kit::table::{Action, Condition, Due, Key, Listed, Order, Query, Row, Table};
use nabat_tests::folder::Folder;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn key() -> impl Strategy<Value = Key> {
    ("[pq]", "[a-dя]").prop_map(|(pk, sk)| Key { pk, sk })
}

fn condition() -> impl Strategy<Value = Condition> {
    prop_oneof![
        3 => Just(Condition::Any),
        1 => Just(Condition::Absent),
        2 => (0_u64..3).prop_map(Condition::Version),
    ]
}

fn row() -> impl Strategy<Value = Row> {
    let due = (0_u8..2, -2_i64..3).prop_map(|(shard, at)| Due { shard, at });
    let listed = ("[lm]", "[1-3]").prop_map(|(list, order)| Listed { list, order });
    let parts = (key(), ".{0,9}", 0_u64..3, option::of(due), option::of(listed), option::of(0_i64..10));
    parts.prop_map(|(key, body, version, due, listed, expires)| Row { key, body, version, due, listed, expires })
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        4 => (row(), condition()).prop_map(|(row, condition)| Action::Put(row, condition)),
        1 => (key(), condition()).prop_map(|(key, condition)| Action::Delete(key, condition)),
        1 => (key(), condition()).prop_map(|(key, condition)| Action::Check(key, condition)),
    ]
}

fn transaction() -> impl Strategy<Value = Vec<Action>> {
    vec(action(), 0..5).prop_map(|mut actions| {
        let mut seen = BTreeSet::new();
        actions.retain(|action| seen.insert(action.key().clone()));
        actions
    })
}

fn order() -> impl Strategy<Value = Order> {
    prop_oneof![Just(Order::Ascending), Just(Order::Descending)]
}

fn query() -> impl Strategy<Value = Query> {
    let parts = ("[pq]", "[a-dя]?", option::of("[a-dя]"), order(), 0_usize..6);
    parts.prop_map(|(pk, from, to, order, limit)| Query { pk, from, to, order, limit })
}

/// Every page of a list, up to the end.
async fn pages(table: &dyn Table, list: &str, order: Order, limit: usize) -> Vec<Vec<Row>> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = table.list(list, order, after.as_deref(), limit).await.expect("list");
        found.push(page.rows);
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

/// Everything one can see of a table, but through the query asked.
async fn seen(table: &dyn Table) -> impl PartialEq + std::fmt::Debug {
    let mut rows = Vec::new();
    let mut due = Vec::new();
    let mut lists = Vec::new();
    for (shard, pk, list) in [(0, "p", "l"), (1, "q", "m")] {
        rows.push(table.query(&Query::prefix(pk, "")).await);
        due.push((table.due(shard, 1, 3).await, table.next_due(shard).await));
        lists.push((pages(table, list, Order::Ascending, 2).await, pages(table, list, Order::Descending, 1).await));
    }
    (rows, due, lists)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn sqlite_answers_as_memory_does(steps in vec((transaction(), query(), 0_i64..200), 1..30)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let folder = Folder::new();
            let sqlite = SqliteTable::open(&folder.path().join("nabat.db")).expect("opens");
            let memory = MemoryTable::new();
            for (actions, query, now) in steps {
                prop_assert_eq!(sqlite.write(&actions).await, memory.write(&actions).await);
                prop_assert_eq!(sqlite.query(&query).await, memory.query(&query).await);
                if now < 10 {
                    prop_assert_eq!(sqlite.sweep(now).await, memory.sweep(now).await);
                }
                prop_assert_eq!(seen(&sqlite).await, seen(&memory).await);
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_fork_goes_its_own_way(before in vec(transaction(), 0..10), after in vec(transaction(), 0..10)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let table = MemoryTable::new();
            for actions in &before {
                drop(table.write(actions).await);
            }
            let (fork, then) = (table.fork(), table.dump());
            let mut answers = Vec::new();
            for actions in &after {
                answers.push(table.write(actions).await);
            }
            prop_assert_eq!(fork.dump(), then);
            for (actions, answer) in after.iter().zip(answers) {
                prop_assert_eq!(fork.write(actions).await, answer);
            }
            prop_assert_eq!(fork.dump(), table.dump());
            Ok(())
        })?;
    }
}
