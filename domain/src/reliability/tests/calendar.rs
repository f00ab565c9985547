//! Edges of days and longer units where clocks change.

use crate::reliability::calendar::midnight;
use crate::reliability::{Span, Unit};
use crate::time::{At, Length};
use chrono::NaiveDate;
use chrono_tz::Tz;
use chrono_tz::{America::Sao_Paulo, Europe::Berlin, Europe::Moscow, Pacific::Apia, UTC};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn hours(unit: Unit, from: &str, to: &str, zone: Tz) -> Vec<i64> {
    let span = Span::new(midnight(day(from), zone), midnight(day(to), zone));
    unit.split(span, zone).iter().map(|(_, part)| part.length().0 / 3_600_000).collect()
}

#[test]
fn a_day_has_the_hours_its_clock_shows() {
    assert_eq!(hours(Unit::Day, "2026-03-28", "2026-03-31", Berlin), [24, 23, 24]);
    assert_eq!(hours(Unit::Day, "2026-10-24", "2026-10-27", Berlin), [24, 25, 24]);
    assert_eq!(hours(Unit::Day, "2026-03-28", "2026-03-31", Moscow), [24, 24, 24]);
}

#[test]
fn where_midnight_is_left_out_the_day_begins_with_the_jump() {
    // The clocks of São Paulo went from 00:00 to 01:00 on 4 November 2018.
    let first = midnight(day("2018-11-04"), Sao_Paulo);
    assert_eq!(first, At::from_rfc3339("2018-11-04T03:00:00Z").expect("a moment"));
    assert_eq!(hours(Unit::Day, "2018-11-03", "2018-11-05", Sao_Paulo), [24, 23]);
}

#[test]
fn a_day_that_never_was_has_no_part() {
    // Samoa had no 30 December 2011.
    assert_eq!(hours(Unit::Day, "2011-12-29", "2012-01-01", Apia), [24, 24]);
}

#[test]
fn units_begin_where_the_calendar_says() {
    let first = |unit: Unit| unit.first_day(day("2026-08-20")).to_string();
    assert_eq!(first(Unit::Day), "2026-08-20");
    assert_eq!(first(Unit::Week), "2026-08-17");
    assert_eq!(first(Unit::Month), "2026-08-01");
    assert_eq!(first(Unit::Quarter), "2026-07-01");
    assert_eq!(first(Unit::Year), "2026-01-01");
}

#[test]
fn the_parts_of_any_period_sum_to_it() {
    let span = Span::new(
        At::from_rfc3339("2025-03-13T07:11:05.250Z").expect("a moment"),
        At::from_rfc3339("2027-01-02T23:59:59.999Z").expect("a moment"),
    );
    for unit in [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year] {
        for zone in [UTC, Moscow, Berlin, Sao_Paulo, Apia] {
            let parts = unit.split(span, zone);
            let sum: i64 = parts.iter().map(|(_, part)| part.length().0).sum();
            assert_eq!(Length(sum), span.length(), "{unit:?} in {zone}");
            assert!(parts.windows(2).all(|pair| pair[0].1.to == pair[1].1.from), "{unit:?} in {zone}");
        }
    }
}
