//! A day to come, as people write one into a plan.

use super::time::month_of;
use super::word::{Word, words};
use crate::time::At;
use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;

/// What a text says of a day to come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ahead {
    /// That day; it is over at this moment.
    Day {
        /// The first moment of the day after it.
        ends: At,
    },
    /// A day that is over.
    Past,
    /// No day, or none the calendar has.
    None,
}

/// Furthest a plan may lie ahead, days: a year typed wrong is no plan.
const FURTHEST: i64 = 3 * 366;

/// Reads the first day a text names. Without a year the next such day is meant.
pub fn read_day_ahead(text: &str, now: At, zone: Tz) -> Ahead {
    let today = now.in_zone(zone).date_naive();
    let words = words(text);
    let found = (0..words.len()).find_map(|at| stretch(&words, at, today).or_else(|| named(&words, at, today)));
    let Some(day) = found else { return Ahead::None };
    if day < today {
        return Ahead::Past;
    }
    if (day - today).num_days() > FURTHEST {
        return Ahead::None;
    }
    day.succ_opt().and_then(|next| midnight(next, zone)).map_or(Ahead::None, |ends| Ahead::Day { ends })
}

/// The first moment of a day; where the clock leaps over midnight, the first there is.
fn midnight(day: NaiveDate, zone: Tz) -> Option<At> {
    let at = |hour| zone.from_local_datetime(&day.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?)).earliest();
    (0..3).find_map(at).map(|moment| At(moment.timestamp_millis()))
}

/// "через 2 недели", "in 10 days", "завтра".
fn stretch(words: &[Word], at: usize, today: NaiveDate) -> Option<NaiveDate> {
    let word = words[at].text.as_str();
    if matches!(word, "завтра" | "tomorrow") {
        return today.succ_opt();
    }
    if matches!(word, "сегодня" | "today") {
        return Some(today);
    }
    if !matches!(word, "через" | "in") {
        return None;
    }
    let next = &words.get(at + 1)?.text;
    let (count, unit) = match next.parse::<u64>() {
        Ok(count) => (count, words.get(at + 2)?.text.as_str()),
        Err(_) => (1, next.as_str()),
    };
    let days = match unit {
        "день" | "дня" | "дней" | "day" | "days" => 1,
        "неделю" | "недели" | "недель" | "week" | "weeks" => 7,
        "месяц" | "месяца" | "месяцев" | "month" | "months" => 30,
        _ => return None,
    };
    today.checked_add_days(Days::new(count.checked_mul(days)?))
}

/// "15 декабря 2026", "15.12.2026", "15.12", "2026-12-15".
fn named(words: &[Word], at: usize, today: NaiveDate) -> Option<NaiveDate> {
    let text = words[at].text.as_str();
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(day);
    }
    let parts: Vec<&str> = text.split('.').filter(|part| !part.is_empty()).collect();
    let number = |text: &str| text.parse::<u32>().ok();
    match parts.as_slice() {
        [day, month, year] => NaiveDate::from_ymd_opt(full(year)?, number(month)?, number(day)?),
        [day, month] => next(number(day)?, number(month)?, today),
        [day] => {
            let month = month_of(&words.get(at + 1)?.text)?;
            let year = words.get(at + 2).and_then(|word| word.text.parse::<i32>().ok()).filter(|year| *year > 1999);
            match year {
                Some(year) => NaiveDate::from_ymd_opt(year, month, number(day)?),
                None => next(number(day)?, month, today),
            }
        }
        _ => None,
    }
}

/// `26` and `2026`.
fn full(year: &str) -> Option<i32> {
    let number = year.parse::<i32>().ok()?;
    match year.len() {
        2 => Some(2000 + number),
        4 => Some(number),
        _ => None,
    }
}

/// The next such day of the calendar, today among them.
fn next(day: u32, month: u32, today: NaiveDate) -> Option<NaiveDate> {
    (today.year()..today.year() + 5).filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)).find(|d| *d >= today)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Saturday 2026-11-28 12:00 in Moscow.
    const NOW: At = At(1_795_856_400_000);

    fn read(text: &str) -> Option<String> {
        let zone = Tz::Europe__Moscow;
        match read_day_ahead(text, NOW, zone) {
            Ahead::Day { ends } => Some(At(ends.0 - 1).in_zone(zone).date_naive().to_string()),
            Ahead::Past | Ahead::None => None,
        }
    }

    #[test]
    fn days_as_people_write_them() {
        for (text, day) in [
            ("15.12", "2026-12-15"),
            ("до 15.12.2026", "2026-12-15"),
            ("15.12.26", "2026-12-15"),
            ("2026-12-15", "2026-12-15"),
            ("15 декабря", "2026-12-15"),
            ("by 15 December 2027", "2027-12-15"),
            ("10.01", "2027-01-10"),
            ("через 2 недели", "2026-12-12"),
            ("через неделю", "2026-12-05"),
            ("in 10 days", "2026-12-08"),
            ("завтра", "2026-11-29"),
            ("сегодня", "2026-11-28"),
        ] {
            assert_eq!(read(text).as_deref(), Some(day), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_to_come() {
        let zone = Tz::Europe__Moscow;
        assert_eq!(read_day_ahead("01.11.2026", NOW, zone), Ahead::Past);
        for text in ["", "скоро", "31.02.2027", "45.13", "2226-01-01", "в 14:32", "через 99999999999 недель"]
        {
            assert_eq!(read_day_ahead(text, NOW, zone), Ahead::None, "{text}");
        }
    }
}
