//! A connection as it is written, made into what is opened.

use super::files::{ConnectionEntry, ConnectionKind};
use nabat_connectors::connections::{
    Connection, ExpressConnection, MatrixConnection, MattermostConnection, MonitoringConnection, SlackConnection,
    TelegramConnection,
};
use nabat_connectors::messenger::{express, matrix, mattermost, telegram};
use nabat_domain::ids::{ConnectionId, SecretId};
use serde_saphyr::Spanned;
use std::path::Path;

/// The connection of an entry of folder `dir`. What is missing was found by the checks, and nothing is
/// opened then.
pub fn configured(dir: &Path, entry: &ConnectionEntry) -> (ConnectionId, Connection) {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_default();
    let base = |vendors: &str| entry.address.as_ref().map_or_else(|| vendors.to_owned(), |url| url.value.clone());
    let said = |secret: &Option<Spanned<SecretId>>| secret.as_ref().map(|secret| secret.value.clone());
    let named = |secret: &Option<Spanned<SecretId>>| said(secret).unwrap_or_else(|| SecretId::from(""));
    let (token, callback_token) = (named(&entry.token), named(&entry.callback_token));
    let labels = entry.labels.clone();
    let connection = match entry.kind {
        ConnectionKind::Matrix => {
            let (server_name, bot) = (or_none(&entry.server_name), entry.bot.clone());
            let settings = matrix::Settings { base: base(""), server_name, bot };
            Connection::Matrix(MatrixConnection { settings, token, callback_token })
        }
        ConnectionKind::Mattermost => {
            let callback = entry.callback.as_ref().map(|url| url.value.clone()).unwrap_or_default();
            let settings = mattermost::Settings { base: base(""), team: or_none(&entry.team), callback };
            let command_token = said(&entry.command_token);
            Connection::Mattermost(MattermostConnection { settings, token, callback_token, command_token })
        }
        ConnectionKind::Express => {
            let settings = express::Settings { base: base(""), bot: entry.bot.clone() };
            Connection::Express(ExpressConnection { settings, token, callback_token })
        }
        ConnectionKind::Slack => {
            Connection::Slack(SlackConnection { base: base("https://slack.com/api"), token, callback_token })
        }
        ConnectionKind::Telegram => {
            let (group, bot) = (entry.group.unwrap_or_default(), entry.bot.clone());
            let settings = telegram::Settings { base: base("https://api.telegram.org"), group, bot };
            Connection::Telegram(TelegramConnection { settings, token, callback_token })
        }
        ConnectionKind::Prometheus => Connection::Monitoring(MonitoringConnection::Prometheus {
            base: base(""),
            token: said(&entry.token),
            labels,
        }),
        ConnectionKind::VictoriaMetrics => Connection::Monitoring(MonitoringConnection::VictoriaMetrics {
            base: base(""),
            token: said(&entry.token),
            labels,
        }),
        ConnectionKind::Zabbix => {
            Connection::Monitoring(MonitoringConnection::Zabbix { base: base(""), token, tags: labels })
        }
        ConnectionKind::Recording => {
            let file = entry.file.as_ref().map(|file| dir.join(&file.value)).unwrap_or_default();
            Connection::Monitoring(MonitoringConnection::Recording { file })
        }
    };
    (entry.id.value.clone(), connection)
}
