//! Targets as they are written and as they change from day to day.

use crate::reliability::calendar::midnight;
use crate::reliability::{Span, Spans, Target, Targets};
use crate::time::Length;
use chrono::NaiveDate;
use chrono_tz::Europe::Moscow;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn target(text: &str) -> Target {
    Target::read(text).expect("a target")
}

fn year() -> Spans {
    Spans::from(Span::new(midnight(day("2026-01-01"), Moscow), midnight(day("2027-01-01"), Moscow)))
}

#[test]
fn a_target_is_a_fraction() {
    assert_eq!(target("0.985").billionths(), 985_000_000);
    assert_eq!(target("1").billionths(), 1_000_000_000);
    assert_eq!(target("0.9373").billionths(), 937_300_000);
    for wrong in ["", "98.5", "0,985", "98.5%", "-0.1", "1.1", ".5", "0.1234567891", "1e-1", "+1"] {
        assert_eq!(Target::read(wrong), None, "{wrong}");
    }
}

#[test]
fn a_year_at_the_target_allows_so_many_hours() {
    let allowed = Targets::always(target("0.985")).allowed(&year(), Moscow).expect("a target");
    assert_eq!(allowed, Length::minutes(131 * 60 + 24));
}

#[test]
fn a_dated_series_is_weighed_by_the_time_each_holds() {
    let targets = Targets::new([(day("2026-07-01"), target("0.985")), (day("2026-01-01"), target("0.9373"))]);
    let expected = 181 * 24 * 3_600_000 * 627 / 10_000 + 184 * 24 * 3_600_000 * 15 / 1_000;
    let allowed = targets.allowed(&year(), Moscow).expect("a target");
    assert!((allowed.0 - expected).abs() <= 1, "{allowed:?} is not {expected}");
}

#[test]
fn before_the_first_target_there_is_none() {
    let targets = Targets::new([(day("2026-02-01"), target("0.985"))]);
    assert_eq!(targets.allowed(&year(), Moscow), None);
    assert_eq!(Targets::default().allowed(&year(), Moscow), None);
}
