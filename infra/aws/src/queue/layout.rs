//! What the queues are like: order, patience, dead letters.

use super::{dead_name, is_ordered, name};
use crate::fault::told;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::QueueAttributeName;
use nabat_domain::incident::Queue;
use nabat_kit::fault::Fault;
use serde_json::json;

/// A message stays hidden so long while it is worked on, in seconds: six times as long as its function may run. In
/// an ordered queue nothing of its group is handed out meanwhile, also when whoever had it was killed: what is worked
/// on there calls nobody, and may run for 15 s.
const fn hidden(queue: Queue) -> &'static str {
    if is_ordered(queue) { "90" } else { "360" }
}

/// Dead letters are kept for as long as SQS keeps anything: 14 days.
const KEPT: &str = "1209600";

/// A bell is kept for a day: the clock rings again long before.
const KEPT_BELL: &str = "86400";

/// A message handed out so often goes to the dead letters.
const RECEIVED: u32 = 5;

/// Makes a queue and that of its dead letters where they are not there yet.
pub async fn make(client: &Client, prefix: &str, queue: Queue) -> Result<(), Fault> {
    let dead = create(client, &dead_name(prefix, queue), queue, vec![kept(KEPT)]).await?;
    let target = arn(client, &dead).await?;
    let redrive = json!({ "deadLetterTargetArn": target, "maxReceiveCount": RECEIVED }).to_string();
    let attributes = vec![
        kept(KEPT_BELL),
        (QueueAttributeName::VisibilityTimeout, hidden(queue).to_owned()),
        (QueueAttributeName::RedrivePolicy, redrive),
    ];
    create(client, &name(prefix, queue), queue, attributes).await.map(drop)
}

fn kept(seconds: &str) -> (QueueAttributeName, String) {
    (QueueAttributeName::MessageRetentionPeriod, seconds.to_owned())
}

/// A queue's address; one that is there already stays as it is.
async fn create(
    client: &Client,
    name: &str,
    queue: Queue,
    mut attributes: Vec<(QueueAttributeName, String)>,
) -> Result<String, Fault> {
    if let Ok(found) = client.get_queue_url().queue_name(name).send().await
        && let Some(url) = found.queue_url
    {
        return Ok(url);
    }
    if is_ordered(queue) {
        attributes.push((QueueAttributeName::FifoQueue, "true".to_owned()));
        attributes.push((QueueAttributeName::DeduplicationScope, "messageGroup".to_owned()));
        attributes.push((QueueAttributeName::FifoThroughputLimit, "perMessageGroupId".to_owned()));
    }
    let asked = client.create_queue().queue_name(name).set_attributes(Some(attributes.into_iter().collect()));
    let made = asked.send().await.map_err(|error| Fault::Retry(format!("queue `{name}`: {}", told(error))))?;
    made.queue_url.ok_or_else(|| Fault::Retry(format!("queue `{name}` has no address")))
}

/// What a queue is called everywhere. Whoever answers one has the right to ask.
pub async fn arn(client: &Client, url: &str) -> Result<String, Fault> {
    let wanted = QueueAttributeName::QueueArn;
    let asked = client.get_queue_attributes().queue_url(url).attribute_names(wanted.clone());
    let answer = asked.send().await.map_err(|error| Fault::Retry(format!("queue {url}: {}", told(error))))?;
    let found = answer.attributes.and_then(|mut attributes| attributes.remove(&wanted));
    found.ok_or_else(|| Fault::Retry(format!("queue {url} has no name of its own")))
}
