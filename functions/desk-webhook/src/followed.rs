//! Following desks: where asking stands, from one question to the next.

use crate::reconcile;
use nabat_domain::ids::ConnectionId;
use nabat_domain::time::{At, Length};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::port::DeskListener;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// So far back a desk is asked after a start: three days without anybody who starts Nabat again is long.
const MISSED: Length = Length::hours(72);

/// Clocks of two machines differ, and a record may be seen only when its change is whole.
const OVERLAP: Length = Length::minutes(2);

/// Until when each desk is known. In memory alone: after a start what was taken before comes again under the same
/// stamp, and changes nothing.
#[derive(Default)]
pub struct Followed(Mutex<BTreeMap<ConnectionId, At>>);

impl Followed {
    /// Takes what changed in a desk since it was asked last.
    ///
    /// # Errors
    /// As [`reconcile`]; the next question is of the same time again.
    pub async fn go_on(&self, env: &Env, connection: &ConnectionId, listener: &dyn DeskListener) -> Result<(), Fault> {
        let first = env.now().minus(MISSED);
        let known = *self.known().entry(connection.clone()).or_insert(first);
        let until = reconcile(env, connection, listener, known.minus(OVERLAP)).await?;
        self.known().insert(connection.clone(), known.max(until));
        Ok(())
    }

    fn known(&self) -> std::sync::MutexGuard<'_, BTreeMap<ConnectionId, At>> {
        self.0.lock().expect("nothing panics while holding it")
    }
}
