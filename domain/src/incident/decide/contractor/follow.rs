//! What follows by itself for contractors from what is on record: hand-overs, the end of the clock,
//! the failure on contractor. Asked anew after every command, so that a correction moves it too.

use super::super::super::contractor::{ContractorEvent, Matter, OnStanding};
use super::super::super::draft::Draft;
use super::super::super::event::Event;
use super::super::super::leaving::has_verified;
use super::super::super::prompt::instance;
use super::super::super::state::{Done, Standing, State};
use super::super::super::value::Value;
use super::{deal, push};
use crate::answer::Certainty;
use crate::catalogue::{Contract, Role};
use crate::ids::{ContractId, PersonId, PromptId, ServiceId, StepId};
use crate::procedure::{Kind, Step};
use crate::time::At;
use std::collections::{BTreeMap, BTreeSet};

/// The answer by which recovery is handed to the contractor.
const HAND_OVER: &str = "hand_over";

/// Steps whose answers say where the cause lay, and whose it was.
const FAULT_SERVICE: &str = "fault_service";
const WHOSE_FAULT: &str = "whose_fault";

/// The choice that opens a failure on contractor though it is only suspected.
const OPEN: &str = "open";

/// Carries every contractor's part on.
pub(in crate::incident) fn follow(draft: &mut Draft) {
    if draft.state().is_led() && draft.state().head.as_problem.is_none() {
        hand_over(draft);
        stop_clock(draft);
        on_contractor(draft);
    }
}

fn hand_over(draft: &mut Draft) {
    let wanted = wanted(draft);
    let held = draft.state().contractors.held().map(|(contract, _)| contract.clone());
    if let Some(held) = held
        && wanted.as_ref().is_none_or(|(contract, ..)| contract.id != held)
    {
        push(draft, &held, ContractorEvent::Withdrawn);
    }
    let Some((contract, by, said_at)) = wanted else { return };
    // What was handed back is not handed over again by itself: somebody says so anew, once it failed anew.
    let before = draft.state().contractors.matters.get(&contract.id);
    let stays = |matter: &Matter| {
        let accepted = matter.back.as_ref().and_then(|back| back.accepted);
        matter.handed.is_some() && matter.withdrawn.is_none() && accepted.is_none_or(|accepted| said_at <= accepted)
    };
    if before.is_some_and(stays) {
        return;
    }
    let deal = deal(draft, contract);
    let undone = said_by_another(draft);
    ask_the_other(draft);
    push(draft, &contract.id, ContractorEvent::HandedOver { deal, by, undone });
}

/// The answer by which it was handed over, if it was: what failed anew is handed over anew, or not.
pub(in super::super) fn handed_over_by(draft: &Draft) -> Option<String> {
    let steps = draft.cx.procedure.steps.iter();
    let mut steps = steps.filter(|step| step.choices.iter().any(|choice| choice == HAND_OVER));
    let said = |step: &&Step| {
        let answer = draft.state().answer(step.id.as_str());
        answer.is_some_and(|answer| matches!(&answer.value, Value::Choice { choice } if choice == HAND_OVER))
    };
    steps.find(said).map(|step| step.id.to_string())
}

/// The contract in whose hands it should be, by the hand-over on record and the service as it stands.
fn wanted<'a>(draft: &Draft<'a>) -> Option<(&'a Contract, PersonId, At)> {
    let state = draft.state();
    let steps = draft.cx.procedure.steps.iter();
    let step = steps.filter(|step| step.choices.iter().any(|choice| choice == HAND_OVER)).find_map(|step| {
        let answer = state.answer(step.id.as_str())?;
        matches!(&answer.value, Value::Choice { choice } if choice == HAND_OVER).then_some(answer)
    })?;
    // Once it is over nothing is handed over any more; what was, stays where it is.
    let over = !state.is_open() || has_verified(state, draft.cx.procedure);
    // A contract that ends at midnight is not out of force in the middle of the night's work.
    let contract = draft.cx.catalogue.contract_of(&state.head.service, step.recorded_at)?;
    let known = state.contractors.matters.contains_key(&contract.id);
    (!over || known).then(|| (contract, step.by.clone(), step.recorded_at))
}

/// What was asked of another contractor is not asked of it any more.
fn ask_the_other(draft: &mut Draft) {
    let state = draft.state();
    let before = state.contractors.matters.values().any(|matter| matter.handed.is_some());
    let open = state.steps.open.values().filter(|prompt| before && prompt.role == Role::Contractor);
    let prompts: BTreeMap<PromptId, Option<PersonId>> = open.map(|prompt| (prompt.id.clone(), None)).collect();
    if !prompts.is_empty() {
        draft.push(Event::PromptsWithdrawn { prompts });
    }
}

/// Answers given by a contractor, and to what it asked and handed back, while it was handed over before.
fn said_by_another(draft: &Draft) -> BTreeSet<String> {
    let state = draft.state();
    if state.contractors.matters.values().all(|matter| matter.handed.is_none()) {
        return BTreeSet::new();
    }
    let done = state.steps.done.iter();
    let about = |step: &StepId| {
        let kind = draft.cx.procedure.step(step).map(|step| step.kind);
        matches!(kind, Some(Kind::Provided | Kind::HandBack))
    };
    let theirs = done.filter(
        |(_, done)| matches!(done, Done::Answered(answer) if answer.role == Role::Contractor || about(&answer.step)),
    );
    theirs.map(|(instance, _)| instance.clone()).collect()
}

