//! An incident as the figures see it: its stages, how soon the team was there, people, waivers, contractors.

use nabat_domain::catalogue::{Criticality, Role};
use nabat_domain::ids::{DeskId, IncidentId, ServiceId};
use nabat_domain::incident::{
    Answer, Done, Hand, OnStanding, Outage, StageSpan, State, Value, clock, overruns, stage_spans, union_length,
};
use nabat_domain::reliability::stages::StageRun;
use nabat_domain::time::{At, Length};
use serde::{Deserialize, Serialize};

/// An incident as it went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Case {
    /// The incident.
    pub incident: IncidentId,
    /// The desk's number.
    pub desk: DeskId,
    /// The failing service.
    pub service: ServiceId,
    /// Its class when it failed.
    pub class: Criticality,
    /// When it began.
    pub began: At,
    /// Time in which something was unavailable, up to now where it lasts.
    pub failure: Length,
    /// Users it hit, times minutes; `None` where nobody knows.
    pub user_minutes: Option<u64>,
    /// Registered to everybody called being in the chat.
    pub called: Option<Length>,
    /// Registered to the duty engineer's accepting.
    pub answered: Option<Length>,
    /// People let into the chat.
    pub invited: u32,
    /// People of them who stated something.
    pub acted: u32,
    /// Steps waived.
    pub waivers: u32,
    /// Stages that have ended, and the current one as of now.
    pub stages: Vec<StageRun>,
    /// Those of them that lie before restoration: only they make a failure longer.
    pub before_restoration: Vec<StageRun>,
    /// What contractors had in hand.
    pub held: Vec<Held>,
}

/// One contractor's part of an incident.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Held {
    /// The contractor.
    pub contractor: String,
    /// A failure on contractor was opened.
    pub at_fault: bool,
    /// Time in the contractor's hands, inside the contract's hours.
    pub held: Length,
    /// Time it waited for us.
    pub paused: Length,
    /// Terms of the contract that were missed.
    pub missed: usize,
    /// What lies over them.
    pub overrun: Length,
}

impl Case {
    /// An incident as of `now`.
    pub fn of(state: &State, now: At) -> Self {
        let head = &state.head;
        let since = |at: At| Length(at.since(head.registered_at).0.max(0));
        let spans = stage_spans(state);
        let runs = |spans: &mut dyn Iterator<Item = &StageSpan>| spans.map(|span| run(state, span, now)).collect();
        let restored = state.restored_at();
        let ended = |span: &&StageSpan| restored.is_none_or(|at| span.ended.is_some_and(|end| end <= at));
        let users = state.user_minutes(now);
        let closed: Vec<Outage> = head.outages.iter().map(|outage| cut(outage, head.closed_at)).collect();
        Self {
            incident: head.id.clone(),
            desk: head.desk.clone(),
            service: head.service.clone(),
            class: head.criticality,
            began: head.began,
            failure: union_length(&closed, now),
            user_minutes: (users.known > Length(0)).then_some(users.minutes),
            called: head.called_at.map(since),
            answered: accepted(state).map(since),
            invited: count(state.people.members.values().filter(|member| member.invited_at.is_some())),
            acted: count(state.people.members.values().filter(|member| member.acted > 0)),
            waivers: count(state.steps.done.values().filter(|done| matches!(done, Done::Waived(_)))),
            stages: runs(&mut spans.iter()),
            before_restoration: runs(&mut spans.iter().filter(ended)),
            held: state.contractors.matters.values().map(|matter| held(matter, now)).collect(),
        }
    }
}

/// Nothing lasts longer than its incident.
fn cut(outage: &Outage, closed: Option<At>) -> Outage {
    Outage { restored: outage.restored.or(closed), ..outage.clone() }
}

fn run(state: &State, span: &StageSpan, now: At) -> StageRun {
    StageRun {
        incident: state.head.id.clone(),
        stage: span.stage.clone(),
        actual: span.actual(now),
        budget: span.budget,
    }
}

/// When the duty engineer accepted, as stated.
fn accepted(state: &State) -> Option<At> {
    let answers = state.steps.done.values().filter_map(|done| match done {
        Done::Answered(answer) => Some(answer),
        Done::Waived(_) => None,
    });
    let accepts = |answer: &&Answer| answer.role == Role::DutyEngineer && answer.value == Value::Accepted;
    answers.filter(accepts).map(|answer| answer.stated_at).min()
}

fn held(matter: &nabat_domain::incident::Matter, now: At) -> Held {
    let clock = clock(matter, now);
    let of = |hand| clock.as_ref().map_or(Length(0), |clock| clock.of(hand));
    let over = overruns(matter, now);
    Held {
        contractor: matter.deal.contractor.clone(),
        at_fault: matter.on.as_ref().is_some_and(|on| on.standing == OnStanding::Opened),
        held: of(Hand::Held),
        paused: of(Hand::Paused),
        missed: over.lengths().len(),
        overrun: over.total(),
    }
}

fn count<T>(things: impl Iterator<Item = T>) -> u32 {
    u32::try_from(things.count()).unwrap_or(u32::MAX)
}
