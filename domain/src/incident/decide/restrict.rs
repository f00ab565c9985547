//! Restricting an incident to those who take part in it, and opening it again: with a reason, at any time.

use super::super::draft::{Draft, Refusal, Reply};
use super::super::event::Event;
use super::super::state::Standing;
use super::super::wording::Wording;
use super::rights::need;
use super::standing::apart;
use crate::answer::doubt_text;
use crate::catalogue::Right;
use crate::ids::{IncidentId, PersonId, ServiceId};

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
    if restricted {
        apart(draft);
    }
    Ok(Reply::recorded())
}

/// What this one belongs to was restricted: an incident whose words a problem begins with, one whose chat this one
/// shares, or that is perhaps the same failure.
pub(super) fn with(draft: &mut Draft, other: &IncidentId, by: Option<&PersonId>) {
    let head = &draft.state().head;
    let belongs = match &head.standing {
        Standing::Linked { to } | Standing::DuplicateOffered { of: to } | Standing::Merged { into: to } => to == other,
        Standing::Open | Standing::RecordedOnly | Standing::Closed | Standing::Annulled => false,
    };
    let begins = head.as_problem.as_ref().is_some_and(|record| record.raised_by == *other);
    if (belongs || begins) && !head.restricted {
        draft.push(Event::Restricted { restricted: true, by: by.cloned(), reason: None });
    }
}

/// What failed is another service than was said, and the catalogue restricts it: the chat it shared so far does not
/// hear which.
pub(super) fn apart_by_catalogue(draft: &mut Draft, service: &ServiceId) {
    let head = &draft.state().head;
    if matches!(head.standing, Standing::Linked { .. }) && !head.restricted && draft.cx.catalogue.restricts(service) {
        draft.push(Event::Restricted { restricted: true, by: None, reason: None });
        apart(draft);
    }
}

/// What failed is another service than was said: where the catalogue restricts it, so it is from now on.
pub(super) fn by_catalogue(draft: &mut Draft) {
    let head = &draft.state().head;
    if !head.restricted && draft.cx.catalogue.restricts(&head.service) {
        draft.push(Event::Restricted { restricted: true, by: None, reason: None });
    }
}
