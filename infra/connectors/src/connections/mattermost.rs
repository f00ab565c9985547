//! A team of a Mattermost server, by a bot account.

use super::{Chats, Secret};
use crate::messenger::mattermost::{Mattermost, MattermostSource, Settings};
use crate::picture::Pictures;
use nabat_domain::ids::SecretId;
use nabat_kit::port::{ChatListener, Clock, Messenger};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A team of a Mattermost server, as configured.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MattermostConnection {
    /// Where it is, which team, and where it finds Nabat.
    pub settings: Settings,
    /// The secret Nabat calls with.
    pub token: SecretId,
    /// The secret buttons are sealed with.
    pub callback_token: SecretId,
    /// The secret the slash command comes with, where there is one.
    pub command_token: Option<SecretId>,
}

impl MattermostConnection {
    pub(super) fn open(&self, secret: Secret<'_>, clock: &Arc<dyn Clock>, pictures: Pictures) -> anyhow::Result<Chats> {
        let (token, seal) = (secret(&self.token)?, secret(&self.callback_token)?);
        let commands = self.command_token.as_ref().map(secret).transpose()?.unwrap_or_default();
        let open = Arc::new(Mattermost::new(self.settings.clone(), &token, &seal, Arc::clone(clock), pictures)?);
        Ok(Chats {
            messenger: Arc::clone(&open) as Arc<dyn Messenger>,
            source: Arc::new(MattermostSource::new(&seal, &commands)?),
            listener: Some(open as Arc<dyn ChatListener>),
        })
    }
}
