//! Outage intervals: what users lost, from when to when.

use crate::ids::{FunctionId, ServiceId};
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One function of one service unavailable in `[began, restored)`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Outage {
    /// The failing service.
    pub service: ServiceId,
    /// The function lost.
    pub function: FunctionId,
    /// First moment without it.
    pub began: At,
    /// First moment with it again, as claimed; `None` while it lasts.
    pub restored: Option<At>,
}

/// A function fails again: its last interval never ended or, from a moment after it, another begins.
pub(super) fn reopen(outages: &mut Vec<Outage>, service: &ServiceId, function: &FunctionId, anew: Option<At>) {
    let last = outages.iter_mut().rev().find(|outage| &outage.service == service && &outage.function == function);
    let Some(last) = last else { return };
    match anew {
        None => last.restored = None,
        Some(began) => {
            let again = Outage { began, restored: None, ..last.clone() };
            outages.push(again);
        }
    }
}

/// Functions work again: the last interval of each ends, those before it ended already.
pub(super) fn restore(outages: &mut [Outage], functions: &BTreeSet<FunctionId>, at: At) {
    let mut seen = BTreeSet::new();
    for outage in outages.iter_mut().rev().filter(|outage| functions.contains(&outage.function)) {
        if seen.insert((outage.service.clone(), outage.function.clone())) {
            outage.restored = Some(at);
        }
    }
}

/// The failure began at another moment: the first interval of each function does.
pub(super) fn begin(outages: &mut [Outage], at: At) {
    let mut seen = BTreeSet::new();
    for outage in outages {
        if seen.insert((outage.service.clone(), outage.function.clone())) {
            outage.began = at;
        }
    }
}

/// Length of the union of intervals, each cut at `until` where it lasts.
pub fn union_length(outages: &[Outage], until: At) -> crate::time::Length {
    let mut spans: Vec<(i64, i64)> = outages
        .iter()
        .map(|outage| (outage.began.0, outage.restored.unwrap_or(until).0))
        .filter(|(from, to)| from < to)
        .collect();
    spans.sort_unstable();
    let mut total = 0;
    let mut covered = i64::MIN;
    for (from, to) in spans {
        total += (to - from.max(covered)).max(0);
        covered = covered.max(to);
    }
    crate::time::Length(total)
}
