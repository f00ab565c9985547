//! The whole set of figures of one period, computed anew each time: there is no cache to be wrong.

use super::allowed::Allowed;
use super::between::Between;
use super::calendar::Unit;
use super::fingerprint::fingerprint;
use super::group::{Group, groups_by};
use super::heat::{Heat, heat};
use super::history::{Dimension, History};
use super::period::Period;
use super::pieces::Pieces;
use super::ratio::Ratio;
use super::repeats::repeats;
use super::series::{Point, series};
use super::spans::Spans;
use super::target::Targets;
use chrono_tz::Tz;
use std::borrow::Cow;

/// How figures are asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The zone whose midnights part the days.
    pub zone: Tz,
    /// What has to be reached.
    pub targets: Targets,
    /// How the period is parted.
    pub unit: Unit,
}

/// Every figure of a period.
#[derive(Clone, Debug)]
pub struct Report {
    /// The period.
    pub period: Period,
    /// 1 − failure / period of the product.
    pub reliability: Ratio,
    /// The merged intervals with a failure, within the time counted.
    pub failures: Spans,
    /// Their fingerprint.
    pub intervals_sha256: String,
    /// Services, functions, contractors, classes that failed, by name.
    pub groups: [Vec<Group>; 4],
    /// Allowed failure time; `None` without a target.
    pub allowed: Option<Allowed>,
    /// The period in parts.
    pub series: Vec<Point>,
    /// Time between failures.
    pub between: Between,
    /// Incidents, by number, that repeat an earlier one.
    pub repeats: Vec<u32>,
    /// Failed time by weekday and hour.
    pub heat: Heat,
}

impl Report {
    /// The figures of a history in a period.
    pub fn of(history: &History, period: Period, asked: &Asked) -> Self {
        let pieces = Pieces::of(history, &period);
        let failures = pieces.union();
        let over = period.over();
        Self {
            reliability: Ratio { failure: failures.length(), period: period.counted().length() },
            intervals_sha256: fingerprint(&failures),
            groups: groups_by(history, &period, &pieces, Dimension::ALL),
            allowed: Allowed::of(&period, &failures, &asked.targets, asked.zone),
            series: series(&period, &failures, &asked.targets, asked.unit, asked.zone),
            between: Between::of(&uncut(history, &period, &failures)),
            repeats: repeats(history, over),
            heat: heat(&failures, asked.zone),
            failures,
            period,
        }
    }

    /// The groups of a dimension.
    pub fn by(&self, dimension: Dimension) -> &[Group] {
        &self.groups[dimension.place()]
    }
}

/// Merged outages without holes where works were left out: time under works is no time between failures.
fn uncut<'a>(history: &History, period: &Period, failures: &'a Spans) -> Cow<'a, Spans> {
    if period.counted().as_slice().len() < 2 {
        return Cow::Borrowed(failures);
    }
    let whole = super::pieces::union(history, &Period::new(period.whole, period.now));
    // An outage that lay under works altogether is none.
    Cow::Owned(Spans::union(whole.iter().filter(|span| failures.length_within(*span).0 > 0)))
}