/// What is verified is in nobody's hands any more: a hand-back nobody answered is accepted, and where
/// there was none the clock stopped when the failure did.
fn stop_clock(draft: &mut Draft) {
    let state = draft.state();
    let Some(restored) = state.restored_at().filter(|_| has_verified(state, draft.cx.procedure)) else { return };
    let held = state.contractors.matters.iter().filter(|(_, matter)| matter.is_held());
    let stopped: Vec<(ContractId, At)> =
        held.map(|(contract, matter)| (contract.clone(), matter.offered().map_or(restored, |back| back.at))).collect();
    for (contract, at) in stopped {
        push(draft, &contract, ContractorEvent::BackAccepted { at, by: None });
    }
}

fn on_contractor(draft: &mut Draft) {
    let fault = fault(draft.state(), draft);
    let contract = fault.as_ref().and_then(|(service, _)| {
        let contract = draft.cx.catalogue.contract_of(service, draft.state().head.began);
        contract.map(|contract| contract.id.clone())
    });
    drop_others(draft, contract.as_ref());
    let Some((service, certainty)) = fault else { return };
    match contract {
        Some(contract) => open(draft, &contract, &service, certainty),
        None if !draft.state().contractors.uncovered.contains(&service) => {
            let zone = draft.cx.catalogue.product.zone();
            let day = draft.state().head.began.in_zone(zone).date_naive();
            draft.push(Event::NotCovered { service, day });
        }
        None => {}
    }
}

/// The service at fault where a contractor is, once it is verified that the failure is over.
fn fault(state: &State, draft: &Draft) -> Option<(ServiceId, Certainty)> {
    let over = matches!(state.head.standing, Standing::Open | Standing::Closed);
    if state.head.drill || !over || !has_verified(state, draft.cx.procedure) {
        return None;
    }
    let theirs = matches!(&state.answer(WHOSE_FAULT)?.value, Value::Choice { choice } if choice == "contractor");
    match &state.answer(FAULT_SERVICE)?.value {
        Value::Fault { service: Some(service), certainty } if theirs => Some((service.clone(), *certainty)),
        _ => None,
    }
}

/// What turned out to be somebody else's is dropped.
fn drop_others(draft: &mut Draft, kept: Option<&ContractId>) {
    // Verification that is asked anew takes nothing back by itself.
    let state = draft.state();
    let decided = state.answer(WHOSE_FAULT).is_some() && has_verified(state, draft.cx.procedure);
    if !decided && state.head.standing != Standing::Annulled {
        return;
    }
    let stands = |standing: OnStanding| matches!(standing, OnStanding::Opened | OnStanding::Suspected);
    let others = state.contractors.matters.iter().filter(|(contract, matter)| {
        Some(*contract) != kept && matter.on.as_ref().is_some_and(|on| stands(on.standing))
    });
    let others: Vec<ContractId> = others.map(|(contract, _)| contract.clone()).collect();
    for contract in others {
        push(draft, &contract, ContractorEvent::Dropped);
    }
}

fn open(draft: &mut Draft, id: &ContractId, service: &ServiceId, certainty: Certainty) {
    let catalogue = draft.cx.catalogue;
    let Some(contract) = catalogue.contracts.get(id) else { return };
    let standing = draft.state().contractors.matters.get(id).and_then(|matter| Some(matter.on.as_ref()?.standing));
    let said = closers_word(draft, id);
    let deal = deal(draft, contract);
    let is_opened = standing == Some(OnStanding::Opened);
    let opens = certainty == Certainty::Certain || matches!(said, Some((_, true)));
    match (standing, opens, said) {
        (_, true, _) if !is_opened => {
            let due = draft.cx.now.plus(deal.report);
            push(draft, id, ContractorEvent::Opened { deal, service: service.clone(), due });
        }
        // The closer's word was corrected.
        (Some(OnStanding::Opened), false, Some(_)) => push(draft, id, ContractorEvent::Dropped),
        (Some(OnStanding::Suspected), false, Some((by, _))) => push(draft, id, ContractorEvent::Declined { by }),
        (None | Some(OnStanding::Dropped), false, None) => {
            push(draft, id, ContractorEvent::Suspected { deal, service: service.clone() });
        }
        (Some(_) | None, _, _) => {}
    }
}

/// What the closer said: who, and whether it is opened. A waiver opens none.
fn closers_word(draft: &Draft, contract: &ContractId) -> Option<(PersonId, bool)> {
    let step = draft.cx.procedure.step_of_kind(Kind::OnContractor)?;
    match draft.state().steps.done.get(&instance(&step.id, Some(contract.as_str())))? {
        Done::Answered(answer) => {
            let opens = matches!(&answer.value, Value::Choice { choice } if choice == OPEN);
            Some((answer.by.clone(), opens))
        }
        Done::Waived(waiver) => Some((waiver.by.clone(), false)),
    }
}
