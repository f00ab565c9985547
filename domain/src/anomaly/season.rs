//! The same hour of another day: what rises every morning is no alarm this morning.

use super::Windows;
use super::readings::Readings;
use crate::time::{At, Length};
use serde::{Deserialize, Serialize};

/// Which other day a series was held against.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Season {
    /// The same window a day earlier.
    Day,
    /// The same window a week earlier.
    Week,
}

/// Share of samples, in each window, that must have their counterpart.
const COVERED: f64 = 0.8;

impl Season {
    /// Both, the nearer first.
    pub const ALL: [Self; 2] = [Self::Day, Self::Week];

    /// Whether the other day is of the same sort: a Monday is not held against a Sunday. Days are
    /// those of UTC; where a zone shifts the border, few work at that hour.
    pub(super) fn compares(self, at: At) -> bool {
        is_weekend(at) == is_weekend(at.minus(self.length()))
    }

    /// How long ago.
    pub const fn length(self) -> Length {
        match self {
            Self::Day => Length::hours(24),
            Self::Week => Length::hours(24 * 7),
        }
    }

    /// The name in messages' keys and in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
        }
    }
}

fn is_weekend(at: At) -> bool {
    // 1 January 1970 was a Thursday; counted from Monday, that is day 3.
    (at.0.div_euclid(Length::hours(24).0) + 3).rem_euclid(7) >= 5
}

/// What is left of a series when the same moments of another day are taken away.
#[derive(Default)]
pub struct Residuals {
    /// Residuals, in time order.
    pub values: Vec<f64>,
    /// Index in `Readings` each belongs to.
    pub places: Vec<usize>,
    /// Index of the first suspected one.
    pub split: usize,
}

impl Residuals {
    /// Fills in the residuals; `false` where that day is not on record for both windows.
    pub fn take(&mut self, readings: &Readings, windows: Windows, season: Season) -> bool {
        self.values.clear();
        self.places.clear();
        let first = readings.times.first().copied();
        if !season.compares(windows.until) || first.is_none_or(|first| first > windows.split.minus(season.length())) {
            return false;
        }
        let near = windows.step.0 / 2;
        let mut other = 0;
        for place in readings.from..readings.times.len() {
            let wanted = readings.times[place].minus(season.length());
            while readings.times[other].since(wanted).0 < -near {
                other += 1;
            }
            if readings.times[other].since(wanted).0 <= near {
                self.values.push(readings.values[place] - readings.values[other]);
                self.places.push(place);
            }
        }
        self.split = self.places.partition_point(|place| *place < readings.split);
        let covered = |found: usize, of: usize| of > 0 && found as f64 >= COVERED * of as f64;
        covered(self.split, readings.split - readings.from)
            && covered(self.values.len() - self.split, readings.times.len() - readings.split)
    }
}
