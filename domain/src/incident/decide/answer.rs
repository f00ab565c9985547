//! Recording an answer: whose it is, what it says, and the facts it makes.

use super::super::draft::{Draft, Outcome, Refusal, Reply};
use super::super::event::Event;
use super::super::prompt::instance;
use super::super::state::Done;
use super::super::value::{TextRef, Value};
use super::super::wording::{Arg, Wording};
use super::asked::{Asked, find_step, may_decide, whose};
use super::facts::{facts_of, still_down};
use super::rights::{by_role, need, need_open, refuse};
use crate::answer::{Verdict, YesNo, read_yes_no};
use crate::catalogue::{Right, Role};
use crate::ids::{FunctionId, PersonId, PromptId, StepId};
use crate::procedure::Kind;
use crate::step::{Ask, Reading, Said, read};
use crate::time::At;
use std::collections::BTreeSet;

/// An answer to a prompt, by button or reply.
pub(super) fn to_prompt(draft: &mut Draft, person: &PersonId, id: &PromptId, text: &str) -> Result<Reply, Refusal> {
    let Some(prompt) = draft.state().steps.open.get(id).cloned() else {
        return to_closed_prompt(draft, person, id, text);
    };
    let step = draft.cx.procedure.step(&prompt.step).cloned().ok_or_else(|| refuse("refused-no-such-step"))?;
    give(draft, person, &Asked { step, subject: prompt.subject.clone(), prompt: Some(prompt) }, text)
}

/// A prompt that is no longer open: said again is already so, said otherwise is a correction.
fn to_closed_prompt(draft: &mut Draft, person: &PersonId, id: &PromptId, text: &str) -> Result<Reply, Refusal> {
    let name = id.as_str().rsplit_once('.').map_or(id.as_str(), |(name, _)| name).to_owned();
    let (step, subject) = name.split_once('.').map_or((name.as_str(), None), |(step, subject)| (step, Some(subject)));
    let step = draft.cx.procedure.step(&StepId::from(step)).cloned().ok_or_else(|| refuse("refused-no-such-prompt"))?;
    let asked = Asked { step, subject: subject.map(str::to_owned), prompt: None };
    if !draft.state().steps.done.contains_key(&name) {
        return Err(refuse("refused-no-such-prompt"));
    }
    give(draft, person, &asked, text)
}

/// An answer to a step by its id or name, asked or not: facts are never refused for coming early.
pub(super) fn to_step(draft: &mut Draft, person: &PersonId, word: &str, text: &str) -> Result<Reply, Refusal> {
    let asked = find_step(draft, word)?;
    give(draft, person, &asked, text)
}

/// An answer for somebody else, under one's own name.
pub(super) fn on_behalf(draft: &mut Draft, person: &PersonId, word: &str, text: &str) -> Result<Reply, Refusal> {
    need(draft, person, Right::Waives, "act-on-behalf")?;
    to_step(draft, person, word, text)
}

/// An answer to the open prompt of a kind, or to its step if none is open.
pub(super) fn to_kind(draft: &mut Draft, person: &PersonId, kind: Kind, text: &str) -> Result<Reply, Refusal> {
    let open: Vec<PromptId> = draft
        .state()
        .steps
        .open
        .values()
        .filter(|prompt| prompt.kind == kind)
        .map(|prompt| prompt.id.clone())
        .collect();
    match open.as_slice() {
        [one] => to_prompt(draft, person, one, text),
        [] => {
            let step = draft.cx.procedure.step_of_kind(kind).cloned().ok_or_else(|| refuse("refused-no-such-step"))?;
            give(draft, person, &Asked { step, subject: None, prompt: None }, text)
        }
        several => {
            let own = several.iter().find(|id| draft.state().steps.open[*id].holder.as_ref() == Some(person)).cloned();
            to_prompt(draft, person, &own.unwrap_or_else(|| several[0].clone()), text)
        }
    }
}

fn give(draft: &mut Draft, person: &PersonId, asked: &Asked, text: &str) -> Result<Reply, Refusal> {
    let on_behalf_of = whose(draft, person, asked)?;
    if asked.step.kind == Kind::Decision {
        may_decide(draft, person)?;
    }
    let reading = {
        let ask = Ask { cx: &draft.cx, state: draft.state(), step: &asked.step, subject: asked.subject.as_deref() };
        read(&ask, text)
    };
    match reading {
        Reading::Says(said, at) => record(draft, person, on_behalf_of, asked, said, at),
        Reading::Doubt(question, said) => doubt(draft, person, on_behalf_of, asked, question, said, text),
        Reading::Ask(question) => Ok(Reply::question(question)),
    }
}

