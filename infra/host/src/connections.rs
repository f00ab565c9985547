//! Other people's systems, as the configuration names them: opened once, with secrets from outside it.

use anyhow::Context as _;
use nabat_connectors::messenger::matrix::{Matrix, MatrixSource, Settings};
use nabat_domain::ids::{ConnectionId, SecretId};
use nabat_kit::port::{ChatSource, Messenger, NamedSecrets};
use std::collections::BTreeMap;
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

/// Connections that are open.
#[derive(Clone, Default)]
pub struct Connections {
    /// Messengers, by connection.
    pub messengers: BTreeMap<ConnectionId, Arc<dyn Messenger>>,
    /// What reads their callbacks.
    pub sources: BTreeMap<ConnectionId, Arc<dyn ChatSource>>,
}

impl Connections {
    /// Opens what is configured; nothing is called yet.
    ///
    /// # Errors
    /// A secret is missing, or the machine's TLS cannot be set up: with the connection's name and the cure.
    pub fn open(
        configured: &BTreeMap<ConnectionId, MatrixConnection>,
        secrets: &dyn NamedSecrets,
    ) -> anyhow::Result<Self> {
        let mut open = Self::default();
        for (id, connection) in configured {
            let token = secret(id, &connection.token, secrets)?;
            let callback = secret(id, &connection.callback_token, secrets)?;
            let matrix = Matrix::new(connection.settings.clone(), &token)
                .with_context(|| format!("connection `{id}` cannot be opened"))?;
            let source = MatrixSource::new(&connection.settings, callback.lines().map(str::to_owned).collect());
            open.messengers.insert(id.clone(), Arc::new(matrix));
            open.sources.insert(id.clone(), Arc::new(source));
        }
        Ok(open)
    }
}

/// A secret's text. A callback's may hold two lines while one token is replaced by another.
fn secret(id: &ConnectionId, name: &SecretId, secrets: &dyn NamedSecrets) -> anyhow::Result<String> {
    let cure = || format!("connection `{id}` has no secret `{name}`: {}", secrets.cure(name));
    String::from_utf8(secrets.secret(name).with_context(cure)?).with_context(|| format!("secret `{name}` is no text"))
}
