//! What steps about a contractor are asked about, by the id of their subject.

use super::super::state::State;
use super::matter::OnStanding;

/// Requests that wait: `CONTRACT#0`.
pub(in crate::incident) fn requests(state: &State) -> Vec<Option<String>> {
    let matters = state.contractors.matters.iter();
    let waiting = matters.flat_map(|(contract, matter)| matter.waiting().map(move |(number, _)| (contract, number)));
    waiting.map(|(contract, number)| Some(format!("{contract}#{number}"))).collect()
}

/// Hand-backs that wait to be accepted: `CONTRACT#1`.
pub(in crate::incident) fn hand_backs(state: &State) -> Vec<Option<String>> {
    let matters = state.contractors.matters.iter().filter(|(_, matter)| matter.offered().is_some());
    matters.map(|(contract, matter)| Some(format!("{contract}#{}", matter.backs))).collect()
}

/// Contracts whose failure waits for the closer's word.
pub(in crate::incident) fn suspected(state: &State) -> Vec<Option<String>> {
    let asked = state
        .contractors
        .matters
        .iter()
        .filter(|(_, matter)| matter.on.as_ref().is_some_and(|on| on.standing == OnStanding::Suspected));
    asked.map(|(contract, _)| Some(contract.to_string())).collect()
}
