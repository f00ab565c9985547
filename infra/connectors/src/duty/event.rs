//! An event of a calendar as it is written, before its repetitions are worked out.

use super::zone::{Zone, Zones};
use calcard::common::PartialDateTime;
use calcard::icalendar::{
    ICalendarComponent, ICalendarDuration, ICalendarEntry, ICalendarParameterName, ICalendarParameterValue,
    ICalendarParticipationRole, ICalendarParticipationStatus, ICalendarPeriod, ICalendarProperty,
    ICalendarRecurrenceRule, ICalendarStatus, ICalendarUserTypes, ICalendarValue,
};
use chrono::{NaiveDateTime, TimeDelta};
use nabat_kit::port::Participant;

/// Letters read of a title: people are looked for in it, in every occurrence.
const LONGEST_TITLE: usize = 1_000;

/// Bytes around each name of an occurrence in memory, about.
const AROUND: usize = 100;

/// A time as it is written.
#[derive(Clone, PartialEq, Debug)]
pub struct Time {
    /// On the wall clock.
    pub wall: NaiveDateTime,
    /// Of this zone.
    pub zone: Zone,
    /// It is a day, not a time of one.
    pub day: bool,
}

impl Time {
    /// The moment it is.
    pub fn utc(&self) -> NaiveDateTime {
        self.zone.utc(self.wall)
    }
}

/// How long an event lasts.
#[derive(Clone, PartialEq, Debug)]
pub enum Lasts {
    /// So long by the wall clock, then so long by any clock: a shift ends when the clock says so, also in the night
    /// the clock is changed.
    For(TimeDelta, TimeDelta),
    /// Nothing was said.
    Unsaid,
}

/// An event, or an exception of one.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// Its id.
    pub uid: String,
    /// Which of several versions it is: the latest counts.
    pub version: (i64, Option<NaiveDateTime>),
    /// When it begins.
    pub start: Option<Time>,
    /// How long it lasts.
    pub lasts: Lasts,
    /// It stands for the occurrence that would begin then, and perhaps for all after it.
    pub instead_of: Option<(Time, Following)>,
    /// Rules it repeats by.
    pub rules: Vec<(&'a ICalendarRecurrenceRule, Option<Time>)>,
    /// One of them cannot be read.
    pub broken: bool,
    /// Occurrences besides.
    pub added: Vec<(Time, Option<Lasts>)>,
    /// Occurrences that are not.
    pub left_out: Vec<Time>,
    /// It does not take place.
    pub cancelled: bool,
    /// Its title.
    pub title: String,
    /// Its categories.
    pub categories: Vec<String>,
    /// Who takes part.
    pub attendees: Vec<Participant>,
    /// Whose event it is.
    pub organizer: Option<Participant>,
}

/// What an exception stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Following {
    /// One occurrence.
    One,
    /// And all after it.
    All,
}

impl<'a> Event<'a> {
    /// Reads a component.
    pub fn of(component: &'a ICalendarComponent, zones: &mut Zones) -> Self {
        let mut event = Self {
            uid: component.uid().unwrap_or_default().to_owned(),
            version: (0, None),
            start: None,
            lasts: Lasts::Unsaid,
            instead_of: None,
            rules: Vec::new(),
            broken: false,
            added: Vec::new(),
            left_out: Vec::new(),
            cancelled: matches!(component.status(), Some(ICalendarStatus::Cancelled)),
            title: title(component),
            categories: categories(component),
            attendees: attendees(component),
            organizer: component.property(&ICalendarProperty::Organizer).map(participant),
        };
        let (mut end, mut duration) = (None, None);
        for entry in &component.entries {
            match &entry.name {
                ICalendarProperty::Dtstart => event.start = times(entry, zones).next(),
                ICalendarProperty::Dtend => end = times(entry, zones).next(),
                ICalendarProperty::Duration => duration = entry.values.iter().find_map(lasting),
                ICalendarProperty::RecurrenceId => {
                    let following = following(entry);
                    event.instead_of = times(entry, zones).next().map(|time| (time, following));
                }
                ICalendarProperty::Exdate => event.left_out.extend(times(entry, zones)),
                ICalendarProperty::Rdate => event.add(entry, zones),
                ICalendarProperty::Rrule => event.repeat(entry, zones),
                // Not of the standard any more, and not worked out: dates that should be left out would stay.
                ICalendarProperty::Other(name) if name.eq_ignore_ascii_case("EXRULE") => event.broken = true,
                ICalendarProperty::Sequence => {
                    event.version.0 = entry.values.iter().find_map(ICalendarValue::as_integer).unwrap_or(0);
                }
                ICalendarProperty::Dtstamp => {
                    event.version.1 = times(entry, zones).next().map(|time| time.utc());
                }
                _ => {}
            }
        }
        event.lasts = match (&event.start, end, duration) {
            (Some(start), Some(end), _) => between(start, &end),
            (_, None, Some(duration)) => duration,
            (Some(start), None, None) if start.day => Lasts::For(TimeDelta::days(1), TimeDelta::zero()),
            _ => Lasts::Unsaid,
        };
        event
    }

