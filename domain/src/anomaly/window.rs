//! Which samples are the usual and which are suspected.

use crate::time::{At, Length};

/// Shortest stretch before the registration that is suspected.
const SHORTEST_SUSPICION: Length = Length::minutes(3);

/// The suspected stretch holds at least so many steps.
const STEPS: i64 = 5;

/// Steps from which on a sustained value is two samples long instead of three.
const COARSE: Length = Length::minutes(2);

/// The two windows, half-open, but for the last moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Windows {
    /// Where the usual begins; earlier samples serve the same hour of other days alone.
    pub from: At,
    /// Where the usual ends and the suspected begins.
    pub split: At,
    /// The last moment looked at; a later sample is never read.
    pub until: At,
    /// Time from one sample to the next.
    pub step: Length,
}

impl Windows {
    /// Windows for a failure of which only the registration is known. Nobody knows how long before
    /// it the failure began; so many minutes or five steps before it are suspected, and the
    /// sustained maximum finds the place within.
    pub fn before_registration(registered: At, step: Length, history: Length) -> Self {
        let suspected = Length(SHORTEST_SUSPICION.0.max(STEPS * step.0));
        let split = registered.minus(suspected);
        Self { from: split.minus(history), split, until: registered, step }
    }

    /// Windows for a failure whose beginning and end are known.
    pub const fn told(from: At, onset: At, until: At, step: Length) -> Self {
        Self { from, split: onset, until, step }
    }

    /// How many samples in a row make a value sustained.
    pub(super) const fn sustained(self) -> usize {
        if self.step.0 >= COARSE.0 { 2 } else { 3 }
    }

    /// How long the suspected stretch is.
    pub const fn suspected(self) -> Length {
        self.until.since(self.split)
    }
}
