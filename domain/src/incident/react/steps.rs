//! Steps: posted, shown as answered, reminded of, waived, corrected; budgets spent.

use super::super::event::Event;
use super::super::job::{Job, Post, Slot, Target};
use super::super::prompt::Prompt;
use super::super::state::State;
use super::super::value::{TextRef, Value};
use super::super::wording::{Arg, Wording};
use super::{card, has_room, in_room, in_slot, incident_args, prompt_post, step_named, to_person, value_arg};
use crate::answer::Verdict;
use crate::catalogue::Role;
use crate::ids::{PersonId, PromptId, StageId, StepId};
use crate::procedure::Kind;
use std::collections::BTreeMap;

/// Posts the prompt; before the room exists, the opening posts will carry it.
pub(super) fn asked(state: &State, prompt: &Prompt) -> Vec<Job> {
    let post = prompt_post(state, prompt);
    if post.to == Target::Room && !has_room(state) {
        return Vec::new();
    }
    vec![Job::Post(Box::new(post))]
}

pub(super) fn answered(state: &State, event: &Event) -> Vec<Job> {
    let Event::Answered { prompt, instance, step, role, by, on_behalf_of, stated_at, value } = event else {
        return Vec::new();
    };
    let mut wording = Wording::new("prompt-answered")
        .with("step", answered_step(state, step, instance, value))
        .with("value", value_arg(step, value))
        .with("by", Arg::Person(by.clone()));
    if let Some(owner) = on_behalf_of {
        wording =
            Wording { key: "prompt-answered-for".to_owned(), ..wording.with("owner", Arg::Person(owner.clone())) };
    }
    let mut jobs = match prompt {
        Some(prompt) => vec![shown_as_answered(state, prompt, by, wording.clone())],
        None => Vec::new(),
    };
    if is_news(prompt.as_ref(), *role, value) && has_room(state) {
        jobs.push(in_room(wording));
    }
    if let Value::Fixed { .. } = value {
        jobs.extend(crate::incident::problem::watching(state));
    }
    jobs.extend(card(state));
    jobs.extend(super::others::after_answer(state, instance, *stated_at, value));
    jobs
}

/// The step with what it was asked about.
fn answered_step(state: &State, step: &StepId, instance: &str, value: &Value) -> Arg {
    let subject = instance.strip_prefix(step.as_str()).and_then(|rest| rest.strip_prefix('.'));
    let kind = match value {
        Value::Verdict { .. } if subject.is_some_and(|subject| subject.contains(':')) => Kind::Works,
        Value::Verdict { .. } => Kind::Impact,
        Value::Other { .. } => Kind::Linked,
        Value::Accepted
        | Value::Began { .. }
        | Value::Restored { .. }
        | Value::Choice { .. }
        | Value::Text { .. }
        | Value::Scope { .. }
        | Value::Fault { .. }
        | Value::Person { .. }
        | Value::Day { .. }
        | Value::Fixed { .. }
        | Value::Word { .. } => Kind::Text,
    };
    step_named(state, step, kind, subject)
}

/// The prompts' own messages lose their buttons, where they were posted.
pub(super) fn withdrawn(prompts: &BTreeMap<PromptId, Option<PersonId>>) -> Vec<Job> {
    let one = |(prompt, asked): (&PromptId, &Option<PersonId>)| {
        let to = asked.clone().map_or(Target::Room, Target::Person);
        let (wording, slot) = (Wording::new("prompt-withdrawn"), Some(Slot::Prompt(prompt.clone())));
        Job::Post(Box::new(Post { to, wording, slot, prompt: None }))
    };
    prompts.iter().map(one).collect()
}

/// The prompt's own message shows the answer in place of the buttons.
fn shown_as_answered(state: &State, prompt: &PromptId, by: &PersonId, wording: Wording) -> Job {
    let name = prompt.as_str().rsplit_once('.').map_or(prompt.as_str(), |(name, _)| name);
    let service = name.split_once('.').map(|(_, subject)| crate::ids::ServiceId::from(subject));
    let owner = service.and_then(|service| state.neighbours.related.get(&service)).and_then(|n| n.owner.clone());
    // Who has left the room was asked, and answered, by direct message.
    let owner = owner.or_else(|| super::people::has_left(state, by).then(|| by.clone()));
    let to = owner.map_or(Target::Room, Target::Person);
    Job::Post(Box::new(Post { to, wording, slot: Some(Slot::Prompt(prompt.clone())), prompt: None }))
}

