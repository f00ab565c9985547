//! The fix and the watch after it: timers derived from what was stated.

use super::record::CommitteeDecision;
use crate::ids::PersonId;
use crate::incident::{Done, State, Value};
use crate::time::{At, Length};

/// When the fix was done, as stated.
pub fn fixed_at(state: &State) -> Option<At> {
    values(state).find_map(|value| if let Value::Fixed { at } = value { Some(*at) } else { None })
}

/// The moment before which the fix was promised.
pub fn fix_day(state: &State) -> Option<At> {
    values(state).find_map(|value| if let Value::Day { at } = value { Some(*at) } else { None })
}

/// Who was named for the fix.
pub(super) fn fixer(state: &State) -> Option<PersonId> {
    values(state).find_map(|value| if let Value::Person { person } = value { Some(person.clone()) } else { None })
}

/// The end of the watch that is on.
pub fn watched_until(state: &State) -> Option<At> {
    let record = state.head.as_problem.as_ref()?;
    let on = record.watched_at.is_none() && state.is_open() && state.steps.terms.watch > Length(0);
    fixed_at(state).filter(|_| on).map(|at| at.plus(state.steps.terms.watch))
}

/// The moment at which it will be said that the fix is overdue.
pub(super) fn fix_overdue_at(state: &State) -> Option<At> {
    let record = state.head.as_problem.as_ref().filter(|record| record.overdue_since.is_none())?;
    fix_day(state).filter(|_| fixed_at(state).is_none() && record.exit.is_none())
}

/// Decisions of committees that wait to be said to be overdue, by place.
pub(super) fn decisions_due(state: &State) -> Vec<(At, usize)> {
    let decisions = state.head.as_problem.as_ref().map(|record| record.decisions.as_slice()).unwrap_or_default();
    let waits = |decision: &CommitteeDecision| decision.done_at.is_none() && decision.chased_at.is_none();
    decisions.iter().enumerate().filter(|(_, one)| waits(one)).map(|(place, one)| (one.due, place)).collect()
}

/// Since when a problem is overdue: a day promised that passed, or a stage that took longer than allowed.
pub fn overdue(state: &State, now: At) -> Option<At> {
    if !state.is_open() {
        return None;
    }
    let promised = fix_day(state).filter(|day| *day <= now && fixed_at(state).is_none());
    let stage = crate::incident::stage_spans(state).pop().filter(|span| span.ended.is_none());
    let spent = stage.and_then(|span| Some(counted_from(state, span.began).plus(span.budget?))).filter(|at| *at <= now);
    let decided = state.head.as_problem.iter().flat_map(|record| &record.decisions);
    let decision = decided.filter(|one| one.done_at.is_none() && one.due <= now).map(|one| one.due).min();
    promised.into_iter().chain(spent).chain(decision).min()
}

/// What came back has its times anew.
pub(in super::super) fn counted_from(state: &State, began: At) -> At {
    let returned = state.head.as_problem.as_ref().and_then(|record| record.returned_at);
    returned.map_or(began, |at| at.max(began))
}

/// The next timers of a problem; what a committee decided outlives it.
pub(in super::super) fn due(state: &State) -> Vec<At> {
    let decisions = decisions_due(state).into_iter().map(|(at, _)| at);
    let own = fix_overdue_at(state).into_iter().chain(watched_until(state));
    decisions.chain(own.filter(|_| state.is_open())).collect()
}

fn values(state: &State) -> impl Iterator<Item = &Value> {
    state.steps.done.values().filter_map(|done| match done {
        Done::Answered(answer) => Some(&answer.value),
        Done::Waived(_) => None,
    })
}
