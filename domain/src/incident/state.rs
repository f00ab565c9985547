//! What an incident is now: a small head and the parts it names.

use super::chat::Moved;
use super::contractor::Contractors;
use super::event::{ByCalendar, Terms};
use super::file::Files;
pub use super::neighbours::{Linked, NeighbourState, Neighbours};
use super::outage::Outage;
use super::part::Part;
use super::problem::ProblemRecord;
use super::prompt::Prompt;
use super::runbook::Findings;
use super::value::{Decided, Scope, TextRef, Value};
use super::wording::Wording;
use crate::catalogue::{Criticality, Priority, Role};
use crate::ids::{
    DeskId, FunctionId, IncidentId, PersonId, ProblemId, ProductId, PromptId, RoomId, ServiceId, StageId, StepId,
};
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An incident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    /// What lists and timers need; small.
    pub head: Head,
    /// Who is in, in which role.
    pub people: Part<People>,
    /// Steps asked, answered, waived.
    pub steps: Part<Steps>,
    /// Related services and other incidents.
    pub neighbours: Part<Neighbours>,
    /// What stands between us and contractors.
    pub contractors: Part<Contractors>,
    /// What monitoring showed.
    pub findings: Part<Findings>,
    /// What was posted as a file.
    pub files: Part<Files>,
}

/// What becomes of an incident.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Standing {
    /// Led by Nabat in a chat of its own.
    Open,
    /// Not high priority: recorded and left to the desk.
    RecordedOnly,
    /// Perhaps the same failure as another: no chat, no outage until answered.
    DuplicateOffered {
        /// The other one.
        of: IncidentId,
    },
    /// The same failure as another.
    Merged {
        /// The other one.
        into: IncidentId,
    },
    /// Shares the chat and prompts of another.
    Linked {
        /// The other one.
        to: IncidentId,
    },
    /// Over.
    Closed,
    /// A false alarm.
    Annulled,
}

/// The head.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Head {
    /// Layout of what is stored.
    pub schema: u32,
    /// The incident.
    pub id: IncidentId,
    /// Its product.
    pub product: ProductId,
    /// The desk's record.
    pub desk: DeskId,
    /// What it was called as an alert, where it began as one; the desk's record while the desk has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<DeskId>,
    /// Where people open the record.
    pub url: Option<String>,
    /// Number of the last event.
    pub version: u64,
    /// Hash of the last event.
    pub hash: String,
    /// When the last event was recorded.
    pub at: At,
    /// What becomes of it.
    pub standing: Standing,
    /// Current stage.
    pub stage: StageId,
    /// The failing service.
    pub service: ServiceId,
    /// Functions lost.
    pub functions: BTreeSet<FunctionId>,
    /// Where it is felt.
    pub scope: Scope,
    /// One line.
    pub summary: TextRef,
    /// More words, where the desk changed them since the registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<TextRef>,
    /// A drill.
    pub drill: bool,
    /// Those alone who take part in it read it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
    /// Class of the service.
    pub criticality: Criticality,
    /// Urgency.
    pub priority: Priority,
    /// When it was registered.
    pub registered_at: At,
    /// When the failure began, as last stated.
    pub began: At,
    /// Intervals of this incident.
    pub outages: Vec<Outage>,
    /// Ends of stages that have ended, none after a later one.
    pub ends: BTreeMap<StageId, At>,
    /// The room, once it exists.
    pub room: Option<RoomId>,
    /// How its chat went on after it was lost.
    #[serde(default, skip_serializing_if = "Moved::is_none")]
    pub moved: Moved,
    /// When everybody first called was in.
    pub called_at: Option<At>,
    /// The desk's record was closed by hand since the desk last spoke of it.
    #[serde(default)]
    pub desk_closed: bool,
    /// When it was closed or annulled.
    pub closed_at: Option<At>,
    /// The decision.
    pub decided: Option<Decided>,
    /// Who took it.
    pub decided_by: Option<PersonId>,
    /// The problem, once the desk has it.
    pub problem: Option<ProblemId>,
    /// What it is as a problem; an incident is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_problem: Option<Box<ProblemRecord>>,
    /// The report's page, once there is one.
    #[serde(default)]
    pub report: Option<Published>,
    /// Catalogue version it began with.
    pub catalogue: String,
    /// Procedure it began with, `id@version`.
    pub procedure: String,
    /// Earliest timer.
    pub next_due: Option<At>,
    /// Versions of the parts this head goes with.
    pub parts: Parts,
}

/// The report's page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Published {
    /// Where people open it; begins with `/` where it is a page of Nabat's own.
    pub address: String,
    /// The wiki's number of its last revision.
    pub revision: u64,
    /// The page shows the incident as of this event.
    pub upto: u64,
    /// How often it was published.
    pub times: u32,
}

/// Versions of an incident's parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Parts {
    /// Of `S#people`.
    pub people: u64,
    /// Of `S#steps`.
    pub steps: u64,
    /// Of `S#neighbours`.
    pub neighbours: u64,
    /// Of `S#contractors`; 0 while there is none.
    #[serde(default)]
    pub contractors: u64,
    /// Of `S#findings`; 0 where there is no such part.
    #[serde(default, skip_serializing_if = "is_absent")]
    pub findings: u64,
    /// Of `S#files`; 0 where there is no such part.
    #[serde(default, skip_serializing_if = "is_absent")]
    pub files: u64,
    /// Of the outages' rows; 0 where there are none, or where they are of before those that end together were one row.
    #[serde(default, skip_serializing_if = "is_absent")]
    pub outages: u64,
}