/// Answers the room would not see otherwise: given without a prompt there, or by an owner who sees
/// trouble.
fn is_news(prompt: Option<&PromptId>, role: Role, value: &Value) -> bool {
    if let Value::Verdict { verdict, .. } = value {
        return role == Role::ServiceOwner && *verdict != Verdict::Works;
    }
    prompt.is_none()
}

pub(super) fn corrected(instance: &str, by: &PersonId, old: &Value, new: &Value, reason: &TextRef) -> Vec<Job> {
    let step = StepId::from(instance.split_once('.').map_or(instance, |(step, _)| step));
    let wording = Wording::new("corrected")
        .with("old", value_arg(&step, old))
        .with("new", value_arg(&step, new))
        .with("step", Arg::Step(step))
        .with("by", Arg::Person(by.clone()))
        .with("reason", Arg::Text(reason.clone()));
    vec![in_room(wording)]
}

pub(super) fn waived(state: &State, instance: &str, step: &StepId, by: &PersonId, reason: &TextRef) -> Vec<Job> {
    let wording = Wording::new("waived")
        .with("step", Arg::Step(step.clone()))
        .with("by", Arg::Person(by.clone()))
        .with("reason", Arg::Text(reason.clone()));
    let asked = state.steps.asked.get(instance).copied().unwrap_or(0);
    let mut jobs = vec![in_room(wording.clone())];
    if asked > 0 {
        let prompt = PromptId::new(format!("{instance}.{asked}"));
        jobs.push(in_slot(Slot::Prompt(prompt), wording));
    }
    jobs
}

/// Several pieces of news in one post; one alone is said as it is.
pub(super) fn gathered(notices: &[Wording]) -> Wording {
    match notices {
        [one] => one.clone(),
        several => {
            let list = several.iter().map(|notice| Arg::Message(Box::new(notice.clone()))).collect();
            Wording::new("gathered").with("notices", Arg::List(list))
        }
    }
}

/// One gathered post for the room, one for each owner of a related service.
pub(super) fn reminded(state: &State, prompts: &[PromptId], room: bool, notices: &[Wording]) -> Vec<Job> {
    let open: Vec<&Prompt> = prompts.iter().filter_map(|id| state.steps.open.get(id)).collect();
    if room {
        let list = open.into_iter().map(|prompt| owed(state, prompt)).collect();
        let reminder = Wording::new("reminder").with("owed", Arg::List(list));
        let all: Vec<Wording> = notices.iter().cloned().chain([reminder]).collect();
        return vec![in_room(gathered(&all))];
    }
    let mut by_owner: BTreeMap<&PersonId, Vec<Arg>> = BTreeMap::new();
    for prompt in open {
        if let Some(owner) = &prompt.holder {
            by_owner.entry(owner).or_default().push(step_named(
                state,
                &prompt.step,
                prompt.kind,
                prompt.subject.as_deref(),
            ));
        }
    }
    let one = |(owner, list): (&PersonId, Vec<Arg>)| {
        to_person(owner, incident_args(state, Wording::new("reminder-owner")).with("owed", Arg::List(list)))
    };
    by_owner.into_iter().map(one).collect()
}

fn owed(state: &State, prompt: &Prompt) -> Arg {
    let step = step_named(state, &prompt.step, prompt.kind, prompt.subject.as_deref());
    let who = prompt.holder.clone().map_or(Arg::Role(prompt.role), Arg::Person);
    Arg::Message(Box::new(Wording::new("missing-step").with("step", step).with("who", who)))
}

/// At half only the card shows it; at the whole and at twice the chat is told and somebody called.
pub(super) fn budget_spent(state: &State, stage: Option<&StageId>, percent: i64, to: Option<&PersonId>) -> Vec<Job> {
    let mut jobs = card(state);
    if percent < 100 {
        return jobs;
    }
    let key = |stage_key: &str, incident_key: &str| {
        if stage.is_some() { stage_key.to_owned() } else { incident_key.to_owned() }
    };
    let filled = |key: String| {
        let wording = incident_args(state, Wording::new(&key)).with("percent", Arg::Number(percent));
        stage.map_or(wording.clone(), |stage| wording.with("stage", Arg::Stage(stage.clone())))
    };
    jobs.push(in_room(filled(key("budget-stage-spent", "budget-incident-spent"))));
    if let Some(person) = to {
        jobs.push(to_person(person, filled(key("budget-stage-escalated", "budget-incident-escalated"))));
    }
    jobs
}
