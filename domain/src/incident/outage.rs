//! Outage intervals: what users lost, from when to when.

use crate::ids::{FunctionId, ServiceId};
use crate::time::At;
use serde::{Deserialize, Serialize};

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
