//! A connection as it is written, made into what is opened.

use super::files::{Comments, ConnectionEntry, ConnectionKind, DeskField};
use nabat_connectors::connections::{
    CalendarConnection, Connection, DeskConnection, ExpressConnection, MatrixConnection, MattermostConnection,
    MonitoringConnection, OpenIdConnection, SlackConnection, TelegramConnection, WikiConnection,
};
use nabat_connectors::desk::{Fields, jira, roundup, rt};
use nabat_connectors::messenger::{express, matrix, mattermost, telegram};
use nabat_connectors::wiki::{confluence, dokuwiki, mediawiki};
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
    let parent = entry.parent.clone().unwrap_or_else(|| "Incidents".to_owned());
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
        ConnectionKind::Mediawiki => {
            let settings = mediawiki::Settings { base: base(""), bot: entry.bot.clone(), parent };
            Connection::Wiki(WikiConnection::MediaWiki { settings, token })
        }
        ConnectionKind::Dokuwiki => {
            let settings = dokuwiki::Settings { base: base(""), bot: entry.bot.clone(), namespace: parent };
            Connection::Wiki(WikiConnection::DokuWiki { settings, token })
        }
        ConnectionKind::Confluence => {
            let settings = confluence::Settings { base: base(""), space: or_none(&entry.space), parent };
            Connection::Wiki(WikiConnection::Confluence { settings, token })
        }
        ConnectionKind::Jira => {
            let settings = jira(base(""), entry);
            let callback_token = said(&entry.callback_token);
            Connection::Desk(Box::new(DeskConnection::Jira { settings, token, callback_token }))
        }
        ConnectionKind::Roundup => {
            let settings = roundup::Settings {
                base: base(""),
                bot: entry.bot.clone(),
                fields: fields(Fields::of_roundup(), entry),
            };
            Connection::Desk(Box::new(DeskConnection::Roundup { settings, token }))
        }
        ConnectionKind::RequestTracker => {
            let settings =
                rt::Settings { base: base(""), bot: entry.bot.clone(), fields: fields(Fields::of_rt(), entry) };
            Connection::Desk(Box::new(DeskConnection::RequestTracker { settings, token }))
        }
        ConnectionKind::Icalendar => Connection::Calendar(icalendar(dir, entry)),
        ConnectionKind::Caldav => {
            let (address, user) = (base(""), entry.bot.clone());
            Connection::Calendar(CalendarConnection::Caldav { address, user, token })
        }
        ConnectionKind::Openid => Connection::OpenId(OpenIdConnection {
            issuer: entry.issuer.as_ref().map(|issuer| issuer.value.clone()).unwrap_or_default(),
            client: or_none(&entry.client),
            secret: named(&entry.secret),
            claim: or_none(&entry.claim),
            scopes: entry.scopes.clone(),
            name: entry.name.clone(),
            unproved: entry.unproved,
            private: entry.private,
        }),
    };
    (entry.id.value.clone(), connection)
}

fn jira(base: String, entry: &ConnectionEntry) -> jira::Settings {
    jira::Settings {
        base,
        bot: entry.bot.clone(),
        project: entry.project.clone().unwrap_or_default(),
        fields: fields(Fields::of_jira(), entry),
        resolution: entry.fields.get(&DeskField::Resolution).cloned(),
        public: entry.comments == Comments::Public,
    }
}

/// From a file, by an address, or by an address that is a secret.
fn icalendar(dir: &Path, entry: &ConnectionEntry) -> CalendarConnection {
    let token = entry.token.as_ref().map(|secret| secret.value.clone());
    match (&entry.file, &entry.address, token) {
        (Some(file), _, _) => CalendarConnection::File { file: dir.join(&file.value) },
        (None, Some(address), token) => {
            CalendarConnection::Feed { address: address.value.clone(), user: entry.bot.clone(), token }
        }
        (None, None, token) => {
            let address = token.unwrap_or_else(|| SecretId::from(""));
            CalendarConnection::SecretFeed { address, private: entry.private }
        }
    }
}

/// The names Nabat has for a desk's fields, but for those the entry says.
fn fields(mut fields: Fields, entry: &ConnectionEntry) -> Fields {
    for (field, name) in &entry.fields {
        let name = name.clone();
        match field {
            DeskField::Incidents => fields.incidents = name,
            DeskField::Problems => fields.problems = name,
            DeskField::Service => fields.service = name,
            DeskField::Functions => fields.functions = name,
            DeskField::Priority => fields.priority = name,
            DeskField::Started => fields.started = name,
            DeskField::Problem => fields.problem = name,
            DeskField::Related => fields.related = Some(name),
            DeskField::WorkGroup => fields.work_group = Some(name),
            DeskField::Due => fields.due = Some(name),
            DeskField::Open => fields.open = name,
            DeskField::Closed => fields.closed = name,
            DeskField::Resolution => {}
        }
    }
    fields
}
