//! A duty calendar somebody else keeps: read over some time, as often as wanted; nothing is written there.

use async_trait::async_trait;
use chrono_tz::Tz;
use nabat_domain::catalogue::Instance;
use nabat_domain::time::{At, Length};

/// Over which time a calendar is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CalendarWindow {
    /// Events that end after it.
    pub from: At,
    /// Events that begin before it.
    pub until: At,
    /// The zone of times that name none.
    pub zone: Tz,
}

/// Somebody named in an event.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Participant {
    /// Their address, without `mailto:`.
    pub address: Option<String>,
    /// Their name.
    pub name: Option<String>,
}

/// One occurrence of an event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Occurrence {
    /// From this moment on.
    pub from: At,
    /// The first moment after it.
    pub until: At,
    /// The event's id in the calendar.
    pub event: String,
    /// Which instance of it.
    pub instance: Instance,
    /// Its title.
    pub title: String,
    /// Its categories.
    pub categories: Vec<String>,
    /// Who takes part, in order; who declined does not.
    pub attendees: Vec<Participant>,
    /// Whose event it is.
    pub organizer: Option<Participant>,
}

/// Something in a calendar that cannot be followed; the rest of it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum CalendarFault {
    /// A zone nobody knows: its times are taken for the product's own.
    UnknownZone {
        /// Its name.
        zone: String,
    },
    /// A rule that cannot be followed: the event is taken as if it had none.
    BrokenRule {
        /// The event's id.
        event: String,
    },
    /// An event without a beginning, or with one that is no moment: it is passed over.
    NoStart {
        /// The event's id.
        event: String,
    },
    /// More than is read: what comes after is passed over.
    TooMany {
        /// Occurrences that were read.
        read: usize,
    },
}

/// What a calendar holds over the time asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CalendarRead {
    /// Names this state of it, where it does: given back, it saves reading the same once more.
    pub tag: Option<String>,
    /// Occurrences, in order of time.
    pub occurrences: Vec<Occurrence>,
    /// What could not be followed.
    pub faults: Vec<CalendarFault>,
}

/// What came of asking.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CalendarNews {
    /// As it was when it had that tag.
    Unchanged,
    /// What it holds.
    Read(CalendarRead),
}

/// Why a calendar cannot be read. The texts are for operators and hold no secret.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CalendarError {
    /// It does not answer, or says itself that it cannot.
    #[error("it does not answer: {0}")]
    Unreachable(String),
    /// It asked to wait.
    #[error("it asks to wait")]
    Busy {
        /// How long, where it said.
        retry_after: Option<Length>,
    },
    /// It does not let Nabat in.
    #[error("it does not let Nabat in: {0}")]
    Refused(String),
    /// Nothing is there.
    #[error("nothing is there: {0}")]
    Missing(String),
    /// What is there is no calendar.
    #[error("what is there is no calendar: {0}")]
    NotCalendar(String),
    /// It is longer than is read.
    #[error("it is longer than {most} bytes")]
    TooLong {
        /// So much is read, bytes.
        most: usize,
    },
}

/// A duty calendar.
#[async_trait]
pub trait DutyCalendar: Send + Sync {
    /// What it holds over a time; nothing is read where it still is as it was with the tag `known`.
    ///
    /// # Errors
    /// It cannot be read.
    async fn read(&self, window: CalendarWindow, known: Option<&str>) -> Result<CalendarNews, CalendarError>;
}
