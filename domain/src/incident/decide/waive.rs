//! Waiving a step: by shift head or process manager, never by whom it falls on, with a reason.

use super::super::draft::{Draft, Refusal, Reply};
use super::super::event::Event;
use super::super::wording::Wording;
use super::asked::find_step;
use super::rights::{need, need_open, refuse};
use crate::answer::doubt_text;
use crate::catalogue::Right;
use crate::ids::PersonId;
use crate::incident::advance::holder;
use crate::procedure::Kind;

pub(super) fn waive(draft: &mut Draft, person: &PersonId, word: &str, reason: &str) -> Result<Reply, Refusal> {
    need(draft, person, Right::Waives, "act-waive")?;
    need_open(draft)?;
    let asked = find_step(draft, word)?;
    let instance = asked.instance();
    if draft.state().steps.done.contains_key(&instance) {
        return Ok(Reply::already_so(Wording::new("already-done")));
    }
    if doubt_text(reason).is_some() {
        return Ok(Reply::question(Wording::new("ask-reason")));
    }
    if matches!(asked.step.kind, Kind::Restored | Kind::Decision | Kind::Exit) {
        return Err(refuse("refused-cannot-waive"));
    }
    let holder = || holder(draft.state(), &asked.step, asked.subject.as_deref());
    let owed_by = asked.prompt.as_ref().and_then(|prompt| prompt.holder.clone()).or_else(holder);
    if owed_by.as_ref() == Some(person) {
        return Err(refuse("refused-waive-own"));
    }
    let reason = draft.keep(reason);
    let (step, role, by) = (asked.step.id.clone(), Some(asked.step.role), person.clone());
    draft.push(Event::Waived { instance, step, role, owed_by, by, reason });
    Ok(Reply::recorded_saying(Wording::new("reply-waived")))
}
