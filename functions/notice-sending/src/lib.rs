//! Tells those who are not in the chat: spreads one notice over its recipients, then brings it to each
//! by mail or through a gateway. What goes to the messenger is posted by chat-posting.

mod call_out;
mod deliver;
mod gateway;
mod mail;
mod spread;
mod words;

use nabat_domain::incident::{Job, NoticeJob};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::perform::{done, failed, lease};
use nabat_kit::port::Bell;

/// Works on one bell.
///
/// # Errors
/// The table's; a failure of mail server or gateway puts the job back to wait.
#[nabat_kit::boxed]
pub async fn handle(env: &Env, bell: &Bell) -> Result<(), Fault> {
    let Bell::Notice(key) = bell else {
        return Err(Fault::Permanent(format!("{bell:?} is not for notice-sending")));
    };
    // Notices of one incident are spread in the order of events, whichever bell rang.
    if spread::is_spread(key) {
        return spread::all(env, &key.pk).await;
    }
    let Some(mut leased) = lease(env, key).await? else { return Ok(()) };
    let told = match leased.body.job.clone() {
        Job::Notice(NoticeJob::Deliver(delivery)) => deliver::deliver(env, &mut leased, &delivery).await,
        Job::Notice(NoticeJob::CallOut { person, rung, wording }) => {
            call_out::call(env, &mut leased, &person, rung, &wording).await
        }
        other => Err(Fault::Permanent(format!("job {} is not for notice-sending", other.kind()))),
    };
    match told {
        Ok(()) => done(env, leased).await,
        Err(fault) => failed(env, leased, &fault).await,
    }
}
