//! Times taken, and what is said of them: nearest-rank quantiles.

use std::time::{Duration, Instant};

/// Times of one thing, done many times.
#[derive(Clone, Debug, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Adds one.
    pub fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The nearest-rank quantile, milliseconds; `percent` is 1 to 100.
    pub fn quantile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort();
        let rank = (sorted.len() * percent).div_ceil(100).max(1);
        sorted.get(rank - 1).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    }
}

/// Now, by the machine: what is measured is the machine's time, not the estate's.
#[expect(clippy::disallowed_methods, reason = "a stopwatch is no clock of the estate")]
pub fn now() -> Instant {
    Instant::now()
}
