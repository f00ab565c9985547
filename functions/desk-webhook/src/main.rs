//! `desk-webhook` on Lambda: what desks and alert sources send, and every minute what desks did not send.

use nabat_aws::function::{Ports, door_on_lambda};
use nabat_connectors::connections::{desk_listeners, with_desks_at_hand};
use nabat_desk_webhook::{SHARE, alerts, follow_all, handle, pushed};
use nabat_domain::ids::ProductId;
use nabat_domain::incident::Queue;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, Request};
use nabat_lambda::request::{between, not_found};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), nabat_lambda::Error> {
    nabat_lambda::log();
    let ports = Ports::begin(door_on_lambda(Queue::StepRecording), with_desks_at_hand).await;
    let answer = async |request: Request| -> Result<Answer, Fault> {
        let env = ports.env().await?;
        let product = |before: &str, after: &str| between(&request, before, after).map(ProductId::from);
        let (generic, own, alert) =
            (product("/desk/", "/generic"), product("/desk/", "/webhook"), product("/alerts/", ""));
        Ok(match (generic, own, alert) {
            (Some(product), _, _) => handle(&env, &product, request).await,
            (_, Some(product), _) => pushed(&env, &product, request).await,
            (_, _, Some(product)) => alerts::handle(&env, &product, request).await,
            (None, None, None) => not_found(),
        })
    };
    let ask = async || -> Result<(), Fault> {
        let env = ports.env().await?;
        follow_all(&env, &desk_listeners(&env).await?, SHARE).await;
        Ok(())
    };
    nabat_lambda::http_and_tick(answer, ask).await
}
