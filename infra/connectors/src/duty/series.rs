//! A series with its exceptions, worked out in a window.

use super::event::{Event, Following, Lasts, Time};
use super::rule;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use nabat_domain::catalogue::Instance;
use nabat_domain::time::At;
use nabat_kit::port::{CalendarFault, CalendarWindow, Occurrence};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

/// Nobody is on duty longer in one go: how far before the window an occurrence may have begun.
const LONGEST: TimeDelta = TimeDelta::days(366);

/// Bytes of all occurrences of a calendar: a series repeats all that its event says, and that may be megabytes.
const MOST_BYTES: usize = 64_000_000;

/// Dates of a series that are worked out, of all its rules together.
const MOST_DATES: usize = 100_000;

/// What is worked out, and what could not be.
pub struct Worked<'g> {
    /// Occurrences, in no order.
    pub occurrences: Vec<Occurrence>,
    /// What could not be followed.
    pub faults: Vec<CalendarFault>,
    /// There would be more.
    pub cut: bool,
    /// Whether anybody still waits for it.
    pub given_up: &'g AtomicBool,
    /// Of the occurrences, about.
    bytes: usize,
}

impl<'g> Worked<'g> {
    /// Nothing yet.
    pub fn new(given_up: &'g AtomicBool) -> Self {
        Self { occurrences: Vec::new(), faults: Vec::new(), cut: false, given_up, bytes: 0 }
    }

    /// Whether there is enough, or nobody waits for it any more.
    pub fn is_over(&self) -> bool {
        self.bytes > MOST_BYTES || self.given_up.load(Ordering::Relaxed)
    }
}

/// What a series leaves out: days, and moments.
struct LeftOut {
    days: BTreeSet<NaiveDate>,
    moments: BTreeSet<NaiveDateTime>,
}

impl LeftOut {
    fn of(series: &Event<'_>) -> Self {
        let (days, moments): (Vec<&Time>, Vec<&Time>) = series.left_out.iter().partition(|time| time.day);
        Self {
            days: days.into_iter().map(|day| day.wall.date()).collect(),
            moments: moments.into_iter().map(Time::utc).collect(),
        }
    }

    fn has(&self, utc: NaiveDateTime, wall: NaiveDateTime) -> bool {
        self.moments.contains(&utc) || self.days.contains(&wall.date())
    }
}

