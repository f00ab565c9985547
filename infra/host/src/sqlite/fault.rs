//! What goes wrong with the file, in the words of the table port.

use nabat_kit::table::TableError;
use rusqlite::ErrorCode;
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// Why a file cannot be opened as a table, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A host is running on it.
    #[error("{path} is in use by another Nabat (process {holder}): stop that one, or give this one its own --data")]
    Held {
        /// The database.
        path: PathBuf,
        /// Process id of the running host.
        holder: String,
    },
    /// There is nothing to open beside a host.
    #[error("{0} does not exist: check --data, or start `nabat serve` there first")]
    Missing(PathBuf),
    /// A later version has been here.
    #[error("{path} has schema {found}, this program knows up to {known}: use the newer Nabat that wrote it")]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its schema number.
        found: i64,
        /// The newest schema number this program reads.
        known: i64,
    },
    /// Somebody else's database.
    #[error("{0} is not a database of Nabat's: check --data")]
    Foreign(PathBuf),
    /// The file system or SQLite says no.
    #[error("cannot use {path}: {cause}")]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What it said.
        cause: String,
    },
}

impl OpenError {
    /// SQLite would not open it.
    pub(super) fn of(path: &Path, cause: &rusqlite::Error) -> Self {
        match cause.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::Foreign(path.to_owned()),
            _ => Self::unusable(path, cause),
        }
    }

    /// The file system or SQLite says no.
    pub(super) fn unusable(path: &Path, cause: impl Display) -> Self {
        Self::Unusable { path: path.to_owned(), cause: cause.to_string() }
    }
}

/// An error of a statement: only what is too big can never go through, all else may another time.
pub fn table_error(cause: &rusqlite::Error) -> TableError {
    match cause.sqlite_error_code() {
        Some(ErrorCode::TooBig) => TableError::Refused(cause.to_string()),
        _ => TableError::Unavailable(cause.to_string()),
    }
}

/// Whether another process held the file for too long.
pub fn is_busy(cause: &rusqlite::Error) -> bool {
    matches!(cause.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}
