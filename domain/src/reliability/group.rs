//! How much of the failure each service (function, contractor, class) answers for.
//!
//! *Exclusive*: what would vanish had it never failed. *Shared*: every moment split equally among
//! those failing in it, which is the Shapley value of the union. Time is kept as integer
//! milliseconds by (group, how many failed at once); only the sum is rounded, once, for all.

use super::apportion::apportion;
use super::cascade::in_order_by;
use super::history::{Dimension, History};
use super::packed::Packed;
use super::period::Period;
use super::pieces::Pieces;
use super::span::Span;
use crate::time::{At, Length};

/// Cells of the table of times held at once; more groups than fit are swept in turns.
const CELLS: usize = 8_000_000;

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
    let names = history.names(by);
    let mut found = outages(history, period, pieces, by);
    found.sort_by(|one, two| names[one.number as usize].cmp(&names[two.number as usize]));
    let bits = usize::BITS - names.len().leading_zeros();
    let long = u64::BITS - period.edges().length().0.leading_zeros();
    if long + bits <= u64::BITS {
        fill(&mut found, &Changes::<u64>::of(pieces, history.column(by), names.len(), period.edges(), bits));
    } else {
        fill(&mut found, &Changes::<u128>::of(pieces, history.column(by), names.len(), period.edges(), bits));
    }
    let parts: Vec<&[(u32, Length)]> = found.iter().map(|group| group.at_once.as_slice()).collect();
    for (group, shared) in apportion(&parts).into_iter().enumerate() {
        found[group].shared = shared;
    }
    found
}

/// Fills in the times of the groups, as many groups in a turn as the table holds.
fn fill<P: Packed>(found: &mut [Group], changes: &Changes<P>) {
    let reached = changes.most_at_once();
    let together = CELLS.div_ceil(reached.max(1)).max(1);
    let end = found.iter().map(|group| group.number as usize + 1).max().unwrap_or(0);
    for first in (0..end).step_by(together) {
        let table = changes.table(first..end.min(first + together), reached);
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
    let column = history.column(by);
    let mut counts = vec![0_u64; history.names(by).len()];
    if period.counted().as_slice() == [period.over()] {
        // Nothing is left out, so each row has one piece.
        pieces.as_slice().iter().for_each(|piece| counts[column[piece.row as usize] as usize] += 1);
    } else {
        let over = period.over();
        let overlapping = history.spans().iter().zip(column).filter(|(span, _)| span.overlaps(over));
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

/// When groups began to fail and when they stopped, each merged by itself; moments from the period's
/// beginning.
struct Changes<P> {
    began: Vec<P>,
    ended: Vec<P>,
    bits: u32,
}

/// A group that does not fail yet.
const NONE: u32 = u32::MAX;

impl<P: Packed> Changes<P> {
    /// Pieces come by their beginning, so one pass merges all groups.
    fn of(pieces: &Pieces, column: &[u32], groups: usize, within: Span, bits: u32) -> Self {
        // Of each group the place of its last beginning and end.
        let mut last = vec![NONE; groups];
        let count = pieces.as_slice().len();
        let (mut began, mut ended) = (Vec::with_capacity(count), Vec::<P>::with_capacity(count));
        let since = |at: At| at.0.abs_diff(within.from.0);
        for piece in pieces.as_slice() {
            let group = column[piece.row as usize];
            let place = &mut last[group as usize];
            let (from, to) = (since(piece.span.from), P::pack(since(piece.span.to), group, bits));
            match ended.get_mut(*place as usize) {
                Some(end) if from <= end.at(bits) => *end = to.max(*end),
                _ => {
                    *place = u32::try_from(began.len()).expect("rows are numbered so");
                    began.push(P::pack(from, group, bits));
                    ended.push(to);
                }
            }
        }
        let within = Span::new(At(0), At(within.length().0));
        let at = |end: &P| end.at(bits).cast_signed();
        Self { began, ended: in_order_by(ended.into_iter(), at, within, <[P]>::sort_unstable), bits }
    }

    /// The most groups that fail in one moment.
    fn most_at_once(&self) -> usize {
        let (mut ended, mut most) = (0, 0);
        for (index, begins) in self.began.iter().enumerate() {
            while self.ended[ended].at(self.bits) <= begins.at(self.bits) {
                ended += 1;
            }
            most = most.max(index + 1 - ended);
        }
        most
    }

    /// For these groups the time each failed by how many failed at once, from one.
    ///
    /// `clock` holds the time passed so far with one, two, three groups failing. A group takes the
    /// clock away where it begins and adds it where it ends, which leaves the time between: the cost
    /// of a change does not depend on how many moments lie within an outage.
    fn table(&self, wanted: std::ops::Range<usize>, reached: usize) -> Table {
        let mut table = Table { cells: vec![0; wanted.len() * reached], width: reached };
        let mut clock = vec![0_u64; reached];
        let (mut failing, mut most, mut last) = (0_usize, 0_usize, 0_u64);
        let place = |change: P| (change.group(self.bits) as usize).wrapping_sub(wanted.start);
        let mut began = self.began.iter().copied().peekable();
        for end in self.ended.iter().copied() {
            let until = end.at(self.bits);
            while let Some(begins) = began.next_if(|begins| begins.at(self.bits) < until) {
                let at = begins.at(self.bits);
                if failing > 0 {
                    clock[failing - 1] += at - last;
                }
                last = at;
                failing += 1;
                most = most.max(failing);
                table.turn(place(begins), &clock[..most], u64::wrapping_sub);
            }
            clock[failing - 1] += until - last;
            last = until;
            failing -= 1;
            table.turn(place(end), &clock[..most], u64::wrapping_add);
        }
        table
    }
}

/// Times by group and by how many failed at once.
struct Table {
    cells: Vec<u64>,
    width: usize,
}

impl Table {
    fn get(&self, place: usize) -> Option<&[u64]> {
        self.cells.get(place * self.width..(place + 1) * self.width)
    }

    /// Groups that are not of this turn have no place.
    fn turn(&mut self, place: usize, clock: &[u64], change: impl Fn(u64, u64) -> u64) {
        let Some(from) = place.checked_mul(self.width) else { return };
        let Some(row) = self.cells.get_mut(from..).filter(|row| row.len() >= self.width) else { return };
        for (cell, passed) in row.iter_mut().zip(clock) {
            *cell = change(*cell, *passed);
        }
    }
}
