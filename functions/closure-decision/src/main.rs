//! `closure-decision` on Lambda.

use nabat_aws::function::{Ports, on_lambda};
use nabat_connectors::connections::with_desks;
use nabat_domain::incident::Queue;
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), nabat_lambda::Error> {
    nabat_lambda::log();
    let ports = Ports::begin(on_lambda(Queue::ClosureDecision), with_desks).await;
    let answering = Arc::clone(&ports);
    let answer = move |bell, until| {
        let ports = Arc::clone(&answering);
        async move { nabat_closure_decision::handle(&ports.env_until(until).await?, &bell).await }
    };
    nabat_lambda::queue(answer, async |one, settled| {
        ports.settle(Queue::ClosureDecision, &one.rung, &one.receipt, settled).await
    })
    .await
}
