//! Doorbells: "look at this row". Losing one loses nothing, the clock rings again.

use crate::table::Key;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};

/// What is to be looked at.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bell {
    /// A message from a chat waits (step-recording).
    Delivery(Key),
    /// An incident's timers are due (step-recording).
    Incident(Key),
    /// A chat is to be made or people brought in (chat-creation).
    Chat(Key),
    /// A chat has posts; the partition of its posts (chat-posting).
    Posts(String),
    /// The desk is to be told, a chat archived (closure-decision).
    Closure(Key),
    /// A report is to be published (report-publishing).
    Report(Key),
    /// Somebody outside the chat is to be told (notice-sending).
    Notice(Key),
    /// Machines outside are to be told (webhook-sending).
    Webhook(Key),
}

/// Rings. Failing to ring is no failure of what was committed.
#[async_trait]
pub trait Doorbell: Send + Sync {
    /// Rings once; faults are swallowed after a log line.
    async fn ring(&self, bell: Bell);
}
