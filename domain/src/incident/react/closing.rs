//! Restored, withdrawn, decided, closed, annulled: what the chat, the desk and linked incidents hear.

use super::super::advance::Missing;
use super::super::command::Command;
use super::super::event::{Event, OtherStanding};
use super::super::job::Job;
use super::super::state::{Standing, State};
use super::super::value::{Decided, Scope, TextRef, Value};
use super::super::wording::{Arg, Wording};
use super::{card, has_room, in_room, incident_args, missing_list, tell, tell_all, value_arg};
use crate::catalogue::Priority;
use crate::ids::{FunctionId, IncidentId, PersonId, ProblemId, ServiceId, StepId};
use crate::time::At;

/// The last function is restored: the chat, the desk and linked incidents hear it.
pub(super) fn restored(state: &State) -> Vec<Job> {
    let mut jobs = card(state);
    let Some(at) = state.restored_at() else { return jobs };
    if !state.is_open() {
        return jobs;
    }
    jobs.push(in_room(Wording::new("restored").with("at", Arg::Moment(at))));
    jobs.push(Job::DeskComment {
        wording: incident_args(state, Wording::new("desk-claimed-restored")).with("at", Arg::Moment(at)),
    });
    let linked = state.neighbours.linked.keys().cloned().collect();
    jobs.extend(tell_all(linked, Command::RestoredWith { functions: Default::default(), at }));
    jobs
}

/// When it was restored is corrected: the chat has heard it as an answer corrected, the desk hears it here.
pub(super) fn restored_otherwise(state: &State) -> Vec<Job> {
    let mut jobs = card(state);
    if let Some(at) = state.restored_at().filter(|_| state.is_open()) {
        let wording = incident_args(state, Wording::new("desk-restored-otherwise")).with("at", Arg::Moment(at));
        jobs.push(Job::DeskComment { wording });
    }
    jobs
}

/// Verification failed: what was announced is withdrawn. Or it failed again after it was verified.
pub(super) fn reopened(state: &State, service: &ServiceId, function: &FunctionId, anew: Option<At>) -> Vec<Job> {
    if !state.is_open() {
        return Vec::new();
    }
    let named = Arg::Function(service.clone(), function.clone());
    let mut jobs = super::people::recalled(state);
    jobs.extend(card(state));
    let key = |withdrawn: &str, again: &str| if anew.is_some() { again.to_owned() } else { withdrawn.to_owned() };
    let since = |wording: Wording| match anew {
        Some(at) => wording.with("at", Arg::Moment(at)),
        None => wording,
    };
    jobs.push(in_room(since(Wording::new(&key("withdrawn", "failed-again")).with("function", named.clone()))));
    if *service == state.head.service {
        let wording = Wording::new(&key("desk-withdrawn", "desk-failed-again"));
        let wording = since(incident_args(state, wording).with("function", named));
        jobs.push(Job::DeskComment { wording });
    }
    let linked = state.neighbours.linked.iter().filter(|(_, linked)| linked.service == *service);
    jobs.extend(linked.map(|(incident, _)| tell(incident, Command::ReopenedWith { function: function.clone(), anew })));
    jobs
}

pub(super) fn service_changed_wording(event: &Event) -> Option<Wording> {
    let Event::ServiceChanged { service, functions, old_service, old_functions, .. } = event else { return None };
    let list = |service: &ServiceId, functions: &std::collections::BTreeSet<FunctionId>| {
        Arg::List(functions.iter().map(|function| Arg::Function(service.clone(), function.clone())).collect())
    };
    let wording = Wording::new("service-changed")
        .with("old_service", Arg::Service(old_service.clone()))
        .with("old_functions", list(old_service, old_functions))
        .with("service", Arg::Service(service.clone()))
        .with("functions", list(service, functions));
    Some(wording)
}

/// What a person changed is said at once and told to the desk; what the desk changed is news for the
/// room's next gathered post.
pub(super) fn service_changed(state: &State, event: &Event) -> Vec<Job> {
    let mut jobs = card(state);
    if let (Event::ServiceChanged { by: Some(_), .. }, Some(wording)) = (event, service_changed_wording(event)) {
        jobs.extend(by_a_person(state, wording));
    }
    if let Event::ServiceChanged { same_as, .. } = event {
        jobs.extend(super::others::service_changed(state, same_as.as_ref()));
    }
    jobs
}

fn by_a_person(state: &State, wording: Wording) -> Vec<Job> {
    let said = has_room(state).then(|| in_room(wording.clone()));
    said.into_iter().chain([Job::DeskComment { wording }]).collect()
}

pub(super) fn priority_wording(priority: Priority, old: Priority) -> Wording {
    let word = |priority: Priority| Arg::Word(priority.as_str().to_owned());
    Wording::new("priority-changed").with("priority", word(priority)).with("old", word(old))
}

pub(super) fn priority_changed(state: &State, priority: Priority, old: Priority, by: Option<&PersonId>) -> Vec<Job> {
    let mut jobs = card(state);
    if by.is_some() {
        jobs.extend(by_a_person(state, priority_wording(priority, old)));
    }
    jobs
}

