//! Asks messengers and desks that do not push everything what people said and did there, for ever.

use nabat_desk_webhook::{SHARE, follow};
use nabat_domain::ids::ConnectionId;
use nabat_domain::time::Length;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::port::{ChatListener, DeskListener, Heard};
use std::sync::Arc;

/// Between two questions.
const BETWEEN: Length = Length::seconds(1);

/// Between two questions to a desk.
const BETWEEN_AT_DESK: Length = Length::seconds(5);

/// After one that was not answered.
const AFTER_FAILURE: Length = Length::seconds(10);

/// Listens for ever. Where reading stands is kept in memory: after a start what was heard before comes again
/// under the same ids, and changes nothing.
#[nabat_kit::boxed]
pub async fn listen(env: Env, connection: ConnectionId, listener: Arc<dyn ChatListener>) {
    let mut heard = Heard::new();
    loop {
        let wait = match nabat_chat_webhook::listen(&env, &connection, listener.as_ref(), &heard).await {
            Ok(now) => {
                heard = now;
                BETWEEN
            }
            Err(fault) => {
                tracing::warn!(connection = %connection, "what people say is not heard: {fault}");
                match fault {
                    Fault::AskedToWait(asked) => asked,
                    Fault::Retry(_) | Fault::NoTime | Fault::Permanent(_) => AFTER_FAILURE,
                }
            }
        };
        env.clock.sleep(wait).await;
    }
}

/// Takes for ever what changes in a desk.
#[nabat_kit::boxed]
pub async fn reconcile(env: Env, connection: ConnectionId, listener: Arc<dyn DeskListener>) {
    loop {
        let wait = match follow(&env, &connection, listener.as_ref(), SHARE).await {
            Ok(()) => BETWEEN_AT_DESK,
            Err(fault) => {
                tracing::warn!(connection = %connection, "what changes in the desk is not heard: {fault}");
                match fault {
                    Fault::AskedToWait(asked) => asked,
                    Fault::Retry(_) | Fault::NoTime | Fault::Permanent(_) => AFTER_FAILURE,
                }
            }
        };
        env.clock.sleep(wait).await;
    }
}
