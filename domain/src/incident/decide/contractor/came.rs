//! What the messenger and the desk report of a contractor's part.

use super::super::super::contractor::{ContractorCame, ContractorEvent, Matter};
use super::super::super::draft::{Draft, Reply};
use super::super::super::wording::Wording;
use super::push;
use crate::ids::{ContractId, DeskId};

pub(in crate::incident::decide) fn came(draft: &mut Draft, came: &ContractorCame) -> Reply {
    match came {
        ContractorCame::Delivered { contract, at, to } => {
            let waits =
                |matter: &&Matter| matter.is_held() && matter.handed.as_ref().is_some_and(|h| h.delivered.is_none());
            if draft.state().contractors.matters.get(contract).filter(waits).is_some() {
                push(draft, contract, ContractorEvent::Delivered { at: *at, to: to.clone() });
            }
        }
        ContractorCame::Recorded { contract, desk, url } => {
            let new = |matter: &&Matter| matter.on.as_ref().is_some_and(|on| on.record.is_none());
            if draft.state().contractors.matters.get(contract).filter(new).is_some() {
                push(draft, contract, ContractorEvent::Recorded { desk: desk.clone(), url: url.clone() });
            }
        }
        ContractorCame::ClosedByHand { desk } => return by_hand(draft, desk, ContractorEvent::ClosedByHand),
        ContractorCame::EditedByHand { desk } => return by_hand(draft, desk, ContractorEvent::EditedByHand),
    }
    Reply::recorded()
}

/// What people did to a record that nobody waits for any more is theirs to do.
fn by_hand(draft: &mut Draft, desk: &DeskId, event: ContractorEvent) -> Reply {
    let waited_for = |matter: &Matter| matter.report().is_some_and(|report| report.accepted.is_none());
    let matters = draft.state().contractors.matters.iter();
    let found: Option<ContractId> = matters
        .filter(|(_, matter)| waited_for(matter))
        .find(|(_, matter)| {
            matter.on.as_ref().and_then(|on| on.record.as_ref()).is_some_and(|record| record.desk == *desk)
        })
        .map(|(contract, _)| contract.clone());
    match found {
        Some(contract) => {
            push(draft, &contract, event);
            Reply::recorded()
        }
        None => Reply::already_so(Wording::new("already-done")),
    }
}
