//! Searches monitoring around a failure and records what stands out; counts the users it takes away;
//! does the actions people configured.
//!
//! Queries change nothing, so a search may be repeated; its result is recorded once, by the command
//! that closes the job. A monitoring system that does not answer is asked once more and then said to
//! be missing: nobody waits for it.

mod act;
mod count;
mod found;
mod search;

use act::Act;
use nabat_domain::incident::{Command, Job, RunbookJob, RunbookReport, Search};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::load_to_write;
use nabat_kit::perform::{Leased, done, done_with, failed, lease};
use nabat_kit::port::Bell;

/// Works on one bell.
///
/// # Errors
/// The table's; a monitoring system that fails puts the job back to wait once.
#[nabat_kit::boxed]
pub async fn handle(env: &Env, bell: &Bell) -> Result<(), Fault> {
    let Bell::Runbook(key) = bell else {
        return Err(Fault::Permanent(format!("{bell:?} is not for runbook-launch")));
    };
    let Some(mut leased) = lease(env, key).await? else { return Ok(()) };
    match perform(env, &mut leased).await {
        Ok(Some(report)) => done_with(env, leased, &Command::Runbook(report)).await,
        Ok(None) => done(env, leased).await,
        Err(fault) => failed(env, leased, &fault).await,
    }
}

async fn perform(env: &Env, leased: &mut Leased) -> Result<Option<RunbookReport>, Fault> {
    match leased.body.job.clone() {
        Job::Search(search) => searched(env, leased, &search).await,
        Job::Runbook(RunbookJob::Count { upto, .. }) => {
            let state = load_to_write(env.table.as_ref(), &leased.product, &leased.incident).await?;
            let Some(state) = state else { return Ok(None) };
            count::counted(env, &state, upto, leased.attempts()).await
        }
        Job::Runbook(RunbookJob::Act { number, action, by }) => {
            let state = load_to_write(env.table.as_ref(), &leased.product, &leased.incident).await?;
            let Some(state) = state else { return Ok(None) };
            act::done(env, leased, &state, &Act { number, action: &action, by: by.as_ref() }).await
        }
        other => Err(Fault::Permanent(format!("job {} is not for runbook-launch", other.kind()))),
    }
}

/// What a search comes to; nothing where there is no monitoring, or nobody to tell any more.
async fn searched(env: &Env, leased: &Leased, search: &Search) -> Result<Option<RunbookReport>, Fault> {
    let (product, incident) = (&leased.product, &leased.incident);
    let Some(state) = load_to_write(env.table.as_ref(), product, incident).await? else { return Ok(None) };
    if !state.is_open() || state.findings.search(search.number).is_some() {
        return Ok(None);
    }
    let found = search::found(env, &state, search, leased.attempts()).await?;
    Ok(found.map(|found| RunbookReport::Searched { found: Box::new(found) }))
}
