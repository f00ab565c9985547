//! What people type for a time, and what is read.

mod doubts;
mod properties;
mod stated;

use super::{TimeFrame, TimeReading, read_time};
use crate::time::At;
use chrono_tz::Tz;

/// Monday 23 November 2026, 14:40:30 in Moscow; the failure began at 13:05:20.
pub(super) fn frame() -> TimeFrame {
    TimeFrame { now: utc("2026-11-23T11:40:30Z"), zone: Tz::Europe__Moscow, not_before: None }
}

pub(super) fn began() -> TimeFrame {
    TimeFrame { not_before: Some(utc("2026-11-23T10:05:20Z")), ..frame() }
}

pub(super) fn utc(text: &str) -> At {
    At::from_rfc3339(text).expect("a moment")
}

/// Moscow's day and time, or UTC's where the frame says so.
pub(super) fn shown(at: At, zone: Tz) -> String {
    at.in_zone(zone).format("%d.%m %H:%M:%S").to_string()
}

pub(super) fn check(text: &str, at: &str, rest: &str) {
    check_in(&frame(), text, at, rest);
}

pub(super) fn check_in(frame: &TimeFrame, text: &str, at: &str, rest: &str) {
    let reading = read_time(text, frame);
    let TimeReading::Stated { at: read, rest: left } = reading else { panic!("{text:?} gave {reading:?}, not {at}") };
    assert_eq!((shown(read, frame.zone).as_str(), left.as_str()), (at, rest), "{text:?}");
}

pub(super) fn silent(text: &str) {
    assert_eq!(read_time(text, &frame()), TimeReading::Silent, "{text:?}");
}
