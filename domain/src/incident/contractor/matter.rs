//! What stands between us and one contractor in one incident.

use super::super::value::TextRef;
use crate::answer::ReportPart;
use crate::catalogue::{ServiceHours, WorkGroup};
use crate::ids::{ContractId, DeskId, PersonId, ServiceId};
use crate::time::{At, Length};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Every contractor's part, by contract.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Contractors {
    /// By contract.
    pub matters: BTreeMap<ContractId, Matter>,
    /// Services a contractor is at fault for that no contract covered that day.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub uncovered: BTreeSet<ServiceId>,
}

/// One contractor's part.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Matter {
    /// What was agreed.
    pub deal: Deal,
    /// The hand-over, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed: Option<HandOver>,
    /// What the contractor asked of us, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<Request>,
    /// The hand-back that was not refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<Back>,
    /// How often it was handed back.
    #[serde(default)]
    pub backs: u32,
    /// When the hand-over was taken back: another service, or a slip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<At>,
    /// Earlier hand-overs of the same incident, each with its own clock; of each what ran it, and no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Matter>,
    /// What the contractor objects to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<Objection>,
    /// The failure on contractor, once there is a question of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<OnContractor>,
}

/// What was agreed, as of the moment it was needed: events carry what followed from the catalogue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Deal {
    /// The contract.
    pub contract: ContractId,
    /// The contractor's name as written in it.
    pub contractor: String,
    /// The desk's group on the contractor's side.
    pub work_group: WorkGroup,
    /// Who speaks for the contractor, in order of calling.
    pub people: Vec<PersonId>,
    /// IANA zone of the service hours.
    pub zone: String,
    /// When the contractor has to work.
    pub hours: ServiceHours,
    /// Time to react, inside the hours.
    pub reaction: Length,
    /// Time to restore, inside the hours.
    pub restoration: Length,
    /// Time to report, round the clock.
    pub report: Length,
}

/// A hand-over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HandOver {
    /// When it was recorded.
    pub at: At,
    /// Who decided it.
    pub by: PersonId,
    /// When the contractor had it before their eyes: the clock begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered: Option<At>,
    /// When they took it, as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<At>,
}

/// Something the contractor needs before it can go on: access, data.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Request {
    /// Since when they wait.
    pub at: At,
    /// Who asked.
    pub by: PersonId,
    /// For what.
    pub text: TextRef,
    /// When it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met: Option<At>,
}

/// A hand-back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Back {
    /// When it was handed back: here the clock stops, if it is accepted.
    pub at: At,
    /// Who handed it back; nobody where the failure was simply over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// What was said with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<TextRef>,
    /// What it claims.
    pub claim: Claim,
    /// When it was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<At>,
}

/// What a hand-back claims.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// It works again: void if verification fails.
    Done,
    /// The contractor can do no more, or it is not theirs to do.
    Returned,
}

/// What a contractor says against it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Objection {
    /// When.
    pub at: At,
    /// Who.
    pub by: PersonId,
    /// What.
    pub text: TextRef,
}

/// The failure on contractor.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OnContractor {
    /// The service at fault.
    pub service: ServiceId,
    /// What became of it.
    pub standing: OnStanding,
    /// The desk's record, once it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<DeskRecordState>,
    /// The report owed, once it was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Due>,
}

/// What became of a failure on contractor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnStanding {
    /// The fault is only suspected: it waits for the closer's yes.
    Suspected,
    /// The closer said no.
    Declined,
    /// It was opened.
    Opened,
    /// It turned out not to be the contractor's after all.
    Dropped,
}

/// The desk's record of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeskRecordState {
    /// The desk's number.
    pub desk: DeskId,
    /// Where people open it.
    pub url: String,
}

/// The report of a mass failure that a contractor owes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Due {
    /// When it was asked for.
    pub asked: At,
    /// When it has to be in.
    pub due: At,
    /// How often it was chased since it fell due.
    #[serde(default)]
    pub chased: u32,
    /// When whoever chases was last told, of a report missing or unread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chased_at: Option<At>,
    /// How often somebody was reminded to look at it since it came.
    #[serde(default)]
    pub unread: u32,
    /// An incomplete one was questioned; the next one stands as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubted: Option<At>,
    /// What was handed in, the last one counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<GivenReport>,
    /// When the last one was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<At>,
    /// When the last one was refused: it is owed again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<At>,
}

