//! The plug is pulled in the middle of a write: the write-ahead log ends anywhere, or holds anything from there on. The
//! file opens all the same, with every transaction that was written before that place and nothing of any other.

use nabat::sqlite::SqliteTable;
use nabat_kit::table::{Action, Condition, Query, Row, Table};
use nabat_tests::folder::Folder;
use nabat_tests::table_suite::row;
use std::fs;
use std::path::Path;

/// Transactions acknowledged before the plug is pulled.
const TRANSACTIONS: usize = 3;

/// Rows of one transaction, and how long each is: several pages.
const ROWS: usize = 3;
const BYTES: usize = 3_000;

/// The log's header, a frame's header, and the page behind it.
const HEADER: usize = 32;
const FRAME: usize = 24 + 4096;

/// The file and its log as they were before anything was moved from one into the other, and how long the log was after
/// each transaction.
struct Written {
    file: Vec<u8>,
    log: Vec<u8>,
    ends: Vec<usize>,
}

async fn written() -> Written {
    let folder = Folder::new();
    let path = folder.path().join("nabat.db");
    let table = SqliteTable::open(&path).expect("a fresh file");
    let log = path.with_extension("db-wal");
    let mut ends = Vec::new();
    for number in 0..TRANSACTIONS {
        let put = |place: usize| {
            let row = Row { body: "x".repeat(BYTES), ..row("p", &format!("{number}.{place}")) };
            Action::Put(row, Condition::Absent)
        };
        table.write(&(0..ROWS).map(put).collect::<Vec<_>>()).await.expect("acknowledged");
        ends.push(usize::try_from(fs::metadata(&log).expect("there is a log").len()).expect("a short one"));
    }
    Written { file: fs::read(&path).expect("the file"), log: fs::read(&log).expect("the log"), ends }
}

impl Written {
    /// How many transactions stand whole before a place in the log.
    fn before(&self, place: usize) -> usize {
        self.ends.iter().filter(|end| **end <= place).count()
    }

    /// Opens what the plug left and looks what is there: so many transactions, each whole, and one more can be written.
    async fn holds(&self, file: &[u8], log: &[u8], transactions: usize, what: &str) {
        let folder = Folder::new();
        let path = folder.path().join("nabat.db");
        fs::write(&path, file).expect("written");
        fs::write(path.with_extension("db-wal"), log).expect("written");
        let found = places(&path, what).await;
        let whole = (0..transactions).flat_map(|number| (0..ROWS).map(move |place| format!("{number}.{place}")));
        assert_eq!(found, whole.collect::<Vec<_>>(), "{what}");
    }
}

/// What stands in the file, once one more row was written into it.
async fn places(path: &Path, what: &str) -> Vec<String> {
    let table = SqliteTable::open(path).unwrap_or_else(|error| panic!("{what}: {error}"));
    let query = Query::prefix("p", "");
    let rows = table.query(&query).await.unwrap_or_else(|error| panic!("{what}: {error}"));
    assert!(rows.iter().all(|row| row.body.len() == BYTES), "{what}");
    table.write(&[Action::Put(row("q", "later"), Condition::Absent)]).await.expect("it goes on");
    rows.into_iter().map(|row| row.key.sk).collect()
}

/// Where the plug is pulled: at each frame's beginning, a byte before and behind it, in its header and in its page.
fn places_of(log: &[u8]) -> Vec<usize> {
    let frames = (0..(log.len() - HEADER) / FRAME).map(|number| HEADER + number * FRAME);
    let around = |frame: usize| [frame.saturating_sub(1), frame, frame + 1, frame + 20, frame + FRAME / 2];
    [0, 1, HEADER / 2].into_iter().chain(frames.flat_map(around)).chain([log.len() - 1, log.len()]).collect()
}

#[tokio::test]
async fn a_log_cut_anywhere_leaves_whole_transactions_and_every_one_before_the_cut() {
    let written = written().await;
    for place in places_of(&written.log) {
        let what = format!("cut at {place} of {}", written.log.len());
        written.holds(&written.file, &written.log[..place], written.before(place), &what).await;
    }
}

#[tokio::test]
async fn a_log_that_holds_anything_from_a_place_on_leaves_every_transaction_before_it() {
    let written = written().await;
    for place in places_of(&written.log) {
        // A block of the disk that was not written yet: something else, or nothing at all.
        for (garbage, named) in [(0xA5_u8, "garbled"), (0, "blank")] {
            let mut log = written.log.clone();
            let end = (place + 512).min(log.len());
            let changed = log[place..end].iter().position(|byte| *byte != garbage);
            log[place..end].fill(garbage);
            let Some(first) = changed else { continue };
            // The frame that was hit ends the log.
            let whole = if place + first < HEADER { 0 } else { written.before(place + first) };
            written.holds(&written.file, &log, whole, &format!("{named} at {place}")).await;
        }
    }
}

#[tokio::test]
async fn a_page_torn_while_the_log_is_moved_into_the_file_is_whole_again() {
    let written = written().await;
    let pages = written.log[HEADER..].chunks(FRAME).map(|frame| {
        let number = u32::from_be_bytes(frame[..4].try_into().expect("four bytes"));
        (usize::try_from(number).expect("few pages") - 1, &frame[24..])
    });
    for (number, page) in pages {
        let mut file = written.file.clone();
        file.resize(file.len().max((number + 1) * 4096), 0);
        // Half of the page came onto the disk; of the other half something that never stood there.
        file[number * 4096..][..2048].copy_from_slice(&page[..2048]);
        file[number * 4096 + 2048..][..2048].fill(0xA5);
        let what = format!("page {} torn", number + 1);
        written.holds(&file, &written.log, TRANSACTIONS, &what).await;
    }
}
