//! iCalendar (RFC 5545), read leniently: what is broken is told and passed over, the rest counts.

use super::begins;
use super::event::Event;
use super::series::{Worked, work_out};
use super::zone::Zones;
use calcard::icalendar::{ICalendar, ICalendarComponentType};
use calcard::{Entry, Parser};
use chrono::NaiveDateTime;
use nabat_domain::time::At;
use nabat_kit::port::{CalendarError, CalendarFault, CalendarRead, CalendarWindow};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

/// Most occurrences read of one calendar.
pub const MOST: usize = 20_000;

/// Faults kept of one calendar: enough to see what is wrong with it.
const MOST_FAULTS: usize = 10;

/// The last line of every calendar: one without it came in part.
const END: &str = "END:VCALENDAR";

/// Reads the texts of one calendar. What `given_up` says is looked at between series.
///
/// # Errors
/// One of them is no calendar, or only the beginning of one.
pub fn read(texts: &[String], window: CalendarWindow, given_up: &AtomicBool) -> Result<CalendarRead, CalendarError> {
    let mut worked = Worked::default();
    let mut faults = BTreeSet::new();
    for text in texts {
        for calendar in calendars(text)? {
            work_through(&calendar, window, given_up, &mut worked, &mut faults);
        }
    }
    faults.append(&mut worked.faults.drain(..).collect());
    let mut occurrences = worked.occurrences;
    occurrences.sort_by(|one, other| (one.from, one.until, &one.event).cmp(&(other.from, other.until, &other.event)));
    if worked.cut || occurrences.len() > MOST {
        occurrences.truncate(MOST);
        faults.insert(CalendarFault::TooMany { read: occurrences.len() });
    }
    let faults = faults.into_iter().take(MOST_FAULTS).collect();
    Ok(CalendarRead { tag: None, occurrences, faults })
}

/// The calendars of a text: there is one, seldom more.
fn calendars(text: &str) -> Result<Vec<ICalendar>, CalendarError> {
    let whole = text.trim_end();
    let mut parser = Parser::new(whole);
    let mut found = Vec::new();
    loop {
        match parser.entry() {
            Entry::ICalendar(calendar) => found.push(calendar),
            Entry::Eof => break,
            Entry::TooManyComponents => return Err(CalendarError::TooLong { most: super::LONGEST }),
            _ => {}
        }
    }
    found.retain(|calendar| {
        calendar.components.first().is_some_and(|root| root.component_type == ICalendarComponentType::VCalendar)
    });
    if found.is_empty() {
        return Err(CalendarError::NotCalendar(begins(text)));
    }
    let ends = whole.len().checked_sub(END.len()).and_then(|at| whole.get(at..));
    if !ends.is_some_and(|end| end.eq_ignore_ascii_case(END)) {
        return Err(CalendarError::NotCalendar("it ends before its end, END:VCALENDAR".to_owned()));
    }
    Ok(found)
}

fn work_through(
    calendar: &ICalendar,
    window: CalendarWindow,
    given_up: &AtomicBool,
    worked: &mut Worked,
    faults: &mut BTreeSet<CalendarFault>,
) {
    let naive = |at: At| -> NaiveDateTime { at.in_zone(chrono_tz::Tz::UTC).naive_utc() };
    let mut zones = Zones::of(calendar, window.zone, (naive(window.from), naive(window.until)));
    let mut by_id: BTreeMap<(String, usize), Vec<Event<'_>>> = BTreeMap::new();
    let events = calendar.components.iter().filter(|part| part.component_type == ICalendarComponentType::VEvent);
    for (place, component) in events.enumerate() {
        let event = Event::of(component, &mut zones);
        // Events without an id are not one event.
        let place = if event.uid.is_empty() { place + 1 } else { 0 };
        by_id.entry((event.uid.clone(), place)).or_default().push(event);
    }
    for (_, events) in by_id {
        if given_up.load(Ordering::Relaxed) || worked.occurrences.len() > MOST {
            worked.cut = true;
            break;
        }
        work_out(events, window, worked);
    }
    faults.extend(zones.unknown.into_iter().map(|zone| CalendarFault::UnknownZone { zone }));
}
