//! A Matrix homeserver, by an application service.

use super::{Chats, Secret};
use crate::messenger::matrix::{Matrix, MatrixSource, Settings};
use nabat_domain::ids::SecretId;
use std::sync::Arc;

/// A Matrix homeserver, as configured.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatrixConnection {
    /// Where it is, and who the bot is.
    pub settings: Settings,
    /// The secret Nabat calls with.
    pub token: SecretId,
    /// The secret the homeserver calls with.
    pub callback_token: SecretId,
}

impl MatrixConnection {
    pub(super) fn open(&self, secret: Secret<'_>) -> anyhow::Result<Chats> {
        let tokens = secret(&self.callback_token)?.lines().map(str::to_owned).collect();
        Ok(Chats {
            messenger: Arc::new(Matrix::new(self.settings.clone(), &secret(&self.token)?)?),
            source: Arc::new(MatrixSource::new(&self.settings, tokens)),
            listener: None,
        })
    }
}
