//! Opening the file: settings of every connection, and the schema with its number.

use super::OpenError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// Number of [`SCHEMA`], kept in the file's `user_version`.
const SCHEMA_NUMBER: i64 = 1;

/// The body stands last so that reading the other columns never follows it into overflow pages.
/// The indexes end in the key: SQLite stores it there anyway, and so it can be sorted by.
const SCHEMA: &str = "
    CREATE TABLE rows (
        pk TEXT NOT NULL,
        sk TEXT NOT NULL,
        version INTEGER NOT NULL,
        due_shard INTEGER,
        due_at INTEGER,
        list TEXT,
        list_order TEXT,
        expires INTEGER,
        body TEXT NOT NULL,
        PRIMARY KEY (pk, sk)
    ) WITHOUT ROWID;
    CREATE INDEX rows_due ON rows (due_shard, due_at, pk, sk) WHERE due_shard IS NOT NULL;
    CREATE INDEX rows_listed ON rows (list, list_order, pk, sk) WHERE list IS NOT NULL;
    CREATE INDEX rows_expiring ON rows (expires, pk, sk) WHERE expires IS NOT NULL;
";

/// How long a statement waits for a process beside this one (`nabat token`, `backup`).
pub const BUSY: Duration = Duration::from_secs(5);

/// So much of the file a reading connection keeps at hand, in KiB below zero as SQLite wants it: the board, the list and
/// fifty incidents of a page fit in.
const READ_AT_HAND: i64 = -4_096;

/// So much of it the writing one keeps: its pages stay good, as nobody else writes, and what is not at hand is read anew
/// in the middle of a commit that others wait for.
const WRITE_AT_HAND: i64 = -16_384;

/// Pages in the write-ahead log before they are moved into the file. Four times SQLite's default:
/// the one commit in many that does the moving is then rarer than one in a hundred.
const CHECKPOINT: u32 = 4000;

/// Statements kept prepared per connection: a few more than there are.
const STATEMENTS: usize = 32;

/// A connection that writes; makes the file and its schema if there is none.
pub fn create(path: &Path) -> Result<Connection, OpenError> {
    writing(path, OpenFlags::SQLITE_OPEN_CREATE)
}

/// A connection that writes to a file some host has made.
pub fn existing(path: &Path) -> Result<Connection, OpenError> {
    if !path.exists() {
        return Err(OpenError::Missing(path.to_owned()));
    }
    writing(path, OpenFlags::empty())
}

/// A connection that only reads, of a file that was opened for writing before.
pub fn read_only(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connect(path, OpenFlags::empty())?;
    set_up(&connection)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "cache_size", READ_AT_HAND)?;
    Ok(connection)
}

fn writing(path: &Path, creating: OpenFlags) -> Result<Connection, OpenError> {
    let unopened = |cause| OpenError::of(path, &cause);
    let mut connection = connect(path, creating).map_err(unopened)?;
    // Settings are written into the file: only once it is known to be ours.
    match number(&connection).map_err(unopened)? {
        SCHEMA_NUMBER => set_up(&connection).map_err(unopened)?,
        0 if !creating.is_empty() && is_empty(&connection).map_err(unopened)? => {
            set_up(&connection).and_then(|()| make_schema(&mut connection)).map_err(unopened)?;
        }
        0 => return Err(OpenError::Foreign(path.to_owned())),
        found => return Err(OpenError::Newer { path: path.to_owned(), found, known: SCHEMA_NUMBER }),
    }
    connection.pragma_update(None, "cache_size", WRITE_AT_HAND).map_err(unopened)?;
    Ok(connection)
}

fn connect(path: &Path, creating: OpenFlags) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | creating;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    Ok(connection)
}

fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
    // Every commit is on the disk before it is answered.
    connection.pragma_update(None, "synchronous", "full")?;
    // A statement's plan depends on no bound value: without this, SQLite parses and plans every
    // range query anew each time it is run.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// The file's schema number; 0 if it has none.
fn number(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))
}

fn make_schema(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    transaction.pragma_update(None, "user_version", SCHEMA_NUMBER)?;
    transaction.commit()
}

/// An empty database with the schema, for the tests beside the statements.
#[cfg(test)]
pub fn in_memory() -> Connection {
    let mut connection = Connection::open_in_memory().expect("memory");
    set_up(&connection).expect("settings");
    make_schema(&mut connection).expect("schema");
    connection
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_commit_waits_for_the_disk() {
        // No test can pull the plug; SQLite calls FULL 2.
        let synchronous = super::in_memory().pragma_query_value(None, "synchronous", |row| row.get(0));
        assert_eq!(synchronous, Ok(2));
    }
}
