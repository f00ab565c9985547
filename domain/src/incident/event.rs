//! What happened to an incident. People by opaque id, typed text by hash, times in UTC.

use super::advance::Missing;
pub use super::assembly::{Assembly, ByCalendar, Filled, RelatedService, TeamMember, Terms};
use super::chat::ChatLost;
use super::contractor::Contracted;
use super::file::FileFact;
use super::gone::Gone;
use super::job::Target;
use super::problem::ProblemEvent;
use super::prompt::Prompt;
use super::runbook::Runbook;
use super::state::Standing;
use super::value::{Decided, Scope, TextRef, Value};
use super::wording::Wording;
use crate::catalogue::{Criticality, Priority, Role};
use crate::ids::{
    ConnectionId, DeskId, FunctionId, IncidentId, PersonId, ProblemId, PromptId, RoomId, ServiceId, StageId, StepId,
};
use crate::journal::value_of;
use crate::masking;
use crate::time::At;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One fact.
#[expect(missing_docs, reason = "a variant's sentence names its fields")]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum Event {
    /// The failure was registered.
    Registered(Box<Facts>),
    /// The people, neighbours and times that follow from the service.
    Assembled(Box<Assembly>),
    /// The chat exists and these people were brought in.
    ChatOpened { room: RoomId, invited: Vec<PersonId>, failed: Vec<PersonId> },
    /// The chat is lost, before or after it was made; it goes on in another room, in that messenger.
    ChatLost { room: Option<RoomId>, why: ChatLost, to: Option<ConnectionId> },
    /// People were brought in later.
    PeopleInvited { invited: Vec<PersonId>, failed: Vec<PersonId> },
    /// People's part is over: they are to leave the chat.
    PeopleSentOff { people: Vec<PersonId> },
    /// People who were to leave have a part in it again before they were out.
    PeopleCalledBack { people: Vec<PersonId> },
    /// People are out of the chat; whom the messenger would not take out is named.
    PeopleLeft {
        people: Vec<PersonId>,
        #[serde(default)]
        failed: Vec<PersonId>,
    },
    /// A step was asked.
    Asked(Prompt),
    /// Prompts that no longer have a point, each with whom it was asked by direct message.
    PromptsWithdrawn { prompts: BTreeMap<PromptId, Option<PersonId>> },
    /// A step was answered.
    Answered {
        prompt: Option<PromptId>,
        instance: String,
        step: StepId,
        role: Role,
        by: PersonId,
        /// Whose answer it was to be, where somebody else gave it under their own name.
        on_behalf_of: Option<PersonId>,
        stated_at: At,
        value: Value,
    },
    /// An answer was doubted once; what was said is kept in case it was meant.
    Questioned { prompt: PromptId, by: PersonId, said: Option<TextRef> },
    /// An answer was replaced; both stay on record.
    Corrected { instance: String, by: PersonId, old: Value, new: Value, stated_at: At, reason: TextRef },
    /// A step was waived.
    Waived {
        instance: String,
        step: StepId,
        /// On whom it fell by role; not told by journals of 0.1.0.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<Role>,
        owed_by: Option<PersonId>,
        by: PersonId,
        reason: TextRef,
    },
    /// When the failure began was stated or corrected; every interval moves.
    OutageBegan {
        at: At,
        /// What was said of it before; not told by journals of before there was this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<At>,
    },
    /// Functions worked again.
    OutageRestored {
        functions: BTreeSet<FunctionId>,
        at: At,
        /// They were restored already, and it is when that was that changes.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        corrected: bool,
    },
    /// Verification failed: the interval never ended. Failed anew once it was verified: a second interval
    /// begins. Either way what was asked after "restored" is asked again.
    OutageReopened {
        service: ServiceId,
        function: FunctionId,
        undone: BTreeSet<String>,
        /// When it failed anew; nothing where it had never worked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        anew: Option<At>,
    },
    /// Where the ends of stages lie now, and which stage it is.
    StagesMoved { stage: StageId, ends: BTreeMap<StageId, At> },
    /// Where the failure is felt was stated.
    ScopeStated {
        scope: Scope,
        /// Who said so; nobody when the desk did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
    },
    /// Service or functions were changed; the old ones stay on record here.
    ServiceChanged {
        service: ServiceId,
        functions: BTreeSet<FunctionId>,
        old_service: ServiceId,
        old_functions: BTreeSet<FunctionId>,
        /// Who said so; nobody when the desk did.
        by: Option<PersonId>,
        /// Answers about functions no longer in question.
        undone: BTreeSet<String>,
        /// Class of the new service, where it is another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        class: Option<Criticality>,
        /// The incident that answers for the new service: perhaps the same failure.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        same_as: Option<IncidentId>,
    },
    /// From now on those alone who take part in it read it, or everybody again who sees incidents; nobody said so
    /// where the catalogue does.
    Restricted {
        restricted: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<TextRef>,
    },
    /// Priority was changed.
    PriorityChanged { priority: Priority, old: Priority, by: Option<PersonId>, reason: Option<TextRef> },
    /// A related service came under suspicion and is asked too.
    NeighbourSuspected { service: ServiceId },
    /// A role was taken by somebody else.
    RoleTaken { role: Role, from: Option<PersonId>, to: PersonId },
    /// A role was offered to a successor.
    HandoverOffered { role: Role, from: PersonId, to: PersonId },
    /// Somebody is no longer with the product: what they held goes to the next.
    PersonGone(Box<Gone>),
    /// Nobody answered: the next of the chain is called.
    Escalated { prompt: PromptId, role: Role, level: u32, to: Option<PersonId> },
    /// Nobody accepted yet: the same one is called by the next of the product's other ways, from 0.
    CalledOut { prompt: PromptId, role: Role, person: PersonId, rung: u32 },
    /// Open prompts were asked again, gathered.
    Reminded {
        prompts: Vec<PromptId>,
        room: bool,
        /// News that waited for the next gathered post.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        notices: Vec<Wording>,
    },
    /// News of other incidents and of the desk, told to the room in one post.
    Noticed { notices: Vec<Wording> },
    /// News that came too soon after the last gathered post: it waits for the next one.
    NoticeWaits { notice: Wording },
    /// A part of a budget was spent: 50, 100 or 200 per cent. No stage means the incident's budget.
    BudgetSpent { stage: Option<StageId>, percent: i64, to: Option<PersonId> },
    /// Another record reports the same service: same failure, or another?
    DuplicateOffered { incident: IncidentId, desk: DeskId },
    /// A neighbour failed too and shares this chat.
    NeighbourLinked { incident: IncidentId, desk: DeskId, service: ServiceId, functions: BTreeSet<FunctionId> },
    /// What another incident is to this one was answered.
    OtherAnswered { incident: IncidentId, standing: OtherStanding },
    /// Service or functions of a linked incident were changed.
    NeighbourChanged { incident: IncidentId, desk: DeskId, service: ServiceId, functions: BTreeSet<FunctionId> },
    /// The word at the rhythm was given in the chat this one shares, or did not come there.
    OtherSaid(Box<OtherSaid>),
    /// A linked or doubled incident no longer belongs here: it is about something else, or a false alarm.
    OtherLeft { incident: IncidentId, desk: DeskId },
    /// This incident's standing changed.
    StandingChanged {
        standing: Standing,
        /// Desk record of the incident it became a part of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        desk: Option<DeskId>,
        /// The incident it no longer belongs to, where that one did not say so itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        left: Option<IncidentId>,
    },
    /// The closing decision.
    Decided { decided: Decided, by: PersonId },
    /// The desk has the problem.
    ProblemRecorded {
        problem: ProblemId,
        url: String,
        state: String,
        /// The incident it was closed with, whose chat it shared: that one begins the problem.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        with: Option<IncidentId>,
    },
    /// The problem named is not in the desk; the decision's problem is asked again.
    ProblemRefused { undone: BTreeSet<String> },
    /// The desk's record was closed by hand; what the incident itself still waits for.
    DeskClosedByHand { missing: Vec<Missing> },
    /// The desk opened its record again, as it was told to.
    DeskReopened,
    /// The desk opened a record of what began as an alert: from then on the incident is called by its number.
    RecordOpened { desk: DeskId, url: String, alert: DeskId },
    /// The desk changed words: summary or description.
    DescriptionChanged { summary: TextRef },
    /// The desk changed more words, or where people open its record.
    RecordChanged {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<TextRef>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<String>,
    },
    /// Personal data was masked in what somebody typed.
    MessageMasked {
        by: PersonId,
        message: Option<String>,
        found: BTreeMap<masking::Kind, u32>,
        /// Where it was said: that is where the message stands.
        #[serde(default, skip_serializing_if = "Target::is_room")]
        place: Target,
    },
    /// The incident is closed.
    Closed,
    /// A false alarm: listed, outside the figures.
    Annulled {
        by: PersonId,
        reason: TextRef,
        /// The incident whose chat it shared.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        left: Option<IncidentId>,
    },
    /// The report's page shows the incident as of event `upto`.
    ReportPublished { address: String, revision: u64, upto: u64 },
    /// What happens to a problem alone, or to an incident because of one.
    Problem(ProblemEvent),
    /// Something happened between us and a contractor.
    Contractor(Box<Contracted>),
    /// A contractor is at fault for a service no contract covered on the day the failure began.
    NotCovered { service: ServiceId, day: NaiveDate },
    /// Monitoring was searched, or somebody spoke of what was found.
    Runbook(Runbook),
    /// A file was posted, or something came of keeping it.
    File(Box<FileFact>),
}

