//! A Matrix homeserver, by an application service.

use super::{Chats, Secret};
use crate::messenger::matrix::{Matrix, MatrixSource, Settings};
use crate::picture::Pictures;
use nabat_domain::ids::SecretId;
use nabat_kit::port::Clock;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A Matrix homeserver, as configured.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MatrixConnection {
    /// Where it is, and who the bot is.
    pub settings: Settings,
    /// The secret Nabat calls with.
    pub token: SecretId,
    /// The secret the homeserver calls with.
    pub callback_token: SecretId,
}

impl MatrixConnection {
    pub(super) fn open(&self, secret: Secret<'_>, clock: &Arc<dyn Clock>, pictures: Pictures) -> anyhow::Result<Chats> {
        let token = secret(&self.token)?;
        Ok(Chats {
            messenger: Arc::new(Matrix::new(self.settings.clone(), &token, Arc::clone(clock), pictures)?),
            source: Arc::new(MatrixSource::new(&self.settings, &secret(&self.callback_token)?)),
            listener: None,
        })
    }
}
