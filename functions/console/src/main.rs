//! `console` on Lambda: what machines ask. The pages are a host's, on the same table.

use nabat_aws::function::{Ports, alone, on_lambda};
use nabat_domain::incident::Queue;
use nabat_lambda::request::not_found;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), nabat_lambda::Error> {
    nabat_lambda::log();
    let ports = Ports::begin(on_lambda(Queue::StepRecording), alone).await;
    nabat_lambda::http(async |request| match request.uri().path().starts_with("/api/") {
        true => Ok(nabat_console::api::handle(&ports.env().await?, &request).await),
        false => Ok(not_found()),
    })
    .await
}
