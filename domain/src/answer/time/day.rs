//! Days people name beside a clock time: "вчера", "в понедельник", "23.11", "Nov 23", "2 дня назад".

use super::amount::{Grain, read_stretch};
use super::month::{month_of, weekday_of};
use super::zone_word::shifted;
use crate::answer::word::{Word, says};
use chrono::{Datelike, NaiveDate, Weekday};

const DAY_MS: i64 = 86_400_000;
/// Days on the wrong side of today within which a date without a year is still of this year.
const A_SLIP: i64 = 31;

/// A day as named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Day {
    /// So many days from today.
    Shift(i64),
    /// The nearest such day of the week.
    Weekday(Weekday),
    /// A date, perhaps without its year.
    Date {
        /// As written; the nearest one where absent.
        year: Option<i32>,
        /// From 1.
        month: u32,
        /// From 1.
        day: u32,
    },
    /// A date that can be read two ways ("05/11/2026").
    Unclear,
}

/// Which side of now the moment lies on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    /// It has passed.
    Past,
    /// It is to come.
    Ahead,
}

impl Day {
    /// The dates it may be, seen from `today`, the likeliest first; none if there is no such date.
    pub fn dates(self, today: NaiveDate, side: Side) -> Vec<NaiveDate> {
        match self {
            Self::Shift(days) => shifted(today, days).into_iter().collect(),
            Self::Unclear => Vec::new(),
            Self::Date { year: Some(year), month, day } => {
                NaiveDate::from_ymd_opt(year, month, day).into_iter().collect()
            }
            Self::Date { year: None, month, day } => nearest(today, side, month, day).into_iter().collect(),
            Self::Weekday(weekday) => {
                let back = i64::from(today.weekday().days_since(weekday));
                let days = match side {
                    Side::Past => [-back, -back - 7],
                    Side::Ahead => [(7 - back) % 7, (7 - back) % 7 + 7],
                };
                days.into_iter().filter_map(|days| shifted(today, days)).collect()
            }
        }
    }
}

/// The date of that side of today; one just on the other side is rather a slip, left for a person to see.
fn nearest(today: NaiveDate, side: Side, month: u32, day: u32) -> Option<NaiveDate> {
    let dates = (today.year() - 4..=today.year() + 4).filter_map(|year| NaiveDate::from_ymd_opt(year, month, day));
    match side {
        Side::Past => dates.filter(|date| (*date - today).num_days() <= A_SLIP).max(),
        Side::Ahead => dates.filter(|date| (today - *date).num_days() <= A_SLIP).min(),
    }
}

/// A day that begins at word `at`, and the word after it.
pub(crate) fn read_day(words: &[Word], at: usize) -> Option<(Day, usize)> {
    if says(words, at, &["day", "before", "yesterday"]) {
        return Some((Day::Shift(-2), at + 3));
    }
    if says(words, at, &["day", "after", "tomorrow"]) {
        return Some((Day::Shift(2), at + 3));
    }
    let text = words.get(at)?.text.as_str();
    let shift = match text {
        "позавчера" => Some(-2),
        "вчера" | "yesterday" => Some(-1),
        "сегодня" | "today" => Some(0),
        "завтра" | "tomorrow" => Some(1),
        "послезавтра" => Some(2),
        _ => None,
    };
    if let Some(days) = shift {
        return Some((Day::Shift(days), at + 1));
    }
    if let Some(weekday) = weekday_of(text) {
        return Some((Day::Weekday(weekday), at + 1));
    }
    days_ago(words, at).or_else(|| named_month(words, at)).or_else(|| numeric(text).map(|day| (day, at + 1)))
}

/// "2 дня назад", "a week ago".
fn days_ago(words: &[Word], at: usize) -> Option<(Day, usize)> {
    let (stretch, next) = read_stretch(words, at)?;
    let ago = says(words, next, &["назад"]) || says(words, next, &["ago"]);
    let whole = ago && stretch.grain == Grain::Days && stretch.least == stretch.most;
    whole.then_some((Day::Shift(-stretch.most / DAY_MS), next + 1))
}

/// "23 ноября 2026", "Nov 23rd".
fn named_month(words: &[Word], at: usize) -> Option<(Day, usize)> {
    let (first, second) = (words.get(at)?.text.as_str(), words.get(at + 1)?.text.as_str());
    let (day, month, next) = match month_of(first) {
        Some(month) => (day_number(second)?, month, at + 2),
        None if second == "of" => (day_number(first)?, month_of(&words.get(at + 2)?.text)?, at + 3),
        None => (day_number(first)?, month_of(second)?, at + 2),
    };
    let year = words.get(next).map(|word| word.text.as_str()).filter(|text| text.len() == 4).and_then(number);
    let year = year.and_then(|year| i32::try_from(year).ok()).filter(|year| (1990..2200).contains(year));
    let next = if year.is_some() { next + 1 } else { next };
    let named = ["г", "года"].iter().any(|word| says(words, next, &[word]));
    let next = if year.is_some() && named { next + 1 } else { next };
    Some((Day::Date { year, month, day }, next))
}

fn day_number(text: &str) -> Option<u32> {
    let text = ["st", "nd", "rd", "th", "-го", "-е"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    number(text).filter(|day| (1..=31).contains(day))
}

/// "2026-11-23", "23.11.2026", "23.11.26", "23/11/2026".
pub(super) fn numeric(text: &str) -> Option<Day> {
    let mark = ['-', '.', '/'].into_iter().find(|mark| text.contains(*mark))?;
    let parts: Vec<&str> = text.split(mark).collect();
    let &[one, two, three] = parts.as_slice() else { return None };
    if one.len() == 4 && two.len() <= 2 && three.len() <= 2 {
        return date(number(one)?, number(two)?, number(three)?);
    }
    let year = number(three).filter(|_| matches!(three.len(), 2 | 4))?;
    let year = if three.len() == 2 { 2000 + year } else { year };
    let (one, two) = (number(one).filter(|_| one.len() <= 2)?, number(two).filter(|_| two.len() <= 2)?);
    match mark {
        '/' if one <= 12 && two <= 12 && one != two => Some(Day::Unclear),
        '/' if one <= 12 && two > 12 => date(year, one, two),
        _ => date(year, two, one),
    }
}

/// "23.11": a day only where a clock time stands beside it.
pub(super) fn short_date(text: &str) -> Option<Day> {
    let (day, month) = text.split_once('.')?;
    let short = (1..=2).contains(&day.len()) && month.len() == 2;
    let (day, month) = (number(day)?, number(month)?);
    (short && (1..=31).contains(&day) && (1..=12).contains(&month)).then_some(Day::Date { year: None, month, day })
}

fn date(year: u32, month: u32, day: u32) -> Option<Day> {
    let year = i32::try_from(year).ok().filter(|year| (1990..2200).contains(year))?;
    Some(Day::Date { year: Some(year), month, day })
}

fn number(text: &str) -> Option<u32> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
