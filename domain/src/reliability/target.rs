//! The target: which share of the time has to be free of failure, and from which day on.

use super::calendar::midnight;
use super::span::Span;
use super::spans::Spans;
use crate::time::{At, Length};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A share in billionths: 0.985 is 985,000,000.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Target(u32);

/// The whole.
const WHOLE: u32 = 1_000_000_000;

impl Target {
    /// Reads a fraction with a point and at most nine decimals: `0.985`, `1`. `None` for the rest.
    pub fn read(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(decimals) || decimals.len() > 9 {
            return None;
        }
        let billionths: u32 = format!("{decimals:0<9}").parse().ok()?;
        let sum = whole.parse::<u32>().ok()?.checked_mul(WHOLE)?.checked_add(billionths)?;
        (sum <= WHOLE).then_some(Self(sum))
    }

    /// In billionths.
    pub const fn billionths(self) -> u32 {
        self.0
    }

    /// Time a failure may take: (1 − target) · period, rounded down to the millisecond.
    pub fn allowed(self, period: Length) -> Length {
        let scaled = i128::from(WHOLE - self.0) * i128::from(period.0) / i128::from(WHOLE);
        Length(i64::try_from(scaled).expect("a part is no longer than the whole"))
    }
}

/// Targets by the day from which each holds; before the first one there is none.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Targets(Vec<(NaiveDate, Target)>);

impl Targets {
    /// A dated series, in any order.
    pub fn new(series: impl IntoIterator<Item = (NaiveDate, Target)>) -> Self {
        let mut series: Vec<_> = series.into_iter().collect();
        series.sort();
        Self(series)
    }

    /// The series, by day.
    pub fn series(&self) -> &[(NaiveDate, Target)] {
        &self.0
    }

    /// The target that holds at a moment.
    pub fn holding(&self, at: At, zone: Tz) -> Option<Target> {
        let day = at.in_zone(zone).date_naive();
        self.0.iter().rev().find(|(from, _)| *from <= day).map(|(_, target)| *target)
    }

    /// One target for all time.
    pub fn always(target: Target) -> Self {
        Self(vec![(NaiveDate::MIN, target)])
    }

    /// Time a failure may take within the time counted; `None` where a part of it has no target.
    pub fn allowed(&self, counted: &Spans, zone: Tz) -> Option<Length> {
        let mut sum = 0;
        for span in counted.iter() {
            for (part, target) in self.parts(span, zone) {
                sum += target?.allowed(counted.length_within(part)).0;
            }
        }
        Some(Length(sum))
    }

    /// A stretch by the targets that hold in it.
    fn parts(&self, span: Span, zone: Tz) -> Vec<(Span, Option<Target>)> {
        let mut parts = Vec::new();
        let (mut from, mut holding) = (span.from, None);
        for (day, target) in &self.0 {
            let starts = if *day == NaiveDate::MIN { At(i64::MIN) } else { midnight(*day, zone) };
            if starts > from {
                parts.push((Span::new(from, starts.min(span.to)), holding));
                from = starts.min(span.to);
            }
            if from < span.to {
                holding = Some(*target);
            }
        }
        parts.push((Span::new(from, span.to), holding));
        parts.retain(|(part, _)| !part.is_empty());
        parts
    }
}
