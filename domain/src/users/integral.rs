//! User-minutes: how many users were missing for how long.

use super::Figure;
use super::minutes::{MINUTE, Stretch};
use crate::time::{At, Length};
use serde::{Deserialize, Serialize};

/// Users missing, summed over the minutes of a failure. Minutes without a figure add nothing and are told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct UserMinutes {
    /// By the figures.
    pub minutes: u64,
    /// The least it may be, as far as counted.
    pub low: u64,
    /// The most it may be, as far as counted.
    pub high: u64,
    /// So long a time of the failure has figures.
    pub known: Length,
    /// So long a time of it has none.
    pub unknown: Length,
}

/// Σ users · time within the union of `[from, until)`, rounded to whole user-minutes at the end.
pub fn user_minutes(stretches: &[Stretch], spans: &[(At, At)]) -> UserMinutes {
    let spans = union(spans);
    let whole: i64 = spans.iter().map(|(from, until)| until.0 - from.0).sum();
    let (mut known, mut sums) = (0_i64, [0_u128; 3]);
    for (at, figure) in stretches.iter().flat_map(Stretch::minutes) {
        let Some(Figure { users, low, high }) = figure else { continue };
        let within: i64 = spans.iter().map(|span| overlap(at, *span)).sum();
        known += within;
        for (sum, of) in sums.iter_mut().zip([users, low, high]) {
            *sum += u128::from(of) * u128::try_from(within).unwrap_or(0);
        }
    }
    let [minutes, low, high] = sums.map(rounded);
    UserMinutes { minutes, low, high, known: Length(known), unknown: Length((whole - known).max(0)) }
}

fn overlap(minute: At, (from, until): (At, At)) -> i64 {
    (until.0.min(minute.0 + MINUTE.0) - from.0.max(minute.0)).max(0)
}

fn rounded(sum: u128) -> u64 {
    let minute = u128::from(MINUTE.0.unsigned_abs());
    u64::try_from((sum + minute / 2) / minute).unwrap_or(u64::MAX)
}

/// The same moments, none of them twice, in time order.
fn union(spans: &[(At, At)]) -> Vec<(At, At)> {
    let mut sorted: Vec<(At, At)> = spans.iter().copied().filter(|(from, until)| from < until).collect();
    sorted.sort_unstable();
    let mut union: Vec<(At, At)> = Vec::with_capacity(sorted.len());
    for (from, until) in sorted {
        match union.last_mut().filter(|last| from <= last.1) {
            Some(last) => last.1 = last.1.max(until),
            None => union.push((from, until)),
        }
    }
    union
}
