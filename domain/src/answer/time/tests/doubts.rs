//! Moments a person must be asked about.

use super::{began, check_in, frame, utc};
use crate::answer::time::{TimeDoubt, TimeFrame, TimeReading, read_time};
use chrono_tz::Tz;

fn doubt(frame: &TimeFrame, text: &str, expected: TimeDoubt) {
    assert_eq!(read_time(text, frame), TimeReading::Doubt(expected), "{text:?}");
}

#[test]
fn before_the_beginning() {
    let before = |text, at| doubt(&began(), text, TimeDoubt::BeforeBeginning { at: utc(at) });
    before("13:04", "2026-11-23T10:04:00Z");
    before("в 9", "2026-11-23T06:00:00Z");
    before("15:00", "2026-11-22T12:00:00Z");
    before("вчера в 23:50", "2026-11-22T20:50:00Z");
    before("2 часа назад", "2026-11-23T09:40:30Z");
    before("10:00 UTC", "2026-11-23T10:00:00Z");
    // People state minutes: the minute of the beginning is the beginning.
    check_in(&began(), "13:05", "23.11 13:05:20", "");
    check_in(&began(), "13:06", "23.11 13:06:00", "");
    let ahead = TimeFrame { not_before: Some(utc("2026-11-23T12:00:00Z")), ..frame() };
    doubt(&ahead, "14:40", TimeDoubt::BeforeBeginning { at: utc("2026-11-23T11:40:00Z") });
}

#[test]
fn too_long_ago() {
    let long = |text, at| doubt(&frame(), text, TimeDoubt::TooLongAgo { at: utc(at) });
    long("02:40", "2026-11-22T23:40:00Z");
    long("15:00", "2026-11-22T12:00:00Z");
    long("14:43", "2026-11-22T11:43:00Z");
    long("в 2 часа", "2026-11-22T23:00:00Z");
    long("в полночь", "2026-11-22T21:00:00Z");
    long("к 15:00 восстановим", "2026-11-22T12:00:00Z");
    check_in(&frame(), "02:41", "23.11 02:41:00", "");
    check_in(&frame(), "20 часов назад", "22.11 18:40:30", "");
}

#[test]
fn in_the_future() {
    let future = |text, at| doubt(&frame(), text, TimeDoubt::InFuture { at: utc(at) });
    future("сегодня в 15:00", "2026-11-23T12:00:00Z");
    future("завтра в 9", "2026-11-24T06:00:00Z");
    future("24.11 в 9:00", "2026-11-24T06:00:00Z");
    future("2026-11-23T14:43:00+03:00", "2026-11-23T11:43:00Z");
    future("23.11.2027 14:00", "2027-11-23T11:00:00Z");
}

#[test]
fn on_no_clock() {
    for text in
        ["25:70", "в 24:01", "14:60", "31.02.2026 в 14:00", "30 февраля в 14:00", "05/11/2026 14:00", "14:05:99"]
    {
        doubt(&frame(), text, TimeDoubt::NotOnTheClock);
    }
    // Berlin put its clock forward at 02:00 on 29 March 2026: 02:30 never came.
    let berlin = TimeFrame { now: utc("2026-03-29T05:00:00Z"), zone: Tz::Europe__Berlin, not_before: None };
    doubt(&berlin, "02:30", TimeDoubt::NotOnTheClock);
    doubt(&berlin, "сегодня в 2:30", TimeDoubt::NotOnTheClock);
    check_in(&berlin, "03:30", "29.03 03:30:00", "");
    check_in(&berlin, "02:30 UTC", "29.03 04:30:00", "");
}

#[test]
fn two_times() {
    let two = |text, first, second| {
        doubt(&frame(), text, TimeDoubt::TwoTimes { first: utc(first), second: utc(second) });
    };
    let (five, thirty_two) = ("2026-11-23T11:05:00Z", "2026-11-23T11:32:00Z");
    two("упало в 14:05, восстановлено в 14:32", five, thirty_two);
    two("не в 14:05, а в 14:32", five, thirty_two);
    two("14:05 или 14:32", five, thirty_two);
    two("между 14:05 и 14:32", five, thirty_two);
    two("14:32-14:05", thirty_two, five);
    two("10-15 минут назад", "2026-11-23T11:25:30Z", "2026-11-23T11:30:30Z");
    two("вчера в полночь", "2026-11-21T21:00:00Z", "2026-11-22T21:00:00Z");
    two("вчера перезапускали, восстановлено в 14:32", "2026-11-22T11:32:00Z", thirty_two);
    two("5 минут назад перезапустили, работает с 14:32", "2026-11-23T11:35:30Z", thirty_two);
}

#[test]
fn a_message_of_times_alone_is_read_through() {
    let pieces = ["to 5 ", "в ", "ровно ", "5m ago ", "1:01 ", "5m ago 1:01 ", "минут через "];
    for times in [600, 40_000] {
        for piece in pieces {
            let _ = read_time(&piece.repeat(times), &frame());
        }
        let _ = read_time(&format!("at 5 {}", "to 5 ".repeat(times)), &frame());
    }
}
