//! Time zones people name after a clock time, and what a wall clock of such a zone means.

use crate::answer::word::{Word, says};
use crate::time::At;
use chrono::{Days, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// A wall clock: by a zone with its rules, or by a bare offset.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wall {
    /// A zone of the time-zone database.
    Zone(Tz),
    /// So much ahead of UTC, always.
    Offset(FixedOffset),
}

/// What a wall clock's reading is in time that has no zones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Moment {
    /// That clock never showed this: it was put forward over it.
    Skipped,
    /// One moment.
    Once(At),
    /// The clock was put back and showed it twice; in order.
    Twice(At, At),
}

impl Wall {
    /// What this clock shows at that moment.
    pub fn shows(self, at: At) -> NaiveDateTime {
        match self {
            Self::Zone(zone) => at.in_zone(zone).naive_local(),
            Self::Offset(offset) => at.in_utc().naive_utc() + offset,
        }
    }

    /// The moment this clock shows that second of that day; 86,400 is the midnight after it.
    pub fn moment(self, date: NaiveDate, second: u32) -> Moment {
        let Some(shown) = reading(date, second) else { return Moment::Skipped };
        match self {
            Self::Zone(zone) => from_chrono(zone.from_local_datetime(&shown)),
            Self::Offset(offset) => from_chrono(offset.from_local_datetime(&shown)),
        }
    }
}

/// Date and time of a second of a day; 86,400 is the midnight after it.
pub(crate) fn reading(date: NaiveDate, second: u32) -> Option<NaiveDateTime> {
    let date = date.checked_add_days(Days::new(u64::from(second / 86_400)))?;
    NaiveTime::from_num_seconds_from_midnight_opt(second % 86_400, 0).map(|time| date.and_time(time))
}

fn from_chrono<Z: TimeZone>(local: MappedLocalTime<chrono::DateTime<Z>>) -> Moment {
    let at = |moment: chrono::DateTime<Z>| At(moment.timestamp_millis());
    match local {
        MappedLocalTime::None => Moment::Skipped,
        MappedLocalTime::Single(moment) => Moment::Once(at(moment)),
        MappedLocalTime::Ambiguous(one, other) => {
            let (one, other) = (at(one), at(other));
            Moment::Twice(one.min(other), one.max(other))
        }
    }
}

/// A zone as written: the product's own, or another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ZoneWord {
    /// "по местному", "local time".
    Home,
    /// Any other.
    Other(Wall),
}

/// A zone that begins at word `at`, and the word after it.
pub(crate) fn read_zone(words: &[Word], at: usize) -> Option<(ZoneWord, usize)> {
    let text = words.get(at)?.text.as_str();
    if text == "по" {
        let (zone, next) = read_zone_name(words, at + 1)?;
        let next = if says(words, next, &["времени"]) { next + 1 } else { next };
        return Some((zone, next));
    }
    if matches!(text, "местного" | "локального") && says(words, at + 1, &["времени"]) {
        return Some((ZoneWord::Home, at + 2));
    }
    if text == "local" {
        return Some((ZoneWord::Home, if says(words, at + 1, &["time"]) { at + 2 } else { at + 1 }));
    }
    if says(words, at, &["moscow", "time"]) {
        return Some((ZoneWord::Other(Wall::Zone(Tz::Europe__Moscow)), at + 2));
    }
    // A lone offset must look like one: "+3" may count people.
    if text.len() >= 3
        && !text.contains('-')
        && let Some(wall) = read_offset(text, 0)
    {
        return Some((ZoneWord::Other(wall), at + 1));
    }
    let zone = read_attached_zone(text)?;
    let behind = words.get(at + 1).filter(|_| zone_base(text).is_some());
    match behind.and_then(|word| read_offset(&word.text, zone_base(text)?)) {
        Some(wall) => Some((ZoneWord::Other(wall), at + 2)),
        None => Some((ZoneWord::Other(zone), at + 1)),
    }
}

/// Cities and clocks as they follow "по": "по Москве", "по местному".
fn read_zone_name(words: &[Word], at: usize) -> Option<(ZoneWord, usize)> {
    let text = words.get(at)?.text.as_str();
    let zone = match text {
        "местному" | "локальному" => return Some((ZoneWord::Home, at + 1)),
        "москве" | "московскому" => Tz::Europe__Moscow,
        "гринвичу" => Tz::UTC,
        "калининграду" => Tz::Europe__Kaliningrad,
        "самаре" => Tz::Europe__Samara,
        "екатеринбургу" | "челябинску" | "перми" | "уфе" | "тюмени" => {
            Tz::Asia__Yekaterinburg
        }
        "омску" => Tz::Asia__Omsk,
        "новосибирску" => Tz::Asia__Novosibirsk,
        "томску" => Tz::Asia__Tomsk,
        "красноярску" => Tz::Asia__Krasnoyarsk,
        "иркутску" => Tz::Asia__Irkutsk,
        "якутску" => Tz::Asia__Yakutsk,
        "владивостоку" => Tz::Asia__Vladivostok,
        "магадану" => Tz::Asia__Magadan,
        "камчатке" => Tz::Asia__Kamchatka,
        _ => return read_attached_zone(text).map(|wall| (ZoneWord::Other(wall), at + 1)),
    };
    Some((ZoneWord::Other(Wall::Zone(zone)), at + 1))
}

/// A zone written in one piece, as it may also stand right behind the digits: "мск", "utc+3",
/// "мск+2", "+03:00", "z", "europe/moscow".
pub(crate) fn read_attached_zone(text: &str) -> Option<Wall> {
    if let Some(wall) = read_offset(text, 0) {
        return Some(wall);
    }
    if let Some(sign) = text.find(['+', '-'])
        && let Some(base) = zone_base(&text[..sign])
    {
        return read_offset(&text[sign..], base);
    }
    if text.contains('/') {
        return chrono_tz::TZ_VARIANTS
            .iter()
            .find(|zone| zone.name().eq_ignore_ascii_case(text))
            .map(|zone| Wall::Zone(*zone));
    }
    let hours = match text {
        "мск" | "msk" => return Some(Wall::Zone(Tz::Europe__Moscow)),
        "utc" | "gmt" | "z" => 0,
        "cet" => 1,
        "cest" | "eet" => 2,
        "eest" => 3,
        "edt" => -4,
        "est" => -5,
        "pdt" => -7,
        "pst" => -8,
        _ => return None,
    };
    offset(hours * 3_600)
}

/// Hours ahead of UTC of the zones people count from.
fn zone_base(text: &str) -> Option<i32> {
    match text {
        "utc" | "gmt" => Some(0),
        "мск" | "msk" => Some(3),
        _ => None,
    }
}

/// "+3", "+03", "+0300", "+03:00", counted from a zone so many hours ahead of UTC.
fn read_offset(text: &str, base_hours: i32) -> Option<Wall> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(pair) => pair,
        None if digits.len() == 4 && digits.is_ascii() => digits.split_at(2),
        None => (digits, "00"),
    };
    let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i32>().ok()).flatten();
    let hours = number(hours).filter(|h| *h <= 14)?;
    let minutes = number(minutes).filter(|m| *m < 60)?;
    offset(base_hours * 3_600 + sign * (hours * 3_600 + minutes * 60))
}

fn offset(seconds: i32) -> Option<Wall> {
    FixedOffset::east_opt(seconds).map(|offset| Wall::Offset(offset.fix()))
}

/// So many days from a date.
pub(crate) fn shifted(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    date.checked_add_signed(TimeDelta::try_days(days)?)
}
