//! What is usual at a minute: the same minute of previous weeks.

use super::minutes::MINUTE;
use crate::anomaly::{median_distance, quantile, sort};
use crate::time::{At, Length};
use chrono::{Duration, TimeZone};
use chrono_tz::Tz;

/// Weeks looked back.
pub const WEEKS: i64 = 4;

/// A week's value is the median of the minutes this far around: one odd sample is no usual.
pub const AROUND: Length = Length::minutes(5);

/// Fewer weeks than these say nothing of what is usual.
const FEWEST: usize = 2;

/// From a median absolute deviation to a standard one, for the normal distribution
/// (Rousseeuw, Croux: alternatives to the median absolute deviation, 1993).
const TO_STANDARD: f64 = 1.4826;

/// How many users are usually there.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Usual {
    /// The median of the weeks.
    pub users: f64,
    /// Their scatter, as a standard deviation.
    pub spread: f64,
}

impl Usual {
    /// Both together; their scatters are taken to have nothing to do with each other.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self { users: self.users + other.users, spread: self.spread.hypot(other.spread) }
    }
}

/// The same wall clock so many weeks earlier: people keep to their clocks, not to UTC. A moment the
/// clock skips counts as the one an hour later, one it shows twice as the first of the two.
pub fn weeks_before(at: At, weeks: i64, zone: Tz) -> At {
    let local = at.in_zone(zone).naive_local() - Duration::weeks(weeks);
    let found = zone.from_local_datetime(&local).earliest();
    let found = found.or_else(|| zone.from_local_datetime(&(local + Duration::hours(1))).earliest());
    found.map_or(at.minus(Length::hours(24 * 7 * weeks)), |moment| At(moment.timestamp_millis()))
}

/// What is usual at a minute by the samples of one series, in time order; nothing where too few weeks have any.
pub(super) fn usual(samples: &[(At, f64)], minute: At, zone: Tz) -> Option<Usual> {
    let mut weeks: Vec<f64> =
        (1..=WEEKS).filter_map(|weeks| around(samples, weeks_before(minute, weeks, zone))).collect();
    if weeks.len() < FEWEST {
        return None;
    }
    let users = median(&mut weeks)?;
    Some(Usual { users, spread: median_distance(&weeks, users) * TO_STANDARD })
}

/// The sample of a minute.
pub(super) fn seen(samples: &[(At, f64)], minute: At) -> Option<f64> {
    between(samples, minute, minute.plus(Length(MINUTE.0 - 1))).next_back()
}

fn around(samples: &[(At, f64)], minute: At) -> Option<f64> {
    let mut near: Vec<f64> = between(samples, minute.minus(AROUND), minute.plus(AROUND)).collect();
    median(&mut near)
}

/// The median; the values are sorted afterwards.
fn median(values: &mut [f64]) -> Option<f64> {
    sort(values);
    quantile(values, 0.5)
}

/// Samples that are numbers of people: "NaN", "+Inf" and what lies below nobody are none.
fn between(samples: &[(At, f64)], from: At, until: At) -> impl DoubleEndedIterator<Item = f64> + '_ {
    let begin = samples.partition_point(|(at, _)| *at < from);
    let end = samples.partition_point(|(at, _)| *at <= until).max(begin);
    samples[begin..end].iter().map(|(_, value)| *value).filter(|value| value.is_finite() && *value >= 0.0)
}
