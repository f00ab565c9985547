//! Recording what a committee decided of a problem, and that it was done.

use super::command::CommitteeWord;
use super::event::ProblemEvent;
use crate::answer::doubt_text;
use crate::catalogue::Right;
use crate::ids::PersonId;
use crate::incident::draft::{Draft, Refusal, Reply};
use crate::incident::event::Event;
use crate::incident::wording::Wording;

/// Whoever may take the closing decision, or leads problems, records what a committee decided.
fn may_record(draft: &Draft, person: &PersonId) -> bool {
    let catalogue = draft.cx.catalogue;
    let leads = draft.state().people.holders.get(&crate::catalogue::Role::ProblemManager) == Some(person);
    let known = catalogue.people.get(person);
    leads || known.is_some_and(|known| catalogue.product.rights.allow(&known.roles, Right::Closes))
}

pub(super) fn decided(draft: &mut Draft, word: &CommitteeWord) -> Result<Reply, Refusal> {
    if !may_record(draft, &word.by) {
        return Err(Refusal(Wording::new("refused-not-for-committee")));
    }
    if !draft.cx.catalogue.people.contains_key(&word.owner) {
        return Err(Refusal(Wording::new("refused-no-owner")));
    }
    if doubt_text(&word.words).is_some() {
        return Ok(Reply::question(Wording::new("ask-text-short")));
    }
    let words = draft.keep(&word.words);
    draft.push(Event::Problem(ProblemEvent::CommitteeDecided {
        committee: word.committee.clone(),
        words,
        owner: word.owner.clone(),
        due: word.due,
        by: word.by.clone(),
    }));
    Ok(Reply::recorded())
}

/// The decision's owner says so, or whoever records decisions.
pub(super) fn done(draft: &mut Draft, place: usize, by: &PersonId) -> Result<Reply, Refusal> {
    let found = draft.state().head.as_problem.as_ref().and_then(|record| record.decisions.get(place)).cloned();
    let Some(decision) = found else { return Err(Refusal(Wording::new("refused-no-such-decision"))) };
    if decision.owner != *by && !may_record(draft, by) {
        return Err(Refusal(Wording::new("refused-not-for-committee")));
    }
    if decision.done_at.is_some() {
        return Ok(Reply::already_so(Wording::new("already-done")));
    }
    draft.push(Event::Problem(ProblemEvent::DecisionDone { place, by: by.clone() }));
    Ok(Reply::recorded())
}
