//! Tells machines that build on what happens: one signed webhook a subscription and event.
//!
//! A body is made from the journal each time it is sent, so every attempt and every replay has the same
//! bytes under the same `webhook-id`. Order is not promised: `data.number` tells it.

mod publish;
mod send;

use nabat_domain::incident::{Job, WebhookJob};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::perform::{done, failed, lease};
use nabat_kit::port::Bell;

/// Works on one bell.
///
/// # Errors
/// The table's; a receiver's failure puts the job back to wait.
#[nabat_kit::boxed]
pub async fn handle(env: &Env, bell: &Bell) -> Result<(), Fault> {
    let Bell::Webhook(key) = bell else {
        return Err(Fault::Permanent(format!("{bell:?} is not for webhook-sending")));
    };
    let Some(mut leased) = lease(env, key).await? else { return Ok(()) };
    let done_so = match leased.body.job.clone() {
        Job::Webhook(WebhookJob::Publish { from, to }) => match publish::publish(env, &leased, from, to).await {
            Ok(actions) => return publish::put_down(env, leased, actions).await,
            Err(fault) => Err(fault),
        },
        Job::Webhook(WebhookJob::Send { hook }) => send::send(env, &mut leased, &hook).await,
        other => Err(Fault::Permanent(format!("job {} is not for webhook-sending", other.kind()))),
    };
    match done_so {
        Ok(()) => done(env, leased).await,
        Err(fault) => failed(env, leased, &fault).await,
    }
}
