//! Drains one chat's posts in the order of events: leases the chat, folds what was superseded,
//! waits where the messenger asks to.

mod giving_up;
mod lease;
mod outgoing;
mod posting;
mod room;
mod waiting;

use giving_up::{give_up, wait_or_give_up};
use lease::{Leased, lease};
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::Job;
use nabat_domain::time::Length;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::port::{Bell, CallError};
use nabat_kit::table::{Action, Condition};
use posting::Posting;
use room::Room;
use waiting::{Waiting, drop_all, is_superseded, rows, up_to_archive, waiting};

/// Posts taken in one go: each costs up to three actions of the closing transaction.
const AT_ONCE: usize = 25;

/// Longest wait a messenger may ask for that is waited out while draining.
const LONGEST_WAIT: Length = Length::seconds(5);

/// So often one post waits so before the chat is left for later.
const PATIENCE: u32 = 3;

/// Works on one bell.
///
/// # Errors
/// The table's, and [`Fault::Retry`] while somebody else drains the chat.
pub async fn handle(env: &Env, bell: &Bell) -> Result<(), Fault> {
    let Bell::Posts(partition) = bell else {
        return Err(Fault::Permanent(format!("{bell:?} is not for chat-posting")));
    };
    while !rows(env, partition, 1).await?.is_empty() {
        let Some(mut chat) = lease(env, partition).await? else { return Ok(()) };
        match room::find(env, partition, &mut chat.body).await? {
            Room::Found(destination) => {
                let posting = Posting::new(env, *destination).await?;
                if !drain(env, &mut chat, posting).await? {
                    return Ok(());
                }
            }
            // Its opening rings again.
            Room::NotYet => return chat.release(env, Vec::new()).await,
            Room::Never => {
                drop_all(env, partition).await?;
                return chat.release(env, Vec::new()).await;
            }
        }
    }
    Ok(())
}

/// Posts everything that waits. `true` if more may have come meanwhile.
async fn drain(env: &Env, chat: &mut Leased, mut posting: Posting) -> Result<bool, Fault> {
    loop {
        let limit = if posting.is_keyed() { AT_ONCE } else { 1 };
        let found = waiting(env, &chat.key.pk, limit).await?;
        if found.is_empty() {
            chat.release(env, Vec::new()).await?;
            return Ok(false);
        }
        let all = found.len() < limit;
        let (batch, rest) = up_to_archive(found);
        let last = all && rest == 0;
        let (actions, stopped) = post_all(env, chat, &mut posting, batch).await?;
        if stopped || last {
            chat.release(env, actions).await?;
            return Ok(!stopped);
        }
        chat.keep(env, actions).await?;
    }
}

/// Posts one batch; what is to be written for it, and whether the messenger asked to stop.
async fn post_all(
    env: &Env,
    chat: &mut Leased,
    posting: &mut Posting,
    batch: Vec<Waiting>,
) -> Result<(Vec<Action>, bool), Fault> {
    let mut actions = Vec::new();
    let superseded: Vec<bool> = (0..batch.len()).map(|at| is_superseded(&batch, at)).collect();
    for (post, superseded) in batch.into_iter().zip(superseded) {
        if !superseded && !came_too_late(chat, &post) {
            match patiently(env, chat, posting, &post).await? {
                Ok(kept) => {
                    actions.extend(kept);
                    chat.body.archived |= matches!(post.body.job, Job::Archive { .. });
                }
                Err(Fault::Permanent(why)) => actions.push(give_up(env, &post, &why)),
                Err(Fault::Retry(why)) => {
                    if let Some(dead) = wait_or_give_up(env, chat, &post, &why, posting.asked_to_wait()) {
                        actions.extend([dead, Action::Delete(post.row.key, Condition::Any)]);
                    }
                    return Ok((actions, true));
                }
            }
            chat.body.failures = 0;
        }
        actions.push(Action::Delete(post.row.key, Condition::Any));
    }
    Ok((actions, false))
}

/// The room was closed for writing before this was said. Personal data is removed all the same.
fn came_too_late(chat: &Leased, post: &Waiting) -> bool {
    let late = chat.body.archived && !matches!(post.body.job, Job::Erase { .. });
    if late {
        tracing::info!(incident.id = %post.body.incident, chat = %chat.key.pk, "post dropped: the chat is over");
    }
    late
}

/// Posts one thing. A messenger that asks to wait a few seconds is waited for, here and now: ringing
/// again later would cost more time than it wants.
async fn patiently(
    env: &Env,
    chat: &mut Leased,
    posting: &mut Posting,
    post: &Waiting,
) -> Result<Result<Vec<Action>, Fault>, Fault> {
    for _ in 0..PATIENCE {
        chat.renew(env).await?;
        let posted = posting.post(env, &mut chat.body, &post.body, &post.row.key).await;
        match posting.asked_to_wait().filter(|asked| posted.is_err() && *asked <= LONGEST_WAIT) {
            Some(asked) => env.clock.sleep(asked).await,
            None => return Ok(posted),
        }
    }
    chat.renew(env).await?;
    Ok(posting.post(env, &mut chat.body, &post.body, &post.row.key).await)
}

/// How a messenger's failure reads to the loop, with how long it asked to wait.
fn call_fault(error: CallError) -> (Fault, Option<Length>) {
    let asked = match &error {
        CallError::Throttled { retry_after } => *retry_after,
        CallError::Transient(_) | CallError::Permanent(_) => None,
    };
    (error.into(), asked)
}

/// The incident a room's partition belongs to.
fn incident_of(partition: &str) -> Option<IncidentId> {
    let (_, chat) = partition.split_once("#C#")?;
    (!chat.starts_with("dm.")).then(|| IncidentId::from(chat))
}