    fn add(&mut self, entry: &ICalendarEntry, zones: &mut Zones) {
        let zone = entry.tz_id();
        for value in &entry.values {
            match value {
                ICalendarValue::PartialDateTime(at) => {
                    self.added.extend(time(at, zone, zones).map(|time| (time, None)));
                }
                ICalendarValue::Period(ICalendarPeriod::Range { start, end }) => {
                    let (start, end) = (time(start, zone, zones), time(end, zone, zones));
                    self.added.extend(start.zip(end).map(|(start, end)| {
                        let lasts = between(&start, &end);
                        (start, Some(lasts))
                    }));
                }
                ICalendarValue::Period(ICalendarPeriod::Duration { start, duration }) => {
                    self.added.extend(time(start, zone, zones).map(|start| (start, Some(lasts(duration)))));
                }
                _ => {}
            }
        }
    }

    fn repeat(&mut self, entry: &'a ICalendarEntry, zones: &mut Zones) {
        let zone = entry.tz_id();
        for value in &entry.values {
            match value {
                ICalendarValue::RecurrenceRule(rule) => {
                    let until = rule.until.as_ref().and_then(|until| time(until, zone, zones));
                    self.broken |= rule.until.is_some() && until.is_none();
                    self.rules.push((rule, until));
                }
                _ => self.broken = true,
            }
        }
    }

    /// Bytes an occurrence of it takes, about.
    pub fn weight(&self) -> usize {
        let texts = |one: &Participant| [&one.name, &one.address].into_iter().flatten().map(String::len).sum::<usize>();
        let people = self.attendees.iter().chain(&self.organizer).map(|one| texts(one) + AROUND).sum::<usize>();
        let categories = self.categories.iter().map(|category| category.len() + AROUND).sum::<usize>();
        self.uid.len() + self.title.len() + people + categories + AROUND
    }
}

fn title(component: &ICalendarComponent) -> String {
    let summary = component.property(&ICalendarProperty::Summary);
    let title = summary.and_then(|entry| entry.values.first()?.as_text()).unwrap_or_default();
    title.chars().take(LONGEST_TITLE).collect()
}

fn categories(component: &ICalendarComponent) -> Vec<String> {
    let entries = component.properties(&ICalendarProperty::Categories);
    entries.flat_map(|entry| entry.values.iter().filter_map(|value| value.as_text().map(str::to_owned))).collect()
}

fn attendees(component: &ICalendarComponent) -> Vec<Participant> {
    let entries = component.properties(&ICalendarProperty::Attendee);
    entries.filter(|entry| takes_part(entry)).map(participant).collect()
}

/// People who did not decline; rooms and things are no people.
fn takes_part(entry: &ICalendarEntry) -> bool {
    !entry.params.iter().any(|param| {
        matches!(
            param.value,
            ICalendarParameterValue::Partstat(ICalendarParticipationStatus::Declined)
                | ICalendarParameterValue::Cutype(ICalendarUserTypes::Room | ICalendarUserTypes::Resource)
                | ICalendarParameterValue::Role(ICalendarParticipationRole::NonParticipant)
        )
    })
}

fn participant(entry: &ICalendarEntry) -> Participant {
    let param = |name: ICalendarParameterName| entry.parameter(&name).and_then(|value| value.as_text());
    let address = param(ICalendarParameterName::Email).or_else(|| entry.calendar_address());
    let told = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    Participant { address: told(address), name: told(param(ICalendarParameterName::Cn)) }
}

fn following(entry: &ICalendarEntry) -> Following {
    if entry.has_parameter(&ICalendarParameterName::Range) { Following::All } else { Following::One }
}

fn times<'e>(entry: &'e ICalendarEntry, zones: &'e mut Zones) -> impl Iterator<Item = Time> + use<'e> {
    // Looked for once: there may be as many parameters as values.
    let zone = entry.tz_id();
    entry.values.iter().filter_map(move |value| match value {
        ICalendarValue::PartialDateTime(at) => time(at, zone, zones),
        _ => None,
    })
}

fn time(at: &PartialDateTime, zone: Option<&str>, zones: &mut Zones) -> Option<Time> {
    let read = at.to_date_time()?;
    let zone = match (read.offset, zone) {
        (Some(offset), _) => Zone::Fixed(offset.local_minus_utc()),
        (None, Some(id)) if at.has_time() => zones.named(id),
        (None, _) => zones.default.clone(),
    };
    Some(Time { wall: read.date_time, zone, day: !at.has_time() })
}

/// By the wall clock where both are of one; the clock of the place where it ends is not looked at otherwise.
fn between(start: &Time, end: &Time) -> Lasts {
    if start.zone == end.zone {
        return Lasts::For(end.wall - start.wall, TimeDelta::zero());
    }
    Lasts::For(TimeDelta::zero(), end.utc() - start.utc())
}

fn lasting(value: &ICalendarValue) -> Option<Lasts> {
    match value {
        ICalendarValue::Duration(duration) => Some(lasts(duration)),
        _ => None,
    }
}

/// Days and weeks by the wall clock, hours and what is below them by any clock (RFC 5545, 3.3.6).
fn lasts(duration: &ICalendarDuration) -> Lasts {
    if duration.neg {
        return Lasts::Unsaid;
    }
    let days = i64::from(duration.weeks) * 7 + i64::from(duration.days);
    let (hours, minutes) = (i64::from(duration.hours), i64::from(duration.minutes));
    let seconds = hours * 3_600 + minutes * 60 + i64::from(duration.seconds);
    match (TimeDelta::try_days(days), TimeDelta::try_seconds(seconds)) {
        (Some(days), Some(seconds)) => Lasts::For(days, seconds),
        _ => Lasts::Unsaid,
    }
}
