//! `chat-webhook` on Lambda.

use nabat_aws::function::{Ports, door_on_lambda};
use nabat_connectors::connections::door::answered;
use nabat_connectors::connections::with_chats;
use nabat_domain::ids::ConnectionId;
use nabat_domain::incident::Queue;
use nabat_lambda::request::{below, not_found};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), nabat_lambda::Error> {
    nabat_lambda::log();
    let ports = Ports::begin(door_on_lambda(Queue::StepRecording), with_chats).await;
    nabat_lambda::http(async |request| {
        let env = ports.env().await?;
        let Some((connection, rest)) = below(&request, "/chat/") else { return Ok(not_found()) };
        let connection = ConnectionId::new(connection);
        let Some(arrival) = env.source(&connection)?.map(|source| source.arrival()) else { return Ok(not_found()) };
        let take = async |request| nabat_chat_webhook::handle(&env, &connection, request).await;
        Ok(answered(arrival, &rest, request, take).await)
    })
    .await
}