/// The card shows where it is felt; the desk is told what people say of it.
pub(super) fn scope_stated(state: &State, scope: &Scope, by: Option<&PersonId>) -> Vec<Job> {
    let mut jobs = card(state);
    if by.is_some() {
        let scope = value_arg(&StepId::from("scope"), &Value::Scope { scope: scope.clone() });
        jobs.push(Job::DeskComment { wording: Wording::new("desk-scope").with("scope", scope) });
    }
    jobs
}

/// A known problem is linked before the incident closes: the desk may not have it.
pub(super) fn decided(decided: &Decided) -> Vec<Job> {
    match decided {
        Decided::KnownProblem { problem: Some(problem) } => vec![Job::LinkProblem { problem: problem.clone() }],
        Decided::KnownProblem { problem: None } | Decided::NoProblem | Decided::NewProblem => Vec::new(),
    }
}

pub(super) fn problem_recorded(state: &State, problem: &ProblemId, url: &str, with: Option<&IncidentId>) -> Vec<Job> {
    let wording = Wording::new("problem-recorded")
        .with("problem", Arg::Word(problem.to_string()))
        .with("url", Arg::Page(url.to_owned()));
    let mut jobs = vec![crate::incident::problem::raise(state, problem, url, with)];
    // What ended with this incident before the problem had a number is of the same cause.
    if state.head.standing == Standing::Closed {
        let (problem, url, with) = (problem.clone(), url.to_owned(), Some(state.head.id.clone()));
        let told = Command::ProblemRecorded { problem, url, state: String::new(), with };
        jobs.extend(tell_all(state.neighbours.linked.keys().cloned().collect(), told));
    }
    // An archived chat takes no more posts; the page and the desk show the problem.
    if state.is_open() && has_room(state) {
        jobs.push(in_room(wording));
    }
    jobs
}

/// Closing by hand in the desk does not end an incident: desk and chat hear what is missing.
pub(super) fn desk_closed_by_hand(state: &State, missing: &[Missing]) -> Vec<Job> {
    let (chat, desk) = match &state.head.standing {
        Standing::Linked { .. } => ("desk-closed-by-hand-linked", "desk-reopened-linked"),
        Standing::DuplicateOffered { .. } => ("desk-closed-by-hand-duplicate", "desk-reopened-duplicate"),
        Standing::Open | Standing::RecordedOnly | Standing::Merged { .. } | Standing::Closed | Standing::Annulled => {
            ("desk-closed-by-hand", "desk-reopened")
        }
    };
    let missing = Arg::List(missing_list(state, missing));
    let wording = |key: &str| incident_args(state, Wording::new(key)).with("missing", missing.clone());
    vec![in_room(wording(chat)), Job::DeskReopen { wording: wording(desk) }]
}

pub(super) fn closed(state: &State) -> Vec<Job> {
    let Some(decided) = &state.head.decided else { return Vec::new() };
    let key = match decided {
        Decided::NoProblem => "closed-no-problem",
        Decided::KnownProblem { .. } => "closed-known-problem",
        Decided::NewProblem => "closed-new-problem",
    };
    let mut wording = incident_args(state, Wording::new(key));
    if let Some(by) = &state.head.decided_by {
        wording = wording.with("by", Arg::Person(by.clone()));
    }
    if let Some(problem) = &state.head.problem {
        wording = wording.with("problem", Arg::Word(problem.to_string()));
    }
    let desk = seal(state, wording.clone());
    let mut jobs = vec![Job::Card, in_room(seal(state, wording)), Job::DeskClose { wording: desk }];
    if *decided == Decided::NewProblem {
        jobs.push(Job::OpenProblem);
    }
    jobs.extend(end(state));
    jobs
}

pub(super) fn annulled(state: &State, by: &PersonId, reason: &TextRef, left: Option<&IncidentId>) -> Vec<Job> {
    let wording = incident_args(state, Wording::new("annulled"))
        .with("by", Arg::Person(by.clone()))
        .with("reason", Arg::Text(reason.clone()));
    let mut jobs = card(state);
    if has_room(state) {
        jobs.push(in_room(wording.clone()));
    }
    jobs.push(Job::DeskClose { wording: seal(state, wording) });
    jobs.extend(super::others::leaves(state, left));
    jobs.extend(end(state));
    jobs
}

/// The journal's head stands in desk and chat: a chain rewritten later does not fit it.
fn seal(state: &State, wording: Wording) -> Wording {
    Wording::new("with-head")
        .with("message", Arg::Message(Box::new(wording)))
        .with("number", Arg::Number(state.head.version as i64))
        .with("head", Arg::Word(state.head.hash.clone()))
}

/// Linked incidents end with this one, what nobody said to be the same goes its own way; the chat
/// becomes read-only.
fn end(state: &State) -> Vec<Job> {
    let ended = Command::ClosedWith {
        standing: state.head.standing.clone(),
        decided: state.head.decided.clone(),
        by: state.head.decided_by.clone(),
        problem: state.head.problem.clone(),
        restored: state.restored_at(),
    };
    let mut jobs = tell_all(state.neighbours.linked.keys().cloned().collect(), ended);
    let said_by = state.head.id.clone();
    let separate = Command::StandBy { standing: OtherStanding::Separate, said_by, desk: None };
    jobs.extend(tell_all(state.neighbours.duplicates.keys().cloned().collect(), separate));
    jobs.extend(state.head.room.clone().map(|room| Job::Archive { room }));
    jobs
}
