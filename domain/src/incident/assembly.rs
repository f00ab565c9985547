//! Who is called to an incident, whom to ask beside, how much time there is: as the event carries it.

use crate::catalogue::{Direction, Role};
use crate::ids::{PersonId, ServiceId, StageId};
use crate::time::Length;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// People, neighbours and times that follow from the service, resolved at that moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Assembly {
    /// Who holds which role.
    pub team: Vec<TeamMember>,
    /// Whom to call next for a role, in order.
    pub chains: BTreeMap<Role, Vec<PersonId>>,
    /// Neighbours with the owner to ask; only the first `asked` of consumers are asked.
    pub neighbours: Vec<RelatedService>,
    /// Neighbours beyond the limit: named, not asked.
    pub not_asked: Vec<ServiceId>,
    /// Stages in order.
    pub stages: Vec<StageId>,
    /// Times allowed.
    pub terms: Terms,
}

/// A related service with whom to ask.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RelatedService {
    /// The neighbour.
    pub service: ServiceId,
    /// Which way the need goes.
    pub direction: Direction,
    /// The need is hard.
    pub hard: bool,
    /// Who answers for it.
    pub owner: Option<PersonId>,
    /// It is asked.
    pub asked: bool,
}

/// Somebody with a role in the incident.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TeamMember {
    /// The role.
    pub role: Role,
    /// The person; nobody where even the fallback chain is empty.
    pub person: Option<PersonId>,
    /// Where the person comes from.
    pub filled: Filled,
}

/// Where a holder of a role comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filled {
    /// On duty.
    Rota,
    /// Speaks for the contractor of a contract in force.
    Contract,
    /// Nobody was on duty: the product's fallback chain.
    Fallback,
    /// Leads already; whoever is on duty for the new service is offered the role.
    Leads,
    /// Nobody at all.
    Nobody,
}

/// Times allowed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Terms {
    /// Budget of each stage.
    pub stages: BTreeMap<StageId, Length>,
    /// Budget of the failure, began to restored.
    pub incident: Length,
    /// The duty engineer accepts within this.
    pub accept: Length,
    /// An open prompt is asked again after this.
    pub remind: Length,
    /// The word is asked at this rhythm.
    pub rhythm: Length,
    /// Gathered posts stand at least this far apart.
    pub gather: Length,
    /// How many ways there are to call somebody who does not answer in the chat.
    #[serde(default, skip_serializing_if = "is_none")]
    pub call_outs: u32,
    /// A problem is watched so long after its fix.
    #[serde(default, skip_serializing_if = "is_no_time")]
    pub watch: Length,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_none(ways: &u32) -> bool {
    *ways == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_no_time(length: &Length) -> bool {
    length.0 == 0
}
