//! What stands beside an incident: services it needs or that need it, and other incidents.

use super::problem::Like;
use crate::catalogue::Direction;
use crate::ids::{DeskId, FunctionId, IncidentId, PersonId, ServiceId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Related services and other incidents.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Neighbours {
    /// Neighbours of the failing service.
    pub related: BTreeMap<ServiceId, NeighbourState>,
    /// Neighbours beyond the limit.
    pub not_asked: Vec<ServiceId>,
    /// Incidents of neighbours that share this chat.
    pub linked: BTreeMap<IncidentId, Linked>,
    /// Records that may be the same failure.
    pub duplicates: BTreeMap<IncidentId, DeskId>,
    /// The incident that answers for this one's service since it was changed: perhaps the same failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<IncidentId>,
    /// Known problems like it, the likest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<Like>,
}

impl Neighbours {
    /// Numbers of the problems it is likely of.
    pub(crate) fn likely(&self) -> Vec<String> {
        self.known.iter().map(|like| like.number.to_string()).collect()
    }
}

/// A neighbour of the failing service.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NeighbourState {
    /// Which way the need goes.
    pub direction: Direction,
    /// The need is hard.
    pub hard: bool,
    /// Who answers for it.
    pub owner: Option<PersonId>,
    /// It is asked.
    pub asked: bool,
}

/// An incident of a neighbour that shares this chat.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Linked {
    /// Its desk record.
    pub desk: DeskId,
    /// Its failing service.
    pub service: ServiceId,
    /// Functions it lost.
    pub functions: BTreeSet<FunctionId>,
}
