//! What follows in the world from a contractor's part.

use super::super::job::Queue;
use super::super::wording::Wording;
use crate::ids::{ContractId, DeskId, PersonId};
use serde::{Deserialize, Serialize};

/// One effect.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "does", rename_all = "snake_case")]
pub enum ContractorJob {
    /// Hand it over by direct message; that it was delivered is recorded.
    HandOver {
        /// To whom.
        to: PersonId,
        /// The contract.
        contract: ContractId,
        /// The words.
        wording: Box<Wording>,
    },
    /// Open the failure on contractor in the desk.
    OpenRecord {
        /// The contract.
        contract: ContractId,
    },
    /// Write on its record.
    Comment {
        /// The record.
        record: DeskId,
        /// The words.
        wording: Box<Wording>,
    },
    /// Close its record.
    Close {
        /// The record.
        record: DeskId,
        /// The words.
        wording: Box<Wording>,
    },
    /// Open its record again.
    Reopen {
        /// The record.
        record: DeskId,
        /// The words.
        wording: Box<Wording>,
    },
    /// Put its work group and deadline back.
    Assign {
        /// The record.
        record: DeskId,
        /// The contract.
        contract: ContractId,
    },
}

impl ContractorJob {
    /// Who carries it out.
    pub const fn queue(&self) -> Queue {
        match self {
            Self::HandOver { .. } => Queue::ChatPosting,
            Self::OpenRecord { .. }
            | Self::Comment { .. }
            | Self::Close { .. }
            | Self::Reopen { .. }
            | Self::Assign { .. } => Queue::ClosureDecision,
        }
    }

    /// Whom something is handed to by direct message.
    pub const fn handed_to(&self) -> Option<&PersonId> {
        match self {
            Self::HandOver { to, .. } => Some(to),
            Self::OpenRecord { .. }
            | Self::Comment { .. }
            | Self::Close { .. }
            | Self::Reopen { .. }
            | Self::Assign { .. } => None,
        }
    }

    /// Short name, part of the job's id.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::HandOver { .. } => "hand_over",
            Self::OpenRecord { .. } => "open_on_contractor",
            Self::Comment { .. } => "comment_on_contractor",
            Self::Close { .. } => "close_on_contractor",
            Self::Reopen { .. } => "reopen_on_contractor",
            Self::Assign { .. } => "assign_on_contractor",
        }
    }

    /// The same with other words.
    #[must_use]
    pub fn reworded(self, words: impl Fn(Wording) -> Wording) -> Self {
        let other = |wording: Box<Wording>| Box::new(words(*wording));
        match self {
            Self::HandOver { to, contract, wording } => Self::HandOver { to, contract, wording: other(wording) },
            Self::Comment { record, wording } => Self::Comment { record, wording: other(wording) },
            Self::Close { record, wording } => Self::Close { record, wording: other(wording) },
            Self::Reopen { record, wording } => Self::Reopen { record, wording: other(wording) },
            Self::OpenRecord { .. } | Self::Assign { .. } => self,
        }
    }
}
