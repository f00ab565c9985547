//! Answering: messages are fetched, worked on, and then gone, back, or with the dead letters.

use crate::fault::told;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::config::timeout::TimeoutConfig;
use aws_sdk_sqs::types::{Message, MessageSystemAttributeName, QueueAttributeName};
use nabat_domain::time::Length;
use nabat_kit::batch::{Rung, Settled};
use nabat_kit::fault::Fault;
use std::time::Duration;

/// Messages at once, and seconds to wait for the first; the most SQS takes.
const AT_ONCE: i32 = 10;
const WAIT: i32 = 20;

/// Until an empty queue must have answered.
const PATIENCE: Duration = Duration::from_secs(30);

/// One function's queue.
#[derive(Clone, Debug)]
pub struct SqsQueue {
    pub(super) client: Client,
    pub(super) url: String,
    pub(super) dead: String,
}

/// How many messages lie in a queue and with its dead letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Depth {
    /// To be handed out.
    pub waiting: u64,
    /// In somebody's hands.
    pub hidden: u64,
    /// With the dead letters.
    pub dead: u64,
}

const COUNTS: [QueueAttributeName; 2] =
    [QueueAttributeName::ApproximateNumberOfMessages, QueueAttributeName::ApproximateNumberOfMessagesNotVisible];

/// A message in our hands, hidden from everybody else for a while.
#[derive(Clone, Debug)]
pub struct Taken {
    /// What it says.
    pub rung: Rung,
    receipt: String,
}

impl Taken {
    /// A message somebody else fetched for us.
    pub fn new(rung: Rung, receipt: impl Into<String>) -> Self {
        Self { rung, receipt: receipt.into() }
    }
}

impl SqsQueue {
    /// The next messages; none after a while of waiting.
    ///
    /// # Errors
    /// `Retry`, whatever the service says.
    pub async fn take(&self) -> Result<Vec<Taken>, Fault> {
        let asked = self
            .client
            .receive_message()
            .queue_url(&self.url)
            .max_number_of_messages(AT_ONCE)
            .wait_time_seconds(WAIT)
            .message_system_attribute_names(MessageSystemAttributeName::MessageGroupId)
            .message_system_attribute_names(MessageSystemAttributeName::ApproximateReceiveCount);
        // An empty queue answers only when the wait is over: later than any other call may take.
        let patient = TimeoutConfig::builder().operation_attempt_timeout(PATIENCE).operation_timeout(PATIENCE).build();
        let asked = asked.customize().config_override(aws_sdk_sqs::Config::builder().timeout_config(patient));
        let answer = asked.send().await.map_err(|error| Fault::Retry(told(error)))?;
        Ok(answer.messages.unwrap_or_default().into_iter().filter_map(taken).collect())
    }

    /// Carries out what a message has come to.
    ///
    /// # Errors
    /// `Retry`: the message comes again when its time is up.
    pub async fn settle(&self, taken: &Taken, settled: &Settled) -> Result<(), Fault> {
        match settled {
            Settled::Done => self.remove(taken).await,
            Settled::Again(wait) => self.hide(taken, *wait).await,
            Settled::Dead(why) => {
                tracing::error!(message = taken.rung.text, "with the dead letters: {why}");
                self.bury(taken).await?;
                self.remove(taken).await
            }
        }
    }

    /// How many messages lie where. SQS counts approximately.
    ///
    /// # Errors
    /// `Retry`, whatever the service says.
    pub async fn depth(&self) -> Result<Depth, Fault> {
        let [waiting, hidden] = self.counted(&self.url).await?;
        let [dead, looked_at] = self.counted(&self.dead).await?;
        Ok(Depth { waiting, hidden, dead: dead + looked_at })
    }

    async fn counted(&self, url: &str) -> Result<[u64; 2], Fault> {
        let asked = self.client.get_queue_attributes().queue_url(url).set_attribute_names(Some(COUNTS.to_vec()));
        let answer = asked.send().await.map_err(|error| Fault::Retry(told(error)))?;
        let found = answer.attributes.unwrap_or_default();
        Ok(COUNTS.map(|name| found.get(&name).and_then(|text| text.parse().ok()).unwrap_or(0)))
    }

    async fn remove(&self, taken: &Taken) -> Result<(), Fault> {
        let asked = self.client.delete_message().queue_url(&self.url).receipt_handle(&taken.receipt);
        asked.send().await.map(drop).map_err(|error| Fault::Retry(told(error)))
    }

    async fn hide(&self, taken: &Taken, wait: Length) -> Result<(), Fault> {
        let seconds = i32::try_from(wait.in_seconds()).unwrap_or(i32::MAX);
        let asked = self.client.change_message_visibility().queue_url(&self.url).receipt_handle(&taken.receipt);
        asked.visibility_timeout(seconds).send().await.map(drop).map_err(|error| Fault::Retry(told(error)))
    }

    /// Written there before it is removed here: a crash between leaves it twice, never nowhere.
    async fn bury(&self, taken: &Taken) -> Result<(), Fault> {
        let mut asked = self.client.send_message().queue_url(&self.dead).message_body(&taken.rung.text);
        if let Some(group) = &taken.rung.group {
            let once = nabat_domain::journal::sha256_hex(taken.receipt.as_bytes());
            asked = asked.message_group_id(group).message_deduplication_id(once);
        }
        asked.send().await.map(drop).map_err(|error| Fault::Retry(told(error)))
    }
}

fn taken(message: Message) -> Option<Taken> {
    let attributes = message.attributes.unwrap_or_default();
    let received = attributes.get(&MessageSystemAttributeName::ApproximateReceiveCount);
    let rung = Rung {
        group: attributes.get(&MessageSystemAttributeName::MessageGroupId).cloned(),
        text: message.body.unwrap_or_default(),
        received: received.and_then(|text| text.parse().ok()).unwrap_or(1),
    };
    Some(Taken::new(rung, message.receipt_handle?))
}
