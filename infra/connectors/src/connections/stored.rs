//! Connections in the table: put there with the configuration, for functions that run without its files.

use super::{Connection, Connections, sorts};
use crate::mail::Smtp;
use crate::webhook::StandardWebhooks;
use anyhow::Context as _;
use nabat_domain::ids::ConnectionId;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::port::{DeskListener, Outward};
use nabat_kit::table::{Action, Condition, Key, Query, Row, Table};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The number of [`Kept`]'s layout.
const SCHEMA: u32 = 1;

/// A connection as its row holds it.
#[derive(Serialize, Deserialize)]
struct Kept<C> {
    schema: u32,
    connection: C,
}

/// Puts these connections in force; those that are configured no more go.
///
/// # Errors
/// The table's.
pub async fn keep(table: &dyn Table, configured: &BTreeMap<ConnectionId, Connection>) -> Result<(), Fault> {
    for row in table.query(&Query::prefix(keys::CONNECTIONS, "")).await? {
        if !configured.contains_key(&ConnectionId::from(row.key.sk.as_str())) {
            table.write(&[Action::Delete(row.key, Condition::Any)]).await?;
        }
    }
    for (id, connection) in configured {
        let body = serde_json::to_string(&Kept { schema: SCHEMA, connection });
        let body = body.map_err(|error| Fault::unreadable("connection", error))?;
        let key = Key::new(keys::CONNECTIONS, id.as_str());
        let row = Row { key, body, version: 1, due: None, listed: None, expires: None };
        table.write(&[Action::Put(row, Condition::Any)]).await?;
    }
    Ok(())
}

/// The connections in force.
///
/// # Errors
/// The table's; a connection a later Nabat wrote, by its name.
pub async fn kept(table: &dyn Table) -> anyhow::Result<BTreeMap<ConnectionId, Connection>> {
    let rows = table.query(&Query::prefix(keys::CONNECTIONS, "")).await?;
    let read = |row: Row| {
        let id = ConnectionId::new(row.key.sk);
        let known: Kept<serde_json::Value> =
            serde_json::from_str(&row.body).with_context(|| format!("connection `{id}` is no connection"))?;
        let newer = || format!("connection `{id}` of schema {}, known up to {SCHEMA}", known.schema);
        let connection = serde_json::from_value(known.connection).with_context(newer)?;
        anyhow::Ok((id, connection))
    };
    rows.into_iter().map(read).collect()
}

/// What reading the connections gives: with a function's ports it makes ports that have the connections among them. It
/// calls nobody.
pub type Opening = Box<dyn FnOnce(Env) -> anyhow::Result<Env> + Send>;

/// Opens messengers, as the table has them now. What cannot be opened is left out, and what needs it waits. Drawings
/// would be attached as they are: this is for whoever attaches nothing.
///
/// # Errors
/// As [`kept`].
pub async fn with_chats(table: Arc<dyn Table>) -> anyhow::Result<Opening> {
    opening::<{ sorts::CHATS }>(table).await
}

/// Opens messengers that make pictures of drawings they are to attach.
///
/// # Errors
/// As [`with_chats`].
pub async fn with_chats_that_draw(table: Arc<dyn Table>) -> anyhow::Result<Opening> {
    opening::<{ sorts::CHATS | sorts::PICTURES }>(table).await
}

/// Opens wikis.
///
/// # Errors
/// As [`with_chats`].
pub async fn with_wikis(table: Arc<dyn Table>) -> anyhow::Result<Opening> {
    opening::<{ sorts::WIKIS }>(table).await
}

/// Opens service desks.
///
/// # Errors
/// As [`with_chats`].
pub async fn with_desks(table: Arc<dyn Table>) -> anyhow::Result<Opening> {
    opening::<{ sorts::DESKS }>(table).await
}

/// Opens service desks; nothing where they cannot be opened: what is posted in Nabat's own words is taken all the same.
///
/// # Errors
/// None.
pub async fn with_desks_at_hand(table: Arc<dyn Table>) -> anyhow::Result<Opening> {
    Ok(at_hand(with_desks(table).await, |error| tracing::error!("no desk can be asked: {error:#}")))
}

/// Opens monitoring systems and the way to receivers of webhooks.
///
/// # Errors
/// As [`with_chats`].
pub async fn with_monitoring(table: Arc<dyn Table>) -> anyhow::Result<Opening> {
    let monitoring = opening::<{ sorts::MONITORING }>(table).await?;
    Ok(Box::new(|env| with_webhooks(monitoring(env)?)))
}

