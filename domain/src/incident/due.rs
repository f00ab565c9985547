//! Timers: derived from the state, so that a correction moves them by itself.

use super::budget::open_shares;
use super::contractor::{ContractorTimer, timers};
use super::prompt::Prompt;
use super::state::State;
use crate::ids::PromptId;
use crate::procedure::Kind;
use crate::time::{At, Length};

/// A timer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Timer {
    /// Nobody accepted: call the next.
    Escalate(PromptId),
    /// Nobody accepted yet: call the same one by the next way.
    CallOut(PromptId),
    /// Nobody answered: ask again.
    Remind(PromptId),
    /// The rhythm asks for the next word.
    NextWord,
    /// News waits for the next gathered post.
    Notices,
    /// Something of a problem is due: its fix, the end of its watch, a committee's decision.
    Problem,
    /// A share of a budget is spent.
    Budget(Option<crate::ids::StageId>, i64),
    /// A contractor's report is owed, or nobody has looked at it.
    Contractor(ContractorTimer),
}

/// A prompt is asked again at most so often; with the last time the shift head is told.
pub(super) const REMINDERS: u32 = 6;

/// Every timer that is set, with its moment.
pub fn due(state: &State) -> Vec<(At, Timer)> {
    let of_problem = super::problem::due(state).into_iter().map(|at| (at, Timer::Problem));
    // What a contractor owes goes on after the chat is over.
    let of_contractors = timers(state).into_iter().map(|(at, timer)| (at, Timer::Contractor(timer)));
    let mut timers: Vec<(At, Timer)> = of_problem.chain(of_contractors).collect();
    if !state.is_open() {
        return timers;
    }
    timers.extend(state.steps.open.values().filter_map(|prompt| prompt_timer(state, prompt)));
    timers.extend(state.steps.open.values().filter_map(|prompt| super::callout::timer(state, prompt)));
    timers.extend(next_word(state).map(|at| (at, Timer::NextWord)));
    timers.extend(notices(state).map(|at| (at, Timer::Notices)));
    timers.extend(open_shares(state).into_iter().map(|share| (share.at, Timer::Budget(share.stage, share.percent))));
    timers
}

/// The earliest timer.
pub fn next_due(state: &State) -> Option<At> {
    due(state).into_iter().map(|(at, _)| at).min()
}

fn prompt_timer(state: &State, prompt: &Prompt) -> Option<(At, Timer)> {
    let terms = &state.steps.terms;
    match prompt.kind {
        Kind::Accept => {
            let level = state.steps.escalated.get(&prompt.id).copied().unwrap_or(0);
            let chain = state.people.chains.get(&prompt.role).map_or(0, Vec::len) as u32;
            // One more than the chain: the last call goes to the shift head.
            let at = prompt.asked_at.plus(Length(terms.accept.0.saturating_mul(i64::from(level) + 1)));
            (level <= chain).then(|| (at, Timer::Escalate(prompt.id.clone())))
        }
        Kind::Restored => None,
        _ if prompt.reminders >= REMINDERS => None,
        _ => {
            // Each silence is waited out twice as long as the one before.
            let wait = Length(terms.remind.0 << prompt.reminders);
            let asked = prompt.reminded_at.unwrap_or(prompt.asked_at);
            // Nobody is asked whether it is fixed before it was promised.
            let promised = super::problem::fix_day(state).filter(|_| prompt.kind == Kind::Fixed);
            let at = promised.map_or(asked, |day| day.max(asked)).plus(wait);
            Some((at.max(gathered_from(state, prompt)), Timer::Remind(prompt.id.clone())))
        }
    }
}

/// The earliest moment for a gathered post where this prompt was asked.
pub(super) fn gathered_from(state: &State, prompt: &Prompt) -> At {
    let last = match &prompt.holder {
        Some(owner) if is_asked_directly(prompt) => state.steps.nudged.get(owner).copied(),
        _ => state.steps.nudged_room,
    };
    last.map_or(At(i64::MIN), |last| last.plus(state.steps.terms.gather))
}

/// By direct message; a service without an owner is asked in the room.
pub(super) fn is_asked_directly(prompt: &Prompt) -> bool {
    prompt.kind.is_asked_directly() && prompt.holder.is_some()
}

/// The earliest moment for a gathered post in the room; none before there is a room.
pub(super) fn room_from(state: &State) -> Option<At> {
    state.head.room.as_ref()?;
    Some(state.steps.nudged_room.map_or(At(i64::MIN), |last| last.plus(state.steps.terms.gather)))
}

fn notices(state: &State) -> Option<At> {
    room_from(state).filter(|_| !state.steps.unsaid.is_empty())
}

/// When the next word is due: as promised, until the failure is over.
pub(super) fn next_word(state: &State) -> Option<At> {
    if state.restored_at().is_some() || state.steps.open.values().any(|prompt| prompt.kind == Kind::Word) {
        return None;
    }
    let gathered = state.steps.nudged_room.map_or(At(i64::MIN), |last| last.plus(state.steps.terms.gather));
    state.next_word().map(|at| at.max(gathered))
}
