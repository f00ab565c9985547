//! Which step is meant, and whose it is to answer.

use super::super::advance::{missing, subjects};
use super::super::draft::{Draft, Refusal};
use super::super::prompt::{Prompt, instance};
use super::super::wording::{Arg, Wording};
use super::rights::{by_role, may, need, refuse};
use crate::catalogue::{Right, Role};
use crate::ids::{PersonId, ServiceId, StepId};
use crate::procedure::{Kind, Step};

/// A step with what it is asked about, and the prompt if it is asked now.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) step: Step,
    pub(super) subject: Option<String>,
    pub(super) prompt: Option<Prompt>,
}

impl Asked {
    pub(super) fn instance(&self) -> String {
        instance(&self.step.id, self.subject.as_deref())
    }
}

/// The step a person means by a word: its id, `id.subject`, or its name in either language.
pub(super) fn find_step(draft: &Draft, word: &str) -> Result<Asked, Refusal> {
    let folded = word.to_lowercase();
    let (head, subject) = word.split_once('.').map_or((word, None), |(step, subject)| (step, Some(subject.to_owned())));
    let by_id = draft.cx.procedure.step(&StepId::from(head));
    let by_name = || {
        let names = |step: &&Step| {
            let key = format!("step/{}", step.id);
            draft
                .cx
                .names
                .iter()
                .any(|(id, names)| *id == key && names.iter().any(|name| name.to_lowercase() == folded))
        };
        draft.cx.procedure.steps.iter().find(names)
    };
    let step = by_id
        .or_else(by_name)
        .ok_or_else(|| Refusal(Wording::new("refused-no-such-step-named").with("word", Arg::Word(word.to_owned()))))?;
    let subject = subject.map(|typed| as_asked(draft, step, typed));
    let name = instance(&step.id, subject.as_deref());
    let prompt = draft
        .state()
        .steps
        .open
        .values()
        .find(|prompt| prompt.instance() == name || (subject.is_none() && prompt.step == step.id));
    let subject = subject.or_else(|| prompt.and_then(|prompt| prompt.subject.clone()));
    let asked = Asked { step: step.clone(), subject, prompt: prompt.cloned() };
    is_asked_about(draft, &asked)?;
    Ok(asked)
}

/// What a step is asked about as it is spelled there: people type the number of a contract in small letters too.
fn as_asked(draft: &Draft, step: &Step, typed: String) -> String {
    let steps = &draft.state().steps;
    let asked = subjects(draft.state(), step).into_iter().flatten();
    let open = steps.open.values().filter(|prompt| prompt.step == step.id).filter_map(|prompt| prompt.subject.clone());
    let of_step = |instance: &String| instance.strip_prefix(step.id.as_str())?.strip_prefix('.').map(str::to_owned);
    let folded = typed.to_lowercase();
    let spelled = asked.chain(open).chain(steps.done.keys().filter_map(of_step));
    spelled.into_iter().find(|subject| subject.to_lowercase() == folded).unwrap_or(typed)
}

/// A step is about what it is asked about, or what was answered of it; nothing else is taken for it.
fn is_asked_about(draft: &Draft, asked: &Asked) -> Result<(), Refusal> {
    let state = draft.state();
    let kind = asked.step.kind;
    let about = subjects(state, &asked.step);
    let known = about.contains(&asked.subject)
        || state.steps.done.contains_key(&asked.instance())
        // Not asked yet, or no longer: whoever states it early says so of the whole step.
        || asked.subject.is_none() && !kind.is_about_several();
    if known {
        return Ok(());
    }
    if about.is_empty() && kind.is_about_several() {
        return Err(refuse("refused-not-asked-now"));
    }
    let named = about.iter().flatten();
    let list = named.map(|subject| Arg::Word(format!("{}.{subject}", asked.step.id))).collect();
    Err(Refusal(
        Wording::new("refused-which-subject")
            .with("step", Arg::Step(asked.step.id.clone()))
            .with("of", Arg::List(list)),
    ))
}

/// For whom the person answers: nobody else where the step is theirs.
pub(super) fn whose(draft: &Draft, person: &PersonId, asked: &Asked) -> Result<Option<PersonId>, Refusal> {
    let state = draft.state();
    let role = asked.step.role;
    let holder = match (&asked.prompt, &asked.subject) {
        (Some(prompt), _) => prompt.holder.clone(),
        (None, Some(subject)) => state
            .neighbours
            .related
            .get(&ServiceId::from(subject.as_str()))
            .map_or_else(|| state.people.holders.get(&role).cloned(), |neighbour| neighbour.owner.clone()),
        (None, None) => state.people.holders.get(&role).cloned(),
    };
    let own = holder.as_ref() == Some(person)
        || (asked.step.kind == Kind::Accept && role != Role::Contractor && by_role(draft, person, role))
        || (holder.is_none() && by_role(draft, person, role))
        || (role == Role::ServiceOwner && owns(draft, person, asked))
        // Whoever leads a problem may say for the one named that it is fixed.
        || (asked.step.kind == Kind::Fixed && state.people.holders.get(&role) == Some(person))
        || (asked.step.role == Role::ShiftHead && may(draft, person, Right::Closes));
    if own {
        return if may(draft, person, Right::Answers) { Ok(None) } else { Err(refuse("refused-not-known")) };
    }
    if may(draft, person, Right::Waives) {
        return Ok(holder);
    }
    let refusal = Wording::new("refused-not-yours").with("role", Arg::Role(role));
    let who = holder.map_or_else(|| Arg::Role(role), Arg::Person);
    Err(Refusal(refusal.with("who", who)))
}

/// Any owner of the service may answer for it, not only the one asked.
fn owns(draft: &Draft, person: &PersonId, asked: &Asked) -> bool {
    let service = asked.subject.as_deref().map(ServiceId::from);
    service.and_then(|id| draft.cx.catalogue.service(&id)).is_some_and(|service| service.owners.contains(person))
}

pub(super) fn may_decide(draft: &Draft, person: &PersonId) -> Result<(), Refusal> {
    need(draft, person, Right::Closes, "act-close")?;
    let missing = missing(draft.state(), draft.cx.procedure);
    if missing.is_empty() {
        return Ok(());
    }
    let list = crate::incident::react::missing_list(draft.state(), &missing);
    Err(Refusal(Wording::new("refused-steps-open").with("missing", Arg::List(list))))
}
