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
    /// A team of a Mattermost server, by a bot account.
    Mattermost,
    /// A Slack workspace, by an app.
    Slack,
    /// A forum group of Telegram's, by a bot.
    Telegram,
    /// A corporate server of eXpress, by a bot.
    Express,
}

/// One connection.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConnectionEntry {
    /// Its id: what `messenger:` of a product and the contacts of people name.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: Spanned<ConnectionId>,
    /// What sort of system it is: `matrix`, `mattermost`, `slack`, `telegram` or `express`.
    pub kind: ConnectionKind,
    /// Where its API is, such as `https://matrix.example.org`; the vendor's own for `slack` and `telegram`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    #[serde(default)]
    pub address: Option<Spanned<String>>,
    /// Of `matrix`: the homeserver's name, after the colon of user ids.
    #[serde(default)]
    pub server_name: Option<String>,
    /// Of `mattermost`: the team's name, as it stands in addresses.
    #[serde(default)]
    pub team: Option<String>,
    /// Of `mattermost`: where the server finds Nabat, such as `https://nabat.example.org/chat/mattermost`.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    #[serde(default)]
    pub callback: Option<Spanned<String>>,
    /// Of `telegram`: the forum group's id, below zero.
    #[serde(default)]
    pub group: Option<i64>,
    /// The bot's account: `sender_localpart` of Matrix's registration, the user name on Telegram, the
    /// bot's id on eXpress. `nabat` unless said.
    #[serde(default = "bot")]
    pub bot: String,
    /// Name of the secret Nabat calls with: `as_token` of Matrix's registration, elsewhere the bot's token or
    /// secret key.
    #[cfg_attr(test, schemars(with = "String"))]
    pub token: Spanned<SecretId>,
    /// Name of the secret that proves what comes: `hs_token` of Matrix's registration, Slack's signing secret,
    /// Telegram's `secret_token`, eXpress's secret key again; for Mattermost any long random text, which buttons are sealed with.
    #[cfg_attr(test, schemars(with = "String"))]
    pub callback_token: Spanned<SecretId>,
    /// Of `mattermost`: name of the secret with the slash command's token.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    #[serde(default)]
    pub command_token: Option<Spanned<SecretId>>,
    /// Whether it may stand in a private network, and be called without TLS; refused otherwise.
    #[serde(default)]
    pub private: bool,
}

fn bot() -> String {
    "nabat".to_owned()
}
