//! Every minute: wakes what is due, and rings again for what nobody finished.

use nabat_domain::ids::ProductId;
use nabat_domain::incident::Queue;
use nabat_domain::time::{At, Length};
use nabat_kit::dead::set_aside;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::heads::sign_day;
use nabat_kit::perform::JobRow;
use nabat_kit::port::Bell;
use nabat_kit::table::{Key, SHARDS};
use std::collections::BTreeSet;

/// Rows rung for at once in one shard; the rest follows with the next tick.
const AT_ONCE: usize = 500;

/// What one tick found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ticked {
    /// Bells rung.
    pub rung: usize,
    /// Expired rows removed.
    pub swept: usize,
    /// How long the row has been due that waits longest.
    pub oldest: Length,
}

/// Rings for everything due.
///
/// # Errors
/// The table's.
pub async fn handle(env: &Env) -> Result<Ticked, Fault> {
    let now = env.now();
    let (mut bells, mut oldest) = (BTreeSet::new(), now);
    for shard in 0..SHARDS {
        for (key, due) in env.table.due(shard, now.0, AT_ONCE).await? {
            oldest = oldest.min(At(due));
            bells.extend(bell(env, key).await?);
        }
    }
    let rung = bells.len();
    env.ring(bells.into_iter().collect()).await;
    sign_day(env).await;
    Ok(Ticked { rung, swept: env.table.sweep(now.0).await?, oldest: now.since(oldest) })
}

/// The earliest moment at which anything is due.
///
/// # Errors
/// The table's.
pub async fn next(env: &Env) -> Result<Option<At>, Fault> {
    let mut earliest = None;
    for shard in 0..SHARDS {
        let due = env.table.next_due(shard).await?;
        earliest = earliest.into_iter().chain(due).min();
    }
    Ok(earliest.map(At))
}

/// The bell for a row that is due, by where it stands.
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
    let Some(row) = env.table.get(&key).await? else { return Ok(None) };
    // One row that cannot be read must not keep all the others waiting.
    let job = match serde_json::from_str::<JobRow>(&row.body) {
        Ok(job) => job,
        Err(error) => {
            let why = Fault::unreadable("job", error).to_string();
            let product = ProductId::from(key.pk.split('#').next().unwrap_or_default());
            return set_aside(env, &product, row, &why).await.map(|()| None);
        }
    };
    Ok(Some(match job.queue {
        Queue::ChatCreation => Bell::Chat(key),
        Queue::ClosureDecision => Bell::Closure(key),
        Queue::ReportPublishing => Bell::Report(key),
        Queue::NoticeSending => Bell::Notice(key),
        Queue::WebhookSending => Bell::Webhook(key),
        Queue::RunbookLaunch => Bell::Runbook(key),
        Queue::StepRecording => Bell::Incident(key),
        Queue::ChatPosting => Bell::Posts(key.pk),
    }))
}
