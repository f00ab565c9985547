//! The allowed failure time: how much of it is spent, how fast, and when it is gone.

use super::period::Period;
use super::ratio::Ratio;
use super::spans::Spans;
use super::target::Targets;
use crate::time::{At, Length};
use chrono_tz::Tz;

/// When nothing is left of the allowed failure time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exhaustion {
    /// It was, at this moment.
    Spent(At),
    /// It will be, at the pace of the period so far.
    Ahead(At),
    /// Not within the period at that pace.
    Never,
}

impl Exhaustion {
    /// The moment, if there is one.
    pub const fn at(self) -> Option<At> {
        match self {
            Self::Spent(at) | Self::Ahead(at) => Some(at),
            Self::Never => None,
        }
    }
}

/// Allowed failure time of a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Allowed {
    /// (1 − target) · all of the period, the part to come included.
    pub allowed: Length,
    /// Time failed so far.
    pub spent: Length,
    /// What is left of it; below zero once it is overspent.
    pub left: Length,
    /// The part of the period that is over.
    pub elapsed: Length,
    /// All of the period.
    pub whole: Length,
    /// When it is gone.
    pub exhausted: Exhaustion,
}

impl Allowed {
    /// What the targets allow in a period with these failures; `None` where a part of it has no target.
    pub fn of(period: &Period, failures: &Spans, targets: &Targets, zone: Tz) -> Option<Self> {
        let all = period.all_counted();
        let allowed = targets.allowed(&all, zone)?;
        let (spent, elapsed) = (failures.length(), period.counted().length());
        let left = Length(allowed.0 - spent.0);
        let exhausted = exhaustion(period, &all, failures, allowed);
        Some(Self { allowed, spent, left, elapsed, whole: all.length(), exhausted })
    }

    /// Share of the allowed time spent over share of the period passed, in thousandths: at 1,000
    /// all of it is spent when the period ends. `None` before the period and where nothing is allowed.
    pub fn burn_rate(&self) -> Option<i64> {
        let spent = 2_000 * i128::from(self.spent.0) * i128::from(self.whole.0);
        let passed = i128::from(self.allowed.0) * i128::from(self.elapsed.0);
        (passed > 0).then(|| i64::try_from((spent + passed) / (2 * passed)).unwrap_or(i64::MAX))
    }

    /// What the period comes to if it goes on at this pace.
    pub fn forecast(&self) -> Ratio {
        let failure = i128::from(self.spent.0) * i128::from(self.whole.0) / i128::from(self.elapsed.0.max(1));
        Ratio { failure: Length(i64::try_from(failure).unwrap_or(i64::MAX)), period: self.whole }
    }
}

fn exhaustion(period: &Period, all: &Spans, failures: &Spans, allowed: Length) -> Exhaustion {
    let spent = failures.length();
    if spent.0 > 0
        && spent >= allowed
        && let Some(at) = failures.reached(allowed)
    {
        return Exhaustion::Spent(at);
    }
    if spent.0 == 0 {
        return Exhaustion::Never;
    }
    // So much counted time passes until then: from · allowed / spent, a moment of the period.
    let passed = i128::from(period.counted().length().0) * i128::from(allowed.0) / i128::from(spent.0);
    let ahead = i64::try_from(passed).ok().and_then(|passed| all.reached(Length(passed)));
    ahead.map_or(Exhaustion::Never, Exhaustion::Ahead)
}
