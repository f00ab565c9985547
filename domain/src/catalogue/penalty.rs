//! What a contract lets be claimed for a term that was missed: a fixed sum, a share, a ceiling.
//!
//! Sums are whole hundredths of the currency; nothing here claims anything, people do.

use crate::time::Length;
use serde::{Deserialize, Serialize};

/// What may be claimed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Penalty {
    /// What shares are taken of, hundredths of the currency.
    pub price: u64,
    /// For every term missed, hundredths of the currency.
    pub fixed: u64,
    /// Of the price, for every unit of overrun begun: parts per million.
    pub share_ppm: u32,
    /// The unit.
    pub per: Per,
    /// No more than this altogether, hundredths of the currency.
    pub ceiling: u64,
}

/// A unit of overrun.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// An hour.
    Hour,
    /// Twenty-four hours.
    Day,
}

/// The sum with its working.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Claimable {
    /// Terms missed.
    pub terms: u64,
    /// Units of overrun begun.
    pub units: u64,
    /// Fixed sums, hundredths of the currency.
    pub fixed: u64,
    /// Shares, hundredths of the currency, rounded down.
    pub shares: u64,
    /// Both together, cut at the ceiling.
    pub sum: u64,
}

impl Per {
    /// How long a unit is.
    pub const fn length(self) -> Length {
        match self {
            Self::Hour => Length::hours(1),
            Self::Day => Length::hours(24),
        }
    }

    /// The word in files and catalogues.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }
}

impl Penalty {
    /// What may be claimed for terms missed by so much; terms kept are no overrun.
    pub fn claimable(&self, overruns: &[Length]) -> Claimable {
        let missed = || overruns.iter().filter(|over| over.0 > 0);
        let unit = self.per.length().0.unsigned_abs();
        let terms = missed().count() as u64;
        let units: u64 = missed().map(|over| over.0.unsigned_abs().div_ceil(unit)).sum();
        let fixed = self.fixed.saturating_mul(terms);
        let shares = u128::from(self.price) * u128::from(self.share_ppm);
        let shares = shares.saturating_mul(u128::from(units)) / 1_000_000;
        let shares = u64::try_from(shares).unwrap_or(u64::MAX);
        Claimable { terms, units, fixed, shares, sum: fixed.saturating_add(shares).min(self.ceiling) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TERMS: Penalty =
        Penalty { price: 100_000_000, fixed: 500_000, share_ppm: 1_000, per: Per::Hour, ceiling: 2_000_000 };

    #[test]
    fn an_hour_begun_counts_and_the_ceiling_cuts() {
        let none = TERMS.claimable(&[Length(0), Length(-5)]);
        assert_eq!((none.terms, none.sum), (0, 0));
        let one = TERMS.claimable(&[Length::minutes(61), Length(0)]);
        assert_eq!((one.terms, one.units, one.fixed, one.shares, one.sum), (1, 2, 500_000, 200_000, 700_000));
        assert_eq!(TERMS.claimable(&[Length::hours(1), Length::hours(100)]).sum, 2_000_000);
        let most = Penalty { price: u64::MAX, share_ppm: u32::MAX, ..TERMS }.claimable(&[Length(i64::MAX)]);
        assert_eq!((most.shares, most.sum), (u64::MAX, TERMS.ceiling));
    }

    proptest! {
        #[test]
        fn it_grows_with_the_overrun_and_never_above_the_ceiling(over in 0..1_000_000_000_i64, more in 0..1_000_000_000_i64) {
            let (less, larger) = (TERMS.claimable(&[Length(over)]), TERMS.claimable(&[Length(over + more)]));
            prop_assert!(less.sum <= larger.sum && larger.sum <= TERMS.ceiling);
        }
    }
}
