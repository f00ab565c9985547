//! From one event to what follows in the world: jobs, as data.
#![deny(clippy::wildcard_enum_match_arm)]

mod action;
mod closing;
mod contractor;
mod drill;
mod file;
mod notices;
mod others;
mod people;
mod record;
mod report;
mod restricted;
mod runbook;
mod steps;
mod users;

pub(super) use contractor::{clock_args, parts_list, reports_owed};
pub(super) use people::{bring_in, has_left, summary_for};

use super::advance::Missing;
use super::event::Event;
use super::job::{Job, Post, Slot, Target};
use super::prompt::Prompt;
use super::state::State;
use super::value::{Scope, Value};
use super::wording::{Arg, Wording};
use crate::answer::{Certainty, Verdict};
use crate::ids::{FunctionId, IncidentId, PersonId, ServiceId, StepId};
use crate::procedure::Kind;
use crate::time::{At, Length};
use crate::users::MINUTE;

pub use action::ActionWords;
pub use runbook::FindingWords;
pub use users::UserWords;

/// What the room is told of an event nobody there caused: with the next gathered post.
pub(super) fn notice(event: &Event) -> Option<Wording> {
    if let Event::ServiceChanged { by: None, .. } = event {
        return closing::service_changed_wording(event);
    }
    if let Event::PriorityChanged { priority, old, by: None, .. } = event {
        return Some(closing::priority_wording(*priority, *old));
    }
    others::notice(event)
}

/// Jobs that follow from `event`, given the state it led to: a dozen, and one for each open prompt where they all wait
/// for a room or go on to one person, which [`MOST_RELATED`](crate::catalogue::MOST_RELATED) bounds.
pub fn react(state: &State, event: &Event) -> Vec<Job> {
    let jobs = match (event, &state.head.as_problem) {
        (Event::Closed, Some(_)) => super::problem::closed(state),
        (Event::DeskClosedByHand { missing }, Some(_)) => super::problem::desk_closed_by_hand(state, missing),
        _ => follows(state, event),
    };
    let mut jobs = contractor::kept_apart(state, event, jobs);
    jobs.extend(contractor::times_changed(state, event));
    jobs.extend(report::changed(state, event));
    jobs.extend(notices::follow(state, event));
    jobs.extend(notices::said_to_linked(state, event));
    if state.head.as_problem.is_some() {
        jobs.retain(super::problem::is_for_problem);
        jobs = jobs.into_iter().map(super::problem::in_own_words).collect();
    }
    if state.head.drill { jobs.into_iter().map(drill::marked).collect() } else { jobs }
}