/// A report handed in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GivenReport {
    /// When.
    pub at: At,
    /// By whom.
    pub by: PersonId,
    /// The words.
    pub text: TextRef,
    /// Parts it lacks.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub lacks: BTreeSet<ReportPart>,
}

impl Deal {
    /// The zone; UTC if nobody knows the name.
    pub fn zone(&self) -> Tz {
        self.zone.parse().unwrap_or(Tz::UTC)
    }
}

impl Due {
    /// The contractor owes it: none was handed in, or the last one was refused.
    pub fn is_owed(&self) -> bool {
        self.accepted.is_none() && (self.given.is_empty() || self.refused.is_some())
    }

    /// It is in, and nobody has looked at it yet.
    pub fn is_unread(&self) -> bool {
        self.accepted.is_none() && !self.is_owed()
    }
}

impl Matter {
    /// Nothing but what was agreed.
    pub fn new(deal: Deal) -> Self {
        Self {
            deal,
            handed: None,
            requests: Vec::new(),
            back: None,
            backs: 0,
            withdrawn: None,
            earlier: Vec::new(),
            objections: Vec::new(),
            on: None,
        }
    }

    /// It is handed over anew: what ran the clock until now is kept beside.
    pub(super) fn begin_anew(&mut self, hand_over: HandOver) {
        let handed = self.handed.replace(hand_over);
        let (requests, back) = (std::mem::take(&mut self.requests), self.back.take());
        let withdrawn = self.withdrawn.take();
        // What nobody had before their eyes ran no clock.
        if handed.as_ref().is_some_and(|handed| handed.delivered.is_some()) {
            let earlier = Self { handed, requests, back, withdrawn, ..Self::new(self.deal.clone()) };
            self.earlier.push(earlier);
        }
    }

    /// When the clock stopped, if it has.
    pub fn ended(&self) -> Option<At> {
        let back = self.back.as_ref().filter(|back| back.accepted.is_some()).map(|back| back.at);
        back.into_iter().chain(self.withdrawn).min()
    }

    /// It is in the contractor's hands, delivered or not.
    pub fn is_held(&self) -> bool {
        self.handed.is_some() && self.ended().is_none()
    }

    /// Requests that wait for an answer, by number.
    pub fn waiting(&self) -> impl Iterator<Item = (usize, &Request)> {
        let held = self.is_held();
        self.requests.iter().enumerate().filter(move |(_, request)| held && request.met.is_none())
    }

    /// A hand-back that waits to be accepted.
    pub fn offered(&self) -> Option<&Back> {
        self.back.as_ref().filter(|back| back.accepted.is_none() && self.is_held())
    }

    /// The failure on contractor, where one was opened and stands.
    pub fn opened(&self) -> Option<&OnContractor> {
        self.on.as_ref().filter(|on| on.standing == OnStanding::Opened)
    }

    /// The report, where one was asked for.
    pub fn report(&self) -> Option<&Due> {
        self.opened()?.report.as_ref()
    }

    /// Something is still open between us, whatever became of the chat.
    pub fn is_live(&self) -> bool {
        self.is_held() || self.report().is_some_and(|report| report.accepted.is_none())
    }
}

impl Contractors {
    /// No contractor has any part.
    pub const NONE: Self = Self { matters: BTreeMap::new(), uncovered: BTreeSet::new() };

    /// Nothing was ever handed over or opened.
    pub fn is_empty(&self) -> bool {
        self.matters.is_empty() && self.uncovered.is_empty()
    }

    /// The part now in a contractor's hands.
    pub fn held(&self) -> Option<(&ContractId, &Matter)> {
        self.matters.iter().find(|(_, matter)| matter.is_held())
    }

    /// Parts of the contractors a person speaks for.
    pub fn of<'c>(&'c self, person: &'c PersonId) -> impl Iterator<Item = (&'c ContractId, &'c Matter)> {
        self.matters.iter().filter(|(_, matter)| matter.deal.people.contains(person))
    }

    /// The part a step's subject names: `CONTRACT`, `CONTRACT#3`.
    pub fn named(&self, subject: &str) -> Option<(&ContractId, &Matter, Option<usize>)> {
        let (contract, number) = match subject.rsplit_once('#') {
            Some((contract, number)) => (contract, number.parse().ok()),
            None => (subject, None),
        };
        let (contract, matter) = self.matters.get_key_value(&ContractId::from(contract))?;
        Some((contract, matter, number))
    }
}
