//! Facts an answer makes beyond itself: intervals, scope, suspicion, the decision.

use super::super::advance::lost_functions;
use super::super::draft::Draft;
use super::super::event::{Event, OtherStanding};
use super::super::leaving::has_verified;
use super::super::prompt::instance;
use super::super::state::NeighbourState;
use super::super::value::{Decided, Value};
use super::asked::Asked;
use super::contractor;
use crate::answer::Verdict;
use crate::catalogue::{Direction, MOST_RELATED};
use crate::ids::{FunctionId, PersonId, ServiceId};
use crate::procedure::Kind;
use crate::time::At;
use std::collections::BTreeSet;

/// Facts beyond the answer itself.
pub(super) fn facts_of(draft: &mut Draft, asked: &Asked, person: &PersonId, value: &Value) {
    match value {
        Value::Began { at } if *at != draft.state().head.began => draft.began(*at),
        Value::Restored { at, .. } => {
            let functions = still_down(draft);
            draft.push(Event::OutageRestored { functions, at: *at, corrected: false });
        }
        Value::Scope { scope } if *scope != draft.state().head.scope => {
            draft.push(Event::ScopeStated { scope: scope.clone(), by: Some(person.clone()) });
        }
        Value::Fault { service: Some(service), .. } => suspect(draft, service),
        Value::Verdict { verdict: Verdict::DoesNotWork, .. } if asked.step.kind == Kind::Works => {
            let anew = failed_anew(draft, value);
            verification_failed(draft, asked, anew);
        }
        Value::Choice { choice } if asked.step.kind == Kind::Decision => decide_as(draft, person, choice),
        Value::Choice { choice } if asked.step.kind == Kind::Problem && draft.state().head.as_problem.is_none() => {
            let decided = Decided::KnownProblem { problem: Some(choice.as_str().into()) };
            draft.push(Event::Decided { decided, by: person.clone() });
        }
        Value::Other { incident, together } => {
            let standing = match (asked.step.kind, together) {
                (Kind::Duplicate, true) => OtherStanding::Merged,
                (Kind::Duplicate, false) | (_, true) => OtherStanding::Kept,
                (_, false) => OtherStanding::Separate,
            };
            draft.push(Event::OtherAnswered { incident: incident.clone(), standing });
        }
        Value::Person { person } => crate::incident::problem::named(draft, person),
        Value::Text { text } if contractor::is_done(&asked.step) => contractor::handed_back(draft, person, text),
        Value::Text { text } if asked.step.kind == Kind::Provided => {
            contractor::met(draft, person, asked.subject.as_deref().unwrap_or_default(), text);
        }
        Value::Choice { choice } if asked.step.kind == Kind::HandBack => {
            contractor::hand_back_answered(draft, person, asked.subject.as_deref().unwrap_or_default(), choice);
        }
        Value::Accepted
        | Value::Day { .. }
        | Value::Fixed { .. }
        | Value::Began { .. }
        | Value::Choice { .. }
        | Value::Text { .. }
        | Value::Scope { .. }
        | Value::Fault { .. }
        | Value::Word { .. }
        | Value::Verdict { .. } => {}
    }
}

pub(super) fn suspect(draft: &mut Draft, service: &ServiceId) {
    let related = &draft.state().neighbours.related;
    let asked = related.values().filter(|one| one.asked).count();
    let waits = |one: &NeighbourState| one.direction == Direction::Supplier && !one.asked;
    if related.get(service).is_some_and(waits) && asked < MOST_RELATED as usize {
        draft.push(Event::NeighbourSuspected { service: service.clone() });
    }
}

fn decide_as(draft: &mut Draft, person: &PersonId, choice: &str) {
    if choice == "known_problem" {
        crate::incident::problem::like_when_decided(draft);
    }
    let decided = match choice {
        "no_problem" => Decided::NoProblem,
        "known_problem" => Decided::KnownProblem { problem: None },
        _ => Decided::NewProblem,
    };
    draft.push(Event::Decided { decided, by: person.clone() });
}

/// When it failed anew, if it had been verified by then. While it is being verified, and of a time before
/// it was said to work again, "restored" was wrong.
fn failed_anew(draft: &Draft, value: &Value) -> Option<At> {
    let Value::Verdict { since, .. } = value else { return None };
    let restored = draft.state().restored_at().filter(|_| has_verified(draft.state(), draft.cx.procedure))?;
    Some(since.unwrap_or(draft.cx.now).min(draft.cx.now)).filter(|at| *at > restored)
}

/// "Restored" was a claim and it did not hold: the interval never ended. Or it held, and the function
/// failed `anew`: another interval begins.
pub(super) fn verification_failed(draft: &mut Draft, asked: &Asked, anew: Option<At>) {
    let Some((service, function)) = asked.subject.as_deref().and_then(|subject| subject.split_once(':')) else {
        return;
    };
    let service = ServiceId::from(service);
    // A linked incident's function is asked about again; its interval is its own incident's.
    let own = service == draft.state().head.service;
    let mut undone = if own { after_restoration(draft) } else { BTreeSet::from([asked.instance()]) };
    if own && anew.is_some() {
        undone.extend(contractor::handed_over_by(draft));
    }
    draft.push(Event::OutageReopened { service, function: FunctionId::from(function), undone, anew });
}

/// Everything that was asked or answered because of the restoration.
pub(super) fn after_restoration(draft: &Draft) -> BTreeSet<String> {
    let procedure = draft.cx.procedure;
    let state = draft.state();
    let mut undone = BTreeSet::new();
    for step in &procedure.steps {
        match step.kind {
            Kind::Restored => {
                let parts = format!("{}.", step.id);
                undone.extend(state.steps.done.keys().filter(|name| name.starts_with(&parts)).cloned());
                undone.insert(step.id.to_string());
            }
            Kind::Works => {
                undone.extend(lost_functions(state).into_iter().map(|subject| instance(&step.id, Some(&subject))))
            }
            Kind::Recovered => {
                undone
                    .extend(state.neighbours.related.keys().map(|service| instance(&step.id, Some(service.as_str()))));
            }
            _ => {}
        }
    }
    undone
}

/// The incident ends and with it whatever still lasted, at the latest then: no interval outlives it.
pub(super) fn over(draft: &mut Draft, at: At) {
    let functions = still_down(draft);
    if !functions.is_empty() {
        draft.push(Event::OutageRestored { functions, at: at.max(draft.state().head.began), corrected: false });
    }
}

/// Functions that have not been restored.
pub(super) fn still_down(draft: &Draft) -> BTreeSet<FunctionId> {
    let down = draft.state().head.outages.iter().filter(|outage| outage.restored.is_none());
    down.map(|outage| outage.function.clone()).collect()
}