fn follows(state: &State, event: &Event) -> Vec<Job> {
    match event {
        Event::Registered(_) => record::owed(state).into_iter().chain(others::registered(state)).collect(),
        Event::RecordOpened { url, .. } => record::opened(state, url),
        Event::Assembled(_) => {
            let mut jobs = people::assembled(state);
            jobs.extend(runbook::assembled(state));
            jobs
        }
        Event::ChatOpened { failed, .. } => people::chat_opened(state, failed),
        Event::ChatLost { room, why, .. } => super::chat::react(state, room.as_ref(), *why),
        Event::PeopleInvited { failed, .. } => people::unreachable(failed),
        Event::Asked(prompt) => steps::asked(state, prompt),
        Event::PromptsWithdrawn { prompts } => steps::withdrawn(prompts),
        Event::Answered { .. } => steps::answered(state, event),
        Event::Corrected { instance, by, old, new, reason, .. } => steps::corrected(instance, by, old, new, reason),
        Event::Waived { instance, step, by, reason, .. } => steps::waived(state, instance, step, by, reason),
        Event::StagesMoved { .. } | Event::RecordChanged { .. } | Event::DescriptionChanged { .. } => card(state),
        Event::OutageBegan { .. } => card(state).into_iter().chain(users::times_changed(state, Length(0))).collect(),
        Event::ScopeStated { scope, by } => closing::scope_stated(state, scope, by.as_ref()),
        Event::OutageRestored { corrected: true, .. } => {
            closing::restored_otherwise(state).into_iter().chain(users::times_changed(state, Length(0))).collect()
        }
        Event::OutageRestored { .. } => {
            closing::restored(state).into_iter().chain(users::times_changed(state, Length(0))).collect()
        }
        Event::OutageReopened { service, function, anew, .. } => {
            let jobs = closing::reopened(state, service, function, *anew).into_iter();
            jobs.chain(users::times_changed(state, MINUTE)).collect()
        }
        Event::ServiceChanged { .. } => closing::service_changed(state, event),
        Event::PriorityChanged { priority, old, by, .. } => {
            closing::priority_changed(state, *priority, *old, by.as_ref())
        }
        Event::Restricted { restricted, by, reason } => {
            restricted::follows(state, *restricted, by.as_ref(), reason.as_ref())
        }
        Event::RoleTaken { role, from, to } => people::role_taken(state, *role, from.as_ref(), to),
        Event::HandoverOffered { role, from, to } => people::handover_offered(state, *role, from, to),
        Event::Escalated { role, to, level, .. } => {
            let mut jobs = people::escalated(state, *role, to.as_ref(), *level);
            jobs.extend(contractor::escalated(state, *role, to.as_ref()));
            jobs
        }
        Event::CalledOut { role, person, .. } => people::called_out(state, *role, person),
        Event::Reminded { prompts, room, notices } => steps::reminded(state, prompts, *room, notices),
        Event::Noticed { notices } => vec![in_room(steps::gathered(notices))],
        Event::BudgetSpent { stage, percent, to } => steps::budget_spent(state, stage.as_ref(), *percent, to.as_ref()),
        Event::PersonGone(gone) => super::gone::react(state, gone),
        Event::NeighbourLinked { .. } | Event::NeighbourChanged { .. } | Event::OtherLeft { .. } => card(state),
        Event::OtherAnswered { incident, standing } => others::answered(state, incident, *standing),
        Event::StandingChanged { standing, desk, left } => {
            others::standing_changed(state, standing, desk.as_ref(), left.as_ref())
        }
        Event::Problem(event) => super::problem::react(state, event),
        Event::Decided { decided, .. } => closing::decided(decided),
        Event::ProblemRecorded { problem, url, with, .. } => {
            closing::problem_recorded(state, problem, url, with.as_ref())
        }
        Event::ProblemRefused { .. } => vec![in_room(Wording::new("problem-refused"))],
        Event::DeskClosedByHand { missing } => closing::desk_closed_by_hand(state, missing),
        Event::MessageMasked { by, message, place, .. } => people::masked(state, by, message.as_deref(), place),
        Event::Runbook(did) => runbook::did(state, did),
        Event::File(fact) => file::follows(state, fact),
        Event::Closed => closing::closed(state),
        Event::Annulled { by, reason, left } => closing::annulled(state, by, reason, left.as_ref()),
        Event::PeopleSentOff { people } => vec![Job::TakeOut { people: people.clone() }],
        Event::PeopleCalledBack { people } => vec![Job::BringIn { people: people.clone() }],
        Event::PeopleLeft { people, failed } => people::left(state, people, failed),
        Event::ReportPublished { address, .. } => report::published(state, address),
        Event::Contractor(fact) => contractor::follows(state, fact),
        Event::NotCovered { service, day } => contractor::not_covered(state, service, *day),
        Event::Questioned { .. }
        | Event::NeighbourSuspected { .. }
        | Event::DuplicateOffered { .. }
        | Event::DeskReopened
        | Event::OtherSaid(_)
        | Event::NoticeWaits { .. } => Vec::new(),
    }
}

/// The room exists and is this incident's own.
pub(super) fn has_room(state: &State) -> bool {
    state.head.room.is_some()
}

pub(super) fn card(state: &State) -> Vec<Job> {
    if has_room(state) { vec![Job::Card] } else { Vec::new() }
}

pub(super) fn in_room(wording: Wording) -> Job {
    Job::Post(Box::new(Post { to: Target::Room, wording, slot: None, prompt: None }))
}

fn in_slot(slot: Slot, wording: Wording) -> Job {
    Job::Post(Box::new(Post { to: Target::Room, wording, slot: Some(slot), prompt: None }))
}

pub(super) fn to_person(person: &PersonId, wording: Wording) -> Job {
    Job::Post(Box::new(Post { to: Target::Person(person.clone()), wording, slot: None, prompt: None }))
}

pub(super) fn tell(incident: &IncidentId, command: super::command::Command) -> Job {
    Job::Tell { incident: incident.clone(), command: Box::new(command) }
}

/// One thing said to many incidents is one job: a commit stays small however many are linked.
fn tell_all(incidents: Vec<IncidentId>, command: super::command::Command) -> Vec<Job> {
    if incidents.is_empty() { Vec::new() } else { vec![Job::TellAll { incidents, command: Box::new(command) }] }
}

/// The incident in a few words, for those who are not in its chat.
pub(super) fn incident_args(state: &State, wording: Wording) -> Wording {
    wording
        .with("desk", Arg::Desk(state.head.desk.clone()))
        .with("service", Arg::Service(state.head.service.clone()))
        .with("priority", Arg::Word(state.head.priority.as_str().to_owned()))
}

/// A step as people name it, with what it is about.
pub(super) fn step_named(state: &State, step: &StepId, kind: Kind, subject: Option<&str>) -> Arg {
    let Some(subject) = subject else { return Arg::Step(step.clone()) };
    let about = subject_arg(state, kind, subject);
    Arg::Message(Box::new(Wording::new("step-about").with("step", Arg::Step(step.clone())).with("subject", about)))
}

