//! A share of time, kept as its two lengths so that nothing is lost before it is shown.

use crate::time::Length;
use serde::Serialize;

/// Time failed out of time counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Ratio {
    /// Time with a failure.
    pub failure: Length,
    /// All the time counted.
    pub period: Length,
}

impl Ratio {
    /// The share without a failure, in units of `1 / scale`, rounded half up: reliability and
    /// availability are 1 − failure / period. `None` where no time is counted.
    pub fn without_failure(self, scale: i64) -> Option<i64> {
        let (failure, period) = (i128::from(self.failure.0), i128::from(self.period.0));
        let scaled = || (2 * (period - failure) * i128::from(scale) + period).div_euclid(2 * period);
        (period > 0).then(|| i64::try_from(scaled()).expect("a share is no greater than its scale"))
    }

    /// Per cent with four decimals, such as `98.7831`.
    pub fn percent(self) -> Option<String> {
        self.without_failure(1_000_000).map(|parts| format!("{}.{:04}", parts / 10_000, parts % 10_000))
    }
}
