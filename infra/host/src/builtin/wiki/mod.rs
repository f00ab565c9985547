//! The built-in wiki: pages with all their revisions, each in a full and a redacted view, in a file
//! of its own. Pages are written by Nabat alone; people read.

mod pages;
mod port;
mod store;
#[cfg(test)]
mod tests;

pub use pages::{Readers, View, router};
pub(super) use store::erase;

use super::database::Database;
use super::faults::Faults;
use nabat_kit::port::Clock;
use std::path::Path;
use std::sync::Arc;

/// The wiki over one file, usually `wiki.db`.
pub struct BuiltinWiki {
    database: Arc<Database>,
    clock: Arc<dyn Clock>,
    faults: Faults,
}

impl BuiltinWiki {
    /// Opens the file, making it where it is not there.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open(path: &Path, clock: Arc<dyn Clock>) -> rusqlite::Result<Self> {
        let database = Arc::new(Database::open(path, store::SCHEMA)?);
        Ok(Self { database, clock, faults: Faults::default() })
    }

    /// What goes wrong with calls of the port, on request.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }
}
