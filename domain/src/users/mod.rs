//! How many users a failure takes away: those usually there at this hour, less those seen.
//!
//! The usual is the median of the same minute of previous weeks, its range the scatter between them.
//! Where a number would be a guess there is none: no history, no sample, monitoring that is silent.

mod estimate;
mod integral;
mod minutes;
#[cfg(test)]
mod tests;
mod usual;

pub use estimate::{Estimate, Line, estimate};
pub use integral::{UserMinutes, user_minutes};
pub use minutes::{LONGEST, MINUTE, Stretch, ceil, floor, latest, lay, owed, unknown};
pub use usual::{AROUND, Usual, WEEKS, weeks_before};

use serde::{Deserialize, Serialize};

/// How many users were missing in one minute, with the range the usual's scatter leaves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(from = "(u32, u32, u32)", into = "(u32, u32, u32)")]
pub struct Figure {
    /// Expected less seen; none where as many were there as usual.
    pub users: u32,
    /// The least it may be.
    pub low: u32,
    /// The most it may be.
    pub high: u32,
}

impl From<(u32, u32, u32)> for Figure {
    fn from((users, low, high): (u32, u32, u32)) -> Self {
        Self { users, low, high }
    }
}

impl From<Figure> for (u32, u32, u32) {
    fn from(figure: Figure) -> Self {
        (figure.users, figure.low, figure.high)
    }
}