/// A doubtful text: questioned once; said again, or confirmed, it is taken as it is.
fn doubt(
    draft: &mut Draft,
    person: &PersonId,
    on_behalf_of: Option<PersonId>,
    asked: &Asked,
    question: Wording,
    said: Said,
    text: &str,
) -> Result<Reply, Refusal> {
    let Some(prompt) = &asked.prompt else { return Ok(Reply::question(question)) };
    let earlier = draft.state().steps.questioned.get(&prompt.id).cloned();
    match earlier {
        None => {
            draft.push(Event::Questioned { prompt: prompt.id.clone(), by: person.clone(), said: None });
            Ok(Reply::question(question))
        }
        // Asked whether earlier talk was the answer: "yes" takes those words, "no" drops them.
        Some(Some(words)) if read_yes_no(text) == Some(YesNo::Yes) => {
            let value = match said {
                Said::Word(_, next) => Value::Word { text: words, next },
                _ => Value::Text { text: words },
            };
            let now = draft.cx.now;
            Ok(put(draft, person, on_behalf_of, asked, value, now))
        }
        Some(Some(_)) if read_yes_no(text) == Some(YesNo::No) => {
            draft.push(Event::Questioned { prompt: prompt.id.clone(), by: person.clone(), said: None });
            Ok(Reply::recorded_saying(Wording::new("reply-not-the-answer")))
        }
        // The button of a question that was answered "no" says nothing about the step itself.
        Some(None) if draft.state().steps.was_talk.contains(&prompt.id) && read_yes_no(text).is_some() => {
            draft.push(Event::Questioned { prompt: prompt.id.clone(), by: person.clone(), said: None });
            Ok(Reply::question(question))
        }
        Some(_) => {
            let now = draft.cx.now;
            record(draft, person, on_behalf_of, asked, said, now)
        }
    }
}

fn record(
    draft: &mut Draft,
    person: &PersonId,
    on_behalf_of: Option<PersonId>,
    asked: &Asked,
    said: Said,
    at: At,
) -> Result<Reply, Refusal> {
    let already = draft.state().steps.done.get(&asked.instance()).cloned();
    // The word repeats by its nature, what was confirmed may fail again, and a fact after a waiver is a
    // fact; whatever else is on record is changed by a correction only.
    let fails_again = asked.step.kind == Kind::Works && matches!(said, Said::Verdict(Verdict::DoesNotWork, ..));
    let waived = matches!(already, Some(Done::Waived(_)));
    let repeats = asked.step.kind == Kind::Word
        || waived
        || fails_again && already.as_ref().is_some_and(|done| !says_so(done, Verdict::DoesNotWork));
    let open = draft.state().is_open();
    if let Some(done) = already.filter(|_| !repeats || !open) {
        return Ok(already_done(asked, &done, &said));
    }
    need_open(draft)?;
    check_against_facts(draft, asked, &said)?;
    let value = value(draft, said);
    Ok(put(draft, person, on_behalf_of, asked, value, at))
}

fn says_so(done: &Done, verdict: Verdict) -> bool {
    matches!(done, Done::Answered(answer) if matches!(answer.value, Value::Verdict { verdict: said, .. } if said == verdict))
}

/// What cannot be recorded as said, with the cure.
pub(super) fn check_against_facts(draft: &Draft, asked: &Asked, said: &Said) -> Result<(), Refusal> {
    let state = draft.state();
    match said {
        Said::Plain(Value::Choice { choice }) if choice == "hand_over" => {
            let covered = state.people.holders.contains_key(&Role::Contractor);
            if covered { Ok(()) } else { Err(refuse("refused-no-contract")) }
        }
        Said::Plain(Value::Restored { .. }) if state.head.outages.iter().all(|outage| outage.restored.is_some()) => {
            Err(refuse("refused-already-restored"))
        }
        Said::Verdict(..)
            if matches!(asked.step.kind, Kind::Works | Kind::Recovered) && state.restored_at().is_none() =>
        {
            Err(refuse("refused-not-restored-yet"))
        }
        Said::Verdict(..) if asked.subject.is_none() => Err(refuse("refused-which-service")),
        Said::Plain(Value::Other { .. }) if asked.prompt.is_none() => Err(refuse("refused-no-such-prompt")),
        Said::Plain(_) | Said::Text(_) | Said::Word(..) | Said::Verdict(..) => Ok(()),
    }
}

