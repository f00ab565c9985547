//! The writing thread: whoever waits is written together, and answered once the disk has it.
//!
//! While one commit is being flushed, others queue up, and the next commit takes them all. A lone
//! write therefore waits for nothing, and many share one flush. None shares another's failure: a
//! conflict is found before anything of its transaction is written, and after any other error each
//! is tried by itself.

use super::forget::{self, Forgotten};
use super::{action, fault, open};
use nabat_kit::table::{Action, TableError};
use rusqlite::Connection;
use std::slice::from_ref;
use std::sync::mpsc;
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// Transactions in one commit at most, so that the first of them does not wait for too many.
const TOGETHER: usize = 64;

/// Something to be written whole or not at all.
#[derive(Debug)]
pub enum Work {
    /// A transaction.
    Write(Vec<Action>),
    /// Removing some of the rows that expired before `now`.
    Sweep {
        /// UTC milliseconds.
        now: i64,
        /// Rows at most.
        limit: usize,
    },
    /// Making what was deleted unreadable. No transaction can do it, so it goes by itself.
    Forget,
}

/// How many rows were swept (a transaction: 0), or why nothing was written.
type Outcome = Result<usize, TableError>;

struct Request {
    work: Work,
    answer: oneshot::Sender<Outcome>,
}

/// The thread and the way to it.
#[derive(Debug)]
pub struct Writer {
    // Both are `Some` until dropped: dropping the queue's end is what stops the thread.
    queue: Option<mpsc::Sender<Request>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread on its connection.
    pub fn start(connection: Connection) -> std::io::Result<Self> {
        let (queue, requests) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("nabat-writer".to_owned())
            .spawn(move || write_until_closed(&connection, &requests))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Hands over some work and waits until it is durable or refused. The work goes on even if
    /// the caller stops waiting.
    #[nabat_kit::boxed]
    pub async fn carry_out(&self, work: Work) -> Outcome {
        let (answer, answered) = oneshot::channel();
        let stopped = || TableError::Unavailable("the writing thread has stopped".to_owned());
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        queue.send(Request { work, answer }).map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writing thread had panicked");
        }
    }
}

fn write_until_closed(connection: &Connection, requests: &mpsc::Receiver<Request>) {
    while let Ok(first) = requests.recv() {
        let waiting = std::iter::once(first).chain(requests.try_iter()).take(TOGETHER).collect();
        commit(connection, waiting);
    }
}

fn commit(connection: &Connection, requests: Vec<Request>) {
    let (work, answers): (Vec<_>, Vec<_>) = requests.into_iter().map(|request| (request.work, request.answer)).unzip();
    for (answer, outcome) in answers.into_iter().zip(outcomes(connection, &work)) {
        // Who no longer waits needs no answer.
        drop(answer.send(outcome));
    }
}

/// Commits what can be committed; one outcome for each piece of work.
fn outcomes(connection: &Connection, work: &[Work]) -> Vec<Outcome> {
    if let [Work::Forget] = work {
        return vec![forgotten(connection)];
    }
    if work.iter().any(|piece| matches!(piece, Work::Forget)) {
        return work.iter().flat_map(|piece| outcomes(connection, from_ref(piece))).collect();
    }
    match write_together(connection, work) {
        Ok(outcomes) => outcomes,
        Err(cause) if work.len() > 1 && !fault::is_busy(&cause) => {
            work.iter().flat_map(|piece| outcomes(connection, from_ref(piece))).collect()
        }
        Err(cause) => {
            tracing::error!(%cause, "a commit failed; nothing of it was written");
            vec![Err(fault::table_error(&cause)); work.len()]
        }
    }
}

fn forgotten(connection: &Connection) -> Outcome {
    match forget::forget(connection, open::BUSY).map_err(|cause| fault::table_error(&cause))? {
        Forgotten::Wholly => Ok(0),
        Forgotten::NotYet => Err(TableError::Unavailable("somebody reads an older state of it".to_owned())),
        Forgotten::TooLarge => Err(TableError::Refused(forget::by_hand("the table"))),
    }
}

