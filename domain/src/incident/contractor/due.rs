//! When a report is chased: derived from the state, whatever became of the chat.

use super::super::state::{Standing, State};
use crate::ids::ContractId;
use crate::time::{At, Length};

/// A report is chased once it falls due, and again after each of these.
const CHASED_EVERY: Length = Length::hours(24);

/// So often is it chased, or is somebody reminded to look at it; after that the page alone shows it.
const CHASED_AT_MOST: u32 = 30;

/// A timer of a contractor's part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ContractorTimer {
    /// The report is not in.
    Overdue(ContractId),
    /// The report is in and nobody has looked at it.
    Unread(ContractId),
}

/// Every timer that is set.
pub(in crate::incident) fn timers(state: &State) -> Vec<(At, ContractorTimer)> {
    if matches!(state.head.standing, Standing::Annulled | Standing::Merged { .. }) {
        return Vec::new();
    }
    let matters = state.contractors.matters.iter();
    matters.filter_map(|(contract, matter)| Some((contract, matter.report()?))).filter_map(one).collect()
}

fn one((contract, report): (&ContractId, &super::matter::Due)) -> Option<(At, ContractorTimer)> {
    let again = report.chased_at.map(|last| last.plus(CHASED_EVERY));
    if report.is_unread() {
        return again
            .filter(|_| report.unread < CHASED_AT_MOST)
            .map(|at| (at, ContractorTimer::Unread(contract.clone())));
    }
    if !report.is_owed() || report.chased >= CHASED_AT_MOST {
        return None;
    }
    let at = again.map_or(report.due, |again| again.max(report.due));
    Some((at, ContractorTimer::Overdue(contract.clone())))
}
