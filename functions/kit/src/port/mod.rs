//! Ports: what Nabat asks of the world, as traits. Only `perform` and the loops call them.

mod chance;
mod clock;
mod copies;
mod desk;
mod doorbell;
mod duty;
mod messenger;
mod monitoring;
mod outward;
mod users;
mod wiki;

pub use chance::Chance;
pub use clock::Clock;
pub use copies::{Copies, Erasure, NoCopies};
pub use desk::{
    Changed, Desk, DeskFile, DeskListener, DeskNews, DeskProblem, DeskProblemChange, DeskRecord, DeskRecordChange,
    FieldFault, Lacking, NewDeskIncident, NewDeskProblem, NewDeskRecord, NewsOf, Pushed, RecordCategory,
};
pub use doorbell::{Bell, Doorbell};
pub use duty::{
    CalendarError, CalendarFault, CalendarNews, CalendarRead, CalendarWindow, DutyCalendar, Occurrence, Participant,
};
pub use messenger::{
    Arrival, Attachment, Button, Capabilities, ChatDelivery, ChatListener, ChatSource, Entering, Fetched, Heard,
    MessageId, Messenger, NewRoom, Outgoing, Reachable, Rehearsal, Rooms, Said,
};
pub use monitoring::{Gathered, Missing, Monitoring, Recorded, Wanted};
pub use outward::{Mail, Mailer, NamedSecrets, Outward, Taken, WebhookCall, Webhooks};
pub use users::{Labelled, OwnQuery};
pub use wiki::{PageName, PublishedPage, Wiki, WikiCapabilities, WikiPage};

use nabat_domain::time::Length;

/// Names one effect for ever: repeating a call with the same key must not do it twice.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EffectKey(pub String);

/// How a call to a partner failed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CallError {
    /// The partner asked to wait.
    #[error("asked to wait {retry_after:?}")]
    Throttled {
        /// How long, where it said.
        retry_after: Option<Length>,
    },
    /// Worth trying again; whether the call took effect is unknown.
    #[error("{0}")]
    Transient(String),
    /// Trying again will not help.
    #[error("{0}")]
    Permanent(String),
}

/// Why a delivery from outside was not taken.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Reject {
    /// No signature, a wrong one, or one too old or too new.
    #[error("the signature is not good: {0}")]
    Signature(String),
    /// The bytes are not what the source sends.
    #[error("the body cannot be read: {0}")]
    Body(String),
}
