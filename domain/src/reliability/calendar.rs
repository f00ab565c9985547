//! Days, weeks, months, quarters and years of a zone: their edges are its midnights.

use super::span::Span;
use crate::time::{At, Length};
use chrono::{Datelike as _, Days, LocalResult, Months, NaiveDate, NaiveTime, TimeZone as _};
use chrono_tz::Tz;

/// A unit of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unit {
    /// From midnight to midnight.
    Day,
    /// From Monday.
    Week,
    /// From the first.
    Month,
    /// From January, April, July, October.
    Quarter,
    /// From January.
    Year,
}

impl Unit {
    /// The first day of the unit a day lies in.
    pub fn first_day(self, day: NaiveDate) -> NaiveDate {
        let first = |month| NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day);
        match self {
            Self::Day => day,
            Self::Week => day - Days::new(u64::from(day.weekday().num_days_from_monday())),
            Self::Month => first(day.month()),
            Self::Quarter => first((day.month() - 1) / 3 * 3 + 1),
            Self::Year => first(1),
        }
    }

    /// The first day of the next one, from the first day of this one.
    pub fn next(self, first: NaiveDate) -> NaiveDate {
        match self {
            Self::Day => first + Days::new(1),
            Self::Week => first + Days::new(7),
            Self::Month => first + Months::new(1),
            Self::Quarter => first + Months::new(3),
            Self::Year => first + Months::new(12),
        }
    }

    /// The units a period consists of, by first day; the first and the last cut at its edges.
    pub fn split(self, period: Span, zone: Tz) -> Vec<(NaiveDate, Span)> {
        let mut first = self.first_day(period.from.in_zone(zone).date_naive());
        let mut parts = Vec::new();
        let mut from = period.from;
        while from < period.to {
            let next = self.next(first);
            let to = midnight(next, zone).min(period.to);
            // A day some zone left out altogether has no length.
            if to > from {
                parts.push((first, Span::new(from, to)));
            }
            from = from.max(to);
            first = next;
        }
        parts
    }
}

/// The first moment of a day in a zone: midnight, the first of two, or what comes where there is none.
pub fn midnight(day: NaiveDate, zone: Tz) -> At {
    match zone.from_local_datetime(&day.and_time(NaiveTime::MIN)) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => At(moment.timestamp_millis()),
        LocalResult::None => first_moment(day, zone),
    }
}

/// The clocks jumped over midnight: the moment of the jump is found between the days around.
fn first_moment(day: NaiveDate, zone: Tz) -> At {
    let utc = day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    let (mut before, mut after) = (At(utc).minus(Length::hours(36)), At(utc).plus(Length::hours(36)));
    while after.0 - before.0 > 1 {
        let middle = At(before.0 + (after.0 - before.0) / 2);
        if middle.in_zone(zone).date_naive() >= day { after = middle } else { before = middle }
    }
    after
}
