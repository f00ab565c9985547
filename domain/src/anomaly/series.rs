//! A series as the ranking takes it: whose it is, what it measures, its samples.

use super::Kind;
use super::kind::is_share_of_good;
use crate::ids::ServiceId;
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A series' name within its service, as its source names it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Metric(pub String);

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a series' numbers are to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// As they are.
    Level,
    /// A counter that only grows and begins anew when its process does: its steps count.
    Counter,
    /// A share of what went well, 0 to 1 or 0 to 100: what is missing to the whole counts.
    ShareOfGood {
        /// The whole: 1 or 100.
        whole: u8,
    },
}

/// A series with its samples in time order. What cannot be a measurement (NaN, infinities) is
/// skipped, never filled in.
#[derive(Clone, Debug)]
pub struct Series<'a> {
    /// Whose it is.
    pub service: &'a ServiceId,
    /// Its name.
    pub metric: &'a Metric,
    /// What it measures.
    pub kind: Kind,
    /// How its numbers are read.
    pub shape: Shape,
    /// When each sample was taken.
    pub times: &'a [At],
    /// The samples; as many as `times`, or the rest of the longer is not looked at.
    pub values: &'a [f64],
}

impl<'a> Series<'a> {
    /// A series whose kind and shape are read from its name and its samples.
    pub fn named(service: &'a ServiceId, metric: &'a Metric, times: &'a [At], values: &'a [f64]) -> Self {
        let kind = Kind::of(&metric.0);
        let shape = if kind == Kind::Errors && is_share_of_good(&metric.0) {
            Shape::ShareOfGood { whole: whole(values) }
        } else {
            Shape::Level
        };
        Self { service, metric, kind, shape, times, values }
    }

    /// Every finite sample, as the ranking reads it.
    pub(super) fn read(&self) -> impl Iterator<Item = (At, f64)> + use<'_> {
        let mut before: Option<f64> = None;
        let finite =
            self.times.iter().copied().zip(self.values.iter().copied()).filter(|(_, value)| is_measurement(*value));
        finite.filter_map(move |(at, value)| match self.shape {
            Shape::Level => Some((at, value)),
            Shape::ShareOfGood { whole } => Some((at, f64::from(whole) - value)),
            Shape::Counter => {
                let before = before.replace(value)?;
                // A step down is a process begun anew: it has counted from nothing since.
                Some((at, if value < before { value } else { value - before }))
            }
        })
    }
}

/// NaN and infinities are none, nor is what is so large that its differences no longer count.
fn is_measurement(value: f64) -> bool {
    value.abs() <= 1e100
}

/// Shares are told of 1 or of 100; nothing above 1 was ever seen in the former.
fn whole(values: &[f64]) -> u8 {
    let above = values.iter().any(|value| value.is_finite() && *value > 1.0);
    if above { 100 } else { 1 }
}
