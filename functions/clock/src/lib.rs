//! Every minute: wakes what is due, and rings again for what nobody finished.

use futures_util::{StreamExt as _, stream};
use nabat_domain::time::{At, Length};
use nabat_kit::env::{self, Env};
use nabat_kit::fault::Fault;
use nabat_kit::heads::sign_day;
use nabat_kit::port::Bell;
use nabat_kit::table::{Key, SHARDS};
use std::collections::BTreeSet;

/// Rows rung for in one shard; the rest follows with the next tick.
const AT_ONCE: usize = 500;

/// What one tick found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ticked {
    /// Bells rung.
    pub rung: usize,
    /// How long the row has been due that waits longest.
    pub oldest: Length,
}

/// Rings for everything due, shard by shard: where there is too much for one tick, what was found has been rung for.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn handle(env: &Env) -> Result<Ticked, Fault> {
    let now = env.now();
    let (mut rung, mut oldest) = (0, now);
    for shard in 0..SHARDS {
        let due = env.table.due(shard, now.0, AT_ONCE).await?;
        oldest = due.iter().map(|(_, at)| At(*at)).fold(oldest, At::min);
        rung += ring_for(env, due.into_iter().map(|(key, _)| key)).await?;
    }
    Ok(Ticked { rung, oldest: now.since(oldest) })
}

/// Rings for these rows, once for what several of them are about; how often. What cannot be read now keeps no bell
/// waiting.
async fn ring_for(env: &Env, keys: impl Iterator<Item = Key>) -> Result<usize, Fault> {
    let looks = stream::iter(keys.map(|key| bell(env, key))).buffered(env::AT_ONCE);
    let (mut bells, mut faults) = (BTreeSet::new(), Vec::new());
    for look in looks.collect::<Vec<_>>().await {
        match look {
            Ok(bell) => bells.extend(bell),
            Err(fault) => faults.push(fault),
        }
    }
    let rung = bells.len();
    env.ring(bells.into_iter().collect()).await;
    faults.into_iter().next().map_or(Ok(rung), Err)
}

/// What can wait until everything due has been rung for: the day's heads of journals are signed, which reads all of
/// them once a day, and expired rows are removed.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn sign_and_sweep(env: &Env) -> Result<(), Fault> {
    sign_day(env).await;
    env.table.sweep(env.now().0).await?;
    Ok(())
}

/// The earliest moment at which anything is due.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn next(env: &Env) -> Result<Option<At>, Fault> {
    let mut earliest = None;
    for shard in 0..SHARDS {
        let due = env.table.next_due(shard).await?;
        earliest = earliest.into_iter().chain(due).min();
    }
    Ok(earliest.map(At))
}

/// The bell for a row that is due, by where it stands; none if it was done meanwhile.
async fn bell(env: &Env, key: Key) -> Result<Option<Bell>, Fault> {
    if key.pk.starts_with("D#") {
        return Ok(Some(Bell::Delivery(key)));
    }
    if key.pk.contains("#C#") {
        return Ok(Some(Bell::Posts(key.pk)));
    }
    if key.sk == "S#0" {
        return Ok(Some(Bell::Incident(key)));
    }
    Ok(env.table.get(&key).await?.map(|row| Bell::of_row(&row.body, key)))
}
