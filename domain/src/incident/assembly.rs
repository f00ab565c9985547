//! Who is called to an incident, whom to ask beside, how much time there is: as the event carries it.

use crate::catalogue::{Direction, DutyTurn, Instance, OnDutyBy, Role};
use crate::ids::{ConnectionId, PersonId, ServiceId, StageId};
use crate::time::{At, Length};
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
    /// The turn of a duty calendar that gave the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<ByCalendar>,
}

/// On duty by a calendar: which, by what turn of it, and how it was known.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ByCalendar {
    /// Where it is read.
    pub connection: ConnectionId,
    /// The turn began.
    pub from: At,
    /// The first moment after it.
    pub until: At,
    /// Which instance of its event.
    pub instance: Instance,
    /// It could not be read, and this is when it last was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<At>,
}

impl ByCalendar {
    /// What a turn says, if a calendar gave it.
    pub fn of(turn: &DutyTurn<'_>, now: At) -> Option<Self> {
        match &turn.by {
            OnDutyBy::Rota => None,
            OnDutyBy::Calendar { calendar, known, turn } => Some(Self {
                connection: calendar.connection.clone(),
                from: turn.from,
                until: turn.until,
                instance: turn.instance,
                old: known.old(now),
            }),
        }
    }
}

/// Where a holder of a role comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filled {
    /// On duty, by the rota or its calendar.
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
