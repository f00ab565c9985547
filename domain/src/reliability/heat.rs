//! When failures happen: failed time by weekday and hour of the product's clock.

use super::span::Span;
use super::spans::Spans;
use crate::time::{At, Length};
use chrono::{Datelike as _, Timelike as _};
use chrono_tz::Tz;

/// Failed time by weekday (Monday first) and hour of the wall clock.
pub type Heat = [[Length; 24]; 7];

/// A quarter of an hour: every zone's offset in use is a whole number of them, so each lies in one
/// hour of the wall clock.
const QUARTER: i64 = 15 * 60_000;

/// Where the failed time lies in the week. Its cells sum to all of it.
pub fn heat(failures: &Spans, zone: Tz) -> Heat {
    let mut heat = [[Length(0); 24]; 7];
    let mut known = Hour { until: i64::MIN, from: i64::MAX, weekday: 0, hour: 0 };
    for span in failures.iter() {
        let mut from = span.from;
        while from < span.to {
            if !known.holds(from) {
                known = Hour::of(from, zone);
            }
            let part = Span::new(from, span.to.min(At(known.until)));
            let cell = &mut heat[known.weekday][known.hour];
            cell.0 += part.length().0;
            from = part.to;
        }
    }
    heat
}

/// A stretch that lies in one hour of the wall clock.
struct Hour {
    from: i64,
    until: i64,
    weekday: usize,
    hour: usize,
}

impl Hour {
    const fn holds(&self, at: At) -> bool {
        self.from <= at.0 && at.0 < self.until
    }

    fn of(at: At, zone: Tz) -> Self {
        let wall = at.in_zone(zone);
        let from = at.0.div_euclid(QUARTER) * QUARTER;
        Self {
            from,
            until: from + QUARTER,
            weekday: wall.weekday().num_days_from_monday() as usize,
            hour: wall.hour() as usize,
        }
    }
}
