//! A half-open stretch of time.

use crate::time::{At, Length};
use serde::{Deserialize, Serialize};

/// `[from, to)`: `from` belongs to it, `to` does not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Span {
    /// First moment of it.
    pub from: At,
    /// First moment after it.
    pub to: At,
}

impl Span {
    /// A stretch of these two ends, in milliseconds.
    pub const fn new(from: At, to: At) -> Self {
        Self { from, to }
    }

    /// No moment lies in it.
    pub const fn is_empty(self) -> bool {
        self.to.0 <= self.from.0
    }

    /// Its length; zero if it is empty.
    pub const fn length(self) -> Length {
        if self.is_empty() { Length(0) } else { Length(self.to.0 - self.from.0) }
    }

    /// What lies in both.
    pub fn within(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), to: self.to.min(other.to) }
    }

    /// Whether some moment lies in both.
    pub fn overlaps(self, other: Self) -> bool {
        !self.within(other).is_empty()
    }
}
