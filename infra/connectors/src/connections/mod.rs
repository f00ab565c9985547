//! Other people's systems, as the configuration names them: opened once, with secrets from outside it.

mod calendar;
mod desk;
pub mod door;
mod express;
mod matrix;
mod mattermost;
mod monitoring;
mod openid;
mod slack;
mod stored;
mod telegram;
mod wiki;

pub use calendar::CalendarConnection;
pub use desk::DeskConnection;
pub use express::ExpressConnection;
pub use matrix::MatrixConnection;
pub use mattermost::MattermostConnection;
pub use monitoring::MonitoringConnection;
pub use openid::{OpenIdConnection, SignIn};
pub use slack::SlackConnection;
pub use stored::{desk_listeners, keep, kept, with_calendars, with_chats, with_desks, with_monitoring, with_receivers};
pub use telegram::TelegramConnection;
pub use wiki::WikiConnection;

use anyhow::Context as _;
use nabat_domain::ids::{ConnectionId, SecretId};
use nabat_kit::port::{
    ChatListener, ChatSource, Clock, Desk, DeskListener, DutyCalendar, Messenger, Monitoring, NamedSecrets, Wiki,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A connection, as configured.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Connection {
    /// A corporate server of eXpress.
    Express(ExpressConnection),
    /// A Matrix homeserver.
    Matrix(MatrixConnection),
    /// A team of a Mattermost server.
    Mattermost(MattermostConnection),
    /// A Slack workspace.
    Slack(SlackConnection),
    /// A Telegram group.
    Telegram(TelegramConnection),
    /// A monitoring system.
    Monitoring(MonitoringConnection),
    /// A wiki.
    Wiki(WikiConnection),
    /// A service desk.
    Desk(Box<DeskConnection>),
    /// A duty calendar.
    Calendar(CalendarConnection),
    /// Where people sign in.
    #[serde(rename = "openid")]
    OpenId(OpenIdConnection),
}

/// A messenger that is open.
struct Chats {
    messenger: Arc<dyn Messenger>,
    source: Arc<dyn ChatSource>,
    listener: Option<Arc<dyn ChatListener>>,
}

/// A desk that is open.
struct OpenDesk {
    desk: Arc<dyn Desk>,
    listener: Option<Arc<dyn DeskListener>>,
}

/// Connections that are open.
#[derive(Clone, Default)]
pub struct Connections {
    /// Messengers, by connection.
    pub messengers: BTreeMap<ConnectionId, Arc<dyn Messenger>>,
    /// What reads their callbacks.
    pub sources: BTreeMap<ConnectionId, Arc<dyn ChatSource>>,
    /// What asks those that do not push everything.
    pub listeners: BTreeMap<ConnectionId, Arc<dyn ChatListener>>,
    /// Monitoring systems.
    pub monitors: BTreeMap<ConnectionId, Arc<dyn Monitoring>>,
    /// Wikis.
    pub wikis: BTreeMap<ConnectionId, Arc<dyn Wiki>>,
    /// Service desks.
    pub desks: BTreeMap<ConnectionId, Arc<dyn Desk>>,
    /// What asks those that do not push everything.
    pub desk_listeners: BTreeMap<ConnectionId, Arc<dyn DeskListener>>,
    /// Duty calendars.
    pub calendars: BTreeMap<ConnectionId, Arc<dyn DutyCalendar>>,
    /// Where people sign in.
    pub sign_ins: BTreeMap<ConnectionId, Arc<SignIn>>,
}

impl Connections {
    /// Opens what is configured; nothing is called yet.
    ///
    /// # Errors
    /// A secret is missing, or the machine's TLS cannot be set up: with the connection's name and the cure.
    pub fn open(
        configured: &BTreeMap<ConnectionId, Connection>,
        secrets: &dyn NamedSecrets,
        clock: &Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        let mut open = Self::default();
        for (id, connection) in configured {
            let secret = |name: &SecretId| secret(id, name, secrets);
            let unopened = || format!("connection `{id}` cannot be opened");
            let chats = match connection {
                Connection::Express(express) => express.open(&secret, clock),
                Connection::Matrix(matrix) => matrix.open(&secret, clock),
                Connection::Mattermost(mattermost) => mattermost.open(&secret, clock),
                Connection::Slack(slack) => slack.open(&secret, clock),
                Connection::Telegram(telegram) => telegram.open(&secret, clock),
                Connection::Monitoring(monitoring) => {
                    let monitor = monitoring.open(&secret).with_context(unopened)?;
                    open.monitors.insert(id.clone(), monitor);
                    continue;
                }
                Connection::Wiki(wiki) => {
                    open.wikis.insert(id.clone(), wiki.open(&secret).with_context(unopened)?);
                    continue;
                }
                Connection::Desk(desk) => {
                    let OpenDesk { desk, listener } = desk.open(&secret).with_context(unopened)?;
                    open.desks.insert(id.clone(), desk);
                    open.desk_listeners.extend(listener.map(|listener| (id.clone(), listener)));
                    continue;
                }
                Connection::Calendar(calendar) => {
                    open.calendars.insert(id.clone(), calendar.open(&secret).with_context(unopened)?);
                    continue;
                }
                Connection::OpenId(openid) => {
                    open.sign_ins.insert(id.clone(), Arc::new(openid.open(&secret).with_context(unopened)?));
                    continue;
                }
            };
            let chats = chats.with_context(unopened)?;
            open.messengers.insert(id.clone(), chats.messenger);
            open.sources.insert(id.clone(), chats.source);
            open.listeners.extend(chats.listener.map(|listener| (id.clone(), listener)));
        }
        Ok(open)
    }
}

/// Reads a named secret.
type Secret<'a> = &'a dyn Fn(&SecretId) -> anyhow::Result<String>;

/// A secret's text. A callback's may hold two lines while one token is replaced by another.
fn secret(id: &ConnectionId, name: &SecretId, secrets: &dyn NamedSecrets) -> anyhow::Result<String> {
    let cure = || format!("connection `{id}` has no secret `{name}`: {}", secrets.cure(name));
    String::from_utf8(secrets.secret(name).with_context(cure)?).with_context(|| format!("secret `{name}` is no text"))
}
