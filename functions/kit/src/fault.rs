//! Faults: for the operator, with where they happened; never for the person in the chat.

use crate::port::CallError;
use crate::table::TableError;
use nabat_domain::time::Length;

/// Something that went wrong while doing what was asked.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// Worth trying again later: nothing was lost.
    #[error("to be tried again: {0}")]
    Retry(String),
    /// Worth trying again after so long: the partner asked to wait.
    #[error("asked to wait {} s", .0.in_seconds())]
    AskedToWait(Length),
    /// Trying again will not help; somebody has to look.
    #[error("cannot be done: {0}")]
    Permanent(String),
}

impl From<TableError> for Fault {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Conflict(_) | TableError::Unavailable(_) => Self::Retry(error.to_string()),
            TableError::Refused(_) => Self::Permanent(error.to_string()),
        }
    }
}

impl From<CallError> for Fault {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Throttled { retry_after: Some(asked) } => Self::AskedToWait(asked),
            CallError::Throttled { retry_after: None } | CallError::Transient(_) => Self::Retry(error.to_string()),
            CallError::Permanent(_) => Self::Permanent(error.to_string()),
        }
    }
}

impl Fault {
    /// Stored bytes that this program cannot read.
    pub fn unreadable(what: &str, error: impl std::fmt::Display) -> Self {
        Self::Permanent(format!("{what} cannot be read: {error}"))
    }
}
