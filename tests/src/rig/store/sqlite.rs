//! The rig's table in SQLite: a file of its own, gone with the table.

use super::Real;
use crate::folder::Folder;
use nabat::sqlite::SqliteTable;
use nabat_kit::table::Table;
use std::sync::Arc;

/// A table in a file.
pub struct Sqlite {
    // Dropped first: it is closed before its folder goes.
    table: Arc<dyn Table>,
    _folder: Folder,
}

impl Sqlite {
    /// An empty one.
    ///
    /// # Panics
    /// The file cannot be made.
    pub fn new() -> Self {
        let folder = Folder::new();
        let table = SqliteTable::open(&folder.path().join("nabat.db")).expect("a fresh file");
        Self { table: Arc::new(table), _folder: folder }
    }
}

impl Real for Sqlite {
    fn table(&self) -> &Arc<dyn Table> {
        &self.table
    }

    fn another(&self) -> Arc<dyn Real> {
        Arc::new(Self::new())
    }
}
