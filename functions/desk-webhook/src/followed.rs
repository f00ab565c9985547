//! Following desks: what changed is listed, read and taken one record after the other; how far that got is a row.
//!
//! A desk has a share of the time, whatever it does with it: what is left then follows with the next question, whichever
//! process asks it.

use crate::reconcile::{Served, heard, served};
use crate::standing::Standing;
use futures_util::future::join_all;
use nabat_domain::ids::ConnectionId;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::port::DeskListener;
use nabat_kit::table::{Action, Condition, Row, TableError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// A desk's share of the time with one question. A function that is asked every minute has little more than this.
pub const SHARE: Duration = Duration::from_secs(20);

/// Takes what changed in several desks, all at once: one that is down keeps no other waiting.
#[nabat_kit::boxed]
pub async fn follow_all(env: &Env, listeners: &BTreeMap<ConnectionId, Arc<dyn DeskListener>>, share: Duration) {
    let followed = listeners.iter().map(|(connection, listener)| async move {
        if let Err(fault) = follow(env, connection, listener.as_ref(), share).await {
            tracing::warn!(connection = %connection, "what changes in the desk is not heard: {fault}");
        }
    });
    join_all(followed).await;
}

/// Takes what changed in a desk since it was asked last, for as long as its share lasts.
///
/// # Errors
/// The desk's or the table's, or that the time was too short for all of it. A record that cannot be taken holds no
/// other up.
#[nabat_kit::boxed]
pub async fn follow(
    env: &Env,
    connection: &ConnectionId,
    listener: &dyn DeskListener,
    share: Duration,
) -> Result<(), Fault> {
    let served = served(env, connection).await?;
    if served.is_empty() {
        return Ok(());
    }
    let kept = env.table.get(&keys::followed(connection)).await?;
    let products: BTreeSet<_> = served.iter().map(|one| one.product.clone()).collect();
    let before = kept.as_ref().and_then(|row| serde_json::from_str(&row.body).ok());
    let mut standing = Standing::of(before.clone(), products, env.now());
    let asked = go_on(env, (connection, &served), listener, &mut standing);
    let late = || Fault::Retry(format!("the desk did not tell all within {} s, the rest follows", share.as_secs()));
    let outcome = timeout(share, asked).await.unwrap_or_else(|_| Err(late()));
    if before.as_ref() != Some(&standing) {
        keep(env, connection, kept.as_ref(), &standing).await?;
    }
    outcome
}

async fn go_on(
    env: &Env,
    (connection, served): (&ConnectionId, &[Served]),
    listener: &dyn DeskListener,
    standing: &mut Standing,
) -> Result<(), Fault> {
    let listed = listener.listed(standing.asks(env.now())).await?;
    let newest = listed.iter().map(|one| one.at).max().unwrap_or_default();
    for changed in &listed {
        if !standing.is_taken(changed) {
            let read = listener.read(changed).await?;
            if let Some(news) = read {
                heard(env, (connection, served), &news).await?;
            }
        }
        standing.pass(changed, newest.min(env.now()));
    }
    Ok(())
}

async fn keep(env: &Env, connection: &ConnectionId, kept: Option<&Row>, standing: &Standing) -> Result<(), Fault> {
    let (version, condition) = match kept {
        Some(row) => (row.version + 1, Condition::Version(row.version)),
        None => (1, Condition::Absent),
    };
    let body = serde_json::to_string(standing).expect("it has only string keys");
    let row = Row { key: keys::followed(connection), body, version, due: None, listed: None, expires: None };
    match env.table.write(&[Action::Put(row, condition)]).await {
        // Another host was quicker, and stands where it says: what it did not take yet is listed again.
        Ok(()) | Err(TableError::Conflict(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
