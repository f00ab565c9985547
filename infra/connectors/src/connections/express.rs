//! A corporate server of eXpress, by a bot.

use super::{Chats, Secret};
use crate::messenger::express::{Express, ExpressSource, Settings};
use crate::picture::Pictures;
use nabat_domain::ids::SecretId;
use nabat_kit::port::Clock;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A corporate server of eXpress, as configured.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ExpressConnection {
    /// Where it is, and which bot.
    pub settings: Settings,
    /// The bot's secret key, which Nabat signs with.
    pub token: SecretId,
    /// The same, which the server signs with.
    pub callback_token: SecretId,
}

impl ExpressConnection {
    pub(super) fn open(&self, secret: Secret<'_>, clock: &Arc<dyn Clock>, pictures: Pictures) -> anyhow::Result<Chats> {
        Ok(Chats {
            messenger: Arc::new(Express::new(&self.settings, &secret(&self.token)?, Arc::clone(clock), pictures)?),
            source: Arc::new(ExpressSource::new(&self.settings, &secret(&self.callback_token)?)),
            listener: None,
        })
    }
}
