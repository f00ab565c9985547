//! Ringing: one message to the queue of the function it is for.

use super::is_ordered;
use crate::fault::told;
use async_trait::async_trait;
use aws_sdk_sqs::Client;
use nabat_domain::incident::Queue;
use nabat_domain::journal::sha256_hex;
use nabat_kit::port::{Bell, Chance, Doorbell};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Whoever rings has committed and has an answer to give: it waits no longer.
const PATIENCE: Duration = Duration::from_secs(2);

/// The doorbell.
pub struct SqsBells {
    pub(super) client: Client,
    pub(super) urls: BTreeMap<Queue, String>,
    pub(super) chance: Arc<dyn Chance>,
}

#[async_trait]
impl Doorbell for SqsBells {
    async fn ring(&self, bell: Bell) {
        match tokio::time::timeout(PATIENCE, self.send(&bell)).await {
            Ok(Ok(())) => {}
            Ok(Err(why)) => tracing::warn!(?bell, "not rung, the clock will: {why}"),
            Err(_) => tracing::warn!(?bell, "not rung in {} s, the clock will", PATIENCE.as_secs()),
        }
    }
}

impl SqsBells {
    async fn send(&self, bell: &Bell) -> Result<(), String> {
        let queue = bell.queue();
        let url = self.urls.get(&queue).ok_or("there is no such queue")?;
        let mut asked = self.client.send_message().queue_url(url).message_body(bell.write());
        if is_ordered(queue) {
            // The same row may ring twice in five minutes and mean it both times: no two are alike.
            asked = asked.message_group_id(group(bell)).message_deduplication_id(sha256_hex(&self.chance.bytes()));
        }
        asked.send().await.map(drop).map_err(told)
    }
}

/// What must stay in order among itself, in the letters and the length SQS takes.
fn group(bell: &Bell) -> String {
    sha256_hex(bell.partition().as_bytes())
}
