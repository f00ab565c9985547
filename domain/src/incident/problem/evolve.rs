//! From one event of a problem to the next state.

use super::event::ProblemEvent;
use super::record::{CommitteeDecision, ProblemRecord};
use crate::incident::{Standing, State, Value};
use crate::procedure::Kind;
use crate::time::At;
use std::collections::BTreeSet;

/// Applies one event recorded at `now`; `undo` takes answers back by their instances.
pub(in super::super) fn evolve(
    state: &mut State,
    event: &ProblemEvent,
    now: At,
    undo: fn(&mut State, &BTreeSet<String>),
) {
    match event {
        ProblemEvent::Like { problems } => state.neighbours.known.clone_from(problems),
        ProblemEvent::Returned { undone, .. } => returned(state, undone, now, undo),
        ProblemEvent::Reopened { undone, .. } | ProblemEvent::ReopenedInDesk { undone } => {
            state.head.standing = Standing::Open;
            state.head.closed_at = None;
            returned(state, undone, now, undo);
        }
        ProblemEvent::FixerNamed { person } => {
            state.people.members.entry(person.clone()).or_default();
            let asked = state.steps.open.values_mut().filter(|prompt| prompt.kind == Kind::Fixed);
            asked.for_each(|prompt| prompt.holder = Some(person.clone()));
            with(state, |record| record.fixer = Some(person.clone()));
        }
        ProblemEvent::Attached { incidents } => {
            with(state, |record| record.incidents.extend(incidents.clone()));
        }
        ProblemEvent::FixOverdue { day, .. } => with(state, |record| record.overdue_since = Some(*day)),
        ProblemEvent::Watched { at } => with(state, |record| record.watched_at = Some(*at)),
        ProblemEvent::Exited { exit, .. } => with(state, |record| record.exit = Some(*exit)),
        ProblemEvent::CommitteeDecided { committee, words, owner, due, .. } => {
            let decision = CommitteeDecision {
                committee: committee.clone(),
                words: words.clone(),
                owner: owner.clone(),
                due: *due,
                at: now,
                chased_at: None,
                done_at: None,
            };
            with(state, |record| record.decisions.push(decision));
        }
        ProblemEvent::DecisionOverdue { place, .. } => decision(state, *place, |one| one.chased_at = Some(now)),
        ProblemEvent::DecisionDone { place, .. } => decision(state, *place, |one| one.done_at = Some(now)),
    }
}

/// Another day was promised: it may pass too, and is said then.
pub(in super::super) fn corrected(state: &mut State, new: &Value) {
    if let Value::Day { .. } = new {
        with(state, |record| record.overdue_since = None);
    }
}

fn returned(state: &mut State, undone: &BTreeSet<String>, now: At, undo: fn(&mut State, &BTreeSet<String>)) {
    undo(state, undone);
    // What was spent on the way here is no news the second time; what is spent from here on is.
    state.steps.spent.clear();
    with(state, |record| {
        record.returns += 1;
        record.returned_at = Some(now);
        record.fixer = None;
        record.overdue_since = None;
        record.watched_at = None;
        record.exit = None;
    });
}

fn with(state: &mut State, change: impl FnOnce(&mut ProblemRecord)) {
    if let Some(record) = &mut state.head.as_problem {
        change(record);
    }
}

fn decision(state: &mut State, place: usize, change: impl FnOnce(&mut CommitteeDecision)) {
    with(state, |record| {
        if let Some(one) = record.decisions.get_mut(place) {
            change(one);
        }
    });
}
