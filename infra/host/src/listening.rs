//! Asks messengers and desks that do not push everything what people said and did there, for ever.

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

/// So far back a desk is asked after a start: three days without anybody who starts Nabat again is long.
const MISSED: Length = Length::hours(72);

/// Clocks of two machines differ, and a record may be seen only when its change is whole.
const OVERLAP: Length = Length::minutes(2);

/// After one that was not answered.
const AFTER_FAILURE: Length = Length::seconds(10);

/// Listens for ever. Where reading stands is kept in memory: after a start what was heard before comes again
/// under the same ids, and changes nothing.
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
                    Fault::Retry(_) | Fault::Permanent(_) => AFTER_FAILURE,
                }
            }
        };
        env.clock.sleep(wait).await;
    }
}

/// Takes for ever what changes in a desk. What was taken before comes again under the same stamp, and changes nothing.
pub async fn reconcile(env: Env, connection: ConnectionId, listener: Arc<dyn DeskListener>) {
    let mut known = env.now().minus(MISSED);
    loop {
        let since = known.minus(OVERLAP);
        let wait = match nabat_desk_webhook::reconcile(&env, &connection, listener.as_ref(), since).await {
            Ok(until) => {
                known = known.max(until);
                BETWEEN_AT_DESK
            }
            Err(fault) => {
                tracing::warn!(connection = %connection, "what changes in the desk is not heard: {fault}");
                match fault {
                    Fault::AskedToWait(asked) => asked,
                    Fault::Retry(_) | Fault::Permanent(_) => AFTER_FAILURE,
                }
            }
        };
        env.clock.sleep(wait).await;
    }
}
