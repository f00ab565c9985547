//! Annulling a false alarm: by the process manager, with a reason; it stays listed.

use super::super::draft::{Draft, Refusal, Reply};
use super::super::event::Event;
use super::super::state::Standing;
use super::super::wording::Wording;
use super::rights::{need, refuse};
use crate::answer::doubt_text;
use crate::catalogue::Right;
use crate::ids::PersonId;

pub(super) fn annul(draft: &mut Draft, person: &PersonId, reason: &str) -> Result<Reply, Refusal> {
    need(draft, person, Right::Annuls, "act-annul")?;
    let left = match &draft.state().head.standing {
        Standing::Annulled => return Ok(Reply::already_so(Wording::new("already-done"))),
        Standing::Closed | Standing::Open => None,
        Standing::Linked { to } => Some(to.clone()),
        Standing::RecordedOnly | Standing::DuplicateOffered { .. } | Standing::Merged { .. } => {
            return Err(refuse("refused-annul-not-led"));
        }
    };
    if doubt_text(reason).is_some() {
        return Ok(Reply::question(Wording::new("ask-reason")));
    }
    let reason = draft.keep(reason);
    draft.push(Event::Annulled { by: person.clone(), reason, left });
    Ok(Reply::recorded())
}
