//! What follows from restricting: the chat hears from whom and why; what belongs to the incident is restricted too.

use super::super::command::Command;
use super::super::job::Job;
use super::super::state::State;
use super::super::value::TextRef;
use super::super::wording::{Arg, Wording};
use super::{has_room, in_room, tell, tell_all};
use crate::ids::{IncidentId, PersonId};

pub(super) fn follows(state: &State, restricted: bool, by: Option<&PersonId>, reason: Option<&TextRef>) -> Vec<Job> {
    let said = has_room(state).then(|| in_room(said(restricted, by, reason)));
    said.into_iter().chain(if restricted { passed_on(state, by) } else { Vec::new() }).collect()
}

/// Where the catalogue says so nobody has to be told why; the reason of another incident stays with it.
fn said(restricted: bool, by: Option<&PersonId>, reason: Option<&TextRef>) -> Wording {
    match (by, reason) {
        (None, _) => Wording::new("restricted-by-catalogue"),
        (Some(by), None) => Wording::new("restricted-with-incident").with("by", Arg::Person(by.clone())),
        (Some(by), Some(reason)) => {
            let wording = Wording::new(if restricted { "restricted-set" } else { "restricted-lifted" });
            wording.with("by", Arg::Person(by.clone())).with("reason", Arg::Text(reason.clone()))
        }
    }
}

/// The problem that begins with its words, and the records that share its chat or are perhaps the same failure.
fn passed_on(state: &State, by: Option<&PersonId>) -> Vec<Job> {
    let head = &state.head;
    let told = Command::RestrictedWith { incident: head.id.clone(), by: by.cloned() };
    let problem = head.problem.as_ref().map(|number| IncidentId::of_problem(&head.product, number));
    let problem = problem.map(|case| tell(&case, told.clone()));
    let others = state.neighbours.linked.keys().chain(state.neighbours.duplicates.keys()).cloned().collect();
    problem.into_iter().chain(tell_all(others, told)).collect()
}