/// Commits together all that meet no conflict; after an error, nothing of any is written.
fn write_together(connection: &Connection, work: &[Work]) -> rusqlite::Result<Vec<Outcome>> {
    run(connection, "BEGIN IMMEDIATE")?;
    let written = write_and_commit(connection, work);
    // Nothing to commit, or an error after which SQLite has not rolled back by itself.
    if !connection.is_autocommit() {
        run(connection, "ROLLBACK")?;
    }
    written
}

fn write_and_commit(connection: &Connection, work: &[Work]) -> rusqlite::Result<Vec<Outcome>> {
    let outcomes = work.iter().map(|piece| write(connection, piece)).collect::<rusqlite::Result<Vec<_>>>()?;
    if outcomes.iter().any(Result::is_ok) {
        run(connection, "COMMIT")?;
    }
    Ok(outcomes)
}

fn write(connection: &Connection, work: &Work) -> rusqlite::Result<Outcome> {
    match work {
        Work::Write(actions) => Ok(action::write(connection, actions)?.map(|()| 0)),
        Work::Sweep { now, limit } => action::sweep(connection, *now, *limit).map(Ok),
        Work::Forget => Ok(Err(TableError::Refused("nothing is forgotten in a transaction".to_owned()))),
    }
}

fn run(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::super::open;
    use super::*;
    use nabat_kit::table::{Condition, Key, Row};

    fn put(sk: &str, bytes: usize, condition: Condition) -> Action {
        let row =
            Row { key: Key::new("p", sk), body: "x".repeat(bytes), version: 1, due: None, listed: None, expires: None };
        Action::Put(row, condition)
    }

    fn count(connection: &Connection) -> u32 {
        connection.query_one("SELECT count(*) FROM rows", [], |row| row.get(0)).expect("counted")
    }

    /// A database that may grow by so many pages of 4 KiB.
    fn with_pages_left(pages: u32) -> Connection {
        let connection = open::in_memory();
        let used: u32 = connection.pragma_query_value(None, "page_count", |row| row.get(0)).expect("pages");
        let set = connection.pragma_update_and_check(None, "max_page_count", used + pages, |row| row.get::<_, u32>(0));
        assert_eq!(set, Ok(used + pages));
        connection
    }

    #[test]
    fn a_conflict_leaves_the_others_of_its_commit() {
        let connection = open::in_memory();
        let work = [
            Work::Write(vec![put("a", 1, Condition::Absent)]),
            Work::Write(vec![put("b", 1, Condition::Absent), put("a", 1, Condition::Absent)]),
            Work::Write(vec![put("c", 1, Condition::Absent)]),
        ];
        let conflict = Err(TableError::Conflict(Key::new("p", "a")));
        assert_eq!(outcomes(&connection, &work), [Ok(0), conflict, Ok(0)]);
        assert_eq!(count(&connection), 2);
    }

    #[test]
    fn a_full_disk_leaves_the_table_as_it_was_and_later_writes_go_through() {
        let connection = with_pages_left(10);
        let large = Work::Write(vec![put("small", 10, Condition::Absent), put("large", 80_000, Condition::Absent)]);
        let full = Err(TableError::Unavailable("database or disk is full".to_owned()));
        assert_eq!(outcomes(&connection, &[large]), [full]);
        assert_eq!(count(&connection), 0);
        assert_eq!(outcomes(&connection, &[Work::Write(vec![put("small", 10, Condition::Absent)])]), [Ok(0)]);
    }

    #[test]
    fn what_does_not_fit_takes_none_of_its_commit_along() {
        let connection = with_pages_left(10);
        let work = ["a", "large", "b"].map(|sk| {
            let bytes = if sk == "large" { 80_000 } else { 10 };
            Work::Write(vec![put(sk, bytes, Condition::Absent)])
        });
        let full = Err(TableError::Unavailable("database or disk is full".to_owned()));
        assert_eq!(outcomes(&connection, &work), [Ok(0), full, Ok(0)]);
        assert_eq!(count(&connection), 2);
    }
}
