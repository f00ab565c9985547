//! Time between failures: from the end of one merged outage to the start of the next.

use super::spans::Spans;
use super::stages::Spread;
use crate::time::Length;

/// The gaps between merged outages, in order of time.
pub fn gaps(failures: &Spans) -> Vec<Length> {
    failures.as_slice().windows(2).map(|pair| pair[1].from.since(pair[0].to)).collect()
}

/// Time between failures of a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Between {
    /// Merged outages.
    pub outages: usize,
    /// The gaps' sum.
    pub sum: Length,
    /// The gaps' spread.
    pub spread: Spread,
}

impl Between {
    /// Of these merged outages.
    pub fn of(failures: &Spans) -> Self {
        let gaps = gaps(failures);
        let sum = Length(gaps.iter().map(|gap| gap.0).sum());
        Self { outages: failures.as_slice().len(), sum, spread: Spread::of(gaps) }
    }

    /// The mean, rounded down; `None` below two outages.
    pub fn mean(&self) -> Option<Length> {
        i64::try_from(self.spread.count).ok().filter(|count| *count > 0).map(|count| Length(self.sum.0 / count))
    }
}