/// What stands instead of a series' dates.
struct Instead<'e, 'a> {
    days: BTreeSet<NaiveDate>,
    moments: BTreeSet<NaiveDateTime>,
    /// From a moment on: the time it was, and what is instead of it.
    following: BTreeMap<NaiveDateTime, (&'e Time, &'e Event<'a>)>,
}

impl<'e, 'a> Instead<'e, 'a> {
    fn of(exceptions: &'e BTreeMap<NaiveDateTime, Event<'a>>, start: &Time) -> Self {
        let mut instead = Self { days: BTreeSet::new(), moments: BTreeSet::new(), following: BTreeMap::new() };
        for (moment, exception) in exceptions {
            match &exception.instead_of {
                Some((of, Following::One)) if of.day && !start.day => {
                    instead.days.insert(of.wall.date());
                }
                Some((_, Following::One)) => {
                    instead.moments.insert(*moment);
                }
                Some((of, Following::All)) => {
                    instead.following.insert(*moment, (of, exception));
                }
                None => {}
            }
        }
        instead
    }
}

/// An occurrence of the series itself.
#[derive(Clone)]
struct Date {
    wall: NaiveDateTime,
    instance: Instance,
    lasts: Option<Lasts>,
}

/// Works out the events of one id: versions, repetitions, exceptions.
pub fn work_out(events: Vec<Event<'_>>, window: CalendarWindow, worked: &mut Worked<'_>) {
    let mut series: Option<Event<'_>> = None;
    let mut exceptions: BTreeMap<NaiveDateTime, Event<'_>> = BTreeMap::new();
    for event in events {
        let Some((instead_of, _)) = &event.instead_of else {
            if series.as_ref().is_none_or(|known| known.version <= event.version) {
                series = Some(event);
            }
            continue;
        };
        let moment = instead_of.utc();
        if exceptions.get(&moment).is_none_or(|known| known.version <= event.version) {
            exceptions.insert(moment, event);
        }
    }
    // What is left out is left out, whatever else was said of it.
    if let Some(series) = &series {
        let left_out = LeftOut::of(series);
        let is_left_out = |of: &Time| left_out.has(of.utc(), of.wall);
        exceptions.retain(|_, exception| exception.instead_of.as_ref().is_none_or(|(of, _)| !is_left_out(of)));
    }
    if let Some(series) = series.filter(|series| !series.cancelled) {
        let Some(start) = series.start.clone() else {
            worked.faults.push(CalendarFault::NoStart { event: series.uid });
            return;
        };
        let instead = Instead::of(&exceptions, &start);
        for (utc, date) in dates(&series, &start, window, worked) {
            if worked.is_over() {
                worked.cut = true;
                break;
            }
            stand(&series, &start, (utc, date), &instead, window, worked);
        }
    }
    // An exception of one occurrence stands for itself, also where the series does not reach it.
    for exception in exceptions.values().filter(|exception| !exception.cancelled) {
        let one = matches!(exception.instead_of, Some((_, Following::One)));
        if let Some(start) = exception.start.as_ref().filter(|_| one) {
            occur(exception, start, &exception.lasts, Instance::Exception, window, worked);
        }
    }
}

/// The dates of a series, less those left out, by the moment they begin.
fn dates(
    series: &Event<'_>,
    start: &Time,
    window: CalendarWindow,
    worked: &mut Worked<'_>,
) -> BTreeMap<NaiveDateTime, Date> {
    let single = series.rules.is_empty() && series.added.is_empty();
    let instance = if single { Instance::Single } else { Instance::Recurring };
    let mut dates = BTreeMap::from([(start.utc(), Date { wall: start.wall, instance, lasts: None })]);
    let mut broken = series.broken;
    for (rule, until) in &series.rules {
        if dates.len() > MOST_DATES {
            worked.cut = true;
            break;
        }
        // The end is a moment where the beginning is one, else a day that counts whole.
        let last = until.as_ref().map(|until| match until.day {
            true => until.wall + TimeDelta::seconds(86_399),
            false => start.zone.wall(until.utc()),
        });
        match rule::dates(rule, start.wall, last, walls(start, window), worked.given_up) {
            Ok(made) => {
                worked.cut |= made.cut;
                let recurring =
                    |wall| (start.zone.utc(wall), Date { wall, instance: Instance::Recurring, lasts: None });
                dates.extend(made.dates.into_iter().map(recurring));
            }
            Err(rule::Broken) => broken = true,
        }
    }
    if broken {
        worked.faults.push(CalendarFault::BrokenRule { event: series.uid.clone() });
    }
    for (time, lasts) in &series.added {
        let utc = time.utc();
        // As it was written where it can be: a time that is leapt over would end an hour later by the clock.
        let wall = if time.zone == start.zone { time.wall } else { start.zone.wall(utc) };
        dates.entry(utc).or_insert(Date { wall, instance: Instance::Added, lasts: lasts.clone() });
    }
    let left_out = LeftOut::of(series);
    dates.retain(|utc, date| !left_out.has(*utc, date.wall));
    dates
}

/// The window on the clock of a time, with room for what began before it.
fn walls(start: &Time, window: CalendarWindow) -> (NaiveDateTime, NaiveDateTime) {
    let (from, until) = (naive(window.from), naive(window.until));
    (start.zone.wall(from - LONGEST), start.zone.wall(until))
}

/// A date of a series, unless an exception stands for it.
fn stand(
    series: &Event<'_>,
    start: &Time,
    (utc, date): (NaiveDateTime, Date),
    instead: &Instead<'_, '_>,
    window: CalendarWindow,
    worked: &mut Worked<'_>,
) {
    if instead.days.contains(&date.wall.date()) || instead.moments.contains(&utc) {
        return;
    }
    let since = instead.following.range(..=utc).next_back().map(|(_, since)| *since);
    let at = |wall, zone: &Time| Time { wall, zone: zone.zone.clone(), day: zone.day };
    let Some((of, changed)) = since else {
        let lasts = date.lasts.as_ref().unwrap_or(&series.lasts);
        return occur(series, &at(date.wall, start), lasts, date.instance, window, worked);
    };
    if let Some(begins) = changed.start.as_ref().filter(|_| !changed.cancelled) {
        let wall = date.wall.checked_add_signed(begins.wall - of.wall).unwrap_or(date.wall);
        occur(changed, &at(wall, begins), &changed.lasts, Instance::Exception, window, worked);
    }
}

fn occur(
    event: &Event<'_>,
    start: &Time,
    lasts: &Lasts,
    instance: Instance,
    window: CalendarWindow,
    worked: &mut Worked<'_>,
) {
    let Lasts::For(by_wall, exact) = lasts else { return };
    let until = start.wall.checked_add_signed(*by_wall).map(|wall| start.zone.utc(wall));
    let Some(until) = until.and_then(|until| until.checked_add_signed(*exact)) else { return };
    let (from, until) = (at(start.utc()), at(until));
    if from >= until || until <= window.from || from >= window.until {
        return;
    }
    worked.bytes += event.weight();
    worked.occurrences.push(Occurrence {
        from,
        until,
        event: event.uid.clone(),
        instance,
        title: event.title.clone(),
        categories: event.categories.clone(),
        attendees: event.attendees.clone(),
        organizer: event.organizer.clone(),
    });
}

fn at(utc: NaiveDateTime) -> At {
    At(utc.and_utc().timestamp_millis())
}

fn naive(at: At) -> NaiveDateTime {
    at.in_utc().naive_utc()
}
