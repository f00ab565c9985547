//! Allowed failure time running down.

use super::span;
use crate::reliability::{Allowed, Exhaustion, Period, Spans, Target, Targets};
use crate::time::{At, Length};
use chrono_tz::UTC;

fn allowed(whole: (i64, i64), now: i64, failures: &[(i64, i64)]) -> Allowed {
    let period = Period::new(span(whole.0, whole.1), At(now));
    let failures = Spans::union(failures.iter().map(|(from, to)| span(*from, *to)));
    let targets = Targets::always(Target::read("0.9").expect("a target"));
    Allowed::of(&period, &failures, &targets, UTC).expect("a target holds")
}

#[test]
fn half_the_period_gone_and_a_quarter_spent() {
    let allowed = allowed((0, 10_000), 5_000, &[(100, 350)]);
    assert_eq!((allowed.allowed, allowed.spent, allowed.left), (Length(1_000), Length(250), Length(750)));
    assert_eq!(allowed.burn_rate(), Some(500));
    // 250 of 5,000 come to 1,000 of 20,000: after the period's end.
    assert_eq!(allowed.exhausted, Exhaustion::Never);
    assert_eq!(allowed.forecast().percent().as_deref(), Some("95.0000"));
}

#[test]
fn at_this_pace_it_runs_out_within_the_period() {
    let allowed = allowed((0, 10_000), 5_000, &[(0, 625)]);
    assert_eq!(allowed.burn_rate(), Some(1_250));
    assert_eq!(allowed.exhausted, Exhaustion::Ahead(At(8_000)));
}

#[test]
fn overspent_it_was_gone_in_the_moment_the_last_of_it_was_spent() {
    let allowed = allowed((0, 10_000), 9_000, &[(1_000, 1_600), (4_000, 5_000)]);
    assert_eq!(allowed.left, Length(-600));
    assert_eq!(allowed.exhausted, Exhaustion::Spent(At(4_400)));
}

#[test]
fn without_a_failure_nothing_runs_out() {
    let allowed = allowed((0, 10_000), 5_000, &[]);
    assert_eq!((allowed.exhausted, allowed.burn_rate()), (Exhaustion::Never, Some(0)));
}

#[test]
fn before_the_period_there_is_no_pace() {
    let allowed = allowed((0, 10_000), -5, &[]);
    assert_eq!((allowed.burn_rate(), allowed.exhausted), (None, Exhaustion::Never));
}