/// Opens duty calendars; nothing where they cannot be opened: whoever reads them does other things too, and tells of
/// each calendar that it is not there.
///
/// # Errors
/// None.
pub async fn with_calendars(table: Arc<dyn Table>) -> anyhow::Result<Opening> {
    let calendars = opening::<{ sorts::CALENDARS }>(table).await;
    Ok(at_hand(calendars, |error| tracing::error!("no duty calendar can be read: {error:#}")))
}

/// What asks the desks that are configured now what changed there.
///
/// # Errors
/// `Retry`, as [`kept`].
pub async fn desk_listeners(env: &Env) -> Result<BTreeMap<ConnectionId, Arc<dyn DeskListener>>, Fault> {
    let open = async {
        let configured = kept(env.table.as_ref()).await?;
        anyhow::Ok(opened::<{ sorts::DESKS }>(&configured, env).desk_listeners)
    };
    open.await.map_err(|error| Fault::Retry(format!("{error:#}")))
}

/// The same ports with the way to receivers of webhooks among them; no connection names those.
///
/// # Errors
/// The machine's TLS or resolver cannot be set up.
pub fn with_webhooks(env: Env) -> anyhow::Result<Env> {
    let webhooks = Arc::new(StandardWebhooks::new()?);
    Ok(Env { outward: Outward { webhooks, ..env.outward }, ..env })
}

/// The same with mail servers too.
///
/// # Errors
/// As [`with_webhooks`].
pub fn with_webhooks_and_mail(env: Env) -> anyhow::Result<Env> {
    let env = with_webhooks(env)?;
    Ok(Env { outward: Outward { mailer: Arc::new(Smtp), ..env.outward }, ..env })
}

fn at_hand(opening: anyhow::Result<Opening>, told: fn(&anyhow::Error)) -> Opening {
    Box::new(move |env| {
        let with = opening.and_then(|open| open(env.clone()));
        Ok(with.unwrap_or_else(|error| {
            told(&error);
            env
        }))
    })
}

fn opened<const SORTS: u8>(configured: &BTreeMap<ConnectionId, Connection>, env: &Env) -> Connections {
    Connections::open_only::<SORTS>(configured, env.outward.secrets.as_ref(), &env.clock)
}

/// Opens what a function needs and nothing else.
async fn opening<const SORTS: u8>(table: Arc<dyn Table>) -> anyhow::Result<Opening> {
    let configured = kept(table.as_ref()).await?;
    Ok(Box::new(move |env| {
        // Named one by one: what is added there has to be given to the functions too.
        let Connections {
            messengers,
            sources,
            listeners: _,
            monitors,
            wikis,
            desks,
            desk_listeners: _,
            calendars,
            // The host alone has pages to sign in to.
            sign_ins: _,
            unopened,
        } = opened::<SORTS>(&configured, &env);
        let (messengers, sources, monitoring) = (Arc::new(messengers), Arc::new(sources), Arc::new(monitors));
        let (wikis, desks, calendars) = (Arc::new(wikis), Arc::new(desks), Arc::new(calendars));
        let unopened = Arc::new(unopened);
        Ok(Env { messengers, sources, monitoring, wikis, desks, calendars, unopened, ..env })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connections::{MonitoringConnection, SlackConnection};
    use nabat_kit::table::memory::MemoryTable;

    fn slack(base: &str) -> Connection {
        let (token, callback_token) = ("bot".into(), "signing".into());
        Connection::Slack(SlackConnection { base: base.to_owned(), token, callback_token })
    }

    #[tokio::test]
    async fn what_was_kept_is_in_force_and_what_is_configured_no_more_goes() {
        let table = MemoryTable::new();
        let prometheus = MonitoringConnection::Prometheus { base: "http://p".into(), token: None, labels: vec![] };
        let both = BTreeMap::from([
            ("chats".into(), slack("https://slack.example")),
            ("metrics".into(), Connection::Monitoring(prometheus)),
        ]);
        keep(&table, &both).await.expect("kept");
        assert_eq!(kept(&table).await.expect("read"), both);
        let moved = BTreeMap::from([("chats".into(), slack("https://elsewhere.example"))]);
        keep(&table, &moved).await.expect("kept");
        assert_eq!(kept(&table).await.expect("read"), moved);
    }

    #[tokio::test]
    async fn a_connection_of_a_later_nabat_is_named() {
        let table = MemoryTable::new();
        let body = r#"{"schema":9,"connection":{"pigeon":{"loft":"north"}}}"#.to_owned();
        let key = Key::new(keys::CONNECTIONS, "birds");
        let row = Row { key, body, version: 1, due: None, listed: None, expires: None };
        table.write(&[Action::Put(row, Condition::Any)]).await.expect("written");
        let told = format!("{:#}", kept(&table).await.expect_err("unknown"));
        assert!(told.contains("connection `birds` of schema 9, known up to 1"), "{told}");
    }
}
