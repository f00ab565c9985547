//! Doorbells: "look at this row". Losing one loses nothing, the clock rings again.

use crate::fault::Fault;
use crate::table::Key;
use async_trait::async_trait;
use nabat_domain::incident::Queue;
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
    /// Monitoring is to be searched (runbook-launch).
    Runbook(Key),
}

/// A bell as a queue outside this process carries it.
#[derive(Serialize, Deserialize)]
struct Message {
    schema: u32,
    bell: serde_json::Value,
}

/// Of a job's row, where it waits.
#[derive(Deserialize)]
struct Waits {
    queue: Queue,
}

/// The number of [`Message`]'s layout.
const SCHEMA: u32 = 1;

impl Bell {
    /// What rings for a job at this key, by the queue it waits in.
    pub fn of_job(queue: Queue, key: Key) -> Self {
        match queue {
            Queue::ChatCreation => Self::Chat(key),
            Queue::ClosureDecision => Self::Closure(key),
            Queue::ReportPublishing => Self::Report(key),
            Queue::NoticeSending => Self::Notice(key),
            Queue::WebhookSending => Self::Webhook(key),
            Queue::RunbookLaunch => Self::Runbook(key),
            Queue::StepRecording => Self::Incident(key),
            Queue::ChatPosting => Self::Posts(key.pk),
        }
    }

    /// The same by the job's row, of which the queue alone is read: whoever only rings knows no job. One that cannot be
    /// read is set aside by whoever was to carry it out; one that waits for nobody known here, by step-recording.
    pub fn of_row(body: &str, key: Key) -> Self {
        let queue = serde_json::from_str(body).map_or(Queue::StepRecording, |Waits { queue }| queue);
        // Chat-posting looks into partitions of chats alone: it would not find this row.
        Self::of_job(if queue == Queue::ChatPosting { Queue::StepRecording } else { queue }, key)
    }

    /// Whose bell it is.
    pub const fn queue(&self) -> Queue {
        match self {
            Self::Delivery(_) | Self::Incident(_) => Queue::StepRecording,
            Self::Chat(_) => Queue::ChatCreation,
            Self::Posts(_) => Queue::ChatPosting,
            Self::Closure(_) => Queue::ClosureDecision,
            Self::Report(_) => Queue::ReportPublishing,
            Self::Notice(_) => Queue::NoticeSending,
            Self::Webhook(_) => Queue::WebhookSending,
            Self::Runbook(_) => Queue::RunbookLaunch,
        }
    }

    /// The partition it is about: what stands in one is worked on in order.
    pub fn partition(&self) -> &str {
        match self {
            Self::Posts(partition) => partition,
            Self::Delivery(key)
            | Self::Incident(key)
            | Self::Chat(key)
            | Self::Closure(key)
            | Self::Report(key)
            | Self::Notice(key)
            | Self::Webhook(key)
            | Self::Runbook(key) => &key.pk,
        }
    }

    /// As a message for a queue.
    pub fn write(&self) -> String {
        let bell = serde_json::to_value(self).expect("a bell has only string keys");
        serde_json::to_string(&Message { schema: SCHEMA, bell }).expect("a message has only string keys")
    }

    /// Reads what [`Bell::write`] wrote, here or in an earlier version.
    ///
    /// # Errors
    /// `Permanent`: another text, or a message of a version to come.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let message: Message = serde_json::from_str(text).map_err(|error| Fault::unreadable("message", error))?;
        let schema = message.schema;
        let told = |error| Fault::unreadable(&format!("message of schema {schema}, known up to {SCHEMA},"), error);
        serde_json::from_value(message.bell).map_err(told)
    }
}

/// Rings. Failing to ring is no failure of what was committed.
#[async_trait]
pub trait Doorbell: Send + Sync {
    /// Rings once; faults are swallowed after a log line.
    async fn ring(&self, bell: Bell);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bell_comes_back_as_it_was_written() {
        let key = Key::new("clinics#I#inc-1", "J#00000001#00#open_chat");
        for bell in [Bell::Chat(key.clone()), Bell::Posts("clinics#C#inc-1".to_owned()), Bell::Delivery(key)] {
            assert_eq!(Bell::read(&bell.write()), Ok(bell));
        }
        let written = r#"{"schema":1,"bell":{"posts":"clinics#C#inc-1"}}"#;
        assert_eq!(Bell::read(written), Ok(Bell::Posts("clinics#C#inc-1".to_owned())));
    }

    #[test]
    fn a_job_is_rung_for_whatever_it_is_and_whoever_it_is_for() {
        let key = || Key::new("clinics#I#inc-1", "J#00000001#00#fax");
        let fax = r#"{"queue":"chat_creation","job":{"job":"fax","to":"7"},"attempts":0,"last_error":null,"at":1}"#;
        assert_eq!(Bell::of_row(fax, key()), Bell::Chat(key()));
        for nobodys in ["{}", "{", r#"{"queue":"of a later version"}"#, r#"{"queue":"chat_posting"}"#] {
            assert_eq!(Bell::of_row(nobodys, key()), Bell::Incident(key()), "{nobodys}");
        }
    }

    #[test]
    fn a_message_nobody_here_wrote_is_told_apart_and_for_good() {
        for text in ["", "{}", "[1]", r#"{"schema":1,"bell":{"posts":7}}"#] {
            assert!(matches!(Bell::read(text), Err(Fault::Permanent(_))), "{text}");
        }
        let newer = Bell::read(r#"{"schema":9,"bell":{"fax":"clinics"}}"#).expect_err("no such bell");
        assert!(newer.to_string().contains("schema 9, known up to 1"), "{newer}");
    }
}
