//! The zones a calendar names: by the IANA list, by Windows' names, by its own definitions.

use super::rule;
use calcard::common::timezone::Tz as Named;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarProperty, ICalendarValue,
};
use chrono::offset::LocalResult;
use chrono::{NaiveDateTime, Offset as _, TimeDelta, TimeZone as _};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Longest time a wall clock ever leapt forward.
const LONGEST_LEAP: i64 = 26;

/// Bytes read of a zone's name; what is longer is none.
const LONGEST_NAME: usize = 200;

/// Places a zone may be written below.
const DEEPEST: usize = 8;

/// Zones a calendar may define.
const MOST_OWN: usize = 100;

/// Offsets a zone of a calendar's own may have in turn, some hundreds of years of them: each time is compared with all.
const MOST_ONSETS: usize = 2_000;

/// A wall clock.
#[derive(Clone, PartialEq, Debug)]
pub enum Zone {
    /// Of the IANA list.
    Iana(Tz),
    /// Always so many seconds ahead of UTC.
    Fixed(i32),
    /// By a calendar's own definition.
    Own(Arc<[Onset]>),
}

/// From one wall clock time on another offset holds.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Onset {
    /// By the clock as it was before.
    at: NaiveDateTime,
    /// Seconds ahead of UTC before.
    before: i32,
    /// And from then on.
    after: i32,
}

impl Zone {
    /// The moment of a wall clock time. One that comes twice is its first; one that is leapt over is counted by the
    /// offset before the leap (RFC 5545, 3.3.5).
    pub fn utc(&self, wall: NaiveDateTime) -> NaiveDateTime {
        match self {
            Self::Fixed(seconds) => less(wall, *seconds),
            Self::Iana(zone) => match zone.from_local_datetime(&wall) {
                LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment.naive_utc(),
                LocalResult::None => {
                    let hours = (1..=LONGEST_LEAP).filter_map(|hours| {
                        let before = wall.checked_sub_signed(TimeDelta::hours(hours))?;
                        zone.offset_from_local_datetime(&before).earliest()
                    });
                    let offset = hours.map(|offset| offset.fix().local_minus_utc()).next();
                    less(wall, offset.unwrap_or(0))
                }
            },
            Self::Own(onsets) => {
                let last = onsets.iter().rev().find(|onset| onset.at <= wall);
                let leapt = |onset: &Onset| {
                    let leap = TimeDelta::seconds(i64::from(onset.after - onset.before));
                    leap > TimeDelta::zero() && wall < onset.at + leap
                };
                let offset = match last {
                    Some(onset) if leapt(onset) => onset.before,
                    Some(onset) => onset.after,
                    None => onsets.first().map_or(0, |onset| onset.before),
                };
                less(wall, offset)
            }
        }
    }

    /// What the clock shows at a moment.
    pub fn wall(&self, utc: NaiveDateTime) -> NaiveDateTime {
        let offset = match self {
            Self::Fixed(seconds) => *seconds,
            Self::Iana(zone) => zone.offset_from_utc_datetime(&utc).fix().local_minus_utc(),
            Self::Own(onsets) => {
                let last = onsets.iter().rev().find(|onset| less(onset.at, onset.before) <= utc);
                last.map_or_else(|| onsets.first().map_or(0, |onset| onset.before), |onset| onset.after)
            }
        };
        less(utc, -offset)
    }
}

fn less(time: NaiveDateTime, seconds: i32) -> NaiveDateTime {
    time.checked_sub_signed(TimeDelta::seconds(i64::from(seconds))).unwrap_or(time)
}

/// The zones of one calendar.
pub struct Zones {
    own: BTreeMap<String, Zone>,
    /// Of times that name no zone.
    pub default: Zone,
    /// Zones that were asked for and nobody knows.
    pub unknown: BTreeSet<String>,
}

impl Zones {
    /// The zones a calendar defines, as they are in a window; times without one are of `default`, unless the calendar
    /// says otherwise. Definitions that are not worked out when it is `given_up` are not known.
    pub fn of(
        calendar: &ICalendar,
        default: Tz,
        window: (NaiveDateTime, NaiveDateTime),
        given_up: &AtomicBool,
    ) -> Self {
        let mut zones = Self { own: BTreeMap::new(), default: Zone::Iana(default), unknown: BTreeSet::new() };
        for component in calendar.timezones().take(MOST_OWN) {
            let id = component.entries.iter().find(|entry| entry.name == ICalendarProperty::Tzid).and_then(text);
            let Some(id) = id.map(short).filter(|id| listed(id).is_none()) else { continue };
            let known = component.timezone().and_then(|(_, zone)| of_named(&zone));
            if let Some(zone) = known.or_else(|| defined(calendar, component, window, given_up)) {
                zones.own.insert(id.to_owned(), zone);
            }
        }
        let is_default = |entry: &&ICalendarEntry| matches!(&entry.name, ICalendarProperty::Other(name) if name.eq_ignore_ascii_case("X-WR-TIMEZONE"));
        let root = calendar.components.first();
        let named = root.and_then(|root| root.entries.iter().find(is_default)).and_then(text);
        if let Some(named) = named.map(ToOwned::to_owned) {
            zones.default = zones.named(&named);
        }
        zones
    }

