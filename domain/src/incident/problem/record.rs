//! What a problem is besides its steps: small, so that lists can show it from the head alone.

use crate::ids::{DeskId, IncidentId, PersonId, ProblemId, ServiceId};
use crate::incident::TextRef;
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The part of a head that only a problem has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProblemRecord {
    /// The desk's number.
    pub number: ProblemId,
    /// The incident whose words it began with; they stay where they were said.
    pub raised_by: IncidentId,
    /// Incidents of it.
    pub incidents: BTreeMap<IncidentId, Attached>,
    /// How often a like failure came although the problem was fixed.
    #[serde(default)]
    pub returns: u32,
    /// When it last came back: times allowed are counted from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned_at: Option<At>,
    /// Who was named for the fix.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixer: Option<PersonId>,
    /// The day of the fix passed, and this was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_since: Option<At>,
    /// The watch ended without a like failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub watched_at: Option<At>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit: Option<Exit>,
    /// What committees decided of it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<CommitteeDecision>,
}

/// An incident of a problem.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attached {
    /// Its desk record.
    pub desk: DeskId,
    /// Its failing service.
    pub service: ServiceId,
    /// When it began.
    pub began: At,
}

/// How a problem ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// Fixed, and no like failure came while it was watched.
    FixedAndWatched,
    /// Accepted by the committee: it is known and stays.
    KnownError,
    /// The cause was not found.
    CauseNotFound,
    /// Another problem has it.
    Duplicate,
}

/// What a committee decided of a problem: chased until it is done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CommitteeDecision {
    /// Which committee.
    pub committee: String,
    /// What was decided.
    pub words: TextRef,
    /// Who answers for it.
    pub owner: PersonId,
    /// It is to be done before this moment.
    pub due: At,
    /// When it was recorded.
    pub at: At,
    /// It was said to be overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chased_at: Option<At>,
    /// When it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<At>,
}

impl ProblemRecord {
    /// Incidents after the first.
    pub fn repeats(&self) -> usize {
        self.incidents.len().saturating_sub(1)
    }
}

impl Exit {
    /// The exit an answer to "what becomes of it" leads to.
    pub fn of_course(choice: &str) -> Option<Self> {
        Some(match choice {
            "fix" => Self::FixedAndWatched,
            "known_error" => Self::KnownError,
            "cause_not_found" => Self::CauseNotFound,
            "duplicate" => Self::Duplicate,
            _ => return None,
        })
    }

    /// The id used in files and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FixedAndWatched => "fixed_and_watched",
            Self::KnownError => "known_error",
            Self::CauseNotFound => "cause_not_found",
            Self::Duplicate => "duplicate",
        }
    }
}
