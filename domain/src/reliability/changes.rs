//! When groups began to fail and when they stopped; from that, how long each failed by how many
//! failed at once.

use super::cascade::in_order_by;
use super::history::Dimension;
use super::packed::Packed;
use super::pieces::Pieces;
use super::span::Span;
use crate::time::At;
use std::ops::Range;

/// Beginnings and ends of groups, each group's outages merged by themselves; moments from the period's
/// beginning.
pub(super) struct Changes<P> {
    began: Vec<P>,
    ended: Vec<P>,
    bits: u32,
}

/// What happened to a group.
enum Turn {
    /// It began to fail; the place among the beginnings.
    Began(usize),
    /// It stopped.
    Ended,
}

/// Of each beginning, how few and how many groups failed at once until its group stopped: the cells
/// of a row of the [`Table`] it touches. None where rows are narrow.
pub(super) struct Visited {
    cells: Vec<(u32, u32)>,
    /// The most groups that fail in one moment.
    pub most: usize,
}

/// A group that does not fail yet.
const NONE: u32 = u32::MAX;

impl<P: Packed> Changes<P> {
    /// Pieces come by their beginning, so one pass merges all groups.
    pub fn of(pieces: &Pieces, by: Dimension, groups: usize, within: Span, bits: u32) -> Self {
        // Of each group the place of its last beginning and end.
        let mut last = vec![NONE; groups];
        let count = pieces.as_slice().len();
        let (mut began, mut ended) = (Vec::with_capacity(count), Vec::<P>::with_capacity(count));
        let since = |at: At| at.0.abs_diff(within.from.0);
        for piece in pieces.as_slice() {
            let group = piece.group(by);
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

    /// Goes through all changes by their moments; of one moment, those that stop come first.
    fn each(&self, mut see: impl FnMut(u64, usize, Turn)) {
        let mut began = self.began.iter().copied().enumerate().peekable();
        for end in self.ended.iter().copied() {
            let until = end.at(self.bits);
            while let Some((place, begins)) = began.next_if(|(_, begins)| begins.at(self.bits) < until) {
                see(begins.at(self.bits), begins.group(self.bits) as usize, Turn::Began(place));
            }
            see(until, end.group(self.bits) as usize, Turn::Ended);
        }
    }

    /// How many groups failed at once while each outage lasted, groups being numbered below `end`; but
    /// for what the narrow rows need, which is only how many at most.
    pub fn visited(&self, end: usize, narrow: usize) -> Visited {
        let (mut failing, mut most) = (0_usize, 0);
        self.each(|_, _, turn| match turn {
            Turn::Began(_) => {
                failing += 1;
                most = most.max(failing);
            }
            Turn::Ended => failing -= 1,
        });
        Visited { cells: if most > narrow { self.swings(end) } else { Vec::new() }, most }
    }

    /// For each outage the numbers there were, as cells of a row.
    ///
    /// Their number goes up and down by one, so the numbers there have been since a change lie side by
    /// side around the present one, and are those that were last there no earlier than it.
    fn swings(&self, end: usize) -> Vec<(u32, u32)> {
        let mut cells = vec![(0, 0); self.began.len()];
        // Of each group the beginning of its outage: its place, and which change it was.
        let mut lasting = vec![(0, 0); end];
        // Of each number of groups failing at once the last change that led to it.
        let mut last = vec![0_u64];
        let (mut failing, mut change) = (0_usize, 0_u64);
        self.each(|_, group, turn| {
            change += 1;
            match turn {
                Turn::Began(place) => {
                    failing += 1;
                    lasting[group] = (place, change);
                    if last.len() == failing {
                        last.push(change);
                    }
                }
                Turn::Ended => {
                    let (place, since) = lasting[group];
                    let fewer = last[1..failing].iter().rev().take_while(|led| **led >= since).count();
                    let more = last[failing + 1..].iter().take_while(|led| **led >= since).count();
                    cells[place] = (number(failing - fewer - 1), number(failing + more));
                    failing -= 1;
                }
            }
            last[failing] = change;
        });
        cells
    }

    /// For these groups the time each failed by how many failed at once, from one.
    ///
    /// `clock` holds the time passed so far with one, two, three groups failing. A group takes the
    /// clock away where it begins and adds it where it ends, which leaves the time between; only what
    /// the clock shows of numbers there were in between has changed. So a change costs neither what
    /// lies within an outage nor how many fail at once, but by how much that swings meanwhile.
    pub fn table(&self, wanted: Range<usize>, visited: &Visited) -> Table {
        let mut table = Table { cells: vec![0; wanted.len() * visited.most], width: visited.most };
        let mut clock = vec![0_u64; visited.most];
        let whole = (0, number(visited.most));
        let mut lasting = vec![whole; wanted.len()];
        let (mut failing, mut last) = (0_usize, 0_u64);
        self.each(|at, group, turn| {
            if failing > 0 {
                clock[failing - 1] += at - last;
            }
            last = at;
            let place = group.wrapping_sub(wanted.start);
            match turn {
                Turn::Began(began) => {
                    failing += 1;
                    if let Some(cells) = lasting.get_mut(place) {
                        *cells = visited.cells.get(began).copied().unwrap_or(whole);
                        table.turn(place, *cells, &clock, u64::wrapping_sub);
                    }
                }
                Turn::Ended => {
                    failing -= 1;
                    // Groups that are not of this turn have no place.
                    if let Some(cells) = lasting.get(place) {
                        table.turn(place, *cells, &clock, u64::wrapping_add);
                    }
                }
            }
        });
        table
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

    fn turn(&mut self, place: usize, (from, to): (u32, u32), clock: &[u64], change: impl Fn(u64, u64) -> u64) {
        let (row, cells) = (place * self.width, from as usize..to as usize);
        let own = &mut self.cells[row + cells.start..row + cells.end];
        for (cell, passed) in own.iter_mut().zip(&clock[cells]) {
            *cell = change(*cell, *passed);
        }
    }
}
