//! What may be asked of a problem besides what is asked of every case.

use super::record::Attached;
use crate::catalogue::{Criticality, Priority};
use crate::ids::{FunctionId, IncidentId, PersonId, ProblemId, ServiceId};
use crate::incident::TextRef;
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Something asked of a problem.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum ProblemCommand {
    /// Incidents were closed with it: it begins, or they are added to it.
    Raise(Box<Raise>),
    /// A like failure was registered while it is watched.
    CameBack {
        /// The incident.
        incident: IncidentId,
        /// What of it is kept with the problem.
        attached: Attached,
    },
    /// A committee decided something of it.
    CommitteeDecided(CommitteeWord),
    /// Somebody did something to its record in the desk, behind Nabat's back.
    InDesk(InDesk),
    /// What a committee decided was done.
    DecisionDone {
        /// Place among its decisions, from 0.
        place: usize,
        /// Who says so.
        by: PersonId,
    },
}

/// What was done to a problem's record in the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum InDesk {
    /// Closed.
    Closed,
    /// Opened again.
    Reopened,
    /// Changed.
    Changed {
        /// Its line, masked, where it is another.
        summary: Option<String>,
        /// Where people open it.
        url: Option<String>,
    },
}

/// What a problem begins with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Raise {
    /// The desk's number.
    pub number: ProblemId,
    /// Where people open it.
    pub url: String,
    /// Incidents closed with it.
    pub incidents: BTreeMap<IncidentId, Attached>,
    /// The one whose words it begins with.
    pub raised_by: IncidentId,
    /// That one's summary.
    pub summary: TextRef,
    /// The failing service.
    pub service: ServiceId,
    /// Functions that were lost.
    pub functions: BTreeSet<FunctionId>,
    /// Class of the service.
    pub criticality: Criticality,
    /// Urgency of the incident.
    pub priority: Priority,
    /// A drill's problem is a drill too.
    pub drill: bool,
    /// A restricted incident's problem is restricted too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
    /// The incident that begins the problem: this one was closed with it and only joins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<IncidentId>,
}

/// A committee's decision as somebody recorded it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CommitteeWord {
    /// Which committee.
    pub committee: String,
    /// What was decided, masked.
    pub words: String,
    /// Who answers for it.
    pub owner: PersonId,
    /// It is to be done before this moment.
    pub due: At,
    /// Who recorded it.
    pub by: PersonId,
}
