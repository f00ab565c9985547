//! `clock` on Lambda.

use nabat_aws::function::{Ports, alone, on_lambda};
use nabat_connectors::heartbeat::Heartbeat;
use nabat_domain::incident::Queue;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), nabat_lambda::Error> {
    nabat_lambda::log();
    let (ports, heartbeat) = (Ports::begin(on_lambda(Queue::StepRecording), alone).await, Heartbeat::of_environment());
    nabat_lambda::tick(async || {
        let env = ports.env().await?;
        let ticked = nabat_clock::handle(&env).await?;
        nabat_lambda::metric::seconds("OldestPending", env.now(), ticked.oldest);
        heartbeat.beat().await;
        nabat_clock::sign_and_sweep(&env).await
    })
    .await
}
