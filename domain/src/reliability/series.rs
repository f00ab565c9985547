//! The period by days, weeks, months, quarters or years: plan, fact, and what is allowed.

use super::allowed::Allowed;
use super::calendar::Unit;
use super::period::Period;
use super::ratio::Ratio;
use super::span::Span;
use super::spans::Spans;
use super::target::Targets;
use chrono::NaiveDate;
use chrono_tz::Tz;

/// One part of a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Point {
    /// First day of the unit, in the zone.
    pub first: NaiveDate,
    /// From when to when: the unit cut at the period's edges, the part to come included.
    pub span: Span,
    /// What it came to so far.
    pub fact: Ratio,
    /// What the targets allow and how it is spent; `None` where there is no target.
    pub plan: Option<Allowed>,
}

/// The parts of a period in order; those of a period that is over sum to the whole.
pub fn series(period: &Period, failures: &Spans, targets: &Targets, unit: Unit, zone: Tz) -> Vec<Point> {
    let point = |(first, span): (NaiveDate, Span)| {
        let part = period.part(span);
        let failed = failures.clip(span);
        let fact = Ratio { failure: failed.length(), period: part.counted().length() };
        Point { first, span, fact, plan: Allowed::of(&part, &failed, targets, zone) }
    };
    unit.split(period.whole, zone).into_iter().map(point).collect()
}
