//! Writing the day's list, by the clock.

use super::{HeadAt, Heads, SignedHeads, last_page, read};
use crate::env::Env;
use crate::fault::Fault;
use crate::incident::of_key;
use crate::keys;
use crate::signing::SigningKey;
use crate::table::{Action, Condition, Order, Query, Row, Table, TableError};
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::journal::NOTHING_BEFORE;
use nabat_domain::time::{At, Length};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Incidents read at once.
const AT_ONCE: usize = 500;

/// Heads recorded so long before the last list are listed again: their transaction may have been slow.
const OVERLAP: Length = Length::hours(1);

/// Heads of one page: far below what a row holds.
const PAGE: usize = 2_000;

/// What is listed of an incident's head. The rest of it is not read: a head of a later version is listed too.
#[derive(Deserialize)]
struct LastEvent {
    version: u64,
    hash: String,
    at: At,
}

/// Writes the day's list of every product where it is not written yet. Without a key nothing is signed. Nobody waits
/// for a signature: what hinders it is told, and it is tried again with the next tick.
#[crate::boxed]
pub async fn sign_day(env: &Env) {
    let Some(key) = &env.secrets.signing else { return };
    if let Err(fault) = sign_every(env, key).await {
        tracing::error!("heads of journals are not signed: {fault}");
    }
}

async fn sign_every(env: &Env, key: &SigningKey) -> Result<(), Fault> {
    for row in env.table.query(&Query::prefix(keys::PRODUCTS, "")).await? {
        sign(env, key, &ProductId::new(row.key.sk)).await?;
    }
    Ok(())
}

async fn sign(env: &Env, key: &SigningKey, product: &ProductId) -> Result<(), Fault> {
    let table = env.table.as_ref();
    let now = env.now();
    let day = day_of(now);
    let last = last_page(table, product).await?;
    // A clock set back signs no day twice.
    if last.as_ref().is_some_and(|(_, page)| page.ends && page.day >= day) {
        return Ok(());
    }
    let since = match &last {
        Some((_, page)) => last_end(table, product, page).await?,
        None => None,
    };
    let moved: Vec<(IncidentId, HeadAt)> = moved_since(table, product, since).await?.into_iter().collect();
    let (mut number, mut previous) =
        last.map_or((0, NOTHING_BEFORE.to_owned()), |(signed, page)| (page.number, signed.hash));
    let pages = moved.len().div_ceil(PAGE).max(1);
    for place in 0..pages {
        number += 1;
        let heads = moved.iter().skip(place * PAGE).take(PAGE).cloned().collect();
        let ends = place + 1 == pages;
        let page = Heads { at: now, day: day.clone(), ends, heads, number, previous, product: product.clone() };
        let signed = SignedHeads::sign(&page, key);
        previous = signed.hash.clone();
        if !write(table, &page, &signed).await? {
            // Another host was quicker.
            return Ok(());
        }
    }
    tracing::info!(product = %product, day, heads = moved.len(), "heads of journals signed");
    Ok(())
}

/// Whether this page is the one that stands there now.
async fn write(table: &dyn Table, page: &Heads, signed: &SignedHeads) -> Result<bool, Fault> {
    let key = keys::heads(&page.product, page.number);
    let body = serde_json::to_string(signed).expect("a page has only string keys");
    let row = Row { key, body, version: 1, due: None, listed: None, expires: None };
    match table.write(&[Action::Put(row, Condition::Absent)]).await {
        Ok(()) => Ok(true),
        Err(TableError::Conflict(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The day of a moment, UTC.
fn day_of(at: At) -> String {
    at.to_rfc3339().chars().take(10).collect()
}

/// When the last list that was written to its end was written.
async fn last_end(table: &dyn Table, product: &ProductId, last: &Heads) -> Result<Option<At>, Fault> {
    let mut page = last.clone();
    while !page.ends && page.number > 1 {
        let Some(row) = table.get(&keys::heads(product, page.number - 1)).await? else { return Ok(None) };
        page = read(&row)?.1;
    }
    Ok(page.ends.then_some(page.at))
}

/// Heads of incidents and problems with events recorded since a moment, or ever.
async fn moved_since(
    table: &dyn Table,
    product: &ProductId,
    since: Option<At>,
) -> Result<BTreeMap<IncidentId, HeadAt>, Fault> {
    let from = since.map(|since| since.minus(OVERLAP));
    let mut moved = BTreeMap::new();
    for list in [keys::incidents_list(product), keys::problems_list(product)] {
        let mut after = None;
        loop {
            let page = table.list(&list, Order::Ascending, after.as_deref(), AT_ONCE).await?;
            for row in &page.rows {
                let Some((_, incident)) = of_key(&row.key) else { continue };
                // A head that cannot be read is found by the check of journals; it keeps no other from its list.
                let Ok(last) = serde_json::from_str::<LastEvent>(&row.body) else { continue };
                if from.is_none_or(|from| last.at >= from) {
                    moved.insert(incident, HeadAt { number: last.version, hash: last.hash });
                }
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(moved)
}
