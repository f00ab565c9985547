//! The hours in which a contractor has to work: weekly windows by the product's wall clock.

use crate::time::{At, Length};
use chrono::{Datelike, Days, LocalResult, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Days that are looked at, twenty years: nothing is handed over for longer, and moments of others' may be any.
const MOST_DAYS: Days = Days::new(20 * 366);

/// A window that opens on some days of the week.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ServiceWindow {
    /// ISO weekdays (1 Monday to 7 Sunday) on which it opens; empty means every day.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub days: BTreeSet<u8>,
    /// When it opens.
    pub from: NaiveTime,
    /// When it closes; not after `from` means the next day.
    pub to: NaiveTime,
}

/// All windows together; none at all means round the clock.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ServiceHours(pub Vec<ServiceWindow>);

impl ServiceHours {
    /// Stretches of `[from, to)` inside the hours: in order, apart from each other, none empty.
    pub fn open(&self, zone: Tz, from: At, to: At) -> Vec<(At, At)> {
        if self.0.is_empty() {
            return if from < to { vec![(from, to)] } else { Vec::new() };
        }
        let cut = |(opens, closes): (At, At)| (opens.max(from), closes.min(to));
        let mut spans: Vec<(At, At)> =
            self.windows(zone, from, to).into_iter().map(cut).filter(|(opens, closes)| opens < closes).collect();
        spans.sort_unstable();
        let mut open: Vec<(At, At)> = Vec::new();
        for (opens, closes) in spans {
            match open.last_mut().filter(|(_, end)| *end >= opens) {
                Some((_, end)) => *end = closes.max(*end),
                None => open.push((opens, closes)),
            }
        }
        open
    }

    /// Every window that may touch the stretch: one that opened the evening before reaches into it.
    fn windows(&self, zone: Tz, from: At, to: At) -> Vec<(At, At)> {
        let (first, last) = (from.in_zone(zone).date_naive(), to.in_zone(zone).date_naive());
        let last = first.checked_add_days(MOST_DAYS).map_or(last, |most| most.min(last));
        let mut found = Vec::new();
        let mut day = first.checked_sub_days(Days::new(1)).unwrap_or(first);
        while day <= last {
            let weekday = day.weekday().number_from_monday() as u8;
            let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
            for window in self.0.iter().filter(|window| window.days.is_empty() || window.days.contains(&weekday)) {
                let closes = if window.to > window.from { day } else { next };
                found.push((moment(zone, day.and_time(window.from)), moment(zone, closes.and_time(window.to))));
            }
            if next == day {
                break;
            }
            day = next;
        }
        found
    }
}

/// The moment of a wall clock; of a time that comes twice the first, of one leapt over the first after it.
fn moment(zone: Tz, wall: NaiveDateTime) -> At {
    let mut wall = wall;
    // No zone leaps over more than a day.
    for _ in 0..96 {
        match zone.from_local_datetime(&wall) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => return At(at.timestamp_millis()),
            LocalResult::None => wall += chrono::Duration::minutes(15),
        }
    }
    At(wall.and_utc().timestamp_millis())
}

/// Length of stretches that stand apart.
pub fn length_of(spans: &[(At, At)]) -> Length {
    Length(spans.iter().fold(0_i64, |sum, (from, to)| sum.saturating_add(to.since(*from).0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(days: &[u8], from: &str, to: &str) -> ServiceHours {
        let time = |text: &str| text.parse().expect("a time of day");
        ServiceHours(vec![ServiceWindow { days: days.iter().copied().collect(), from: time(from), to: time(to) }])
    }

    fn at(text: &str) -> At {
        At::from_rfc3339(text).expect("RFC 3339")
    }

    #[test]
    fn no_hours_are_round_the_clock() {
        let (from, to) = (At(5), At(9));
        assert_eq!(ServiceHours::default().open(Tz::UTC, from, to), [(from, to)]);
        assert_eq!(ServiceHours::default().open(Tz::UTC, to, from), []);
    }

    #[test]
    fn a_night_window_reaches_into_the_morning_and_a_weekend_has_none() {
        // 2026-11-27 is a Friday; Moscow is three hours ahead.
        let night = hours(&[5], "20:00:00", "08:00:00");
        let open = night.open(Tz::Europe__Moscow, at("2026-11-28T00:00:00+03:00"), at("2026-11-30T00:00:00+03:00"));
        assert_eq!(open, [(at("2026-11-28T00:00:00+03:00"), at("2026-11-28T08:00:00+03:00"))]);
        let office = hours(&[1, 2, 3, 4, 5], "09:00:00", "18:00:00");
        let open = office.open(Tz::Europe__Moscow, at("2026-11-27T17:00:00+03:00"), at("2026-11-30T10:00:00+03:00"));
        assert_eq!(length_of(&open), Length::hours(2));
    }

    #[test]
    fn a_day_of_changing_clocks_is_an_hour_shorter() {
        let whole = hours(&[], "00:00:00", "00:00:00");
        let open = whole.open(Tz::Europe__Berlin, at("2026-03-29T00:00:00+01:00"), at("2026-03-30T00:00:00+02:00"));
        assert_eq!(length_of(&open), Length::hours(23));
        // A window that opens at a time leapt over opens with the first moment after the leap.
        let leapt = hours(&[], "02:30:00", "04:00:00");
        let open = leapt.open(Tz::Europe__Berlin, at("2026-03-29T00:00:00+01:00"), at("2026-03-29T12:00:00+02:00"));
        assert_eq!(open, [(at("2026-03-29T03:00:00+02:00"), at("2026-03-29T04:00:00+02:00"))]);
    }
}
