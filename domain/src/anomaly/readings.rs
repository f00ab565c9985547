//! A series cut into the windows; the buffers are used again for the next series.

use super::{Series, Windows};
use crate::time::At;

/// Fewest samples of the usual.
const FEWEST_USUAL: usize = 8;

/// Buffers, so that measuring a series allocates nothing.
#[derive(Default)]
pub struct Readings {
    /// Every finite sample up to the end of the windows, in time order.
    pub times: Vec<At>,
    /// Their values, as the ranking reads them.
    pub values: Vec<f64>,
    /// Index of the first sample of the usual.
    pub from: usize,
    /// Index of the first suspected sample.
    pub split: usize,
    /// The usual, in ascending order.
    pub sorted: Vec<f64>,
    /// How far stretches of the past went.
    pub stretches: Vec<f64>,
}

/// What can be said of a series' samples before any of them is measured.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Presence {
    /// Enough of both windows.
    Whole,
    /// Enough of the usual, nothing since.
    Vanished,
    /// Nothing of the usual, enough since.
    New,
    /// Too little to say anything.
    Sparse,
}

impl Readings {
    /// Reads a series; what is later than the windows is not looked at.
    pub fn take(&mut self, series: &Series, windows: Windows) -> Presence {
        self.times.clear();
        self.values.clear();
        for (at, value) in series.read().filter(|(at, _)| *at <= windows.until) {
            self.times.push(at);
            self.values.push(value);
        }
        if !self.times.is_sorted() {
            self.put_in_order();
        }
        self.from = self.times.partition_point(|at| *at < windows.from);
        self.split = self.times.partition_point(|at| *at < windows.split).max(self.from);
        self.presence(windows)
    }

    /// The samples of the usual.
    pub fn usual(&self) -> &[f64] {
        &self.values[self.from..self.split]
    }

    /// The suspected samples.
    pub fn suspected(&self) -> &[f64] {
        &self.values[self.split..]
    }

    fn put_in_order(&mut self) {
        let mut both: Vec<(At, f64)> = self.times.iter().copied().zip(self.values.iter().copied()).collect();
        both.sort_by_key(|(at, _)| *at);
        (self.times, self.values) = both.into_iter().unzip();
    }

    fn presence(&self, windows: Windows) -> Presence {
        let (usual, suspected) = (self.split - self.from, self.times.len() - self.split);
        let enough_usual = usual >= FEWEST_USUAL;
        if suspected >= windows.sustained() {
            return match usual {
                0 if self.from == 0 => Presence::New,
                _ if enough_usual => Presence::Whole,
                _ => Presence::Sparse,
            };
        }
        if suspected == 0 && enough_usual && self.expected(windows) { Presence::Vanished } else { Presence::Sparse }
    }

    /// Whether as seldom as it is, something of it should have been seen by now.
    fn expected(&self, windows: Windows) -> bool {
        let span = self.times[self.split - 1].since(self.times[self.from]).0.max(1);
        let every = span / (self.split - self.from - 1).max(1) as i64;
        windows.suspected().0 >= every.saturating_mul(windows.sustained() as i64)
    }
}
