//! What happens to a problem alone, and to an incident because of problems.

use super::like::Like;
use super::record::{Attached, Exit};
use crate::ids::{IncidentId, PersonId, ProblemId};
use crate::incident::TextRef;
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One fact.
#[expect(missing_docs, reason = "a variant's sentence names its fields")]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum ProblemEvent {
    /// In an incident: these problems are like it.
    Like { problems: Vec<Like> },
    /// Incidents belong to it.
    Attached { incidents: BTreeMap<IncidentId, Attached> },
    /// A like failure came although it was fixed: what was promised is asked anew.
    Returned { incident: IncidentId, undone: BTreeSet<String> },
    /// It was closed, and an incident was linked to it: what was promised is asked anew.
    Reopened { incident: IncidentId, undone: BTreeSet<String> },
    /// It was closed, and somebody opened its record in the desk again: what was promised is asked anew.
    ReopenedInDesk { undone: BTreeSet<String> },
    /// Somebody was named for the fix.
    FixerNamed { person: PersonId },
    /// The day of the fix passed and nobody said it was done.
    FixOverdue { day: At, owner: Option<PersonId> },
    /// The watch ended without a like failure.
    Watched { at: At },
    /// How it ended.
    Exited {
        exit: Exit,
        /// The problem that has it, if another one does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        same_as: Option<ProblemId>,
    },
    /// A committee decided something of it.
    CommitteeDecided { committee: String, words: TextRef, owner: PersonId, due: At, by: PersonId },
    /// What a committee decided is overdue; `place` counts its decisions from 0.
    DecisionOverdue { place: usize, owner: PersonId },
    /// What a committee decided was done.
    DecisionDone { place: usize, by: PersonId },
}

impl ProblemEvent {
    /// Its name, part of its sentence's key.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Like { .. } => "like",
            Self::Attached { .. } => "attached",
            Self::Returned { .. } => "returned",
            Self::Reopened { .. } => "reopened",
            Self::ReopenedInDesk { .. } => "reopened_in_desk",
            Self::FixerNamed { .. } => "fixer_named",
            Self::FixOverdue { .. } => "fix_overdue",
            Self::Watched { .. } => "watched",
            Self::Exited { .. } => "exited",
            Self::CommitteeDecided { .. } => "committee_decided",
            Self::DecisionOverdue { .. } => "decision_overdue",
            Self::DecisionDone { .. } => "decision_done",
        }
    }
}
