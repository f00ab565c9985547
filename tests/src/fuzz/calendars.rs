//! Duty calendars, as people and programs write them.

use nabat_connectors::duty::ical;
use nabat_domain::catalogue::{Catalogue, Language};
use nabat_domain::incident::Wording;
use nabat_domain::time::{At, Length};
use nabat_kit::duty::{fault_told, why_unread};
use nabat_kit::messages::Speaker;
use nabat_kit::port::CalendarWindow;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

/// A week before the clock changes in Europe.
const FROM: At = At(1_774_000_000_000);

const ZONE: chrono_tz::Tz = chrono_tz::Tz::Europe__Moscow;

/// What is said of a calendar, in both languages: why it is none, or what in it cannot be followed.
pub(super) fn read(bytes: &[u8]) -> Vec<String> {
    objects(&[String::from_utf8_lossy(bytes).into_owned()])
}

/// The same of a calendar told in several objects.
pub(super) fn objects(texts: &[String]) -> Vec<String> {
    let window = CalendarWindow { from: FROM, until: FROM.plus(Length::hours(45 * 24)), zone: ZONE };
    let (told, mut said) = match ical::read(texts, window, &AtomicBool::new(false)) {
        Ok(read) => {
            for one in &read.occurrences {
                assert!(one.from < one.until && one.until > window.from && one.from < window.until, "{one:?}");
            }
            (read.faults.iter().map(fault_told).collect(), Vec::new())
        }
        Err(error) => (vec![why_unread(&error)], vec![error.to_string()]),
    };
    said.extend(spoken(&told));
    said
}

/// Sentences in every language.
pub(super) fn spoken(told: &[Wording]) -> Vec<String> {
    let (names, texts) = (BTreeMap::new(), BTreeMap::new());
    let mut said = Vec::new();
    for language in Language::ALL {
        let catalogue = Catalogue::of_nothing(language, ZONE);
        let speaker = Speaker { language, zone: ZONE, catalogue: &catalogue, names: &names, texts: &texts };
        said.extend(told.iter().map(|wording| speaker.say(wording)));
    }
    said
}

pub(super) fn seeds() -> Vec<Vec<u8>> {
    [SERIES, OWN_ZONE, DAYS].map(|text| text.replace('\n', "\r\n").into_bytes()).into()
}

const SERIES: &str = "BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//tests//EN
X-WR-TIMEZONE:Europe/Moscow
BEGIN:VEVENT
UID:nights@example.org
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Berlin:20260105T220000
DTEND;TZID=Europe/Berlin:20260106T080000
RRULE:FREQ=DAILY;UNTIL=20270101T000000Z
EXDATE;TZID=Europe/Berlin:20260401T220000,20260402T220000
RDATE;TZID=Europe/Berlin:20260401T120000
SUMMARY:[L0] nights\\, primary
CATEGORIES:payments,primary
ATTENDEE;CN=\"P., Anna\";PARTSTAT=ACCEPTED:mailto:anna@example.org
ATTENDEE;CUTYPE=ROOM:mailto:room@example.org
ORGANIZER;CN=Chief:mailto:chief@example.org
END:VEVENT
BEGIN:VEVENT
UID:nights@example.org
SEQUENCE:2
RECURRENCE-ID;TZID=Europe/Berlin:20260328T220000
DTSTART;TZID=Europe/Berlin:20260328T230000
DURATION:PT9H
SUMMARY:swap
ATTENDEE:mailto:
 bob@example.org
END:VEVENT
BEGIN:VEVENT
UID:nights@example.org
RECURRENCE-ID;RANGE=THISANDFUTURE:20260410T200000Z
DTSTART:20260410T210000Z
DTEND:20260411T060000Z
SUMMARY:from now on
END:VEVENT
END:VCALENDAR
";

const OWN_ZONE: &str = "BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:weeks
DTSTART;TZID=\"Customized Time Zone\":20260105T090000
DTEND;TZID=\"Customized Time Zone\":20260112T090000
RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU;COUNT=40
SUMMARY:anna
END:VEVENT
BEGIN:VEVENT
UID:months
DTSTART:20260131T080000
DURATION:P1DT2H
RRULE:FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=1
RDATE;VALUE=PERIOD:20260405T100000Z/PT3H,20260406T100000Z/20260406T120000Z
SUMMARY:bob
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
";

const DAYS: &str = "BEGIN:VCALENDAR
BEGIN:VEVENT
UID:day
DTSTART;VALUE=DATE:20260301
RRULE:FREQ=YEARLY;BYMONTH=3,4;BYMONTHDAY=1,15,-1
EXDATE;VALUE=DATE:20260401
SUMMARY:anna
END:VEVENT
BEGIN:VEVENT
UID:gone
DTSTART:20260402T080000Z
DTEND:20260402T100000Z
STATUS:CANCELLED
SUMMARY:bob
END:VEVENT
END:VCALENDAR
";
