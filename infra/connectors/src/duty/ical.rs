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
use std::sync::atomic::AtomicBool;

/// Most occurrences read of one calendar.
pub const MOST: usize = 20_000;

/// Faults kept of one calendar: enough to see what is wrong with it.
const MOST_FAULTS: usize = 10;

/// The last line of every calendar: one without it came in part.
const END: &str = "END:VCALENDAR";

/// Reads the texts of one calendar, until it is `given_up`.
///
/// # Errors
/// One of them is no calendar, or only the beginning of one.
pub fn read(texts: &[String], window: CalendarWindow, given_up: &AtomicBool) -> Result<CalendarRead, CalendarError> {
    let mut worked = Worked::new(given_up);
    let mut faults = BTreeSet::new();
    for text in texts {
        for calendar in calendars(text)? {
            work_through(&calendar, window, &mut worked, &mut faults);
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
    worked: &mut Worked<'_>,
    faults: &mut BTreeSet<CalendarFault>,
) {
    let naive = |at: At| -> NaiveDateTime { at.in_utc().naive_utc() };
    let mut zones = Zones::of(calendar, window.zone, (naive(window.from), naive(window.until)), worked.given_up);
    let mut by_id: BTreeMap<(String, usize), Vec<Event<'_>>> = BTreeMap::new();
    let events = calendar.components.iter().filter(|part| part.component_type == ICalendarComponentType::VEvent);
    for (place, component) in events.enumerate() {
        let event = Event::of(component, &mut zones);
        // Events without an id are not one event.
        let place = if event.uid.is_empty() { place + 1 } else { 0 };
        by_id.entry((event.uid.clone(), place)).or_default().push(event);
    }
    for (_, events) in by_id {
        if worked.is_over() || worked.occurrences.len() > MOST {
            worked.cut = true;
            break;
        }
        work_out(events, window, worked);
    }
    faults.extend(zones.unknown.into_iter().map(|zone| CalendarFault::UnknownZone { zone }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use nabat_domain::time::Length;

    /// Read over 35 days from 23 November 2026 on.
    fn read_event(event: &str) -> CalendarRead {
        let from = At::from_rfc3339("2026-11-23T00:00:00Z").expect("a moment");
        let window = CalendarWindow { from, until: from.plus(Length::hours(35 * 24)), zone: chrono_tz::Tz::UTC };
        let text = format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:one\r\nDURATION:PT1M\r\n{event}\r\n\
             END:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        read(&[text], window, &AtomicBool::new(false)).expect("a calendar")
    }

    #[test]
    fn a_series_that_repeats_megabytes_is_cut() {
        let categories = "x".repeat(1_000_000);
        let read = read_event(&format!("DTSTART:20261124T000000Z\r\nRRULE:FREQ=HOURLY\r\nCATEGORIES:{categories}"));
        let kept = read.occurrences.len();
        assert!((10..100).contains(&kept) && read.faults == [CalendarFault::TooMany { read: kept }], "{kept}");
    }

    #[test]
    fn dates_by_the_thousand_may_all_be_left_out() {
        let first = At::from_rfc3339("2026-11-24T00:00:00Z").expect("a moment").in_utc().naive_utc();
        let minute = |n| (first + TimeDelta::minutes(n)).format("%Y%m%dT%H%M%SZ").to_string();
        let dates = (0..30_000).map(minute).collect::<Vec<_>>().join(",");
        let read = read_event(&format!("DTSTART:20261124T000000Z\r\nRDATE:{dates}\r\nEXDATE:{dates}"));
        assert!(read.occurrences.is_empty(), "{}", read.occurrences.len());
    }

    #[test]
    fn a_shift_begun_in_the_hour_that_is_leapt_over_ends_when_the_clock_says() {
        let from = At::from_rfc3339("2026-03-28T00:00:00Z").expect("a moment");
        let window = CalendarWindow { from, until: from.plus(Length::hours(48)), zone: chrono_tz::Tz::UTC };
        let shifts = |further: &str| {
            let text = format!(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:one\r\nDTSTART;TZID=Europe/Berlin:20260301T020000\r\n\
                 DTEND;TZID=Europe/Berlin:20260301T100000\r\n{further}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
            );
            let read = read(&[text], window, &AtomicBool::new(false)).expect("a calendar");
            read.occurrences.iter().map(|one| (one.from.to_rfc3339(), one.until.to_rfc3339())).collect::<Vec<_>>()
        };
        let night = ("2026-03-29T01:00:00Z".to_owned(), "2026-03-29T08:00:00Z".to_owned());
        assert_eq!(shifts("RRULE:FREQ=WEEKLY"), std::slice::from_ref(&night));
        assert_eq!(shifts("RDATE;TZID=Europe/Berlin:20260329T020000"), [night]);
    }

    #[test]
    fn a_zone_or_a_rule_of_any_length_is_done_with_at_once() {
        let read = read_event(&format!("DTSTART;TZID=\"{}\":20261124T000000", "/".repeat(500_000)));
        assert_eq!((read.occurrences.len(), read.faults.len()), (1, 1), "{:?}", read.faults.len());
        let days = "30,".repeat(100_000);
        let read = read_event(&format!("DTSTART:20261124T000000Z\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY={days}30"));
        assert_eq!(read.faults, [CalendarFault::BrokenRule { event: "one".to_owned() }]);
    }
}
