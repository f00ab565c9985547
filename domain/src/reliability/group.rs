//! How much of the failure each service (function, contractor, class) answers for.
//!
//! *Exclusive*: what would vanish had it never failed. *Shared*: every moment split equally among
//! those failing in it, which is the Shapley value of the union. Time is kept as integer
//! milliseconds by (group, how many failed at once); only the sum is rounded, once, for all.

use super::apportion::apportion;
use super::changes::Changes;
use super::history::{Dimension, History};
use super::packed::Packed;
use super::period::Period;
use super::pieces::Pieces;
use crate::time::Length;

/// How the table of times is gone through; what comes out does not depend on it.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// Cells of the table held at once; more groups than fit are swept in turns.
    cells: usize,
    /// Changes that are taken together, at least.
    run: usize,
}

const LIMITS: Limits = Limits { cells: 8_000_000, run: 32 };

/// What one group answers for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Its number in the history's names.
    pub number: u32,
    /// Rows that overlap the period, unmerged.
    pub outages: u64,
    /// Time it failed: the union of its own intervals.
    pub failure: Length,
    /// Time it alone failed.
    pub exclusive: Length,
    /// Its part of the union; the parts of all groups sum to it.
    pub shared: Length,
    /// Its time by how many groups failed at once, where there is any.
    pub at_once: Vec<(u32, Length)>,
}

/// Every group with at least one row that overlaps the period, by name.
pub fn groups(history: &History, period: &Period, pieces: &Pieces, by: Dimension) -> Vec<Group> {
    let [found] = groups_by(history, period, pieces, [by]);
    found
}

/// The same by each of these dimensions.
pub fn groups_by<const N: usize>(
    history: &History,
    period: &Period,
    pieces: &Pieces,
    dimensions: [Dimension; N],
) -> [Vec<Group>; N] {
    groups_within(history, period, pieces, dimensions, LIMITS)
}

fn groups_within<const N: usize>(
    history: &History,
    period: &Period,
    pieces: &Pieces,
    dimensions: [Dimension; N],
    limits: Limits,
) -> [Vec<Group>; N] {
    let most = dimensions.iter().map(|by| history.names(*by).len()).max().unwrap_or(0);
    let bits = usize::BITS - most.leading_zeros();
    let long = u64::BITS - period.edges().length().0.leading_zeros();
    if long + bits <= u64::BITS {
        let mut changes = Changes::<u64>::with_room(pieces.as_slice().len(), period.edges(), bits);
        dimensions.map(|by| group_by(history, period, pieces, by, &mut changes, limits))
    } else {
        let mut changes = Changes::<u128>::with_room(pieces.as_slice().len(), period.edges(), bits);
        dimensions.map(|by| group_by(history, period, pieces, by, &mut changes, limits))
    }
}

fn group_by<P: Packed>(
    history: &History,
    period: &Period,
    pieces: &Pieces,
    by: Dimension,
    changes: &mut Changes<P>,
    limits: Limits,
) -> Vec<Group> {
    let names = history.names(by);
    let mut found = outages(history, period, pieces, by);
    found.sort_by(|one, two| names[one.number as usize].cmp(&names[two.number as usize]));
    changes.read(pieces, by, names.len());
    fill(&mut found, changes, limits);
    let parts: Vec<&[(u32, Length)]> = found.iter().map(|group| group.at_once.as_slice()).collect();
    for (group, shared) in apportion(&parts).into_iter().enumerate() {
        found[group].shared = shared;
    }
    found
}

/// Fills in the times of the groups, as many groups in a turn as the table holds.
fn fill<P: Packed>(found: &mut [Group], changes: &Changes<P>, limits: Limits) {
    let end = found.iter().map(|group| group.number as usize + 1).max().unwrap_or(0);
    let most = changes.most();
    let together = limits.cells.div_ceil(most.max(1)).max(1);
    for first in (0..end).step_by(together) {
        let table = changes.table(first..end.min(first + together), most, limits.run);
        for group in found.iter_mut() {
            if let Some(row) = (group.number as usize).checked_sub(first).and_then(|place| table.get(place)) {
                take(group, row);
            }
        }
    }
}

fn take(group: &mut Group, row: &[u64]) {
    let held = (1..).zip(row).filter(|(_, time)| **time > 0);
    group.at_once = held.map(|(at_once, time)| (at_once, Length(time.cast_signed()))).collect();
    group.failure = Length(group.at_once.iter().map(|(_, time)| time.0).sum());
    group.exclusive = Length(row.first().map_or(0, |time| time.cast_signed()));
}

/// The groups that have rows in the period, with nothing but their count.
fn outages(history: &History, period: &Period, pieces: &Pieces, by: Dimension) -> Vec<Group> {
    let mut counts = vec![0_u64; history.names(by).len()];
    if period.counted().as_slice() == [period.over()] {
        // Nothing is left out, so each row has one piece.
        pieces.as_slice().iter().for_each(|piece| counts[piece.group(by) as usize] += 1);
    } else {
        let over = period.over();
        let overlapping = history.spans().iter().zip(history.column(by)).filter(|(span, _)| span.overlaps(over));
        overlapping.for_each(|(_, group)| counts[*group as usize] += 1);
    }
    let none = Length(0);
    let one = |(number, outages)| Group {
        number,
        outages,
        failure: none,
        exclusive: none,
        shared: none,
        at_once: Vec::new(),
    };
    (0..).zip(counts).filter(|(_, outages)| *outages > 0).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reliability::tests::{history, over};

    #[test]
    fn what_is_swept_in_turns_or_in_parts_comes_out_as_at_once() {
        let names: Vec<String> = (0..40).map(|number| format!("s{number:02}")).collect();
        let row = |number: usize| {
            let from = (number * 7_919 % 5_003) as i64;
            (names[number * 31 % 40].as_str(), from, from + (number % 97) as i64)
        };
        let history = history(&(0..600).map(row).collect::<Vec<_>>());
        let period = over(0, 5_000);
        let pieces = Pieces::of(&history, &period);
        let groups = |limits| groups_within(&history, &period, &pieces, Dimension::ALL, limits);
        let usual = groups(LIMITS);
        assert!(usual[0].iter().any(|group| group.at_once.len() > 3), "too few fail at once to tell");
        for cells in [1, 7, 50, 333, LIMITS.cells] {
            for run in [1, 2, 50, 10_000] {
                let limits = Limits { cells, run };
                assert_eq!(groups(limits), usual, "{limits:?}");
            }
        }
    }
}
