//! The SQLite file: who may open it, and what is in it afterwards.

use nabat::sqlite::{OpenError, SqliteTable};
use nabat_kit::table::{Action, Condition, Key, Query, Table, TableError};
use nabat_tests::folder::Folder;
use nabat_tests::table_suite::row;
use std::path::PathBuf;

fn file(folder: &Folder) -> PathBuf {
    folder.path().join("nabat.db")
}

fn put(sk: &str) -> [Action; 1] {
    [Action::Put(row("p", sk), Condition::Absent)]
}

async fn places(table: &SqliteTable) -> Vec<String> {
    let rows = table.query(&Query::prefix("p", "")).await.expect("query");
    rows.into_iter().map(|row| row.key.sk).collect()
}

#[tokio::test]
async fn reopening_shows_everything() {
    let folder = Folder::new();
    for (number, before) in [("1", 0), ("2", 1), ("3", 2)] {
        let table = SqliteTable::open(&file(&folder)).expect("opens");
        assert_eq!(places(&table).await.len(), before);
        table.write(&put(number)).await.expect("put");
    }
    let table = SqliteTable::open(&file(&folder)).expect("opens");
    assert_eq!(places(&table).await, ["1", "2", "3"]);
}

#[tokio::test]
async fn a_second_host_is_refused_and_told_of_the_first() {
    let folder = Folder::new();
    let first = SqliteTable::open(&file(&folder)).expect("opens");
    let refused = SqliteTable::open(&file(&folder)).expect_err("refused");
    let own = std::process::id().to_string();
    assert!(matches!(&refused, OpenError::Held { holder, .. } if *holder == own), "{refused}");
    assert!(refused.to_string().contains("stop that one"), "{refused}");
    first.write(&put("1")).await.expect("the first goes on");
    drop(first);
    SqliteTable::open(&file(&folder)).expect("the next one opens");
}

#[tokio::test]
async fn beside_a_host_rows_are_read_and_written() {
    let folder = Folder::new();
    let host = SqliteTable::open(&file(&folder)).expect("opens");
    host.write(&put("host")).await.expect("put");
    let beside = SqliteTable::open_beside(&file(&folder)).expect("opens beside");
    assert_eq!(places(&beside).await, ["host"]);
    beside.write(&put("beside")).await.expect("put");
    assert_eq!(places(&host).await, ["beside", "host"]);
    assert_eq!(host.write(&put("beside")).await, Err(TableError::Conflict(Key::new("p", "beside"))));
    drop(beside);
    host.write(&put("later")).await.expect("put");
    assert_eq!(places(&host).await, ["beside", "host", "later"]);
}

#[tokio::test]
async fn a_host_opens_while_somebody_is_beside() {
    let folder = Folder::new();
    drop(SqliteTable::open(&file(&folder)).expect("opens"));
    let beside = SqliteTable::open_beside(&file(&folder)).expect("opens beside nobody");
    let host = SqliteTable::open(&file(&folder)).expect("opens");
    host.write(&put("host")).await.expect("put");
    assert_eq!(places(&beside).await, ["host"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn writers_in_two_connections_take_turns() {
    let folder = Folder::new();
    let host = SqliteTable::open(&file(&folder)).expect("opens");
    let beside = SqliteTable::open_beside(&file(&folder)).expect("opens beside");
    let fill = |table: SqliteTable, name: &'static str| async move {
        for number in 0..100 {
            table.write(&put(&format!("{name} {number}"))).await.expect("put");
        }
        table
    };
    let (host, beside) = tokio::join!(tokio::spawn(fill(host, "host")), tokio::spawn(fill(beside, "beside")));
    assert_eq!(places(&host.expect("ran")).await.len(), 200);
    assert_eq!(places(&beside.expect("ran")).await.len(), 200);
}

#[test]
fn nothing_to_open_beside_is_said() {
    let folder = Folder::new();
    let refused = SqliteTable::open_beside(&file(&folder)).expect_err("refused");
    assert!(matches!(refused, OpenError::Missing(_)), "{refused}");
    assert!(!file(&folder).exists());
}

#[test]
fn a_newer_schema_is_refused_and_left_alone() {
    let folder = Folder::new();
    drop(SqliteTable::open(&file(&folder)).expect("opens"));
    let connection = rusqlite::Connection::open(file(&folder)).expect("opens");
    connection.pragma_update(None, "user_version", 99).expect("set");
    for refused in [SqliteTable::open(&file(&folder)), SqliteTable::open_beside(&file(&folder))] {
        let refused = refused.expect_err("refused");
        assert!(matches!(refused, OpenError::Newer { found: 99, known: 1, .. }), "{refused}");
    }
}

#[test]
fn a_file_of_somebody_elses_is_refused_and_left_alone() {
    let folder = Folder::new();
    let text = folder.path().join("notes.db");
    std::fs::write(&text, "these are not rows".repeat(100)).expect("written");
    let other = folder.path().join("other.db");
    let connection = rusqlite::Connection::open(&other).expect("opens");
    connection.execute_batch("CREATE TABLE theirs (id INTEGER)").expect("made");
    for path in [&text, &other] {
        let before = std::fs::read(path).expect("read");
        for refused in [SqliteTable::open(path), SqliteTable::open_beside(path)] {
            let refused = refused.expect_err("refused");
            assert!(matches!(refused, OpenError::Foreign(_)), "{refused}");
        }
        assert!(std::fs::read(path).expect("read") == before, "{} was changed", path.display());
    }
}

#[test]
fn a_folder_there_is_not_is_said() {
    let folder = Folder::new();
    let refused = SqliteTable::open(&folder.path().join("nowhere/nabat.db")).expect_err("refused");
    assert!(matches!(refused, OpenError::Unusable { .. }), "{refused}");
}
