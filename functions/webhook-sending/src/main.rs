//! `webhook-sending` on Lambda.

use nabat_aws::function::{Ports, on_lambda, standing};
use nabat_connectors::connections::with_webhooks;
use nabat_domain::incident::Queue;
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), nabat_lambda::Error> {
    nabat_lambda::log();
    let ports = Ports::begin(on_lambda(Queue::WebhookSending), |table| standing(table, with_webhooks)).await;
    let answering = Arc::clone(&ports);
    let answer = move |bell, until| {
        let ports = Arc::clone(&answering);
        async move { nabat_webhook_sending::handle(&ports.env_until(until).await?, &bell).await }
    };
    nabat_lambda::queue(answer, async |one, settled| {
        ports.settle(Queue::WebhookSending, &one.rung, &one.receipt, settled).await
    })
    .await
}
