//! Duty calendars: a real Radicale, calendars by their address, and recurrences against a reader others wrote.

mod feed;
mod oracle;
mod program;
mod radicale;
mod server;

use anyhow::Context as _;
use nabat_domain::time::{At, Length};
use nabat_kit::port::{CalendarWindow, Occurrence};

/// A Python with what `tests/peers/radicale.txt` names.
fn python() -> anyhow::Result<String> {
    let named = std::env::var("NABAT_RADICALE");
    named.context("NABAT_RADICALE names a Python with tests/peers/radicale.txt: scripts/test calendars")
}

/// So many days from a moment on, in Moscow.
fn window(from: &str, days: i64) -> CalendarWindow {
    let from = At::from_rfc3339(from).expect("a moment");
    CalendarWindow { from, until: from.plus(Length::hours(24 * days)), zone: chrono_tz::Tz::Europe__Moscow }
}

/// Beginning, end and title of each.
fn told(occurrences: &[Occurrence]) -> Vec<String> {
    let told = |one: &Occurrence| format!("{} {} {}", one.from.to_rfc3339(), one.until.to_rfc3339(), one.title);
    occurrences.iter().map(told).collect()
}
