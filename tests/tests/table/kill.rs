//! Killing the process that writes: every write it had an answer to is there, whole.
//!
//! The test runs its own program again as the writer; the variable tells the two apart.

use nabat::sqlite::SqliteTable;
use nabat_kit::table::{Action, Condition, Key, Query, Table};
use nabat_tests::folder::Folder;
use nabat_tests::table_suite::row;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Names the file the writer is to write.
const FILE: &str = "NABAT_TEST_KILLED_WRITER";

/// What the writer puts before each acknowledged write; the test harness prints lines of its own.
const ACKNOWLEDGED: &str = "acknowledged ";

/// How often it is killed, after how many more answers each time.
const KILLS: [usize; 8] = [1, 3, 40, 100, 7, 250, 64, 500];

#[tokio::test]
async fn what_was_acknowledged_survives_kill_9() {
    let folder = Folder::new();
    let path = folder.path().join("nabat.db");
    let mut acknowledged = Vec::new();
    for (round, answers) in KILLS.into_iter().enumerate() {
        acknowledged.extend(write_until_killed(&path, round, answers));
        let table = SqliteTable::open(&path).expect("opens after a kill");
        for sk in &acknowledged {
            let there = table.get(&Key::new("p", sk.as_str())).await.expect("get");
            assert!(there.is_some(), "{sk} was acknowledged before kill {round} and is gone");
        }
        // Acknowledged or not, a transaction is there whole or not at all.
        let [first, second] = ["p", "q"].map(|pk| Query::prefix(pk, ""));
        let first = table.query(&first).await.expect("query");
        let second = table.query(&second).await.expect("query");
        let seconds_of_first = first.into_iter().map(|written| row("q", &written.key.sk)).collect::<Vec<_>>();
        assert_eq!(seconds_of_first, second);
    }
    assert!(acknowledged.len() >= KILLS.iter().sum());
}

/// Starts a writer and kills it after so many answers; returns all it was heard to acknowledge.
fn write_until_killed(path: &Path, round: usize, answers: usize) -> Vec<String> {
    let mut writer = Command::new(std::env::current_exe().expect("this program has a path"))
        .args(["--exact", "kill::the_writer", "--nocapture"])
        .env(FILE, path)
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program runs");
    let output = BufReader::new(writer.stdout.take().expect("its output is piped"));
    let mut heard = Vec::new();
    // Reading on to the end after the kill: what lay in the pipe was acknowledged too.
    for line in output.lines() {
        let line = line.expect("text");
        // The end of a line proves that the writer printed all of it.
        if let Some(sk) = line.strip_prefix(ACKNOWLEDGED).and_then(|rest| rest.strip_suffix('.')) {
            heard.push(sk.to_owned());
        }
        if heard.len() == answers {
            writer.kill().expect("killed");
        }
    }
    let ended = writer.wait().expect("ended");
    assert!(!ended.success() && heard.len() >= answers, "round {round}: {ended}, {} answers", heard.len());
    heard
}

/// Not a test when run by itself: the process the test above kills.
#[tokio::test(flavor = "multi_thread")]
async fn the_writer() {
    let Some(path) = std::env::var_os(FILE).map(PathBuf::from) else { return };
    let table = Arc::new(SqliteTable::open(&path).expect("opens"));
    let writers = (0..8).map(|writer| tokio::spawn(write_for_ever(Arc::clone(&table), writer)));
    for writer in writers.collect::<Vec<_>>() {
        writer.await.expect("writes until killed");
    }
}

async fn write_for_ever(table: Arc<SqliteTable>, writer: u32) {
    for number in 0_u64.. {
        let sk = format!("{} {writer} {number}", std::process::id());
        let actions = ["p", "q"].map(|pk| Action::Put(row(pk, &sk), Condition::Absent));
        table.write(&actions).await.expect("put");
        println!("{ACKNOWLEDGED}{sk}.");
    }
}
