//! Two periods side by side, normalised per hour of period.

use super::ratio::Ratio;
use crate::time::Length;

/// An earlier period A and a later one B.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// A.
    pub earlier: Ratio,
    /// B.
    pub later: Ratio,
}

impl Comparison {
    /// Points of reliability gained from A to B, in ten-thousandths of a point: 4.77 is 47,700.
    pub fn points(&self) -> Option<i64> {
        Some(self.later.without_failure(1_000_000)? - self.earlier.without_failure(1_000_000)?)
    }

    /// Failure time less than at A's rate over a period as long as B; below zero if it is more.
    pub fn less(&self) -> Option<Length> {
        let (a, b) = (self.earlier, self.later);
        let at_the_rate_of_a = || i128::from(a.failure.0) * i128::from(b.period.0) / i128::from(a.period.0);
        let less = || i64::try_from(at_the_rate_of_a()).unwrap_or(i64::MAX) - b.failure.0;
        (a.period.0 > 0 && b.period.0 > 0).then(|| Length(less()))
    }

    /// 1 − B/A of the failure time an hour of period, in millionths; `None` where A had no failure.
    pub fn reduction(&self) -> Option<i64> {
        let rate = |one: Ratio, other: Ratio| i128::from(one.failure.0) * i128::from(other.period.0);
        let (a, b) = (rate(self.earlier, self.later), rate(self.later, self.earlier));
        let reduction = || (2 * 1_000_000 * (a - b) + a).div_euclid(2 * a);
        (a > 0 && self.later.period.0 > 0).then(|| i64::try_from(reduction()).unwrap_or(i64::MIN))
    }
}
