//! Bare rusqlite: one table of keys and bodies, no conditions, no indexes, WAL with every commit on the disk.

use rusqlite::{Connection, params};
use std::path::Path;

/// What one durable commit writes.
#[derive(Clone, Debug, Default)]
pub struct Transaction(pub Vec<Change>);

/// One row written or removed.
#[derive(Clone, Debug)]
pub enum Change {
    /// Partition, place in it, body.
    Put(String, String, String),
    /// Partition, place in it.
    Delete(String, String),
}

impl Transaction {
    /// Bytes of keys and bodies.
    pub fn bytes(&self) -> usize {
        let one = |change: &Change| match change {
            Change::Put(pk, sk, body) => pk.len() + sk.len() + body.len(),
            Change::Delete(pk, sk) => pk.len() + sk.len(),
        };
        self.0.iter().map(one).sum()
    }
}

/// Opens a new file, set as the host sets its own.
pub fn open(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("a new file can be made");
    connection.pragma_update(None, "journal_mode", "wal").expect("WAL");
    connection.pragma_update(None, "synchronous", "full").expect("FULL");
    connection.pragma_update(None, "wal_autocheckpoint", 4_000).expect("checkpoints");
    connection.pragma_update(None, "cache_size", -16_384).expect("pages at hand");
    let table =
        "CREATE TABLE kv (pk TEXT NOT NULL, sk TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (pk, sk)) WITHOUT ROWID";
    connection.execute_batch(table).expect("the table is made");
    connection
}

/// One durable commit.
pub fn commit(connection: &Connection, transaction: &Transaction) {
    let run = |sql: &str| connection.prepare_cached(sql).expect("prepared").execute([]).expect("done");
    run("BEGIN IMMEDIATE");
    for change in &transaction.0 {
        match change {
            Change::Put(pk, sk, body) => {
                let sql = "INSERT OR REPLACE INTO kv (pk, sk, body) VALUES (?1, ?2, ?3)";
                connection.prepare_cached(sql).expect("prepared").execute(params![pk, sk, body]).expect("put");
            }
            Change::Delete(pk, sk) => {
                let sql = "DELETE FROM kv WHERE pk = ?1 AND sk = ?2";
                connection.prepare_cached(sql).expect("prepared").execute(params![pk, sk]).expect("deleted");
            }
        }
    }
    run("COMMIT");
}
