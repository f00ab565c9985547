//! Moments and lengths: integer milliseconds, UTC inside.

use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// Milliseconds either side of 1970 the wall clock is told of, some 250,000 years: nearer the ends of chrono's own
/// calendar a zone leads out of it, and partners and files name such moments.
const FARTHEST: i64 = 8_000_000_000_000_000;

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
        Self(n.saturating_mul(1_000))
    }

    /// Whole minutes as a length.
    pub const fn minutes(n: i64) -> Self {
        Self(n.saturating_mul(60_000))
    }

    /// Whole hours as a length.
    pub const fn hours(n: i64) -> Self {
        Self(n.saturating_mul(3_600_000))
    }

    /// Whole seconds in it, rounded down.
    pub const fn in_seconds(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// This share of it, in per cent.
    pub const fn percent(self, share: i64) -> Self {
        Self(self.0.saturating_mul(share) / 100)
    }
}

impl At {
    /// The moment this much later.
    pub const fn plus(self, length: Length) -> Self {
        Self(self.0.saturating_add(length.0))
    }

    /// The moment this much earlier.
    pub const fn minus(self, length: Length) -> Self {
        Self(self.0.saturating_sub(length.0))
    }

    /// Time passed since `earlier`; negative if it lies ahead.
    pub const fn since(self, earlier: At) -> Length {
        Length(self.0.saturating_sub(earlier.0))
    }

    /// Reads RFC 3339; `None` if it is anything else.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|moment| Self(moment.timestamp_millis()))
    }

    /// RFC 3339 in UTC, to the millisecond when there are any.
    pub fn to_rfc3339(self) -> String {
        let form =
            if self.0.rem_euclid(1_000) == 0 { chrono::SecondsFormat::Secs } else { chrono::SecondsFormat::Millis };
        self.in_utc().to_rfc3339_opts(form, true)
    }

    /// The wall clock of UTC at this moment: what needs no other zone has no table of zones in it.
    pub fn in_utc(self) -> DateTime<Utc> {
        let told = self.0.clamp(-FARTHEST, FARTHEST);
        Utc.timestamp_millis_opt(told).single().unwrap_or_default()
    }

    /// The wall clock of `zone` at this moment.
    pub fn in_zone(self, zone: Tz) -> DateTime<Tz> {
        self.in_utc().with_timezone(&zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENDS: [At; 3] = [At(i64::MIN), At(0), At(i64::MAX)];

    #[test]
    fn no_moment_is_too_far_to_reckon_with() {
        for one in ENDS {
            for other in ENDS {
                assert_eq!(one.since(other).0.cmp(&0), one.cmp(&other), "{one:?} {other:?}");
            }
            assert!(one.plus(Length(1)) >= one && one.minus(Length(1)) <= one, "{one:?}");
        }
        assert_eq!(At(i64::MAX).plus(Length::hours(i64::MAX)), At(i64::MAX));
        assert!(Length(i64::MAX).percent(150) > Length(0));
        assert_eq!(At(5).plus(Length::minutes(1)).since(At(5)), Length(60_000));
    }

    #[test]
    fn every_moment_is_on_every_wall_clock() {
        let last = At::from_rfc3339("9999-12-31T23:59:59Z");
        for at in ENDS.into_iter().chain(last) {
            for zone in [Tz::UTC, Tz::America__New_York, Tz::Asia__Vladivostok] {
                let clock = at.in_zone(zone);
                assert_eq!(clock.naive_local().date(), clock.date_naive());
            }
            assert!(!at.to_rfc3339().is_empty());
        }
    }

    #[test]
    fn a_moment_is_told_in_utc_as_in_the_zone_of_that_name() {
        let told = ["2026-11-28T09:30:00Z", "2026-11-28T09:30:00.007Z", "1969-12-31T23:59:59.999Z"];
        for text in told {
            assert_eq!(At::from_rfc3339(text).map(At::to_rfc3339).as_deref(), Some(text));
        }
        for at in ENDS.into_iter().chain(told.into_iter().filter_map(At::from_rfc3339)) {
            let of_the_zone = at.in_zone(Tz::UTC).to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
            assert_eq!(at.in_utc().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true), of_the_zone);
        }
    }
}
