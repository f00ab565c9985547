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
use std::convert::Infallible;
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

/// The same ports with messengers among them, as the table and the named secrets have them now.
///
/// # Errors
/// As [`kept`] and [`Connections::open`].
pub async fn with_chats(env: Env) -> anyhow::Result<Env> {
    joined::<{ sorts::CHATS }>(env).await
}

/// The same ports with wikis among them.
///
/// # Errors
/// As [`with_chats`].
pub async fn with_wikis(env: Env) -> anyhow::Result<Env> {
    joined::<{ sorts::WIKIS }>(env).await
}

/// The same ports with service desks among them.
///
/// # Errors
/// As [`with_chats`].
pub async fn with_desks(env: Env) -> anyhow::Result<Env> {
    joined::<{ sorts::DESKS }>(env).await
}

/// The same ports with service desks among them; without, where they cannot be opened: what is posted in Nabat's own
/// words is taken all the same.
///
/// # Errors
/// None.
pub async fn with_desks_at_hand(env: Env) -> Result<Env, Infallible> {
    let with = with_desks(env.clone()).await;
    Ok(with.unwrap_or_else(|error| {
        tracing::error!("no desk can be asked: {error:#}");
        env
    }))
}

/// The same ports with monitoring systems and receivers of webhooks among them.
///
/// # Errors
/// As [`with_chats`].
pub async fn with_monitoring(env: Env) -> anyhow::Result<Env> {
    with_receivers(joined::<{ sorts::MONITORING }>(env).await?).await
}

/// The same ports with duty calendars among them; without, where they cannot be opened: whoever reads them does other
/// things too, and tells of each calendar that it is not there.
///
/// # Errors
/// None.
pub async fn with_calendars(env: Env) -> Result<Env, Infallible> {
    let with = joined::<{ sorts::CALENDARS }>(env.clone()).await;
    Ok(with.unwrap_or_else(|error| {
        tracing::error!("no duty calendar can be read: {error:#}");
        env
    }))
}

/// What asks the desks that are configured now what changed there.
///
/// # Errors
/// `Retry`, as [`kept`] and [`Connections::open`].
pub async fn desk_listeners(env: &Env) -> Result<BTreeMap<ConnectionId, Arc<dyn DeskListener>>, Fault> {
    let open = async { anyhow::Ok(opened::<{ sorts::DESKS }>(env).await?.desk_listeners) };
    open.await.map_err(|error| Fault::Retry(format!("{error:#}")))
}

/// The same ports with mail servers and receivers of webhooks among them.
///
/// # Errors
/// The machine's TLS or resolver cannot be set up.
pub async fn with_receivers(env: Env) -> anyhow::Result<Env> {
    let (webhooks, secrets) = (Arc::new(StandardWebhooks::new()?), Arc::clone(&env.outward.secrets));
    Ok(Env { outward: Outward { mailer: Arc::new(Smtp), webhooks, secrets }, ..env })
}

async fn opened<const SORTS: u8>(env: &Env) -> anyhow::Result<Connections> {
    let configured = kept(env.table.as_ref()).await?;
    Connections::open_only::<SORTS>(&configured, env.outward.secrets.as_ref(), &env.clock)
}

/// Opens what a function needs and nothing else.
async fn joined<const SORTS: u8>(env: Env) -> anyhow::Result<Env> {
    // Named one by one: what is added there has to be given to the functions too.
    let Connections {
        messengers,
        sources,
        listeners: _,
        monitors,
        mut wikis,
        mut desks,
        desk_listeners: _,
        calendars,
        // The host alone has pages to sign in to.
        sign_ins: _,
    } = opened::<SORTS>(&env).await?;
    wikis.extend(env.wikis.iter().map(|(id, wiki)| (id.clone(), Arc::clone(wiki))));
    desks.extend(env.desks.iter().map(|(id, desk)| (id.clone(), Arc::clone(desk))));
    let (messengers, sources, monitoring) = (Arc::new(messengers), Arc::new(sources), Arc::new(monitors));
    let (wikis, desks, calendars) = (Arc::new(wikis), Arc::new(desks), Arc::new(calendars));
    Ok(Env { messengers, sources, monitoring, wikis, desks, calendars, ..env })
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
