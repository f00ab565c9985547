//! What falls due for a contractor's report.

use super::super::super::contractor::{ContractorEvent, ContractorTimer};
use super::super::super::draft::Draft;
use super::push;
use crate::catalogue::Role;

/// Chases a report, or whoever has to look at it.
pub(in crate::incident::decide) fn due(draft: &mut Draft, timer: ContractorTimer) {
    let to = draft.state().people.holders.get(&Role::ShiftHead).cloned();
    match timer {
        ContractorTimer::Overdue(contract) => {
            let report = draft.state().contractors.matters.get(&contract).and_then(|matter| matter.report());
            let Some(times) = report.map(|report| report.chased + 1) else { return };
            push(draft, &contract, ContractorEvent::ReportChased { times, to });
        }
        ContractorTimer::Unread(contract) => push(draft, &contract, ContractorEvent::ReportUnread { to }),
    }
}