/// What a linked or doubled incident became.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherStanding {
    /// It was the same failure.
    Merged,
    /// It stays in this chat.
    Kept,
    /// It goes its own way.
    Separate,
}

/// What the subscribers of a linked incident's service hear as the work goes on in the shared chat.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OtherSaid {
    /// The incident whose chat it is; the words stand there.
    pub incident: IncidentId,
    /// What is being done; nothing where the word that was promised did not come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<TextRef>,
    /// When the next word is due.
    pub next: At,
    /// The stage there.
    pub stage: StageId,
    /// Who leads there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leads: Option<PersonId>,
}

/// The facts of a registration.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Facts {
    /// Layout of what is stored.
    pub schema: u32,
    /// The desk's record.
    pub desk: DeskId,
    /// It began as an alert, and the desk had no record of it yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alert: bool,
    /// Where people open it: the record, or the alert.
    pub url: Option<String>,
    /// The failing service.
    pub service: ServiceId,
    /// Functions lost.
    pub functions: BTreeSet<FunctionId>,
    /// Where it is felt.
    pub scope: Scope,
    /// One line.
    pub summary: TextRef,
    /// More words.
    pub description: Option<TextRef>,
    /// Who registered it, as the desk says.
    pub registered_by: TextRef,
    /// When the failure began, as the desk says.
    pub began: At,
    /// When it was over, if it was over already.
    pub restored: Option<At>,
    /// A drill: out of all figures.
    pub drill: bool,
    /// Those alone who take part in it read it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
    /// Class of the service.
    pub criticality: Criticality,
    /// The higher of what the class makes it and what the desk says.
    pub priority: Priority,
    /// What becomes of it.
    pub standing: Standing,
    /// Version of the catalogue it began with.
    pub catalogue: String,
    /// Procedure it began with, `id@version`.
    pub procedure: String,
    /// It is a problem: the incident whose words it began with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised_by: Option<IncidentId>,
}

impl Event {
    /// The incident stands otherwise, and nobody else has to hear of it.
    pub(super) const fn standing(standing: Standing) -> Self {
        Self::StandingChanged { standing, desk: None, left: None }
    }

    /// The event's kind as the journal names it, and its fields.
    pub fn to_journal(&self) -> (String, serde_json::Value) {
        let mut value = value_of(self).expect("events have only string keys");
        let kind = value["type"].as_str().expect("events are tagged").to_owned();
        (kind, value["data"].take())
    }

    /// Reads an event of the journal.
    ///
    /// # Errors
    /// The kind or its fields are not known to this version.
    pub fn from_journal(kind: &str, data: &serde_json::Value) -> Result<Self, serde_json::Error> {
        let mut value = serde_json::json!({ "type": kind });
        if !data.is_null() {
            value["data"] = data.clone();
        } else if kind == "desk_closed_by_hand" {
            // It was recorded without the list once.
            value["data"] = serde_json::json!({ "missing": [] });
        }
        serde_json::from_value(value)
    }
}
