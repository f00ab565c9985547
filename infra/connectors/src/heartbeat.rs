//! The dead man's handle: an address outside is called after every tick. Whoever keeps that address tells
//! people when no call comes, however dead everything here is.

use crate::http::{answer, client};
use reqwest::Client;

/// The variable that says where to.
const ADDRESS: &str = "NABAT_HEARTBEAT";

/// So much of an answer is read.
const LONGEST: usize = 4 * 1024;

/// Calls, or does not where nobody is to be called.
pub struct Heartbeat {
    to: Option<(Client, String)>,
}

impl Heartbeat {
    /// To the address the environment names.
    pub fn of_environment() -> Self {
        Self::to(&std::env::var(ADDRESS).unwrap_or_default())
    }

    /// To this address; to nobody if it is empty.
    pub fn to(address: &str) -> Self {
        let address = address.trim();
        if address.is_empty() {
            return Self { to: None };
        }
        let client = client().inspect_err(|error| tracing::error!("no heartbeat can be sent: {error}"));
        Self { to: client.ok().map(|client| (client, address.to_owned())) }
    }

    /// Calls once. The address is a secret of sorts and stands in no log.
    pub async fn beat(&self) {
        let Some((client, address)) = &self.to else { return };
        match answer(client.get(address), LONGEST).await {
            Ok((status, _)) if status.is_success() => {}
            Ok((status, _)) => tracing::warn!("the heartbeat's address answered {status}"),
            Err(error) => tracing::warn!("the heartbeat was not heard: {error}"),
        }
    }
}
