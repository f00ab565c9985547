//! How far a series usually strays: the largest of several robust spreads.

use super::quantile::{median_distance, quantile};
use super::{Shape, Tuning};

/// Median distance to standard deviation, for normal noise.
const OF_MEDIAN_DISTANCE: f64 = 1.4826;
/// Interquartile range in standard deviations.
const OF_QUARTILES: f64 = 1.349;
/// From the 5th to the 95th percentile, in standard deviations.
const OF_TAILS: f64 = 3.29;
/// The smallest spread of a share of errors: a quarter of a point of a hundred.
const ERROR_POINT: f64 = 0.0025;

/// What is usual: the median, and how far samples stray from it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Usual {
    /// The median.
    pub median: f64,
    /// The spread, like a standard deviation; 0 for a series that is constantly 0.
    pub spread: f64,
}

impl Usual {
    /// Of samples in ascending order; `None` of nothing.
    pub fn of(sorted: &[f64], shape: Shape, tuning: &Tuning) -> Option<Self> {
        let at = |share| quantile(sorted, share);
        let median = at(0.5)?;
        let quartiles = (at(0.75)? - at(0.25)?) / OF_QUARTILES;
        let tails = (at(0.95)? - at(0.05)?) / OF_TAILS;
        let spreads = [
            OF_MEDIAN_DISTANCE * median_distance(sorted, median),
            quartiles,
            tuning.tail * tails,
            tuning.floor * median.abs(),
            least(shape),
        ];
        Some(Self { median, spread: spreads.into_iter().fold(0.0, f64::max) })
    }
}

/// The least spread of a share; the unit of other series is not known.
fn least(shape: Shape) -> f64 {
    match shape {
        Shape::ShareOfGood { whole } => ERROR_POINT * f64::from(whole),
        Shape::Level | Shape::Counter => 0.0,
    }
}
