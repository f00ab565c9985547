//! Moments and lengths: integer milliseconds, UTC inside.

use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct At(pub i64);

/// A length of time in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Length(pub i64);

impl Length {
    /// Whole seconds as a length.
    pub const fn seconds(n: i64) -> Self {
        Self(n * 1_000)
    }

    /// Whole minutes as a length.
    pub const fn minutes(n: i64) -> Self {
        Self(n * 60_000)
    }

    /// Whole hours as a length.
    pub const fn hours(n: i64) -> Self {
        Self(n * 3_600_000)
    }

    /// Whole seconds in it, rounded down.
    pub const fn in_seconds(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// This share of it, in per cent.
    pub const fn percent(self, share: i64) -> Self {
        Self(self.0 * share / 100)
    }
}

impl At {
    /// The moment this much later.
    pub const fn plus(self, length: Length) -> Self {
        Self(self.0 + length.0)
    }

    /// The moment this much earlier.
    pub const fn minus(self, length: Length) -> Self {
        Self(self.0 - length.0)
    }

    /// Time passed since `earlier`; negative if it lies ahead.
    pub const fn since(self, earlier: At) -> Length {
        Length(self.0 - earlier.0)
    }

    /// Reads RFC 3339; `None` if it is anything else.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|moment| Self(moment.timestamp_millis()))
    }

    /// RFC 3339 in UTC, to the millisecond when there are any.
    pub fn to_rfc3339(self) -> String {
        let form =
            if self.0.rem_euclid(1_000) == 0 { chrono::SecondsFormat::Secs } else { chrono::SecondsFormat::Millis };
        self.in_zone(Tz::UTC).to_rfc3339_opts(form, true)
    }

    /// The wall clock of `zone` at this moment.
    pub fn in_zone(self, zone: Tz) -> DateTime<Tz> {
        Utc.timestamp_millis_opt(self.0).single().unwrap_or(DateTime::<Utc>::MIN_UTC).with_timezone(&zone)
    }
}
