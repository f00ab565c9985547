//! Faults: for the operator, with where they happened; never for the person in the chat.

use crate::port::CallError;
use crate::table::TableError;
use nabat_domain::ids::IncidentId;
use nabat_domain::masking::{Allowed, mask};
use nabat_domain::time::Length;
use std::collections::BTreeSet;

/// Characters kept of what a partner said. It is kept with the job: with megabytes of it the job could not be written
/// back, and would be done for ever.
const LONGEST: usize = 2_000;

/// Something that went wrong while doing what was asked.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// Worth trying again later: nothing was lost.
    #[error("to be tried again: {0}")]
    Retry(String),
    /// Worth trying again after so long: the partner asked to wait.
    #[error("asked to wait {} s", .0.in_seconds())]
    AskedToWait(Length),
    /// Whoever was to do it is cut off before a call could be over: it was not begun, and the next one does it.
    #[error("no time is left for a call")]
    NoTime,
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

/// What a partner said is kept in the dead list and in the log, and it may repeat what it was sent: it is masked here,
/// whatever the connector did about it.
impl From<CallError> for Fault {
    fn from(error: CallError) -> Self {
        let told = || -> String {
            // What is cut off is cut off after it was masked.
            let said: String = error.to_string().chars().take(8 * LONGEST).collect();
            mask(&said, &Allowed { contacts: &BTreeSet::new() }).text.chars().take(LONGEST).collect()
        };
        match &error {
            CallError::Throttled { retry_after: Some(asked) } => Self::AskedToWait(*asked),
            CallError::Throttled { retry_after: None } | CallError::Transient(_) => Self::Retry(told()),
            CallError::Permanent(_) => Self::Permanent(told()),
        }
    }
}

impl Fault {
    /// The same, said of an incident: whoever reads it sees what waits.
    #[must_use]
    pub fn about(self, incident: &IncidentId) -> Self {
        match self {
            Self::Retry(why) => Self::Retry(format!("{incident}: {why}")),
            Self::Permanent(why) => Self::Permanent(format!("{incident}: {why}")),
            other @ (Self::AskedToWait(_) | Self::NoTime) => other,
        }
    }

    /// Stored bytes that this program cannot read.
    pub fn unreadable(what: &str, error: impl std::fmt::Display) -> Self {
        Self::Permanent(format!("{what} cannot be read: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partner_that_says_much_is_not_kept_whole() {
        let snils = "СНИЛС 112-233-445 95 ";
        for error in [CallError::Permanent(snils.repeat(50_000)), CallError::Transient("ж".repeat(1_000_000))] {
            let (Fault::Permanent(told) | Fault::Retry(told)) = Fault::from(error) else { panic!("it asks no wait") };
            assert!(told.chars().count() == LONGEST && !told.contains("112-233"), "{told}");
        }
    }
}
