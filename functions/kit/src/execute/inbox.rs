//! The inbox: what a command comes from, so that the same delivery or job changes nothing twice.

use super::held;
use crate::env::Env;
use crate::fault::Fault;
use crate::table::{Action, Condition, Key, Row};
use crate::trace;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{Command, Outcome, Standing, State};
use nabat_domain::time::{At, Length};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How long a delivery's answer is kept: longer than any sender repeats.
pub const KEPT: Length = Length::hours(7 * 24);

/// What a command comes from.
#[derive(Clone, PartialEq, Debug)]
pub enum Inbox {
    /// A delivery that is answered with what comes of it.
    New {
        /// Where its record stands.
        key: Key,
        /// Keyed hash of its raw body.
        body_hash: String,
    },
    /// Something said over HTTP, answered with what comes of it.
    Said(Key),
    /// A delivery that was taken in before it was worked on.
    Held(Row),
    /// A leased job; done with this command.
    Job(Row),
    /// A leased job of which this command is one part; its row as it is to stand afterwards.
    Part {
        /// As leased.
        held: Row,
        /// With one part less to do.
        next: Row,
    },
    /// The clock: firing twice is what the state prevents.
    Clock,
}

/// The record of a delivery.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct InboxRecord {
    /// Keyed hash of the raw body.
    pub body_hash: String,
    /// What waits to be worked on, masked; gone once it was.
    pub waiting: Option<Value>,
    /// The answer given.
    pub answer: Option<Value>,
    /// Its HTTP status.
    #[serde(default)]
    pub status: u16,
    /// How often working on it failed.
    #[serde(default, skip_serializing_if = "never")]
    pub attempts: u32,
    /// How it failed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// The request it came with, until it was worked on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}

impl InboxRecord {
    /// Of a delivery that waits to be worked on.
    pub fn waiting(body_hash: &str, waiting: Value) -> Self {
        let body_hash = body_hash.to_owned();
        let trace = trace::current();
        Self { body_hash, waiting: Some(waiting), answer: None, status: 202, attempts: 0, last_error: None, trace }
    }

    /// Of a delivery that was answered.
    pub fn answered(body_hash: &str, answer: &Value, status: u16) -> Self {
        let (body_hash, answer) = (body_hash.to_owned(), Some(answer.clone()));
        Self { body_hash, waiting: None, answer, status, attempts: 0, last_error: None, trace: None }
    }
}

fn never(attempts: &u32) -> bool {
    *attempts == 0
}

/// What an answer is made of.
pub struct Stamp<'a> {
    pub(super) incident: &'a IncidentId,
    /// It was registered, or something was said of it.
    pub(super) command: &'a Command,
    pub(super) state: Option<&'a State>,
    pub(super) outcome: Outcome,
    pub(super) reply: Option<String>,
}

impl Inbox {
    /// What becomes of its row with the transaction that does it.
    pub(super) fn done(&self, answer: &Value, now: At) -> Option<Action> {
        let (was, (body, expires)) = match self {
            Self::New { .. } | Self::Said(_) => {
                let (key, body_hash) = self.new_delivery()?;
                let (body, expires) = Self::record(body_hash, answer, now);
                let row = Row { key: key.clone(), body, version: 1, due: None, listed: None, expires: Some(expires) };
                return Some(Action::Put(row, Condition::Absent));
            }
            Self::Held(row) => {
                let hash = serde_json::from_str::<InboxRecord>(&row.body).map(|record| record.body_hash);
                (row, Self::record(&hash.unwrap_or_default(), answer, now))
            }
            Self::Job(row) => return Some(Action::Delete(row.key.clone(), held(row))),
            Self::Part { held: row, next } => return Some(Action::Put(next.clone(), held(row))),
            Self::Clock => return None,
        };
        let (key, version) = (was.key.clone(), was.version + 1);
        let row = Row { key, body, version, due: None, listed: None, expires: Some(expires) };
        Some(Action::Put(row, held(was)))
    }

    /// Whether what it comes from was read, or leased, before.
    pub(super) const fn is_in_hand(&self) -> bool {
        match self {
            Self::Held(_) | Self::Job(_) | Self::Part { .. } => true,
            Self::New { .. } | Self::Said(_) | Self::Clock => false,
        }
    }

    /// The answer, if this was worked on before.
    pub(super) async fn answered(&self, env: &Env) -> Result<Option<Value>, Fault> {
        let (key, version) = match self {
            Self::New { key, .. } | Self::Said(key) => (key, None),
            Self::Held(row) | Self::Job(row) | Self::Part { held: row, .. } => (&row.key, Some(row.version)),
            Self::Clock => return Ok(None),
        };
        let Some(found) = env.table.get(key).await? else {
            // A job that is gone is done; a new delivery that is not there is new.
            return Ok(version.map(|_| Value::Null));
        };
        if version == Some(found.version) {
            return Ok(None);
        }
        if matches!(self, Self::Job(_) | Self::Part { .. }) {
            return Err(Fault::Retry(format!("the lease on {:?} is somebody else's", found.key)));
        }
        let record: InboxRecord =
            serde_json::from_str(&found.body).map_err(|error| Fault::unreadable("inbox record", error))?;
        Ok(Some(record.answer.unwrap_or(Value::Null)))
    }

    /// Key and body hash of a delivery that leaves a record of its own.
    pub(super) fn new_delivery(&self) -> Option<(&Key, &str)> {
        match self {
            Self::New { key, body_hash } => Some((key, body_hash)),
            Self::Said(key) => Some((key, "")),
            Self::Held(_) | Self::Job(_) | Self::Part { .. } | Self::Clock => None,
        }
    }

    /// The answer to give and to keep.
    pub(super) fn stamp(&self, stamp: &Stamp) -> Value {
        match self {
            Self::New { .. } => json!({ "incident": stamp.incident, "outcome": registration(stamp) }),
            Self::Said(key) => {
                json!({ "message": key.sk, "outcome": stamp.outcome, "reply": stamp.reply.as_deref().unwrap_or_default() })
            }
            // What is said to it stands in the chat. Here it would be kept when the words it quotes are erased.
            Self::Held(_) => json!({ "outcome": stamp.outcome }),
            Self::Job(_) | Self::Part { .. } | Self::Clock => Value::Null,
        }
    }

    /// The record a delivery leaves, with when it may be forgotten.
    pub(super) fn record(body_hash: &str, answer: &Value, now: At) -> (String, i64) {
        let record = InboxRecord::answered(body_hash, answer, 202);
        (serde_json::to_string(&record).expect("a record has only string keys"), now.plus(KEPT).0)
    }
}

/// What the desk is told of a registration or a change.
fn registration(stamp: &Stamp) -> &'static str {
    if stamp.outcome == Outcome::AlreadySo {
        return "already_known";
    }
    let standing =
        stamp.state.map(|state| &state.head.standing).filter(|_| matches!(stamp.command, Command::Register(_)));
    match standing {
        Some(Standing::RecordedOnly) => "recorded_only",
        Some(Standing::DuplicateOffered { .. }) => "duplicate_offered",
        Some(Standing::Linked { .. }) => "linked_offered",
        Some(Standing::Open | Standing::Merged { .. } | Standing::Closed | Standing::Annulled) | None => "accepted",
    }
}
