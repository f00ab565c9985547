//! `step-recording` on Lambda.

use nabat_aws::function::{Ports, alone, on_lambda};
use nabat_domain::incident::Queue;
use nabat_domain::time::At;
use std::sync::Arc;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), nabat_lambda::Error> {
    nabat_lambda::log();
    let ports = Ports::begin(on_lambda(Queue::StepRecording), alone).await;
    let answering = Arc::clone(&ports);
    // It calls nobody: there is nothing to begin too late.
    let answer = move |bell, _: At| {
        let ports = Arc::clone(&answering);
        async move { nabat_step_recording::handle(&ports.env().await?, &bell).await }
    };
    nabat_lambda::queue(answer, async |one, settled| {
        ports.settle(Queue::StepRecording, &one.rung, &one.receipt, settled).await
    })
    .await
}
