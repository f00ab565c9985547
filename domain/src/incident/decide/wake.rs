//! Time passed: whatever is due fires, once.

use super::super::draft::{Draft, Reply};
use super::super::due::{Timer, due, gathered_from};
use super::super::event::Event;
use crate::catalogue::Role;
use crate::ids::{PersonId, PromptId, StageId};

pub(super) fn wake(draft: &mut Draft) -> Reply {
    let now = draft.cx.now;
    let timers: Vec<Timer> =
        due(draft.state()).into_iter().filter(|(at, _)| *at <= now).map(|(_, timer)| timer).collect();
    let mut silent = Vec::new();
    for timer in timers {
        match timer {
            Timer::Escalate(prompt) => escalate(draft, &prompt),
            Timer::Remind(prompt) => silent.push(prompt),
            Timer::Budget(stage, percent) => spent(draft, stage, percent),
            // The word itself is asked by `advance`, as every prompt is.
            Timer::NextWord => {}
        }
    }
    remind(draft, &silent);
    Reply::recorded()
}

fn escalate(draft: &mut Draft, id: &PromptId) {
    let state = draft.state();
    let Some(prompt) = state.steps.open.get(id) else { return };
    let level = state.steps.escalated.get(id).copied().unwrap_or(0);
    let chain = state.people.chains.get(&prompt.role);
    let next = chain.and_then(|chain| chain.get(level as usize)).cloned();
    let to = next.or_else(|| state.people.holders.get(&Role::ShiftHead).cloned());
    let event = Event::Escalated { prompt: id.clone(), role: prompt.role, level: level + 1, to };
    draft.push(event);
}

/// A share of a budget is announced once. A larger one that is spent already says it all.
fn spent(draft: &mut Draft, stage: Option<StageId>, percent: i64) {
    let to: Option<PersonId> = match percent {
        100 => draft.state().people.holders.get(&Role::ShiftHead).cloned(),
        200 => manager(draft),
        _ => None,
    };
    draft.push(Event::BudgetSpent { stage, percent, to });
}

/// Beyond twice the budget the process manager hears of it.
fn manager(draft: &Draft) -> Option<PersonId> {
    let people = draft.cx.catalogue.people.values();
    people.into_iter().find(|person| person.roles.contains(&Role::ProcessManager)).map(|person| person.id.clone())
}

/// Everything silent that may be said now goes into one post for the room and one for each owner.
fn remind(draft: &mut Draft, silent: &[PromptId]) {
    let state = draft.state();
    let now = draft.cx.now;
    let said_now = |id: &&PromptId| state.steps.open.get(*id).is_some_and(|prompt| gathered_from(state, prompt) <= now);
    let in_room = |id: &&PromptId| state.steps.open.get(*id).is_some_and(|prompt| prompt.role != Role::ServiceOwner);
    let room: Vec<PromptId> = silent.iter().filter(said_now).filter(in_room).cloned().collect();
    let owners: Vec<PromptId> = silent.iter().filter(said_now).filter(|id| !in_room(id)).cloned().collect();
    if !room.is_empty() {
        draft.push(Event::Reminded { prompts: room, room: true });
    }
    if !owners.is_empty() {
        draft.push(Event::Reminded { prompts: owners, room: false });
    }
}
