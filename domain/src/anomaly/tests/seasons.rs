//! A daily rhythm explains the morning's rise, and hides no failure within it.

use super::generated::{Noise, Owned, REGISTERED, STEP, question, ranked};
use crate::anomaly::{Question, Season, Windows};
use crate::time::Length;

const DAY: i64 = 24 * 60;

/// Requests that are few at night and triple within the half hour before nine.
fn morning(before: i64) -> f64 {
    match before.rem_euclid(DAY) {
        // The half hour before the registration, and the working day that ended the evening before.
        rising @ 0..30 => 1_000.0 - 22.0 * rising as f64,
        30..840 => 340.0,
        _ => 1_000.0,
    }
}

fn estate(days: i64, failing: impl Fn(i64) -> f64) -> Vec<Owned> {
    let mut noise = Noise::new(3);
    let mut all = Vec::new();
    for name in ["booking", "labs", "stock"] {
        let failure = |before| if name == "labs" { failing(before) } else { 1.0 };
        all.push(Owned::made(name, "requests", days * DAY + 300, |before| {
            morning(before) * failure(before) * (1.0 + 0.02 * noise.next())
        }));
    }
    all
}

#[test]
fn without_other_days_every_morning_is_an_alarm() {
    ranked(&estate(0, |_| 1.0), &question(None), |found| assert!(found.stands_out()));
}

#[test]
fn the_same_hour_a_day_earlier_explains_the_morning() {
    ranked(&estate(1, |_| 1.0), &question(None), |found| {
        assert!(!found.stands_out(), "{:?}", found.series[0]);
        assert!(found.series.iter().all(|one| one.season == Some(Season::Day)));
    });
}

#[test]
fn a_failure_that_cancels_the_rise_is_found() {
    let failing = |before| if before <= 4 { 0.36 } else { 1.0 };
    // Held against the night alone, nothing happened: 360 requests after 340.
    ranked(&estate(0, failing), &question(None), |found| assert_ne!(found.series[0].service.as_str(), "labs"));
    ranked(&estate(7, failing), &question(None), |found| {
        assert_eq!(found.series[0].service.as_str(), "labs");
        assert!(found.series[0].stands_out() && found.series[0].far < 0.0, "{:?}", found.series[0]);
        assert!(found.series[0].usual > 900.0, "a thousand are usual at this hour");
        assert!(found.series.iter().skip(1).all(|one| !one.stands_out()), "the others only rise as they do each day");
    });
}

#[test]
fn a_failure_at_the_same_hour_the_day_before_hides_nothing() {
    let failing = |before: i64| if before.rem_euclid(DAY) <= 4 && before < 2 * DAY { 0.1 } else { 1.0 };
    ranked(&estate(7, failing), &question(None), |found| {
        assert_eq!(found.series[0].service.as_str(), "labs");
        assert!(found.series[0].stands_out(), "{:?}", found.series[0]);
    });
}

#[test]
fn a_monday_is_held_against_a_monday() {
    let mut all = estate(9, |_| 1.0);
    // Minutes before Wednesday 09:00 that are Saturday or Sunday: a fifth of the requests.
    let weekend = 3_421..=6_300;
    for one in &mut all {
        let last = one.times.len() as i64 - 1;
        let quiet = one.values.iter_mut().enumerate().filter(|(place, _)| weekend.contains(&(last - *place as i64)));
        quiet.for_each(|(_, value)| *value *= 0.2);
    }
    let monday = REGISTERED.minus(Length(2 * DAY * 60_000));
    let windows = Windows::before_registration(monday, STEP, Length::hours(4));
    ranked(&all, &Question { windows, ..question(None) }, |found| {
        assert!(!found.stands_out(), "{:?}", found.series[0]);
        assert!(found.series.iter().all(|one| one.season == Some(Season::Week)));
    });
}

#[test]
fn half_a_day_on_record_is_no_other_day() {
    let mut all = estate(1, |_| 1.0);
    for one in &mut all {
        // The other day's record begins within the window it would be held against.
        let cut = one.times.len() - (DAY as usize + 120);
        one.times.drain(..cut);
        one.values.drain(..cut);
    }
    ranked(&all, &question(None), |found| assert!(found.series.iter().all(|one| one.season.is_none())));
}
