//! Other incidents: told about each other, merged, kept, separated.

use super::super::command::Command;
use super::super::event::OtherStanding;
use super::super::job::Job;
use super::super::state::{Standing, State};
use super::super::value::Value;
use super::super::wording::{Arg, Wording};
use super::{has_room, in_room, incident_args, tell};
use crate::answer::Verdict;
use crate::ids::{FunctionId, IncidentId};
use crate::time::At;
use std::collections::BTreeSet;

/// A record that is not led by itself tells the incident it belongs to.
pub(super) fn registered(state: &State) -> Vec<Job> {
    match &state.head.standing {
        Standing::DuplicateOffered { of } => {
            let (incident, desk) = (state.head.id.clone(), state.head.desk.clone());
            vec![tell(of, Command::DuplicateOffered { incident, desk })]
        }
        Standing::Linked { to } => vec![joins(state, to)],
        Standing::RecordedOnly => {
            vec![Job::DeskComment { wording: incident_args(state, Wording::new("desk-recorded-only")) }]
        }
        Standing::Open | Standing::Merged { .. } | Standing::Closed | Standing::Annulled => Vec::new(),
    }
}

fn joins(state: &State, to: &IncidentId) -> Job {
    let head = &state.head;
    let command = Command::NeighbourLinked {
        incident: head.id.clone(),
        desk: head.desk.clone(),
        service: head.service.clone(),
        functions: head.functions.clone(),
    };
    tell(to, command)
}

pub(super) fn linked(state: &State, incident: &IncidentId) -> Vec<Job> {
    let Some(linked) = state.neighbours.linked.get(incident) else { return Vec::new() };
    let functions = linked.functions.iter().map(|function| Arg::Function(linked.service.clone(), function.clone()));
    let wording = Wording::new("neighbour-linked")
        .with("desk", Arg::Desk(linked.desk.clone()))
        .with("service", Arg::Service(linked.service.clone()))
        .with("functions", Arg::List(functions.collect()));
    if has_room(state) { vec![in_room(wording), Job::Card] } else { Vec::new() }
}

pub(super) fn answered(state: &State, incident: &IncidentId, standing: OtherStanding) -> Vec<Job> {
    // A linked incident that is kept already is what it is.
    if standing == OtherStanding::Kept && state.neighbours.linked.contains_key(incident) {
        return Vec::new();
    }
    vec![tell(incident, Command::StandBy { standing, said_by: state.head.id.clone() })]
}

pub(super) fn standing_changed(state: &State, standing: &Standing) -> Vec<Job> {
    match standing {
        Standing::Merged { .. } => {
            vec![Job::DeskClose { wording: incident_args(state, Wording::new("desk-merged")) }]
        }
        Standing::Linked { to } => vec![joins(state, to)],
        Standing::Closed | Standing::Annulled => {
            vec![Job::DeskClose { wording: incident_args(state, Wording::new("desk-closed-with-parent")) }]
        }
        Standing::Open | Standing::RecordedOnly | Standing::DuplicateOffered { .. } => Vec::new(),
    }
}

/// First line confirmed a function of a linked incident: its interval ends, if it had been reopened.
pub(super) fn after_answer(state: &State, instance: &str, stated_at: At, value: &Value) -> Vec<Job> {
    let Value::Verdict { verdict: Verdict::Works, .. } = value else { return Vec::new() };
    let subject = instance.split_once('.').and_then(|(_, subject)| subject.split_once(':'));
    let Some((service, function)) = subject else { return Vec::new() };
    let linked = state.neighbours.linked.iter().filter(|(_, linked)| linked.service.as_str() == service);
    let functions = BTreeSet::from([FunctionId::from(function)]);
    linked
        .map(|(incident, _)| tell(incident, Command::RestoredWith { functions: functions.clone(), at: stated_at }))
        .collect()
}
