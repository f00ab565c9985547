//! The table on SQLite: the embedded host's whole truth in one file.
//!
//! One thread writes and answers once the disk has it; readers never wait for it.

mod action;
mod columns;
mod fault;
pub mod forget;
mod lock;
mod open;
mod readers;
mod select;
mod writer;

pub use fault::OpenError;

use async_trait::async_trait;
use lock::HostLock;
use nabat_kit::table::cursor::Cursor;
use nabat_kit::table::{Action, Key, Order, Page, Query, Row, Stamp, Table, TableError, limits};
use readers::Readers;
use std::collections::BTreeSet;
use std::path::Path;
use writer::{Work, Writer};

/// Rows removed in one sweeping transaction, so that a long sweep holds up no write.
const SWEPT_AT_ONCE: usize = 500;

/// A table in an SQLite file.
#[derive(Debug)]
pub struct SqliteTable {
    // Dropped from the top: the lock goes last, when nothing of this table is open any more.
    writer: Writer,
    readers: Readers,
    _lock: Option<HostLock>,
}

impl SqliteTable {
    /// Opens the file as its host, making it if there is none; no second host can until this is
    /// dropped or the process ends.
    ///
    /// # Errors
    /// [`OpenError`], which says what to do about it.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let lock = HostLock::take(path)?;
        let connection = open::create(path)?;
        Self::start(path, connection, Some(lock))
    }

    /// Opens an existing file beside a running host, to read and for small transactions.
    ///
    /// # Errors
    /// [`OpenError`], which says what to do about it.
    pub fn open_beside(path: &Path) -> Result<Self, OpenError> {
        let connection = open::existing(path)?;
        Self::start(path, connection, None)
    }

    fn start(path: &Path, connection: rusqlite::Connection, lock: Option<HostLock>) -> Result<Self, OpenError> {
        let writer = Writer::start(connection).map_err(|cause| OpenError::unusable(path, cause))?;
        Ok(Self { writer, readers: Readers::new(path), _lock: lock })
    }
}

#[async_trait]
impl Table for SqliteTable {
    async fn get(&self, key: &Key) -> Result<Option<Row>, TableError> {
        self.readers.read(|connection| select::get(connection, key))
    }

    async fn query(&self, query: &Query) -> Result<Vec<Row>, TableError> {
        self.readers.read(|connection| select::query(connection, query))
    }

    async fn stamps(&self, query: &Query) -> Result<Vec<Stamp>, TableError> {
        self.readers.read(|connection| select::stamps(connection, query))
    }

    async fn write(&self, actions: &[Action]) -> Result<(), TableError> {
        limits::check(actions)?;
        self.writer.carry_out(Work::Write(actions.to_vec())).await?;
        Ok(())
    }

    async fn due(&self, shard: u8, until: i64, limit: usize) -> Result<Vec<(Key, i64)>, TableError> {
        self.readers.read(|connection| select::due(connection, shard, until, limit))
    }

    async fn next_due(&self, shard: u8) -> Result<Option<i64>, TableError> {
        self.readers.read(|connection| select::next_due(connection, shard))
    }

    async fn list(&self, list: &str, order: Order, after: Option<&str>, limit: usize) -> Result<Page, TableError> {
        let after = after.map(Cursor::read).transpose()?;
        self.readers.read(|connection| select::list(connection, list, order, after.as_ref(), limit))
    }

    async fn list_but(
        &self,
        list: &str,
        order: Order,
        limit: usize,
        useless: &(dyn for<'k> Fn(&'k Key) -> bool + Sync),
    ) -> Result<Vec<Row>, TableError> {
        self.readers.read(|connection| select::list_but(connection, list, order, limit, useless))
    }

    async fn partitions(&self, beginning: &str) -> Result<BTreeSet<String>, TableError> {
        self.readers.read(|connection| select::partitions(connection, beginning))
    }

    async fn sweep(&self, now: i64) -> Result<usize, TableError> {
        let mut swept = 0;
        loop {
            let removed = self.writer.carry_out(Work::Sweep { now, limit: SWEPT_AT_ONCE }).await?;
            swept += removed;
            if removed < SWEPT_AT_ONCE {
                return Ok(swept);
            }
        }
    }

    async fn forget(&self) -> Result<(), TableError> {
        self.writer.carry_out(Work::Forget).await.map(drop)
    }
}
