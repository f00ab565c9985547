//! What an answer says, once it is understood.

use crate::answer::{Certainty, Verdict};
use crate::ids::{FunctionId, IncidentId, OrganisationId, PersonId, ProblemId, ServiceId};
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Typed words, by hash: the words stand in a side item that can be erased.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TextRef(pub String);

/// Where a failure is felt.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everywhere.
    #[default]
    All,
    /// In these organisations.
    Organisations(BTreeSet<OrganisationId>),
}

/// The closing decision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Decided {
    /// Closed with a comment and no problem.
    NoProblem,
    /// Closed and linked to a problem the desk has.
    KnownProblem {
        /// The problem, once it is named.
        problem: Option<ProblemId>,
    },
    /// Closed and a problem created.
    NewProblem,
}

/// What an answer says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Value {
    /// Taken.
    Accepted,
    /// The failure began then.
    Began {
        /// The stated moment.
        at: At,
    },
    /// Functions worked again then.
    Restored {
        /// The stated moment.
        at: At,
        /// Which; all that were still down, where none is named.
        functions: BTreeSet<FunctionId>,
    },
    /// One of the step's choices.
    Choice {
        /// Its id.
        choice: String,
    },
    /// Words.
    Text {
        /// The words.
        text: TextRef,
    },
    /// Where it is felt.
    Scope {
        /// All, or a list.
        scope: Scope,
    },
    /// A service, and how sure one is; no service means "not known".
    Fault {
        /// The service.
        service: Option<ServiceId>,
        /// How sure.
        certainty: Certainty,
    },
    /// What is being done, and when the next word comes.
    Word {
        /// The words.
        text: TextRef,
        /// The next word is due then.
        next: At,
    },
    /// Whether something works.
    Verdict {
        /// The verdict.
        verdict: Verdict,
        /// What was said with it.
        remark: Option<TextRef>,
        /// Since when, where it was said.
        since: Option<At>,
    },
    /// What another incident is to this one.
    Other {
        /// The other incident.
        incident: IncidentId,
        /// Same failure, or kept beside; otherwise different, or separate.
        together: bool,
    },
    /// Somebody was named.
    Person {
        /// Who.
        person: PersonId,
    },
    /// A day to come.
    Day {
        /// The first moment after it.
        at: At,
    },
    /// The fix was done then.
    Fixed {
        /// The stated moment.
        at: At,
    },
}
