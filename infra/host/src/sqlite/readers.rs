//! The reading connections: as many as were ever needed at once.

use super::{fault, open};
use nabat_kit::table::TableError;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Connections that only read and wait to be used again.
#[derive(Debug)]
pub struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    /// None yet; each is opened when it is first needed.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), idle: Mutex::default() }
    }

    /// Reads on the calling thread. A look-up takes less than handing it to another thread would,
    /// and in WAL mode it waits for no writer.
    pub fn read<T>(&self, statement: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, TableError> {
        let found = self.connection().and_then(|connection| {
            let found = statement(&connection);
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            found
        });
        found.map_err(|cause| fault::table_error(&cause))
    }

    fn connection(&self) -> rusqlite::Result<Connection> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(connection) => Ok(connection),
            None => open::read_only(&self.path),
        }
    }
}
