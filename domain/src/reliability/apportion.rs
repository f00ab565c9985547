//! Rounding once, by largest remainder: what is handed out sums to what there was.

use super::fraction::{Whole, common_multiple};
use crate::time::Length;
use std::collections::BTreeSet;

/// The parts of groups, each Σ time / n over its times by how many (n) failed at once, rounded to
/// milliseconds so that they sum to the whole.
///
/// Every part is rounded down; the milliseconds left go one each to the greatest remainders, of
/// equal ones to the first. Remainders are compared as exact fractions over a common denominator.
pub fn apportion(groups: &[&[(u32, Length)]]) -> Vec<Length> {
    let denominators: BTreeSet<u64> =
        groups.iter().flat_map(|times| times.iter().map(|(n, _)| u64::from(*n))).collect();
    let common = common_multiple(denominators.iter().copied());
    let units: Vec<(u64, Whole)> = denominators.iter().map(|n| (*n, common.over(*n).0)).collect();
    let mut parts: Vec<Part> = groups.iter().map(|times| Part::of(times, &units, &common)).collect();
    let mut rest = Whole::default();
    let mut left = 0;
    for part in &parts {
        rest.add(&part.remainder);
        if rest >= common {
            rest.subtract(&common);
            left += 1;
        }
    }
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|one, two| parts[*two].remainder.cmp(&parts[*one].remainder));
    for place in order.into_iter().take(left) {
        parts[place].floor += 1;
    }
    parts.into_iter().map(|part| Length(part.floor)).collect()
}

/// A part: whole milliseconds, and what is over in units of one by the common denominator.
struct Part {
    floor: i64,
    remainder: Whole,
}

impl Part {
    fn of(times: &[(u32, Length)], units: &[(u64, Whole)], common: &Whole) -> Self {
        let mut floor = 0;
        let mut remainder = Whole::default();
        for (n, time) in times {
            let n = i64::from(*n);
            floor += time.0 / n;
            let over = (time.0 % n).unsigned_abs();
            if over > 0 {
                let place = units.partition_point(|(known, _)| *known < n.unsigned_abs());
                remainder.add(&units[place].1.times(over));
                if remainder >= *common {
                    remainder.subtract(common);
                    floor += 1;
                }
            }
        }
        Self { floor, remainder }
    }
}
