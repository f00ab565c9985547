//! Drains one chat's posts in the order of events: leases the chat, folds what was superseded,
//! waits where the messenger asks to.

mod batch;
mod channel;
mod giving_up;
mod lease;
mod outgoing;
mod pins;
mod posting;
mod room;
mod second;
mod waiting;

use batch::post_all;
use giving_up::{give_up, told, wait_longer};
use lease::{Leased, lease, owes_a_pin};
use nabat_domain::ids::IncidentId;
use nabat_domain::time::Length;
use nabat_kit::chat::Doubt;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::port::Bell;
use posting::Posting;
use room::Room;
use waiting::{after_the_first, drop_all, marked, put_off, rows, up_to_archive, waiting};

/// Posts taken in one go: each costs up to three actions of the closing transaction.
const AT_ONCE: usize = 25;

/// An incident's room is made within seconds, and its opening rings.
const UNTIL_IT_OPENS: Length = Length::minutes(1);

/// Works on one bell.
///
/// # Errors
/// The table's, and [`Fault::Retry`] while somebody else drains the chat.
#[nabat_kit::boxed]
pub async fn handle(env: &Env, bell: &Bell) -> Result<(), Fault> {
    let Bell::Posts(partition) = bell else {
        return Err(Fault::Permanent(format!("{bell:?} is not for chat-posting")));
    };
    while !rows(env, partition, 1).await?.is_empty() || owes_a_pin(env, partition).await? {
        let Some(mut chat) = lease(env, partition).await? else { return Ok(()) };
        match room::find(env, partition, &mut chat).await {
            Ok(Room::Found(destination)) => {
                let more = match Posting::new(env, *destination).await {
                    Ok(posting) => drain(env, &mut chat, posting).await?,
                    Err(fault) => no_room(env, &mut chat, fault).await?,
                };
                if !more {
                    return Ok(());
                }
            }
            Ok(Room::NotYet) => {
                chat.release(env).await?;
                return put_off(env, partition, env.now().plus(UNTIL_IT_OPENS)).await;
            }
            Ok(Room::Never) => {
                drop_all(env, partition).await?;
                (chat.body.unpinned, chat.body.pin_at) = (Vec::new(), None);
                return chat.release(env).await;
            }
            Err(fault) => {
                if !no_room(env, &mut chat, fault).await? {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

/// The room cannot be found or made: the posts wait, or are given up one by one. `true` if there may
/// be more to give up.
async fn no_room(env: &Env, chat: &mut Leased, fault: Fault) -> Result<bool, Fault> {
    let found = waiting(env, &chat.key.pk, 1).await?;
    let Some(post) = found.first() else {
        chat.body.pin_at = chat.body.pin_at.map(|_| env.now().plus(UNTIL_IT_OPENS));
        chat.release(env).await?;
        return Ok(true);
    };
    let why = fault.to_string();
    let dead = match fault {
        Fault::NoTime => {
            chat.release(env).await?;
            return Err(fault);
        }
        Fault::Permanent(_) => true,
        Fault::AskedToWait(asked) => wait_longer(env, chat, &why, Some(asked)),
        Fault::Retry(_) => wait_longer(env, chat, &why, None),
    };
    if second::turn_without_room(env, &chat.key.pk.clone(), &mut chat.body).await? {
        chat.release(env).await?;
        return Ok(true);
    }
    let (actions, bells) = if dead { told(env, post).await.split() } else { (Vec::new(), Vec::new()) };
    chat.done.extend(actions);
    if dead {
        chat.done.extend(give_up(env, post, &why));
    }
    chat.release(env).await?;
    env.ring(bells).await;
    leave(env, chat).await
}

/// The chat is left until it may be posted to again; `true` if that is now.
async fn leave(env: &Env, chat: &Leased) -> Result<bool, Fault> {
    match chat.body.not_before.filter(|until| *until > env.now()) {
        Some(until) => put_off(env, &chat.key.pk, until).await.map(|()| false),
        None => Ok(true),
    }
}

/// Posts everything that waits. `true` if more may have come meanwhile.
async fn drain(env: &Env, chat: &mut Leased, mut posting: Posting) -> Result<bool, Fault> {
    if chat.body.doubt == Doubt::None {
        posting.all_is_recorded();
    }
    loop {
        let found = waiting(env, &chat.key.pk, AT_ONCE).await?;
        if found.is_empty() {
            nothing_waits(env, chat, &posting).await?;
            chat.release(env).await?;
            return Ok(true);
        }
        let all = found.len() < AT_ONCE;
        let (batch, mut rest) = up_to_archive(found);
        let mut batch = marked(batch);
        if !posting.is_keyed() {
            rest += after_the_first(&mut batch);
        }
        let last = all && rest == 0;
        let done = post_all(env, chat, &mut posting, batch).await?;
        if done.lost {
            // The next room's first post rings.
            chat.body.not_before = None;
            chat.release(env).await?;
            env.ring(done.bells).await;
            return put_off(env, &chat.key.pk, env.now().plus(UNTIL_IT_OPENS)).await.map(|()| false);
        }
        if last && !done.stopped {
            nothing_waits(env, chat, &posting).await?;
        }
        if done.stopped || last {
            chat.release(env).await?;
            env.ring(done.bells).await;
            return leave(env, chat).await;
        }
        chat.keep(env).await?;
        env.ring(done.bells).await;
    }
}

/// All is posted: what is to be pinned is, and there is no doubt of anything.
async fn nothing_waits(env: &Env, chat: &mut Leased, posting: &Posting) -> Result<(), Fault> {
    posting.pin(env, chat).await?;
    chat.body.doubt.ends();
    Ok(())
}

/// What the partition of a standing room is named by.
const CHANNEL: &str = "ch.";

/// The incident a room's partition belongs to.
fn incident_of(partition: &str) -> Option<IncidentId> {
    let (_, chat) = partition.split_once("#C#")?;
    (!chat.starts_with("dm.") && !chat.starts_with(CHANNEL)).then(|| IncidentId::from(chat))
}