    /// The zone of that name; the default one where nobody knows it, and then the name is kept.
    pub fn named(&mut self, id: &str) -> Zone {
        let id = short(id);
        if let Some(zone) = self.own.get(id).cloned().or_else(|| listed(id)) {
            return zone;
        }
        self.unknown.insert(id.to_owned());
        self.default.clone()
    }
}

/// By the IANA list or by Windows' names; some write them below a place of their own (`/example.org/Europe/Berlin`).
fn listed(id: &str) -> Option<Zone> {
    let tails = id.match_indices('/').map(|(at, _)| &id[at + 1..]);
    std::iter::once(id).chain(tails.take(DEEPEST)).find_map(|id| of_named(&id.parse().ok()?))
}

fn short(id: &str) -> &str {
    &id[..id.floor_char_boundary(LONGEST_NAME)]
}

fn of_named(zone: &Named) -> Option<Zone> {
    match zone {
        Named::Floating => None,
        Named::Fixed(offset) => Some(Zone::Fixed(offset.local_minus_utc())),
        Named::Tz(zone) => Some(Zone::Iana(*zone)),
    }
}

fn text(entry: &ICalendarEntry) -> Option<&str> {
    entry.values.first().and_then(ICalendarValue::as_text)
}

/// By the definition that came with the calendar.
fn defined(
    calendar: &ICalendar,
    zone: &ICalendarComponent,
    window: (NaiveDateTime, NaiveDateTime),
    given_up: &AtomicBool,
) -> Option<Zone> {
    // Whatever held when the window begins began within the year before.
    let window = (window.0.checked_sub_signed(TimeDelta::days(400))?, window.1);
    let mut onsets = Vec::new();
    for part in zone.component_ids.iter().filter_map(|id| calendar.component_by_id(*id)) {
        let observance =
            matches!(part.component_type, ICalendarComponentType::Standard | ICalendarComponentType::Daylight);
        if observance {
            onsets.extend(onsets_of(part, window, given_up)?);
        }
        if onsets.len() > MOST_ONSETS {
            return None;
        }
    }
    onsets.sort();
    (!onsets.is_empty()).then(|| Zone::Own(onsets.into()))
}

fn onsets_of(
    part: &ICalendarComponent,
    window: (NaiveDateTime, NaiveDateTime),
    given_up: &AtomicBool,
) -> Option<Vec<Onset>> {
    let (mut start, mut before, mut after, mut rules, mut dates) = (None, None, None, Vec::new(), Vec::new());
    for entry in &part.entries {
        for value in &entry.values {
            match (&entry.name, value) {
                (ICalendarProperty::Dtstart, ICalendarValue::PartialDateTime(at)) => start = at.to_date_time(),
                (ICalendarProperty::Rdate, ICalendarValue::PartialDateTime(at)) => dates.extend(at.to_date_time()),
                (ICalendarProperty::Rrule, ICalendarValue::RecurrenceRule(rule)) => rules.push(rule),
                (
                    ICalendarProperty::Tzoffsetfrom | ICalendarProperty::Tzoffsetto,
                    ICalendarValue::PartialDateTime(at),
                ) => {
                    let seconds = i32::from(at.tz_hour?) * 3_600 + i32::from(at.tz_minute.unwrap_or(0)) * 60;
                    let seconds = Some(if at.tz_minus { -seconds } else { seconds });
                    if entry.name == ICalendarProperty::Tzoffsetfrom { before = seconds } else { after = seconds }
                }
                _ => {}
            }
        }
    }
    let (start, before, after) = (start?.date_time, before?, after?);
    let mut begins = BTreeSet::from([start]);
    begins.extend(dates.iter().map(|date| date.date_time));
    for rule in rules {
        let last = rule.until.as_ref().and_then(|until| until.to_date_time());
        let last = last.map(|last| if last.offset.is_some() { less(last.date_time, -before) } else { last.date_time });
        begins.extend(rule::dates(rule, start, last, window, given_up).ok()?.dates);
        if begins.len() > MOST_ONSETS {
            return None;
        }
    }
    Some(begins.into_iter().map(|at| Onset { at, before, after }).collect())
}
