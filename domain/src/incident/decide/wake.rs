//! Time passed: whatever is due fires, once.

use super::super::advance::PORTION;
use super::super::callout;
use super::super::draft::{Draft, Reply};
use super::super::due::{REMINDERS, Timer, due, gathered_from, is_asked_directly};
use super::super::event::Event;
use super::super::prompt::Prompt;
use super::super::state::State;
use super::super::withdraw::is_over;
use super::contractor;
use crate::catalogue::Role;
use crate::ids::{PersonId, PromptId, StageId};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn wake(draft: &mut Draft) -> Reply {
    let now = draft.cx.now;
    let timers: Vec<Timer> =
        due(draft.state()).into_iter().filter(|(at, _)| *at <= now).map(|(_, timer)| timer).collect();
    let mut silent = Vec::new();
    let mut shares: BTreeMap<Option<StageId>, i64> = BTreeMap::new();
    for timer in timers {
        match timer {
            Timer::Escalate(prompt) => escalate(draft, &prompt),
            Timer::CallOut(prompt) => call_out(draft, &prompt),
            Timer::Remind(prompt) => silent.push(prompt),
            Timer::Budget(stage, percent) => {
                let largest = shares.entry(stage).or_default();
                *largest = percent.max(*largest);
            }
            // The word itself is asked by `advance`, as every prompt is.
            // News is told by `notices`, unless a reminder takes it along.
            Timer::NextWord | Timer::Notices | Timer::Problem => {}
            Timer::Contractor(timer) => contractor::due(draft, timer),
        }
    }
    crate::incident::problem::fired(draft);
    shares.into_iter().for_each(|(stage, percent)| spent(draft, stage, percent));
    remind(draft, &silent);
    Reply::recorded()
}

fn escalate(draft: &mut Draft, id: &PromptId) {
    let state = draft.state();
    let Some(prompt) = state.steps.open.get(id) else { return };
    let level = state.steps.escalated.get(id).copied().unwrap_or(0);
    let chain = state.people.chains.get(&prompt.role);
    // Who is no longer with the product is called by nobody.
    let here = |person: &&PersonId| draft.cx.in_force.people.contains_key(*person);
    let next = chain.and_then(|chain| chain.iter().skip(level as usize).find(here)).cloned();
    let to = next.or_else(|| state.people.holders.get(&Role::ShiftHead).cloned());
    let event = Event::Escalated { prompt: id.clone(), role: prompt.role, level: level + 1, to };
    draft.push(event);
}

/// One way at a time: a clock that was late does not ring twice at once, the next ring takes the next way.
fn call_out(draft: &mut Draft, id: &PromptId) {
    let state = draft.state();
    // The next person was called in the same breath.
    let is_due = |prompt: &&Prompt| callout::timer(state, prompt).is_some_and(|(at, _)| at <= draft.cx.now);
    let Some(prompt) = state.steps.open.get(id).filter(is_due) else { return };
    let Some(person) = callout::called(state, prompt) else { return };
    let (role, rung) = (prompt.role, callout::rung(state, prompt));
    draft.push(Event::CalledOut { prompt: id.clone(), role, person, rung });
}

/// A share of a budget is announced once. A larger one that is spent already says it all.
fn spent(draft: &mut Draft, stage: Option<StageId>, percent: i64) {
    let to: Option<PersonId> = match percent {
        100 => {
            let holders = &draft.state().people.holders;
            holders.get(&Role::ShiftHead).or_else(|| holders.get(&Role::ProblemManager)).cloned()
        }
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

/// Everything silent that may be said now goes into one post for the room and one for each owner; owners who have to
/// wait are due still.
fn remind(draft: &mut Draft, silent: &[PromptId]) {
    let state = draft.state();
    let now = draft.cx.now;
    let said_now = |id: &&PromptId| state.steps.open.get(*id).is_some_and(|prompt| gathered_from(state, prompt) <= now);
    let in_room = |id: &&PromptId| state.steps.open.get(*id).is_some_and(|prompt| !is_asked_directly(prompt));
    let room: Vec<PromptId> = silent.iter().filter(said_now).filter(in_room).cloned().collect();
    let direct = silent.iter().filter(said_now).filter(|id| !in_room(id) && !is_over(draft, id));
    let direct: Vec<&PromptId> = direct.collect();
    let owners = of_first_owners(state, &direct);
    let more = owners.len() < direct.len();
    let given_up = last_reminded(draft, room.iter().chain(&owners));
    if more {
        draft.goes_on();
    }
    if !room.is_empty() {
        let notices = draft.state().steps.unsaid.clone();
        draft.push(Event::Reminded { prompts: room, room: true, notices });
    }
    if !owners.is_empty() {
        draft.push(Event::Reminded { prompts: owners, room: false, notices: Vec::new() });
    }
    let head = draft.state().people.holders.get(&Role::ShiftHead).cloned();
    for (prompt, role) in given_up {
        draft.push(Event::Escalated { prompt, role, level: 1, to: head.clone() });
    }
}

/// Prompts of as many owners as one command writes to.
fn of_first_owners(state: &State, prompts: &[&PromptId]) -> Vec<PromptId> {
    let mut owners: BTreeSet<&PersonId> = BTreeSet::new();
    let mut some = Vec::new();
    for id in prompts {
        let Some(owner) = state.steps.open.get(*id).and_then(|prompt| prompt.holder.as_ref()) else { continue };
        if owners.contains(owner) || owners.len() < PORTION {
            owners.insert(owner);
            some.push((*id).clone());
        }
    }
    some
}

/// Prompts nobody will be reminded of again, one for each role: the shift head has to see to them, and is called once
/// for however many owners are silent.
fn last_reminded<'p>(draft: &Draft, prompts: impl Iterator<Item = &'p PromptId>) -> Vec<(PromptId, Role)> {
    let open = &draft.state().steps.open;
    let last = prompts.filter_map(|id| open.get(id)).filter(|prompt| prompt.reminders + 1 == REMINDERS);
    let mut roles = BTreeSet::new();
    last.filter(|prompt| roles.insert(prompt.role)).map(|prompt| (prompt.id.clone(), prompt.role)).collect()
}
