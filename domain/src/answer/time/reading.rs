//! What reading a moment gives, and what it is read against.

use crate::time::At;
use chrono_tz::Tz;

/// What a text says about a moment that has passed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TimeReading {
    /// One moment.
    Stated {
        /// The moment; never after now.
        at: At,
        /// The text without the words of time.
        rest: String,
    },
    /// A stretch: "с 14:00 до 14:30". A beginning takes its first end, a restoration its last.
    Range {
        /// Where it begins.
        from: At,
        /// Where it ends; not before `from`, never after now.
        to: At,
        /// The text without the words of time.
        rest: String,
    },
    /// Something a person must be asked about.
    Doubt(TimeDoubt),
    /// Nothing about a moment.
    Silent,
}

/// Why a stated moment cannot be taken as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeDoubt {
    /// It lies before the failure began.
    BeforeBeginning {
        /// The moment as read.
        at: At,
    },
    /// A bare clock time, the latest such moment more than 12 hours ago.
    TooLongAgo {
        /// The moment as read.
        at: At,
    },
    /// It has not come yet.
    InFuture {
        /// The moment as read.
        at: At,
    },
    /// No clock or calendar shows it: 25:70, 31.02, an hour skipped when clocks were put forward.
    NotOnTheClock,
    /// Two moments, or one that can be read two ways ("вчера в полночь", "10-15 минут назад").
    TwoTimes {
        /// The one named first.
        first: At,
        /// The other.
        second: At,
    },
}

/// What a moment is read against.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TimeFrame {
    /// The moment of reading.
    pub now: At,
    /// The product's zone: a clock time without a zone is of this one.
    pub zone: Tz,
    /// Beginning of the failure, if a moment before it makes no sense.
    pub not_before: Option<At>,
}
