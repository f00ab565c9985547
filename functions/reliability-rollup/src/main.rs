//! `reliability-rollup` on Lambda.

use nabat_aws::function::{Ports, on_lambda};
use nabat_connectors::connections::with_calendars;
use nabat_domain::incident::Queue;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), nabat_lambda::Error> {
    nabat_lambda::log();
    let ports = Ports::begin(on_lambda(Queue::ChatPosting), with_calendars).await;
    nabat_lambda::tick(async || {
        let env = ports.env().await?;
        nabat_reliability_rollup::run_once(&env).await
    })
    .await
}
