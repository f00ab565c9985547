//! Doorbells on SQS: one queue a function, each with its dead-letter queue.
//!
//! Commands stand in a FIFO queue, in the order of their incident or connection. A queue only saves
//! waiting: what is lost, doubled or reordered here, the table and the clock put right.

mod layout;
mod ring;
mod take;

pub use ring::SqsBells;
pub use take::{Depth, SqsQueue, Taken};

use crate::fault::told;
use aws_sdk_sqs::Client;
use nabat_domain::incident::Queue;
use nabat_kit::fault::Fault;
use nabat_kit::port::Chance;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// Whoever begins waits no longer for a connection it may not need.
const WARM: Duration = Duration::from_secs(1);

/// The queues of one installation, under names that begin alike.
#[derive(Clone, Debug)]
pub struct Queues {
    client: Client,
    prefix: String,
}

impl Queues {
    /// The queues whose names begin so.
    pub(crate) fn new(client: Client, prefix: &str) -> Self {
        Self { client, prefix: prefix.to_owned() }
    }

    /// Makes the queues that are not there yet.
    ///
    /// # Errors
    /// Whatever the service says.
    pub async fn make(&self) -> Result<(), Fault> {
        for queue in Queue::ALL {
            layout::make(&self.client, &self.prefix, queue).await?;
        }
        Ok(())
    }

    /// The doorbell that rings at all of them.
    ///
    /// # Errors
    /// A queue that is not there, and whatever the service says.
    pub async fn bells(&self, chance: Arc<dyn Chance>) -> Result<SqsBells, Fault> {
        let mut urls = BTreeMap::new();
        for queue in Queue::ALL {
            urls.insert(queue, self.url(&name(&self.prefix, queue)).await?);
        }
        Ok(SqsBells { client: self.client.clone(), urls, chance })
    }

    /// One function's queue, to be answered.
    ///
    /// # Errors
    /// As [`Queues::bells`].
    pub async fn queue(&self, queue: Queue) -> Result<SqsQueue, Fault> {
        let url = self.url(&name(&self.prefix, queue)).await?;
        let dead = self.url(&dead_name(&self.prefix, queue)).await?;
        Ok(SqsQueue { client: self.client.clone(), url, dead })
    }

    /// Asks about a queue, so that the connection stands before anybody rings. No answer is no fault: a bell only saves
    /// waiting.
    pub(crate) async fn warm(&self, queue: Queue) {
        let asked = async {
            let url = self.url(&name(&self.prefix, queue)).await?;
            layout::arn(&self.client, &url).await
        };
        match timeout(WARM, asked).await {
            Ok(Ok(_)) => {}
            Ok(Err(why)) => tracing::warn!("the queues cannot be asked yet: {why}"),
            Err(_) => tracing::warn!("the queues did not answer within {} s", WARM.as_secs()),
        }
    }

    /// Where a queue is. A name that is an address already needs no looking up, and no right to it.
    async fn url(&self, name: &str) -> Result<String, Fault> {
        if name.starts_with("https://") || name.starts_with("http://") {
            return Ok(name.to_owned());
        }
        let answer = self.client.get_queue_url().queue_name(name).send().await;
        let answer = answer.map_err(|error| Fault::Retry(format!("queue `{name}`: {}", told(error))))?;
        answer.queue_url.ok_or_else(|| Fault::Retry(format!("queue `{name}` has no address")))
    }
}

/// What a queue is called, as the template calls it too.
fn name(prefix: &str, queue: Queue) -> String {
    format!("{prefix}-{}{}", queue.function(), suffix(queue))
}

/// Where a queue's dead letters lie.
fn dead_name(prefix: &str, queue: Queue) -> String {
    format!("{prefix}-{}-dead{}", queue.function(), suffix(queue))
}

/// Commands of one incident stand in order; jobs are ordered by the table.
const fn is_ordered(queue: Queue) -> bool {
    matches!(queue, Queue::StepRecording)
}

const fn suffix(queue: Queue) -> &'static str {
    if is_ordered(queue) { ".fifo" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_functions() {
        let names: Vec<String> = Queue::ALL.iter().map(|queue| name("nabat", *queue)).collect();
        let expected = [
            "nabat-step-recording.fifo",
            "nabat-chat-creation",
            "nabat-chat-posting",
            "nabat-closure-decision",
            "nabat-report-publishing",
            "nabat-notice-sending",
            "nabat-webhook-sending",
            "nabat-runbook-launch",
        ];
        assert_eq!(names, expected);
        assert_eq!(dead_name("nabat", Queue::StepRecording), "nabat-step-recording-dead.fifo");
    }
}
