//! Other incidents: told about each other, merged, kept, separated.

use super::super::command::Command;
use super::super::event::{Event, OtherStanding};
use super::super::job::Job;
use super::super::state::{Standing, State};
use super::super::value::Value;
use super::super::wording::{Arg, Wording};
use super::{has_room, in_room, incident_args, tell, tell_all};
use crate::answer::Verdict;
use crate::catalogue::Role;
use crate::ids::{DeskId, FunctionId, IncidentId, ServiceId};
use crate::time::At;
use std::collections::BTreeSet;

/// A record that is not led by itself tells the incident it belongs to.
pub(super) fn registered(state: &State) -> Vec<Job> {
    match &state.head.standing {
        Standing::DuplicateOffered { of } => vec![offers(state, of)],
        Standing::Linked { to } => vec![joins(state, to)],
        Standing::RecordedOnly => {
            vec![Job::DeskComment { wording: incident_args(state, Wording::new("desk-recorded-only")) }]
        }
        Standing::Open | Standing::Merged { .. } | Standing::Closed | Standing::Annulled => Vec::new(),
    }
}

fn offers(state: &State, of: &IncidentId) -> Job {
    let (incident, desk) = (state.head.id.clone(), state.head.desk.clone());
    tell(of, Command::DuplicateOffered { incident, desk })
}

pub(super) fn joins(state: &State, to: &IncidentId) -> Job {
    let head = &state.head;
    let command = Command::NeighbourLinked {
        incident: head.id.clone(),
        desk: head.desk.clone(),
        service: head.service.clone(),
        functions: head.functions.clone(),
    };
    tell(to, command)
}

/// News of another incident.
pub(super) fn notice(event: &Event) -> Option<Wording> {
    let lost = |key: &str, desk: &DeskId, service: &ServiceId, functions: &BTreeSet<FunctionId>| {
        let functions = functions.iter().map(|function| Arg::Function(service.clone(), function.clone()));
        Wording::new(key)
            .with("desk", Arg::Desk(desk.clone()))
            .with("service", Arg::Service(service.clone()))
            .with("functions", Arg::List(functions.collect()))
    };
    if let Event::NeighbourLinked { desk, service, functions, .. } = event {
        return Some(lost("neighbour-linked", desk, service, functions));
    }
    if let Event::NeighbourChanged { desk, service, functions, .. } = event {
        return Some(lost("neighbour-changed", desk, service, functions));
    }
    let Event::OtherLeft { desk, .. } = event else { return None };
    Some(Wording::new("other-left").with("desk", Arg::Desk(desk.clone())))
}

/// Service or functions changed: the incident whose chat this one shares verifies the new ones; one
/// that has the new service is asked whether this is the same failure.
pub(super) fn service_changed(state: &State, same_as: Option<&IncidentId>) -> Vec<Job> {
    let joins = match &state.head.standing {
        Standing::Linked { to } => Some(joins(state, to)),
        Standing::Open
        | Standing::RecordedOnly
        | Standing::DuplicateOffered { .. }
        | Standing::Merged { .. }
        | Standing::Closed
        | Standing::Annulled => None,
    };
    joins.into_iter().chain(same_as.map(|of| offers(state, of))).collect()
}

/// The incident this one belonged to is told that it does not any more.
pub(super) fn leaves(state: &State, left: Option<&IncidentId>) -> Option<Job> {
    left.map(|other| tell(other, Command::OtherLeft { incident: state.head.id.clone() }))
}

pub(super) fn answered(state: &State, incident: &IncidentId, standing: OtherStanding) -> Vec<Job> {
    // A linked incident that is kept already is what it is.
    if standing == OtherStanding::Kept && state.neighbours.linked.contains_key(incident) {
        return Vec::new();
    }
    vec![tell(
        incident,
        Command::StandBy { standing, said_by: state.head.id.clone(), desk: Some(state.head.desk.clone()) },
    )]
}

pub(super) fn standing_changed(
    state: &State,
    standing: &Standing,
    desk: Option<&DeskId>,
    left: Option<&IncidentId>,
) -> Vec<Job> {
    let mut jobs = match standing {
        Standing::Merged { into } => merged(state, into, desk),
        Standing::DuplicateOffered { of } => vec![offers(state, of)],
        Standing::Linked { to } => vec![joins(state, to)],
        Standing::Closed | Standing::Annulled => {
            vec![Job::DeskClose { wording: incident_args(state, Wording::new("desk-closed-with-parent")) }]
        }
        Standing::Open | Standing::RecordedOnly => Vec::new(),
    };
    jobs.extend(leaves(state, left));
    jobs
}

/// The records are linked and this one closed; if it was led in a chat by then, that ends, and what
/// shared it goes along.
fn merged(state: &State, into: &IncidentId, desk: Option<&DeskId>) -> Vec<Job> {
    let link = desk.map(|to| Job::DeskLink { to: to.clone() });
    let close = Job::DeskClose { wording: incident_args(state, Wording::new("desk-merged")) };
    let mut jobs: Vec<Job> = link.into_iter().chain([close]).collect();
    let neighbours = state.neighbours.linked.keys().chain(state.neighbours.duplicates.keys());
    let moved = Command::ChatMoved { from: state.head.id.clone(), to: into.clone() };
    jobs.extend(tell_all(neighbours.cloned().collect(), moved));
    if let Some(room) = &state.head.room {
        let other = desk.map_or_else(|| Arg::Word(into.to_string()), |desk| Arg::Desk(desk.clone()));
        jobs.push(Job::Card);
        jobs.push(in_room(Wording::new("merged").with("desk", other)));
        jobs.push(Job::Archive { room: room.clone() });
    }
    jobs
}

/// What an answer about a function or a neighbour means for other incidents.
pub(super) fn after_answer(state: &State, instance: &str, stated_at: At, value: &Value) -> Vec<Job> {
    let Value::Verdict { verdict, .. } = value else { return Vec::new() };
    let subject = instance.split_once('.').map_or("", |(_, subject)| subject);
    match (verdict, subject.split_once(':')) {
        (Verdict::Works, Some((service, function))) => confirmed(state, service, function, stated_at),
        (Verdict::DoesNotWork, None) => offered(state, &ServiceId::from(subject)),
        (Verdict::Works | Verdict::Degraded | Verdict::DoesNotWork, _) => Vec::new(),
    }
}

/// First line confirmed a function of a linked incident: its interval ends, if it had been reopened.
fn confirmed(state: &State, service: &str, function: &str, at: At) -> Vec<Job> {
    let linked = state.neighbours.linked.iter().filter(|(_, linked)| linked.service.as_str() == service);
    let functions = BTreeSet::from([FunctionId::from(function)]);
    let restored = Command::RestoredWith { functions, at };
    linked.map(|(incident, _)| tell(incident, restored.clone())).collect()
}

/// A neighbour does not work: its own failure is offered, unless it is led here already.
fn offered(state: &State, service: &ServiceId) -> Vec<Job> {
    let known = state.neighbours.linked.values().any(|linked| linked.service == *service);
    if known || !has_room(state) {
        return Vec::new();
    }
    let first_line = state.people.holders.get(&Role::FirstLine).cloned();
    let who = first_line.map_or(Arg::Role(Role::FirstLine), Arg::Person);
    vec![in_room(Wording::new("linked-offered").with("who", who).with("service", Arg::Service(service.clone())))]
}
