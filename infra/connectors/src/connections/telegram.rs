//! A Telegram forum group, by a bot.

use super::{Chats, Secret};
use crate::messenger::telegram::{Settings, Telegram, TelegramSource};
use crate::picture::Pictures;
use nabat_domain::ids::SecretId;
use nabat_kit::port::Clock;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A Telegram group, as configured.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TelegramConnection {
    /// Where the Bot API is, and which group.
    pub settings: Settings,
    /// The secret Nabat calls with: the bot's token.
    pub token: SecretId,
    /// The secret updates come with: `secret_token` of `setWebhook`.
    pub callback_token: SecretId,
}

impl TelegramConnection {
    pub(super) fn open(&self, secret: Secret<'_>, clock: &Arc<dyn Clock>, pictures: Pictures) -> anyhow::Result<Chats> {
        Ok(Chats {
            messenger: Arc::new(Telegram::new(&self.settings, &secret(&self.token)?, Arc::clone(clock), pictures)?),
            source: Arc::new(TelegramSource::new(&secret(&self.callback_token)?, &self.settings.bot)),
            listener: None,
        })
    }
}
