//! The yardstick: the standard library's sort and a sweep over it, and nothing else.

use nabat_domain::reliability::{History, Period};

/// Plain pairs of what lies in the period.
pub fn pairs(history: &History, period: &Period) -> Vec<(i64, i64)> {
    let whole = period.whole;
    let cut = history.spans().iter().map(|span| (span.from.0.max(whole.from.0), span.to.0.min(whole.to.0)));
    cut.filter(|(from, to)| from < to).collect()
}

/// The length of their union; sorts them where they stand.
pub fn union_length(pairs: &mut [(i64, i64)]) -> i64 {
    pairs.sort_unstable();
    let (mut total, mut covered) = (0, i64::MIN);
    for (from, to) in pairs {
        total += (*to - covered.max(*from)).max(0);
        covered = covered.max(*to);
    }
    total
}
