//! When groups began to fail and when they stopped; from that, how long each failed by how many
//! failed at once.

use super::cascade::put_in_order;
use super::history::Dimension;
use super::packed::Packed;
use super::pieces::Pieces;
use super::span::Span;
use crate::time::At;
use std::ops::Range;

/// Beginnings and ends of groups, each group's outages merged by themselves; moments from the period's
/// beginning. Held for one dimension after the other: of millions of outages, room given back and asked
/// for anew each time costs more than the merging.
pub(super) struct Changes<P> {
    began: Vec<P>,
    ended: Vec<P>,
    /// Ends in the order of beginnings.
    merged: Vec<P>,
    within: Span,
    bits: u32,
}

/// What happened to a group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// It began to fail.
    Began,
    /// It stopped.
    Ended,
}

/// A group that does not fail yet.
const NONE: u32 = u32::MAX;

impl<P: Packed> Changes<P> {
    /// None yet; room for those of so many pieces within a span, whose groups are numbered in so many bits.
    pub fn with_room(pieces: usize, within: Span, bits: u32) -> Self {
        let room = || Vec::with_capacity(pieces);
        Self { began: room(), ended: Vec::new(), merged: room(), within, bits }
    }

    /// Those of the pieces by another dimension. Pieces come by their beginning, so one pass merges all groups.
    pub fn read(&mut self, pieces: &Pieces, by: Dimension, groups: usize) {
        let Self { began, ended, merged, within, bits } = self;
        let bits = *bits;
        began.clear();
        merged.clear();
        // Of each group the place of its last beginning and end.
        let mut last = vec![NONE; groups];
        let since = |at: At| at.0.abs_diff(within.from.0);
        for piece in pieces.as_slice() {
            let group = piece.group(by);
            let place = &mut last[group as usize];
            let (from, to) = (since(piece.span.from), P::pack(since(piece.span.to), group, bits));
            match merged.get_mut(*place as usize) {
                Some(end) if from <= end.at(bits) => *end = to.max(*end),
                _ => {
                    *place = u32::try_from(began.len()).expect("rows are numbered so");
                    began.push(P::pack(from, group, bits));
                    merged.push(to);
                }
            }
        }
        let within = Span::new(At(0), At(within.length().0));
        let at = |end: &P| end.at(bits).cast_signed();
        put_in_order(ended, merged.iter().copied(), at, within, <[P]>::sort_unstable);
    }

    /// Goes through all changes by their moments; of one moment, those that stop come first.
    fn each(&self, mut see: impl FnMut(u64, usize, Turn)) {
        let mut began = self.began.iter().copied().peekable();
        for end in self.ended.iter().copied() {
            let until = end.at(self.bits);
            while let Some(begins) = began.next_if(|begins| begins.at(self.bits) < until) {
                see(begins.at(self.bits), begins.group(self.bits) as usize, Turn::Began);
            }
            see(until, end.group(self.bits) as usize, Turn::Ended);
        }
    }

    /// The most groups that fail in one moment.
    pub fn most(&self) -> usize {
        let (mut failing, mut most) = (0_usize, 0);
        self.each(|_, _, turn| match turn {
            Turn::Began => {
                failing += 1;
                most = most.max(failing);
            }
            Turn::Ended => failing -= 1,
        });
        most
    }

    /// For these groups the time each failed by how many failed at once, from one to `most`; changes are
    /// taken together in runs of at least `run`.
    pub fn table(&self, wanted: Range<usize>, most: usize, run: usize) -> Table {
        let mut sweep = Sweep::new(wanted, most, run);
        self.each(|at, group, turn| sweep.turn(at, group, turn));
        sweep.table
    }
}

/// Goes through changes in runs of about as many as groups fail.
///
/// `clock` holds the time passed within the run with one, two, three groups failing. A group that begins
/// takes the clock away, one that stops adds it, and those that fail when the run ends all do: which
/// leaves each the time between. How many fail at once swings little in a run, and only so many cells
/// are touched; so a change costs neither what lies within an outage nor how many fail at once.
struct Sweep {
    table: Table,
    first: usize,
    clock: Vec<u64>,
    /// Cells of the clock that moved in this run.
    moved: Range<usize>,
    /// Places of the wanted groups that fail, and where each stands among these.
    lasting: Vec<u32>,
    among: Vec<u32>,
    failing: usize,
    last: u64,
    /// Changes until the run ends, and how many a run has at least.
    left: usize,
    run: usize,
}

impl Sweep {
    fn new(wanted: Range<usize>, most: usize, run: usize) -> Self {
        Self {
            table: Table { cells: vec![0; wanted.len() * most], width: most },
            first: wanted.start,
            clock: vec![0; most],
            moved: most..0,
            lasting: Vec::with_capacity(most),
            among: vec![0; wanted.len()],
            failing: 0,
            last: 0,
            left: run,
            run,
        }
    }

    fn turn(&mut self, at: u64, group: usize, turn: Turn) {
        if self.failing > 0 && at > self.last {
            let cell = self.failing - 1;
            self.clock[cell] += at - self.last;
            self.moved = self.moved.start.min(cell)..self.moved.end.max(self.failing);
        }
        self.last = at;
        let place = group.wrapping_sub(self.first);
        // Groups that are not of this turn have no place.
        let is_wanted = place < self.among.len();
        match turn {
            Turn::Began => {
                self.failing += 1;
                if is_wanted {
                    self.among[place] = number(self.lasting.len());
                    self.lasting.push(number(place));
                    self.table.turn(place, &self.moved, &self.clock, u64::wrapping_sub);
                }
            }
            Turn::Ended => {
                self.failing -= 1;
                if is_wanted {
                    self.leave(place);
                    self.table.turn(place, &self.moved, &self.clock, u64::wrapping_add);
                }
            }
        }
        self.left -= 1;
        if self.left == 0 {
            self.end_run();
        }
    }

    /// The last of those that fail takes the place of the one that stops.
    fn leave(&mut self, place: usize) {
        let at = self.among[place] as usize;
        self.lasting.swap_remove(at);
        if let Some(other) = self.lasting.get(at) {
            self.among[*other as usize] = number(at);
        }
    }

    fn end_run(&mut self) {
        for place in &self.lasting {
            self.table.turn(*place as usize, &self.moved, &self.clock, u64::wrapping_add);
        }
        if !self.moved.is_empty() {
            self.clock[self.moved.clone()].fill(0);
        }
        self.moved = self.clock.len()..0;
        self.left = self.run.max(self.failing);
    }
}

/// A number of groups, as narrow as their numbers are.
fn number(groups: usize) -> u32 {
    u32::try_from(groups).expect("groups are numbered so")
}

/// Times by group and by how many failed at once.
pub(super) struct Table {
    cells: Vec<u64>,
    width: usize,
}

impl Table {
    /// The times of a group, from one failing at once.
    pub fn get(&self, place: usize) -> Option<&[u64]> {
        self.cells.get(place * self.width..(place + 1) * self.width)
    }

    fn turn(&mut self, place: usize, moved: &Range<usize>, clock: &[u64], change: impl Fn(u64, u64) -> u64) {
        // Nothing moved yet: the range is turned around.
        if moved.start >= moved.end {
            return;
        }
        let row = place * self.width;
        let own = &mut self.cells[row + moved.start..row + moved.end];
        for (cell, passed) in own.iter_mut().zip(&clock[moved.clone()]) {
            *cell = change(*cell, *passed);
        }
    }
}
