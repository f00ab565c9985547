//! Correcting what is on record: the old value and the new one both stay.

use super::super::draft::{Draft, Refusal, Reply};
use super::super::event::Event;
use super::super::state::{Answer, Done};
use super::super::value::Value;
use super::super::wording::{Arg, Wording};
use super::answer::{check_against_facts, value};
use super::asked::{Asked, find_step};
use super::facts::{suspect, verification_failed};
use super::rights::{may, need, need_open, refuse};
use crate::answer::{Verdict, doubt_text};
use crate::catalogue::Right;
use crate::ids::PersonId;
use crate::procedure::Kind;
use crate::step::{Ask, Reading, Said, read};

pub(super) fn correct(
    draft: &mut Draft,
    person: &PersonId,
    word: &str,
    new: &str,
    reason: &str,
) -> Result<Reply, Refusal> {
    let asked = find_step(draft, word)?;
    let Some(Done::Answered(old)) = draft.state().steps.done.get(&asked.instance()).cloned() else {
        return Err(refuse("refused-nothing-to-correct"));
    };
    allowed(draft, person, &asked, &old)?;
    if doubt_text(reason).is_some() {
        return Ok(Reply::question(Wording::new("ask-reason")));
    }
    let reading = {
        let ask = Ask { cx: &draft.cx, state: draft.state(), step: &asked.step, subject: asked.subject.as_deref() };
        read(&ask, new)
    };
    let (said, at) = match reading {
        Reading::Says(said, at) => (said, at),
        Reading::Doubt(question, _) | Reading::Ask(question) => return Ok(Reply::question(question)),
    };
    check(draft, &asked, &said)?;
    let value = value(draft, said);
    if value == old.value {
        return Ok(Reply::already_so(Wording::new("already-done")));
    }
    let stated_at = if asked.step.kind == Kind::Accept { at } else { moment_of(&value).unwrap_or(old.stated_at) };
    let reason = draft.keep(reason);
    let before = old.value.clone();
    draft.push(Event::Corrected {
        instance: asked.instance(),
        by: person.clone(),
        old: old.value,
        new: value.clone(),
        stated_at,
        reason,
    });
    facts_of(draft, &asked, person, &before, &value);
    Ok(Reply::recorded_saying(Wording::new("reply-corrected")))
}

/// Times and facts are corrected by those who may; one's own words and promises by oneself while it is open.
fn allowed(draft: &Draft, person: &PersonId, asked: &Asked, old: &Answer) -> Result<(), Refusal> {
    if asked.step.kind == Kind::Decision {
        return Err(refuse("refused-already-decided"));
    }
    let words = matches!(
        old.value,
        Value::Text { .. } | Value::Word { .. } | Value::Scope { .. } | Value::Day { .. } | Value::Person { .. }
    );
    if words && old.by == *person && may(draft, person, Right::Answers) {
        return Ok(());
    }
    need(draft, person, Right::Corrects, "act-correct")
}

fn moment_of(value: &Value) -> Option<crate::time::At> {
    match value {
        Value::Began { at } | Value::Restored { at, .. } | Value::Fixed { at } => Some(*at),
        Value::Accepted
        | Value::Choice { .. }
        | Value::Text { .. }
        | Value::Scope { .. }
        | Value::Fault { .. }
        | Value::Word { .. }
        | Value::Verdict { .. }
        | Value::Person { .. }
        | Value::Day { .. }
        | Value::Other { .. } => None,
    }
}

/// What cannot be corrected so, with the cure.
fn check(draft: &Draft, asked: &Asked, said: &Said) -> Result<(), Refusal> {
    match said {
        // The clock went by it, and both sides were told.
        Said::Plain(Value::Choice { .. }) if asked.step.kind == Kind::HandBack => {
            Err(refuse("refused-correct-hand-back"))
        }
        Said::Plain(Value::Choice { .. }) => check_against_facts(draft, asked, said),
        Said::Plain(Value::Other { .. }) => Err(refuse("refused-correct-other")),
        Said::Plain(Value::Began { at }) => {
            let ended = draft.state().head.outages.iter().filter_map(|outage| outage.restored).min();
            match ended {
                Some(ended) if *at > ended => {
                    Err(Refusal(Wording::new("ask-began-after-restored").with("at", Arg::Moment(ended))))
                }
                _ => Ok(()),
            }
        }
        // What is over is not opened again: a failure that came back is a failure of its own.
        Said::Verdict(Verdict::DoesNotWork, ..) if asked.step.kind == Kind::Works => need_open(draft),
        Said::Plain(_) | Said::Text(_) | Said::Word(..) | Said::Verdict(..) => Ok(()),
    }
}

fn facts_of(draft: &mut Draft, asked: &Asked, person: &PersonId, old: &Value, value: &Value) {
    match value {
        Value::Verdict { verdict: Verdict::DoesNotWork, .. } if asked.step.kind == Kind::Works => {
            verification_failed(draft, asked, None);
        }
        Value::Began { at } => draft.began(*at),
        Value::Restored { at, .. } => {
            // Only what that answer restored: a part restored earlier keeps its own end.
            let then = moment_of(old);
            let ended = draft.state().head.outages.iter().filter(|outage| outage.restored == then);
            let functions = ended.map(|outage| outage.function.clone()).collect();
            draft.push(Event::OutageRestored { functions, at: *at, corrected: true });
        }
        Value::Fault { service: Some(service), .. } => suspect(draft, service),
        Value::Scope { scope } => {
            draft.push(Event::ScopeStated { scope: scope.clone(), by: Some(person.clone()) });
        }
        Value::Person { person } => crate::incident::problem::named(draft, person),
        Value::Accepted
        | Value::Day { .. }
        | Value::Fixed { .. }
        | Value::Choice { .. }
        | Value::Text { .. }
        | Value::Fault { service: None, .. }
        | Value::Word { .. }
        | Value::Verdict { .. }
        | Value::Other { .. } => {}
    }
}
