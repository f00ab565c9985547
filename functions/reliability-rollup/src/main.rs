//! `reliability-rollup` on Lambda.

use nabat_aws::function::Ports;
use nabat_connectors::connections::with_calendars;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), nabat_lambda::Error> {
    nabat_lambda::log();
    let ports = Ports::begin(with_calendars).await;
    nabat_lambda::tick(async || {
        let env = ports.env().await?;
        nabat_reliability_rollup::run_once(&env).await
    })
    .await
}
