//! A committee: what it looks at, and when it meets.

use crate::ids::ChannelId;
use crate::time::{At, Length};
use chrono::{Days, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// What a committee looks at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Problems: overdue ones, those that came back, known errors to accept.
    Problems,
    /// Reliability: services with the most repeats, and what was decided about them.
    Reliability,
}

/// A committee of a product.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Committee {
    /// Its id: letters, digits, hyphens.
    pub id: String,
    /// Name people know it by; the catalogues' own where there is none.
    #[serde(default)]
    pub name: Option<String>,
    /// What it looks at.
    pub subject: Subject,
    /// A day on which it met or will meet.
    pub since: NaiveDate,
    /// Days from one meeting to the next.
    pub every_days: u32,
    /// When it begins, wall clock of the product's zone.
    pub at: NaiveTime,
    /// Where its agenda is announced, if anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<Announced>,
}

/// Where and how long before a meeting its agenda is announced.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Announced {
    /// The standing room.
    pub channel: ChannelId,
    /// How long before.
    pub before: Length,
}

impl Committee {
    /// The two a product has unless it says otherwise: weekly and every four weeks.
    pub fn usual() -> Vec<Self> {
        let committee = |id: &str, subject, every_days| Self {
            id: id.to_owned(),
            name: None,
            subject,
            since: NaiveDate::from_ymd_opt(2026, 1, 15).unwrap_or_default(),
            every_days,
            at: NaiveTime::from_hms_opt(11, 0, 0).unwrap_or_default(),
            announced: None,
        };
        vec![committee("problems", Subject::Problems, 7), committee("reliability", Subject::Reliability, 28)]
    }

    /// The last meeting before a moment and the first not before it; the last may lie before the first ever.
    pub fn around(&self, now: At, zone: Tz) -> (At, At) {
        let every = i64::from(self.every_days.max(1));
        let today = now.in_zone(zone).date_naive();
        let turns = (today - self.since).num_days().div_euclid(every);
        let meeting = |turn: i64| self.moment(turn * every, zone);
        match meeting(turns) {
            at if at < now => (at, meeting(turns + 1)),
            at => (meeting(turns - 1), at),
        }
    }

    fn moment(&self, days: i64, zone: Tz) -> At {
        let shift = Days::new(days.unsigned_abs());
        let day = if days < 0 { self.since.checked_sub_days(shift) } else { self.since.checked_add_days(shift) };
        on_the_clock(day.unwrap_or(self.since), self.at, zone)
    }
}

/// The moment a wall clock shows a time of a day; where it leaps over the time, an hour later.
pub(super) fn on_the_clock(day: NaiveDate, time: NaiveTime, zone: Tz) -> At {
    let local = day.and_time(time);
    let later = local + chrono::TimeDelta::hours(1);
    let found = zone.from_local_datetime(&local).earliest().or_else(|| zone.from_local_datetime(&later).earliest());
    found.map_or(At(local.and_utc().timestamp_millis()), |moment| At(moment.timestamp_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(now: &str) -> (String, String) {
        let weekly = Committee::usual().remove(0);
        let (last, next) = weekly.around(At::from_rfc3339(now).expect("a moment"), Tz::Europe__Moscow);
        (last.to_rfc3339(), next.to_rfc3339())
    }

    #[test]
    fn meetings_lie_a_week_apart_and_a_meeting_that_begins_now_is_the_next() {
        let (third, fourth) = ("2026-01-29T08:00:00Z".to_owned(), "2026-02-05T08:00:00Z".to_owned());
        assert_eq!(around("2026-01-29T11:00:01+03:00"), (third.clone(), fourth.clone()));
        assert_eq!(around("2026-02-05T11:00:00+03:00"), (third, fourth));
        assert_eq!(around("2025-12-30T00:00:00+03:00").1, "2026-01-01T08:00:00Z");
    }
}
