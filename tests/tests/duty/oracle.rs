//! Recurrences across changes of the clock against a reader others wrote: PyPI's recurring-ical-events on dateutil.

use crate::python;
use anyhow::Context as _;
use chrono::{Datelike as _, NaiveDate, NaiveDateTime, TimeDelta};
use nabat_connectors::duty::ical;
use nabat_domain::time::{At, Length};
use nabat_kit::port::CalendarWindow;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::AtomicBool;

/// Calendars compared.
const CASES: u32 = 1_000;

/// The other reader, asked line by line.
struct Oracle {
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Oracle {
    fn start() -> anyhow::Result<Self> {
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/duty/oracle.py");
        let mut child = Command::new(python()?).arg(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let asks = child.stdin.take().context("its input is piped")?;
        let answers = BufReader::new(child.stdout.take().context("its output is piped")?);
        Ok(Self { child, asks, answers })
    }

    fn ask(&mut self, text: &str, window: CalendarWindow) -> anyhow::Result<Value> {
        let asked = json!({
            "text": text, "from": window.from.0, "until": window.until.0, "zone": window.zone.name(),
        });
        writeln!(self.asks, "{asked}")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        serde_json::from_str(&line).with_context(|| format!("the oracle gave up on {text}"))
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How an event's times are written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Clock {
    Zone(&'static str),
    Utc,
    Floating,
    Days,
}

fn clock() -> impl Strategy<Value = Clock> {
    prop_oneof![
        3 => Just(Clock::Zone("Europe/Berlin")),
        2 => Just(Clock::Zone("America/New_York")),
        1 => Just(Clock::Zone("Australia/Lord_Howe")),
        1 => Just(Clock::Zone("Asia/Kolkata")),
        1 => Just(Clock::Utc),
        1 => Just(Clock::Floating),
        1 => Just(Clock::Days),
    ]
}

/// A series: the rule without its end, begun where the rule has a date.
fn rule(start: NaiveDateTime, choice: u8, interval: u8, other: u8) -> String {
    let days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let own = days[start.weekday().num_days_from_monday() as usize];
    let interval = format!(";INTERVAL={interval}");
    match choice % 7 {
        0 => format!("FREQ=DAILY{interval}"),
        1 => format!("FREQ=WEEKLY{interval}"),
        2 => format!("FREQ=WEEKLY{interval};BYDAY={own},{}", days[usize::from(other) % 7]),
        3 => format!("FREQ=WEEKLY{interval};WKST=SU;BYDAY={own},{}", days[usize::from(other) % 7]),
        4 => format!("FREQ=MONTHLY{interval};BYMONTHDAY={}", start.day()),
        5 => format!("FREQ=MONTHLY{interval};BYDAY={}{own}", start.day0() / 7 + 1),
        _ => "FREQ=YEARLY".to_owned(),
    }
}

#[derive(Clone, Debug)]
struct Case {
    clock: Clock,
    start: NaiveDateTime,
    hours: i64,
    rule: String,
    end: String,
    left_out: Vec<i64>,
    moved: Option<(i64, i64)>,
    added: Option<i64>,
    from: At,
}

fn case() -> impl Strategy<Value = Case> {
    let begins = (0..700_i64, 0..24_i64, prop_oneof![Just(0_i64), Just(30), Just(45)]);
    let series = (any::<u8>(), 1..5_u8, any::<u8>(), 0..4_u8, 1..80_i64);
    let changes = (
        prop::collection::vec(0..60_i64, 0..3),
        prop::option::of((0..60_i64, -5..30_i64)),
        prop::option::of(0..90_i64),
    );
    // Weeks in which clocks change in Europe, America and Australia, and one in which none does.
    let from = prop_oneof![
        Just("2026-03-01T00:00:00Z"),
        Just("2026-03-25T00:00:00Z"),
        Just("2026-10-01T00:00:00Z"),
        Just("2026-10-20T00:00:00Z"),
        Just("2026-06-10T00:00:00Z"),
    ];
    (clock(), begins, 1..60_i64, series, changes, from).prop_map(|(clock, begins, hours, series, changes, from)| {
        let day = NaiveDate::from_ymd_opt(2024, 12, 1).expect("a day") + TimeDelta::days(begins.0);
        let (hour, minute) = if clock == Clock::Days { (0, 0) } else { (begins.1, begins.2) };
        let start = day.and_time(chrono::NaiveTime::MIN) + TimeDelta::hours(hour) + TimeDelta::minutes(minute);
        let (choice, interval, other, end, number) = series;
        let end = match end {
            0 => format!(";COUNT={number}"),
            1 => format!(";UNTIL={}", until(clock, start + TimeDelta::days(number * 9))),
            _ => String::new(),
        };
        let (left_out, moved, added) = changes;
        let from = At::from_rfc3339(from).expect("a moment");
        Case { clock, start, hours, rule: rule(start, choice, interval, other), end, left_out, moved, added, from }
    })
}

/// A moment where the beginning is one, a day where it is a day.
fn until(clock: Clock, last: NaiveDateTime) -> String {
    match clock {
        Clock::Days => last.format("%Y%m%d").to_string(),
        Clock::Floating => last.format("%Y%m%dT235959").to_string(),
        Clock::Zone(_) | Clock::Utc => last.format("%Y%m%dT120000Z").to_string(),
    }
}

impl Case {
    fn time(&self, name: &str, at: NaiveDateTime) -> String {
        let plain = at.format("%Y%m%dT%H%M%S");
        match self.clock {
            Clock::Zone(zone) => format!("{name};TZID={zone}:{plain}"),
            Clock::Utc => format!("{name}:{plain}Z"),
            Clock::Floating => format!("{name}:{plain}"),
            Clock::Days => format!("{name};VALUE=DATE:{}", at.format("%Y%m%d")),
        }
    }

    /// The n-th day from the beginning on that the plain rules have dates on, near the window.
    fn near(&self, number: i64) -> NaiveDateTime {
        let from = self.from.in_zone(chrono_tz::Tz::UTC).naive_utc();
        let weeks = ((from - self.start).num_days() / 7).max(0);
        self.start + TimeDelta::days(weeks * 7) + TimeDelta::days(number)
    }

    fn text(&self) -> String {
        let length =
            if self.clock == Clock::Days { TimeDelta::days(self.hours % 4 + 1) } else { TimeDelta::hours(self.hours) };
        let mut lines = vec![
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//tests//EN".to_owned(),
            "BEGIN:VEVENT".to_owned(),
            "UID:series".to_owned(),
            "DTSTAMP:20240101T000000Z".to_owned(),
            self.time("DTSTART", self.start),
            self.time("DTEND", self.start + length),
            format!("RRULE:{}{}", self.rule, self.end),
            "SUMMARY:series".to_owned(),
        ];
        lines.extend(self.left_out.iter().map(|number| self.time("EXDATE", self.near(*number))));
        lines.extend(self.added.iter().map(|number| self.time("RDATE", self.near(*number))));
        lines.push("END:VEVENT".to_owned());
        if let Some((number, by)) = self.moved {
            let of = self.near(number);
            let to = of + if self.clock == Clock::Days { TimeDelta::days(by % 3) } else { TimeDelta::hours(by) };
            lines.extend([
                "BEGIN:VEVENT".to_owned(),
                "UID:series".to_owned(),
                "SEQUENCE:1".to_owned(),
                "DTSTAMP:20240101T000000Z".to_owned(),
                self.time("RECURRENCE-ID", of),
                self.time("DTSTART", to),
                self.time("DTEND", to + length),
                "SUMMARY:moved".to_owned(),
                "END:VEVENT".to_owned(),
            ]);
        }
        lines.push("END:VCALENDAR\r\n".to_owned());
        lines.join("\r\n")
    }
}

#[test]
fn recurrences_are_what_others_make_of_them() -> anyhow::Result<()> {
    let oracle = std::sync::Mutex::new(Oracle::start()?);
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) };
    let found = std::cell::Cell::new(0);
    let held = TestRunner::new(config).run(&case(), |case| {
        let window = CalendarWindow {
            from: case.from,
            until: case.from.plus(Length::hours(45 * 24)),
            zone: chrono_tz::Tz::Europe__Berlin,
        };
        let text = case.text();
        let read = ical::read(std::slice::from_ref(&text), window, &AtomicBool::new(false)).expect("a calendar");
        let mut own: Vec<Value> =
            read.occurrences.iter().map(|one| json!([one.from.0, one.until.0, one.title])).collect();
        own.sort_by_key(|one| (one[0].as_i64(), one[1].as_i64(), one[2].as_str().map(str::to_owned)));
        let asked = oracle.lock().expect("nobody panics holding it").ask(&text, window);
        let other = asked.map_err(|error| TestCaseError::fail(format!("{error:#}")))?;
        found.set(found.get() + own.len());
        prop_assert_eq!(json!(own), other, "{}", text);
        Ok(())
    });
    if let Err(broken) = held {
        panic!("{broken}");
    }
    println!("{} occurrences of {CASES} calendars", found.get());
    assert!(found.get() > 2_000, "the calendars have occurrences: {}", found.get());
    Ok(())
}
