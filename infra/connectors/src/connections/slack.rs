//! A Slack workspace, by an app.

use super::{Chats, Secret};
use crate::messenger::slack::{Slack, SlackSource};
use crate::picture::Pictures;
use nabat_domain::ids::SecretId;
use nabat_kit::port::Clock;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A Slack workspace, as configured.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SlackConnection {
    /// Where the Web API is.
    pub base: String,
    /// The secret Nabat calls with: the bot's token.
    pub token: SecretId,
    /// The signing secret.
    pub callback_token: SecretId,
}

impl SlackConnection {
    pub(super) fn open(&self, secret: Secret<'_>, clock: &Arc<dyn Clock>, pictures: Pictures) -> anyhow::Result<Chats> {
        Ok(Chats {
            messenger: Arc::new(Slack::new(&self.base, &secret(&self.token)?, Arc::clone(clock), pictures)?),
            source: Arc::new(SlackSource::new(&secret(&self.callback_token)?)),
            listener: None,
        })
    }
}
