//! What answers of the chat say of a contractor's part.

use super::super::super::contractor::{BackClaim, ContractorEvent};
use super::super::super::draft::Draft;
use super::super::super::value::TextRef;
use super::push;
use crate::catalogue::Role;
use crate::ids::{ContractId, PersonId};
use crate::procedure::{Kind, Step};
use std::collections::BTreeSet;

/// The contractor's step that says it is done.
const DONE: &str = "contractor_done";

/// The choice that accepts a hand-back.
const ACCEPT: &str = "accept";

/// Whether a step is the contractor's word that it is done.
pub(in crate::incident::decide) fn is_done(step: &Step) -> bool {
    step.role == Role::Contractor && step.kind == Kind::Text && step.id.as_str() == DONE
}

/// The contractor says it is done.
pub(in crate::incident::decide) fn handed_back(draft: &mut Draft, person: &PersonId, text: &TextRef) {
    let held = draft.state().contractors.held().map(|(contract, _)| contract.clone());
    if let Some(contract) = held {
        let (by, text) = (person.clone(), Some(text.clone()));
        push(draft, &contract, ContractorEvent::HandedBack { by, text, claim: BackClaim::Done });
    }
}

/// A request was answered.
pub(in crate::incident::decide) fn met(draft: &mut Draft, person: &PersonId, subject: &str, text: &TextRef) {
    let named = draft.state().contractors.named(subject);
    let found = named.and_then(|(contract, matter, number)| {
        let number = number?;
        matter.requests.get(number)?.met.is_none().then(|| (contract.clone(), number))
    });
    if let Some((contract, number)) = found {
        push(draft, &contract, ContractorEvent::Met { number, by: person.clone(), text: text.clone() });
    }
}

/// A hand-back was accepted or refused.
pub(in crate::incident::decide) fn hand_back_answered(
    draft: &mut Draft,
    person: &PersonId,
    subject: &str,
    choice: &str,
) {
    let named = draft.state().contractors.named(subject);
    let offered = named.and_then(|(contract, matter, _)| {
        let back = matter.offered()?;
        Some((contract.clone(), back.at, back.claim))
    });
    let Some((contract, at, claim)) = offered else { return };
    if choice == ACCEPT {
        push(draft, &contract, ContractorEvent::BackAccepted { at, by: Some(person.clone()) });
        return;
    }
    let asked_anew = draft.cx.procedure.steps.iter().filter(|step| claim == BackClaim::Done && is_done(step));
    let undone: BTreeSet<String> = asked_anew.map(|step| step.id.to_string()).collect();
    push(draft, &contract, ContractorEvent::BackRefused { by: person.clone(), undone });
}

/// The contract a person's word is about, by what it has to be.
pub(super) fn contract_of(
    draft: &Draft,
    fits: impl Fn(&super::super::super::contractor::Matter) -> bool,
) -> Vec<ContractId> {
    let matters = draft.state().contractors.matters.iter();
    matters.filter(|(_, matter)| fits(matter)).map(|(contract, _)| contract.clone()).collect()
}
