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
pub use stored::{
    Opening, desk_listeners, keep, kept, with_calendars, with_chats, with_chats_that_draw, with_desks,
    with_desks_at_hand, with_monitoring, with_webhooks, with_webhooks_and_mail, with_wikis,
};
pub use telegram::TelegramConnection;
pub use wiki::WikiConnection;

use crate::picture::Pictures;
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
    /// Those that cannot be opened, each with why.
    pub unopened: BTreeMap<ConnectionId, String>,
}

/// Sorts of connections. What is built to open some of them has no other connectors in it: what a function never calls
/// does not weigh on it.
pub mod sorts {
    /// Messengers.
    pub const CHATS: u8 = 1;
    /// Service desks.
    pub const DESKS: u8 = 2;
    /// Wikis.
    pub const WIKIS: u8 = 4;
    /// Monitoring systems.
    pub const MONITORING: u8 = 8;
    /// Duty calendars.
    pub const CALENDARS: u8 = 16;
    /// Where people sign in.
    pub const SIGN_INS: u8 = 32;
    /// Of messengers, what makes pictures of drawings they are to attach.
    pub const PICTURES: u8 = 64;
    /// All of them.
    pub const ALL: u8 = CHATS | DESKS | WIKIS | MONITORING | CALENDARS | SIGN_INS | PICTURES;
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
            open.add::<{ sorts::ALL }>(id, connection, secrets, clock)?;
        }
        Ok(open)
    }

    /// Opens of these [`sorts`] alone what can be opened. What cannot is told in the log and known by its name, so that
    /// what needs it waits: one secret that is missing does not stop all the others.
    pub fn open_only<const SORTS: u8>(
        configured: &BTreeMap<ConnectionId, Connection>,
        secrets: &dyn NamedSecrets,
        clock: &Arc<dyn Clock>,
    ) -> Self {
        let mut open = Self::default();
        for (id, connection) in configured {
            if let Err(why) = open.add::<SORTS>(id, connection, secrets, clock) {
                let why = format!("{why:#}");
                tracing::error!(connection = %id, "left out, what needs it waits: {why}");
                open.unopened.insert(id.clone(), why);
            }
        }
        open
    }

    fn add<const SORTS: u8>(
        &mut self,
        id: &ConnectionId,
        connection: &Connection,
        secrets: &dyn NamedSecrets,
        clock: &Arc<dyn Clock>,
    ) -> anyhow::Result<()> {
        let secret = |name: &SecretId| secret(id, name, secrets);
        let unopened = || format!("connection `{id}` cannot be opened");
        // The guards are known when this is compiled: an arm that is never reached leaves no connector behind.
        match connection {
            Connection::Monitoring(monitoring) if SORTS & sorts::MONITORING != 0 => {
                self.monitors.insert(id.clone(), monitoring.open(&secret).with_context(unopened)?);
            }
            Connection::Wiki(wiki) if SORTS & sorts::WIKIS != 0 => {
                self.wikis.insert(id.clone(), wiki.open(&secret).with_context(unopened)?);
            }
            Connection::Desk(desk) if SORTS & sorts::DESKS != 0 => {
                let OpenDesk { desk, listener } = desk.open(&secret).with_context(unopened)?;
                self.desks.insert(id.clone(), desk);
                self.desk_listeners.extend(listener.map(|listener| (id.clone(), listener)));
            }
            Connection::Calendar(calendar) if SORTS & sorts::CALENDARS != 0 => {
                self.calendars.insert(id.clone(), calendar.open(&secret).with_context(unopened)?);
            }
            Connection::OpenId(openid) if SORTS & sorts::SIGN_INS != 0 => {
                self.sign_ins.insert(id.clone(), Arc::new(openid.open(&secret).with_context(unopened)?));
            }
            chats if SORTS & sorts::CHATS != 0 => {
                if let Some(chats) = chats.chats(&secret, clock, const { pictures(SORTS) }) {
                    self.add_chats(id, chats.with_context(unopened)?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn add_chats(&mut self, id: &ConnectionId, chats: Chats) {
        self.messengers.insert(id.clone(), chats.messenger);
        self.sources.insert(id.clone(), chats.source);
        self.listeners.extend(chats.listener.map(|listener| (id.clone(), listener)));
    }
}

impl Connection {
    /// Opens a messenger; nothing, if it is none.
    fn chats(&self, secret: Secret<'_>, clock: &Arc<dyn Clock>, pictures: Pictures) -> Option<anyhow::Result<Chats>> {
        match self {
            Self::Express(express) => Some(express.open(secret, clock, pictures)),
            Self::Matrix(matrix) => Some(matrix.open(secret, clock, pictures)),
            Self::Mattermost(mattermost) => Some(mattermost.open(secret, clock, pictures)),
            Self::Slack(slack) => Some(slack.open(secret, clock, pictures)),
            Self::Telegram(telegram) => Some(telegram.open(secret, clock, pictures)),
            Self::Monitoring(_) | Self::Wiki(_) | Self::Desk(_) | Self::Calendar(_) | Self::OpenId(_) => None,
        }
    }
}

/// What messengers of these [`sorts`] make of drawings.
const fn pictures(of: u8) -> Pictures {
    if of & sorts::PICTURES != 0 { Pictures::DRAWN } else { Pictures::NONE }
}

/// Reads a named secret.
type Secret<'a> = &'a dyn Fn(&SecretId) -> anyhow::Result<String>;

/// A secret's text. A callback's may hold two lines while one token is replaced by another.
fn secret(id: &ConnectionId, name: &SecretId, secrets: &dyn NamedSecrets) -> anyhow::Result<String> {
    let cure = || format!("connection `{id}` has no secret `{name}`: {}", secrets.cure(name));
    String::from_utf8(secrets.secret(name).with_context(cure)?).with_context(|| format!("secret `{name}` is no text"))
}
