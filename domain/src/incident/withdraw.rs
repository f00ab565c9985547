//! Prompts that no longer have a point are taken back.

use super::advance::{portion, subjects, wanted};
use super::borders::applies;
use super::draft::Draft;
use super::event::Event;
use super::prompt::Prompt;
use crate::catalogue::Role;
use crate::ids::{PersonId, PromptId};
use crate::procedure::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// Prompts that no longer have a point, or have to make room: one role is asked one thing at a
/// time, and what the current stage needs comes before what an earlier one still owes.
pub(super) fn withdraw(draft: &mut Draft) {
    let now_wanted = wanted_now(draft);
    let open = draft.state().steps.open.values();
    let gone = open.filter(|prompt| is_pointless(draft, &now_wanted, prompt));
    let (direct, room): (Vec<&Prompt>, Vec<&Prompt>) = gone.partition(|prompt| prompt.kind.is_asked_directly());
    let most = portion(draft);
    let more = direct.len() > most;
    let asked_directly = |prompt: &Prompt| prompt.holder.clone().filter(|_| prompt.kind.is_asked_directly());
    let some = room.into_iter().chain(direct.into_iter().take(most));
    let prompts: BTreeMap<PromptId, Option<PersonId>> =
        some.map(|prompt| (prompt.id.clone(), asked_directly(prompt))).collect();
    if more {
        draft.goes_on();
    }
    if !prompts.is_empty() {
        draft.push(Event::PromptsWithdrawn { prompts });
    }
}

/// A question somebody is asked directly that has lost its point, and is about to be taken back: nobody is chased for it.
pub(super) fn is_over(draft: &Draft, prompt: &PromptId) -> bool {
    let prompt = draft.state().steps.open.get(prompt);
    prompt.is_some_and(|prompt| prompt.kind.is_asked_directly() && lost_its_subject(draft, prompt))
}

/// Roles the current stage has something to ask.
fn wanted_now(draft: &Draft) -> BTreeSet<Role> {
    let stage = &draft.state().head.stage;
    wanted(draft).into_iter().filter(|(step, _)| step.stage == *stage).map(|(step, _)| step.role).collect()
}

fn is_pointless(draft: &Draft, now_wanted: &BTreeSet<Role>, prompt: &Prompt) -> bool {
    let (state, procedure) = (draft.state(), draft.cx.procedure);
    match prompt.kind {
        Kind::Word | Kind::Restored => state.restored_at().is_some(),
        Kind::Impact
        | Kind::Works
        | Kind::Recovered
        | Kind::Duplicate
        | Kind::Linked
        | Kind::Provided
        | Kind::HandBack
        | Kind::OnContractor => lost_its_subject(draft, prompt),
        _ => {
            let applies = procedure.step(&prompt.step).is_none_or(|step| applies(state, step));
            !applies || (prompt.stage != state.head.stage && now_wanted.contains(&prompt.role))
        }
    }
}

fn lost_its_subject(draft: &Draft, prompt: &Prompt) -> bool {
    let step = draft.cx.procedure.step(&prompt.step);
    step.is_some_and(|step| !subjects(draft.state(), step).contains(&prompt.subject))
}
