//! `connections.yaml`: other people's systems the products name, beside the products' folders.

use nabat_domain::ids::{ConnectionId, SecretId};
use serde::Deserialize;
use serde_saphyr::Spanned;

/// What sort of system it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConnectionKind {
    /// A Matrix homeserver, by an application service.
    Matrix,
}

/// One connection.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConnectionEntry {
    /// Its id: what `messenger:` of a product and the contacts of people name.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: Spanned<ConnectionId>,
    /// What sort of system it is: `matrix`.
    pub kind: ConnectionKind,
    /// Where its API is, such as `https://matrix.example.org`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub address: Spanned<String>,
    /// The homeserver's name, after the colon of user ids.
    #[cfg_attr(test, schemars(with = "String"))]
    pub server_name: Spanned<String>,
    /// The bot's account: `sender_localpart` of the registration. `nabat` unless said.
    #[serde(default = "bot")]
    pub bot: String,
    /// Name of the secret Nabat calls with: `as_token` of the registration.
    #[cfg_attr(test, schemars(with = "String"))]
    pub token: Spanned<SecretId>,
    /// Name of the secret the homeserver calls Nabat with: `hs_token` of the registration.
    #[cfg_attr(test, schemars(with = "String"))]
    pub callback_token: Spanned<SecretId>,
    /// Whether it may stand in a private network, and be called without TLS; refused otherwise.
    #[serde(default)]
    pub private: bool,
}

fn bot() -> String {
    "nabat".to_owned()
}
