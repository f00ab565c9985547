//! Every minute: wakes what is due, and rings again for what nobody finished.

use futures_util::{StreamExt as _, stream};
use nabat_domain::ids::ProductId;
use nabat_domain::time::{At, Length};
use nabat_kit::dead::set_aside;
use nabat_kit::env::{self, Env};
use nabat_kit::fault::Fault;
use nabat_kit::heads::sign_day;
use nabat_kit::perform::JobRow;
use nabat_kit::port::Bell;
use nabat_kit::table::{Key, Row, SHARDS};
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
    let looks = stream::iter(keys.map(|key| found(env, key))).buffered(env::AT_ONCE);
    let (mut bells, mut unreadable, mut faults) = (BTreeSet::new(), Vec::new(), Vec::new());
    for look in looks.collect::<Vec<_>>().await {
        match look {
            Ok(Found::Rings(bell)) => {
                bells.insert(bell);
            }
            Ok(Found::Unreadable(row, why)) => unreadable.push((row, why)),
            Ok(Found::Gone) => {}
            Err(fault) => faults.push(fault),
        }
    }
    let rung = bells.len();
    env.ring(bells.into_iter().collect()).await;
    // One after the other: they have a notice in common.
    for (row, why) in unreadable {
        let product = ProductId::from(row.key.pk.split('#').next().unwrap_or_default());
        set_aside(env, &product, row, &why).await?;
    }
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

/// What a row that is due asks for.
enum Found {
    /// Somebody is to look at it.
    Rings(Bell),
    /// It is a job nobody can read, and why.
    Unreadable(Row, String),
    /// It was done meanwhile.
    Gone,
}

/// The bell for a row that is due, by where it stands.
async fn found(env: &Env, key: Key) -> Result<Found, Fault> {
    if key.pk.starts_with("D#") {
        return Ok(Found::Rings(Bell::Delivery(key)));
    }
    if key.pk.contains("#C#") {
        return Ok(Found::Rings(Bell::Posts(key.pk)));
    }
    if key.sk == "S#0" {
        return Ok(Found::Rings(Bell::Incident(key)));
    }
    let Some(row) = env.table.get(&key).await? else { return Ok(Found::Gone) };
    let job = match serde_json::from_str::<JobRow>(&row.body) {
        Ok(job) => job,
        Err(error) => return Ok(Found::Unreadable(row, Fault::unreadable("job", error).to_string())),
    };
    Ok(Found::Rings(Bell::of_job(job.queue, key)))
}
