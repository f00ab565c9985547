//! Nobody answers in the chat: the same person is called by the product's other ways, one after another,
//! before the next person is.
//!
//! The time to accept is parted evenly: with two ways and fifteen minutes the one on duty is called after
//! five and after ten, and after fifteen the next of the chain. Whoever is called from home, by escalation
//! or because nobody was on duty, is called by the first way at once.

use super::due::Timer;
use super::prompt::Prompt;
use super::state::State;
use crate::catalogue::Role;
use crate::ids::PersonId;
use crate::procedure::Kind;
use crate::time::{At, Length};

/// When the one who is asked to accept is called the next way, if there is another.
pub(super) fn timer(state: &State, prompt: &Prompt) -> Option<(At, Timer)> {
    let ways = state.steps.terms.call_outs;
    let (level, rung) = (level(state, prompt), rung(state, prompt));
    if prompt.kind != Kind::Accept || rung >= ways || called(state, prompt).is_none() {
        return None;
    }
    let accept = state.steps.terms.accept.0;
    let began = prompt.asked_at.plus(Length(accept.saturating_mul(i64::from(level))));
    // The first way was taken at once, or waits for its part of the time like the others.
    let parts = i64::from(rung) + i64::from(!at_once(state, prompt));
    let at = began.plus(Length(accept.saturating_mul(parts) / (i64::from(ways) + 1)));
    Some((at, Timer::CallOut(prompt.id.clone())))
}

/// Which way is taken next, from 0.
pub(super) fn rung(state: &State, prompt: &Prompt) -> u32 {
    let taken = state.steps.rungs.get(&prompt.id).copied();
    taken.unwrap_or_else(|| u32::from(at_once(state, prompt)))
}

/// Who is called now: the one on duty, the chain one after another, at last the shift head.
pub(super) fn called(state: &State, prompt: &Prompt) -> Option<PersonId> {
    let Some(place) = level(state, prompt).checked_sub(1) else { return prompt.holder.clone() };
    let chain = state.people.chains.get(&prompt.role);
    let next = chain.and_then(|chain| chain.get(place as usize)).cloned();
    next.or_else(|| state.people.holders.get(&Role::ShiftHead).cloned())
}

fn level(state: &State, prompt: &Prompt) -> u32 {
    state.steps.escalated.get(&prompt.id).copied().unwrap_or(0)
}

/// Called from home: not expected to look at the chat.
fn at_once(state: &State, prompt: &Prompt) -> bool {
    level(state, prompt) > 0 || state.people.fallback.contains(&prompt.role)
}