/// Who is in, in which role.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct People {
    /// Who holds each role now.
    pub holders: BTreeMap<Role, PersonId>,
    /// Whom to call next, in order.
    pub chains: BTreeMap<Role, Vec<PersonId>>,
    /// Everybody who is or was in.
    pub members: BTreeMap<PersonId, Member>,
    /// Roles offered to a successor who has not accepted yet.
    pub offered: BTreeMap<Role, PersonId>,
    /// Roles nobody was on duty for: the product's fallback chain was called.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub fallback: BTreeSet<Role>,
    /// Roles a duty calendar gave the holder of.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub calendars: BTreeMap<Role, ByCalendar>,
}

/// Somebody who is or was in.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Member {
    /// Roles they have in this incident.
    pub roles: BTreeSet<Role>,
    /// When the messenger let them in.
    pub invited_at: Option<At>,
    /// The messenger would not.
    #[serde(default)]
    pub unreachable: bool,
    /// They were called because nobody answered this prompt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_for: Option<PromptId>,
    /// When it was decided that their part is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_off_at: Option<At>,
    /// When they were no longer with the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone_at: Option<At>,
    /// When they were out of the chat.
    pub left_at: Option<At>,
    /// How many things they stated.
    pub acted: u32,
}

/// Steps asked, answered, waived.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Steps {
    /// Stages in order.
    pub stages: Vec<StageId>,
    /// Times allowed.
    pub terms: Terms,
    /// Prompts open now.
    pub open: BTreeMap<PromptId, Prompt>,
    /// What is done, by step or step and subject.
    pub done: BTreeMap<String, Done>,
    /// How often each was asked anew.
    pub asked: BTreeMap<String, u32>,
    /// Answers doubted, with what was said.
    pub questioned: BTreeMap<PromptId, Option<TextRef>>,
    /// Prompts whose asker was told "no, that was talk": a "yes" pressed later confirms nothing.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub was_talk: BTreeSet<PromptId>,
    /// Budgets whose share was announced: `stage@percent`, `incident@percent`.
    pub spent: BTreeSet<String>,
    /// News that waits for the next gathered post in the room.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsaid: Vec<Wording>,
    /// Last gathered post in the room.
    pub nudged_room: Option<At>,
    /// Last gathered post to each person.
    pub nudged: BTreeMap<PersonId, At>,
    /// How often each role was escalated for its open accept prompt.
    pub escalated: BTreeMap<PromptId, u32>,
    /// By how many ways the one called now was called, where they were.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rungs: BTreeMap<PromptId, u32>,
}

/// How a step was done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    /// By an answer.
    Answered(Answer),
    /// By a waiver.
    Waived(Waiver),
}

/// An answer on record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// The step.
    pub step: StepId,
    /// Whose step it was.
    pub role: Role,
    /// Who gave it.
    pub by: PersonId,
    /// For whom, where not for themselves.
    pub on_behalf_of: Option<PersonId>,
    /// The moment stated.
    pub stated_at: At,
    /// When it was recorded.
    pub recorded_at: At,
    /// What it says.
    pub value: Value,
}

/// A waiver on record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waiver {
    /// The step.
    pub step: StepId,
    /// On whom it fell by role; not known of incidents of 0.1.0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Who waived it.
    pub by: PersonId,
    /// When.
    pub at: At,
    /// Why.
    pub reason: TextRef,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_absent(version: &u64) -> bool {
    *version == 0
}

impl State {
    /// Led in a chat: open, not yet over.
    pub fn is_open(&self) -> bool {
        matches!(self.head.standing, Standing::Open)
    }

    /// It began as an alert, and the desk has no record of it yet.
    pub fn lacks_record(&self) -> bool {
        self.head.alert.as_ref() == Some(&self.head.desk)
    }

    /// Led by Nabat itself, now or until it was over: not recorded only, and in nobody else's chat.
    pub fn is_led(&self) -> bool {
        let own = matches!(self.head.standing, Standing::Open | Standing::Closed | Standing::Annulled);
        own && !self.steps.stages.is_empty()
    }

    /// The incident whose chat this one speaks in: itself, where it has a room.
    pub fn chat_owner(&self) -> &IncidentId {
        match &self.head.standing {
            _ if self.head.room.is_some() => &self.head.id,
            Standing::Linked { to } | Standing::DuplicateOffered { of: to } | Standing::Merged { into: to } => to,
            Standing::Open | Standing::RecordedOnly | Standing::Closed | Standing::Annulled => &self.head.id,
        }
    }

    /// The last function is restored, as claimed.
    pub fn restored_at(&self) -> Option<At> {
        let ends: Option<Vec<At>> = self.head.outages.iter().map(|outage| outage.restored).collect();
        ends?.into_iter().max()
    }

    /// Answer of a step that is asked once.
    pub fn answer(&self, instance: &str) -> Option<&Answer> {
        match self.steps.done.get(instance)? {
            Done::Answered(answer) => Some(answer),
            Done::Waived(_) => None,
        }
    }

    /// When the next word was promised, if one was.
    pub fn next_word(&self) -> Option<At> {
        let promised = self.steps.done.values().filter_map(|done| match done {
            Done::Answered(Answer { value: Value::Word { next, .. }, .. }) => Some(*next),
            Done::Answered(_) | Done::Waived(_) => None,
        });
        promised.max()
    }
}