fn already_done(asked: &Asked, done: &Done, said: &Said) -> Reply {
    let Done::Answered(answer) = done else { return Reply::already_so(Wording::new("already-waived")) };
    let same = match (said, &answer.value) {
        (Said::Plain(new), old) => new == old,
        (Said::Verdict(new, ..), Value::Verdict { verdict, .. }) => new == verdict,
        (Said::Text(_) | Said::Word(..) | Said::Verdict(..), _) => false,
    };
    let wording = |key: &str| {
        Wording::new(key)
            .with("by", Arg::Person(answer.by.clone()))
            .with("at", Arg::Moment(answer.recorded_at))
            .with("step", Arg::Step(asked.step.id.clone()))
            .with("instance", Arg::Word(asked.instance()))
    };
    if same {
        Reply::already_so(wording("already-answered"))
    } else {
        Reply { outcome: Outcome::Question, wording: Some(wording("ask-correct-instead")) }
    }
}

/// Puts typed words aside and makes the value that is recorded.
pub(super) fn value(draft: &mut Draft, said: Said) -> Value {
    let mut keep = |text: String| -> TextRef { draft.keep(&text) };
    match said {
        Said::Plain(value) => value,
        Said::Text(text) => Value::Text { text: keep(text) },
        Said::Word(text, next) => Value::Word { text: keep(text), next },
        Said::Verdict(verdict, remark, since) => Value::Verdict { verdict, remark: remark.map(keep), since },
    }
}

fn put(
    draft: &mut Draft,
    person: &PersonId,
    on_behalf_of: Option<PersonId>,
    asked: &Asked,
    value: Value,
    at: At,
) -> Reply {
    if let Value::Restored { functions, .. } = &value
        && !functions.is_empty()
        && *functions != still_down(draft)
    {
        // Some functions only: the interval ends, the step stays owed until the last one.
        return partly_restored(draft, person, on_behalf_of, asked, functions.clone(), at);
    }
    take_role(draft, person, asked);
    draft.push(Event::Answered {
        prompt: asked.prompt.as_ref().map(|prompt| prompt.id.clone()),
        instance: asked.instance(),
        step: asked.step.id.clone(),
        role: asked.step.role,
        by: person.clone(),
        on_behalf_of: on_behalf_of.filter(|owner| owner != person),
        stated_at: at,
        value: value.clone(),
    });
    facts_of(draft, asked, person, &value);
    Reply::recorded_saying(Wording::new("reply-recorded").with(
        "step",
        crate::incident::react::step_named(draft.state(), &asked.step.id, asked.step.kind, asked.subject.as_deref()),
    ))
}

/// Whoever accepts leads from there on.
fn take_role(draft: &mut Draft, person: &PersonId, asked: &Asked) {
    let role = asked.step.role;
    let holder = draft.state().people.holders.get(&role).cloned();
    if asked.step.kind == Kind::Accept && by_role(draft, person, role) && holder.as_ref() != Some(person) {
        draft.push(Event::RoleTaken { role, from: holder, to: person.clone() });
    }
}

fn partly_restored(
    draft: &mut Draft,
    person: &PersonId,
    on_behalf_of: Option<PersonId>,
    asked: &Asked,
    functions: BTreeSet<FunctionId>,
    at: At,
) -> Reply {
    let subject = functions.iter().map(FunctionId::as_str).collect::<Vec<_>>().join("+");
    draft.push(Event::Answered {
        prompt: None,
        instance: instance(&asked.step.id, Some(&subject)),
        step: asked.step.id.clone(),
        role: asked.step.role,
        by: person.clone(),
        on_behalf_of: on_behalf_of.filter(|owner| owner != person),
        stated_at: at,
        value: Value::Restored { at, functions: functions.clone() },
    });
    draft.push(Event::OutageRestored { functions, at, corrected: false });
    let down = still_down(draft);
    let service = draft.state().head.service.clone();
    let rest = down.into_iter().map(|function| Arg::Function(service.clone(), function)).collect();
    Reply::recorded_saying(Wording::new("reply-restored-partly").with("rest", Arg::List(rest)))
}
