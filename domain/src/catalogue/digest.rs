//! A digest of the figures: which periods it tells of, when and where.

use super::Language;
use super::committee::on_the_clock;
use crate::ids::ChannelId;
use crate::reliability::Unit;
use crate::time::At;
use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// How often a digest is sent: the day after each such period, of that period.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// On Mondays, of the week before.
    Week,
    /// On the first of each month, of the month before.
    Month,
}

impl Every {
    /// Its name in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    const fn unit(self) -> Unit {
        match self {
            Self::Week => Unit::Week,
            Self::Month => Unit::Month,
        }
    }
}

/// A digest.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Digest {
    /// How often.
    pub every: Every,
    /// When on that day, wall clock of the product's zone.
    pub at: NaiveTime,
    /// The standing room it is posted in.
    pub channel: ChannelId,
    /// Its language; the product's unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// A digest that fell due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Due {
    /// When.
    pub at: At,
    /// The first day it tells of, and the first day after.
    pub days: (NaiveDate, NaiveDate),
}

impl Digest {
    /// The last one that fell due by `now`.
    pub fn last(&self, now: At, zone: Tz) -> Due {
        let unit = self.every.unit();
        let before = |first: NaiveDate| unit.first_day(first.pred_opt().unwrap_or(first));
        let first = unit.first_day(now.in_zone(zone).date_naive());
        let due = |first: NaiveDate| Due { at: on_the_clock(first, self.at, zone), days: (before(first), first) };
        let this = due(first);
        if this.at <= now { this } else { due(before(first)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(every: Every, now: &str, zone: Tz) -> (String, String) {
        let at = NaiveTime::from_hms_opt(9, 0, 0).expect("a time");
        let digest = Digest { every, at, channel: "operations".into(), language: None };
        let due = digest.last(At::from_rfc3339(now).expect("a moment"), zone);
        (due.at.to_rfc3339(), format!("{} {}", due.days.0, due.days.1))
    }

    #[test]
    fn a_week_is_told_of_on_monday_by_the_zone_and_not_a_moment_earlier() {
        let monday = ("2026-06-15T06:00:00Z".to_owned(), "2026-06-08 2026-06-15".to_owned());
        let before = ("2026-06-08T06:00:00Z".to_owned(), "2026-06-01 2026-06-08".to_owned());
        let zone = Tz::Europe__Moscow;
        assert_eq!(last(Every::Week, "2026-06-15T08:59:59+03:00", zone), before);
        assert_eq!(last(Every::Week, "2026-06-15T09:00:00+03:00", zone), monday);
        assert_eq!(last(Every::Week, "2026-06-21T23:59:00+03:00", zone), monday);
        // Where it is still Sunday, it is not due although the same moment is Monday elsewhere.
        assert_eq!(last(Every::Week, "2026-06-15T06:00:00Z", Tz::America__New_York).1, "2026-06-01 2026-06-08");
    }

    #[test]
    fn a_month_is_told_of_on_the_first_after_it_whatever_the_clock_did_meanwhile() {
        let zone = Tz::Europe__Berlin;
        let march = ("2026-04-01T07:00:00Z".to_owned(), "2026-03-01 2026-04-01".to_owned());
        assert_eq!(last(Every::Month, "2026-04-01T07:00:00Z", zone), march);
        assert_eq!(last(Every::Month, "2026-04-30T21:59:59Z", zone), march);
        assert_eq!(last(Every::Month, "2026-04-01T06:59:59Z", zone).1, "2026-02-01 2026-03-01");
        assert_eq!(last(Every::Month, "2027-01-01T09:00:00+01:00", zone).1, "2026-12-01 2027-01-01");
    }
}
