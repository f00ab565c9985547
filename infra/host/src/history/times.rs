//! Moments as a file writes them: in a stated format and zone, or refused with what is wrong.

use super::mapping::Times;
use super::masked::masked;
use chrono::{DateTime, LocalResult, NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;
use nabat_domain::time::At;

/// Moments without an offset that can be read when the zone is stated.
const PLAIN: [&str; 4] = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];

/// Which end of an outage a moment is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// Its beginning.
    Began,
    /// Its end.
    Restored,
}

/// What a moment says about its zone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Zoned {
    /// It states this offset, seconds east.
    Offset(i32),
    /// It states none.
    Plain,
}

/// A moment that could be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment {
    /// The moment.
    pub at: At,
    /// What it says about its zone.
    pub zoned: Zoned,
    /// Whether the wall clock showed it twice.
    pub shown: Shown,
}

/// How often the wall clock showed a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    /// Once.
    Once,
    /// Twice: an outage is taken to be the longer one.
    Twice,
}

/// Why a moment cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is no moment of the stated format.
    #[error("`{text}` is not a moment of the form {form}")]
    Form {
        /// As it stands, personal data masked.
        text: String,
        /// What was expected.
        form: String,
    },
    /// Day and month are the other way round.
    #[error("`{0}` can only be read with day and month exchanged: the file mixes both orders")]
    Exchanged(String),
    /// Nobody said whose clock it is.
    #[error("`{0}` names no zone: state it with --times-in or in the mapping")]
    NoZone(String),
    /// The clocks jumped over it.
    #[error("`{0}` was never shown by a clock in {1}")]
    Skipped(String, Tz),
}

impl Times {
    /// Reads a moment.
    pub fn read(&self, text: &str, end: End) -> Result<Moment, Unreadable> {
        let Some(format) = &self.format else { return self.read_standard(text, end) };
        if let Ok(moment) = DateTime::parse_from_str(text, format) {
            return Ok(offset(&moment));
        }
        match NaiveDateTime::parse_from_str(text, format) {
            Ok(plain) => self.in_zone(plain, text, end),
            Err(_) if reads_exchanged(text, format) => Err(Unreadable::Exchanged(text.to_owned())),
            Err(_) => Err(Unreadable::Form { text: masked(text), form: format.clone() }),
        }
    }

    fn read_standard(&self, text: &str, end: End) -> Result<Moment, Unreadable> {
        if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
            return Ok(offset(&moment));
        }
        match PLAIN.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok()) {
            Some(plain) => self.in_zone(plain, text, end),
            None => Err(Unreadable::Form { text: masked(text), form: "2026-01-31T13:00:00Z".to_owned() }),
        }
    }

    fn in_zone(&self, plain: NaiveDateTime, text: &str, end: End) -> Result<Moment, Unreadable> {
        let zone = self.zone.ok_or_else(|| Unreadable::NoZone(text.to_owned()))?;
        let moment = |at: DateTime<Tz>, shown| Moment { at: At(at.timestamp_millis()), zoned: Zoned::Plain, shown };
        match zone.from_local_datetime(&plain) {
            LocalResult::Single(at) => Ok(moment(at, Shown::Once)),
            // The more careful choice: an outage is no shorter than it may have been.
            LocalResult::Ambiguous(first, second) => match end {
                End::Began => Ok(moment(first, Shown::Twice)),
                End::Restored => Ok(moment(second, Shown::Twice)),
            },
            LocalResult::None => Err(Unreadable::Skipped(text.to_owned(), zone)),
        }
    }
}

fn offset(moment: &DateTime<chrono::FixedOffset>) -> Moment {
    let zoned = Zoned::Offset(moment.offset().local_minus_utc());
    Moment { at: At(moment.timestamp_millis()), zoned, shown: Shown::Once }
}

/// Whether the moment can be read once day and month change places in the format.
fn reads_exchanged(text: &str, format: &str) -> bool {
    let exchanged = format.replace("%d", "%\u{0}").replace("%m", "%d").replace("%\u{0}", "%m");
    exchanged != format && NaiveDateTime::parse_from_str(text, &exchanged).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(format: Option<&str>, zone: Option<&str>) -> Times {
        Times { format: format.map(str::to_owned), zone: zone.map(|zone| zone.parse().expect("a zone")) }
    }

    fn read(times: &Times, text: &str, end: End) -> Result<String, String> {
        times.read(text, end).map(|moment| moment.at.to_rfc3339()).map_err(|error| error.to_string())
    }

    #[test]
    fn what_states_its_offset_needs_no_zone() {
        let times = times(None, None);
        for text in ["2026-01-31T13:00:00Z", "2026-01-31T16:00:00+03:00", "2026-01-31 16:00:00.000+03:00"] {
            assert_eq!(read(&times, text, End::Began), Ok("2026-01-31T13:00:00Z".to_owned()), "{text}");
        }
        assert!(read(&times, "2026-01-31 13:00", End::Began).expect_err("no zone").contains("names no zone"));
    }

    #[test]
    fn day_first_is_never_read_as_month_first() {
        let times = times(Some("%d-%m-%Y %H:%M"), Some("Europe/Moscow"));
        assert_eq!(read(&times, "29-02-2016 01:16", End::Began), Ok("2016-02-28T22:16:00Z".to_owned()));
        assert!(matches!(times.read("02-29-2016 01:16", End::Began), Err(Unreadable::Exchanged(_))));
        assert!(matches!(times.read("30-02-2016 01:16", End::Began), Err(Unreadable::Form { .. })));
    }

    #[test]
    fn where_clocks_change_the_longer_outage_is_taken() {
        let times = times(None, Some("Europe/Berlin"));
        assert_eq!(read(&times, "2026-10-25 02:30", End::Began), Ok("2026-10-25T00:30:00Z".to_owned()));
        assert_eq!(read(&times, "2026-10-25 02:30", End::Restored), Ok("2026-10-25T01:30:00Z".to_owned()));
        assert!(matches!(times.read("2026-03-29 02:30", End::Began), Err(Unreadable::Skipped(..))));
    }
}
