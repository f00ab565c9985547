//! How much of the failure each service (function, contractor, class) answers for.
//!
//! *Exclusive*: what would vanish had it never failed. *Shared*: every moment split equally among
//! those failing in it, which is the Shapley value of the union. Time is kept as integer
//! milliseconds by (group, how many failed at once); only the sum is rounded, once, for all.

use super::apportion::apportion;
use super::cascade::in_order;
use super::history::{Dimension, History};
use super::period::Period;
use super::pieces::Pieces;
use super::span::Span;
use crate::time::Length;

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
    let changes = Changes::of(pieces, history.column(by), names.len(), period.edges());
    let mut found = outages(history, period, by);
    found.sort_by(|one, two| names[one.number as usize].cmp(&names[two.number as usize]));
    let reached = changes.most_at_once();
    let together = CELLS.div_ceil(reached.max(1)).max(1);
    for first in (0..names.len()).step_by(together) {
        let table = changes.table(first..names.len().min(first + together), reached);
        for group in &mut found {
            if let Some(row) = (group.number as usize).checked_sub(first).and_then(|place| table.get(place)) {
                take(group, row);
            }
        }
    }
    let parts: Vec<&[(u32, Length)]> = found.iter().map(|group| group.at_once.as_slice()).collect();
    for (group, shared) in apportion(&parts).into_iter().enumerate() {
        found[group].shared = shared;
    }
    found
}

fn take(group: &mut Group, row: &[u64]) {
    let held = (1..).zip(row).filter(|(_, time)| **time > 0);
    group.at_once = held.map(|(at_once, time)| (at_once, Length(time.cast_signed()))).collect();
    group.failure = Length(group.at_once.iter().map(|(_, time)| time.0).sum());
    group.exclusive = Length(row.first().map_or(0, |time| time.cast_signed()));
}

/// The groups that have rows in the period, with nothing but their count.
fn outages(history: &History, period: &Period, by: Dimension) -> Vec<Group> {
    let mut counts = vec![0; history.names(by).len()];
    let over = period.over();
    for (span, group) in history.spans().iter().zip(history.column(by)) {
        counts[*group as usize] += u64::from(span.overlaps(over));
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

/// When groups began to fail and when they stopped, each merged by itself.
struct Changes {
    began: Vec<Change>,
    ended: Vec<Change>,
}

/// A moment at which one group begins or stops to fail.
#[derive(Clone, Copy, Default)]
struct Change {
    at: i64,
    group: u32,
}

/// A group that does not fail yet.
const NONE: u32 = u32::MAX;

impl Changes {
    /// Pieces come by their beginning, so one pass merges all groups.
    fn of(pieces: &Pieces, column: &[u32], groups: usize, within: Span) -> Self {
        // Of each group the place of its last beginning and end.
        let mut last = vec![NONE; groups];
        let count = pieces.as_slice().len();
        let (mut began, mut ended) = (Vec::with_capacity(count), Vec::<Change>::with_capacity(count));
        for piece in pieces.as_slice() {
            let group = column[piece.row as usize];
            let place = &mut last[group as usize];
            let (from, to) = (piece.span.from.0, piece.span.to.0);
            match ended.get_mut(*place as usize) {
                Some(end) if from <= end.at => end.at = end.at.max(to),
                _ => {
                    *place = u32::try_from(began.len()).expect("rows are numbered so");
                    began.push(Change { at: from, group });
                    ended.push(Change { at: to, group });
                }
            }
        }
        Self { began, ended: in_order(ended.into_iter(), |end| end.at, within) }
    }

    /// The most groups that fail in one moment.
    fn most_at_once(&self) -> usize {
        let (mut ended, mut most) = (0, 0);
        for (index, begins) in self.began.iter().enumerate() {
            while self.ended[ended].at <= begins.at {
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
        let (mut failing, mut most, mut last) = (0_usize, 0_usize, 0_i64);
        let place = |change: &Change| (change.group as usize).wrapping_sub(wanted.start);
        let mut began = self.began.iter().peekable();
        for end in &self.ended {
            while let Some(begins) = began.next_if(|begins| begins.at < end.at) {
                if failing > 0 {
                    clock[failing - 1] += last.abs_diff(begins.at);
                }
                last = begins.at;
                failing += 1;
                most = most.max(failing);
                table.turn(place(begins), &clock[..most], u64::wrapping_sub);
            }
            clock[failing - 1] += last.abs_diff(end.at);
            last = end.at;
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
