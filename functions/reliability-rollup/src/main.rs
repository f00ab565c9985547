//! `reliability-rollup` on Lambda.

use nabat_aws::function::{Ports, alone};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), nabat_lambda::Error> {
    let ports = Ports::begin(alone).await;
    nabat_lambda::tick(async || nabat_reliability_rollup::handle(&ports.env().await?).await).await
}
