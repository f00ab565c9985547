//! Restricting an incident to those who take part in it, and opening it again: with a reason, at any time.

use super::super::draft::{Draft, Refusal, Reply};
use super::super::event::Event;
use super::super::wording::Wording;
use super::rights::need;
use crate::answer::doubt_text;
use crate::catalogue::Right;
use crate::ids::PersonId;

pub(super) fn restrict(draft: &mut Draft, person: &PersonId, restricted: bool, reason: &str) -> Result<Reply, Refusal> {
    need(draft, person, Right::Restricts, "act-restrict")?;
    if draft.state().head.restricted == restricted {
        return Ok(Reply::already_so(Wording::new("already-done")));
    }
    if doubt_text(reason).is_some() {
        return Ok(Reply::question(Wording::new("ask-reason")));
    }
    let reason = draft.keep(reason);
    draft.push(Event::Restricted { restricted, by: Some(person.clone()), reason: Some(reason) });
    Ok(Reply::recorded())
}

/// What failed is another service than was said: where the catalogue restricts it, so it is from now on.
pub(super) fn by_catalogue(draft: &mut Draft) {
    let head = &draft.state().head;
    if !head.restricted && draft.cx.catalogue.restricts(&head.service) {
        draft.push(Event::Restricted { restricted: true, by: None, reason: None });
    }
}