/// What a step is asked about, by name.
fn subject_arg(state: &State, kind: Kind, subject: &str) -> Arg {
    match kind {
        Kind::Works => match subject.split_once(':') {
            Some((service, function)) => Arg::Function(ServiceId::from(service), FunctionId::from(function)),
            None => Arg::Word(subject.to_owned()),
        },
        Kind::Impact | Kind::Recovered => Arg::Service(ServiceId::from(subject)),
        Kind::Duplicate | Kind::Linked => {
            let incident = IncidentId::from(subject);
            let linked = state.neighbours.linked.get(&incident).map(|linked| linked.desk.clone());
            let desk = linked.or_else(|| state.neighbours.duplicates.get(&incident).cloned());
            desk.map_or_else(|| Arg::Word(subject.to_owned()), Arg::Desk)
        }
        Kind::Provided | Kind::HandBack | Kind::OnContractor => contractor::subject(state, subject),
        Kind::Accept
        | Kind::Began
        | Kind::Restored
        | Kind::Choice
        | Kind::Text
        | Kind::Scope
        | Kind::Fault
        | Kind::Word
        | Kind::Decision
        | Kind::Cause
        | Kind::Exit
        | Kind::Person
        | Kind::Day
        | Kind::Fixed
        | Kind::Problem => Arg::Word(subject.to_owned()),
    }
}

/// Open steps with who owes them, for a refusal or the desk.
pub(super) fn missing_list(state: &State, missing: &[Missing]) -> Vec<Arg> {
    let one = |missing: &Missing| {
        let step = step_named(state, &missing.step, missing.kind, missing.subject.as_deref());
        let who = missing.holder.clone().map_or(Arg::Role(missing.role), Arg::Person);
        Arg::Message(Box::new(Wording::new("missing-step").with("step", step).with("who", who)))
    };
    missing.iter().map(one).collect()
}

/// What an answer says, for people.
pub fn value_arg(step: &StepId, value: &Value) -> Arg {
    let message = |wording: Wording| Arg::Message(Box::new(wording));
    match value {
        Value::Accepted => message(Wording::new("value-accepted")),
        Value::Began { at } | Value::Restored { at, .. } => Arg::Moment(*at),
        Value::Choice { choice } => Arg::Choice(step.clone(), choice.clone()),
        Value::Text { text } => Arg::Text(text.clone()),
        Value::Scope { scope: Scope::All } => message(Wording::new("value-scope-all")),
        Value::Scope { scope: Scope::Organisations(list) } => {
            Arg::List(list.iter().cloned().map(Arg::Organisation).collect())
        }
        Value::Fault { service: None, .. } => message(Wording::new("value-fault-unknown")),
        Value::Fault { service: Some(service), certainty } => {
            let key = match certainty {
                Certainty::Certain => "value-fault-certain",
                Certainty::Suspected => "value-fault-suspected",
            };
            message(Wording::new(key).with("service", Arg::Service(service.clone())))
        }
        Value::Word { text, next } => {
            message(Wording::new("value-word").with("text", Arg::Text(text.clone())).with("next", Arg::Moment(*next)))
        }
        Value::Verdict { verdict, remark, .. } => {
            let (plain, remarked) = match verdict {
                Verdict::Works => ("value-works", "value-works-but"),
                Verdict::Degraded => ("value-degraded", "value-degraded-but"),
                Verdict::DoesNotWork => ("value-does-not-work", "value-does-not-work-but"),
            };
            match remark {
                None => message(Wording::new(plain)),
                Some(remark) => message(Wording::new(remarked).with("remark", Arg::Text(remark.clone()))),
            }
        }
        Value::Person { person } => Arg::Person(person.clone()),
        // The day itself, not the first moment after it.
        Value::Day { at } => Arg::Moment(At(at.0 - 1)),
        Value::Fixed { at } => Arg::Moment(*at),
        Value::Other { together: true, .. } => message(Wording::new("value-together")),
        Value::Other { together: false, .. } => message(Wording::new("value-apart")),
    }
}

/// The prompt as posted: what is asked, of whom, about what.
pub(super) fn prompt_post(state: &State, prompt: &Prompt) -> Post {
    let to = match (&prompt.holder, prompt.kind) {
        (Some(owner), kind) if kind.is_asked_directly() => Target::Person(owner.clone()),
        // Whoever has left the room still owes what they owe.
        (Some(holder), _) if people::has_left(state, holder) => Target::Person(holder.clone()),
        _ => Target::Room,
    };
    let who = prompt.holder.clone().map_or(Arg::Role(prompt.role), Arg::Person);
    let mut wording = Wording::new(&format!("ask-step-{}", prompt.step)).with("who", who);
    if let (Kind::Cause, Some(before)) = (prompt.kind, super::problem::chain(state, &prompt.step).pop()) {
        wording.key = format!("ask-deeper-{}", prompt.step);
        wording = wording.with("before", Arg::Text(before.words));
    }
    if let Some(subject) = &prompt.subject {
        wording = wording.with("subject", subject_arg(state, prompt.kind, subject));
    }
    wording = incident_args(state, wording).with("began", Arg::Moment(state.head.began));
    Post { to, wording, slot: Some(Slot::Prompt(prompt.id.clone())), prompt: Some(prompt.clone()) }
}
