//! Drains one chat's posts in the order of events: leases the chat, folds what was superseded,
//! waits where the messenger asks to.

mod channel;
mod giving_up;
mod lease;
mod outgoing;
mod pins;
mod posting;
mod room;
mod second;
mod waiting;

use giving_up::{give_up, told, wait_longer};
use lease::{Leased, lease, owes_a_pin};
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{ChatLost, Job};
use nabat_domain::time::Length;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::port::{Bell, CallError};
use nabat_kit::table::{Action, Condition};
use posting::Posting;
use room::Room;
use waiting::{Waiting, after_the_first, drop_all, marked, put_off, rows, up_to_archive, waiting};

/// Posts taken in one go: each costs up to three actions of the closing transaction.
const AT_ONCE: usize = 25;

/// Longest wait a messenger may ask for that is waited out while draining.
const LONGEST_WAIT: Length = Length::seconds(5);

/// An incident's room is made within seconds, and its opening rings.
const UNTIL_IT_OPENS: Length = Length::minutes(1);

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
    while !rows(env, partition, 1).await?.is_empty() || owes_a_pin(env, partition).await? {
        let Some(mut chat) = lease(env, partition).await? else { return Ok(()) };
        match room::find(env, partition, &mut chat.body).await {
            Ok(Room::Found(destination)) => {
                let posting = Posting::new(env, *destination).await?;
                if !drain(env, &mut chat, posting).await? {
                    return Ok(());
                }
            }
            Ok(Room::NotYet) => {
                chat.release(env, Vec::new()).await?;
                return put_off(env, partition, env.now().plus(UNTIL_IT_OPENS)).await;
            }
            Ok(Room::Never) => {
                drop_all(env, partition).await?;
                (chat.body.unpinned, chat.body.pin_at) = (Vec::new(), None);
                return chat.release(env, Vec::new()).await;
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
        chat.release(env, Vec::new()).await?;
        return Ok(true);
    };
    let why = fault.to_string();
    let dead = match fault {
        Fault::Permanent(_) => true,
        Fault::AskedToWait(asked) => wait_longer(env, chat, &why, Some(asked)),
        Fault::Retry(_) => wait_longer(env, chat, &why, None),
    };
    if second::turn_without_room(env, &chat.key.pk.clone(), &mut chat.body).await? {
        chat.release(env, Vec::new()).await?;
        return Ok(true);
    }
    let (mut actions, bells) = if dead { told(env, post).await.split() } else { (Vec::new(), Vec::new()) };
    if dead {
        actions.extend(give_up(env, post, &why));
    }
    chat.release(env, actions).await?;
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
    loop {
        let found = waiting(env, &chat.key.pk, AT_ONCE).await?;
        if found.is_empty() {
            posting.pin(env, &mut chat.body).await;
            chat.release(env, Vec::new()).await?;
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
            chat.release(env, done.actions).await?;
            env.ring(done.bells).await;
            return put_off(env, &chat.key.pk, env.now().plus(UNTIL_IT_OPENS)).await.map(|()| false);
        }
        if done.stopped || last {
            chat.release(env, done.actions).await?;
            env.ring(done.bells).await;
            return leave(env, chat).await;
        }
        chat.keep(env, done.actions).await?;
        env.ring(done.bells).await;
    }
}

/// What came of a batch.
#[derive(Default)]
struct Done {
    /// To be written for it.
    actions: Vec<Action>,
    /// To be rung once it is.
    bells: Vec<Bell>,
    /// The messenger asked to stop.
    stopped: bool,
    /// The room is lost: what waits, waits for the next one.
    lost: bool,
    /// Somebody was told of a post given up.
    told: bool,
}

impl Done {
    /// The bot is not in the incident's room any more: the post waits for the next one.
    async fn is_lost(&mut self, env: &Env, posting: &Posting, post: &Waiting) -> bool {
        if !posting.is_thrown_out().await {
            return false;
        }
        let Some(told) = second::lost(env, posting, post, ChatLost::ThrownOut) else { return false };
        self.wait_for_the_next(told);
        true
    }

    /// The messenger does not answer, and what waits goes on in the second one.
    fn goes_on_elsewhere(&mut self, env: &Env, chat: &mut Leased, posting: &Posting, post: &Waiting) -> bool {
        if !second::does_not_answer(&chat.body) {
            return false;
        }
        if let Some(person) = &posting.destination().person {
            return second::turn_to(env, &posting.destination().current, person, &mut chat.body);
        }
        let Some(told) = second::lost(env, posting, post, ChatLost::Unreachable) else { return false };
        self.wait_for_the_next(told);
        true
    }

    fn wait_for_the_next(&mut self, told: Action) {
        self.bells.extend(bell_of(&told));
        self.actions.push(told);
        self.lost = true;
    }

    /// A post is given up; the first of a batch is told of.
    async fn give_up(&mut self, env: &Env, post: &Waiting, why: &str) {
        self.actions.extend(give_up(env, post, why));
        if !self.told {
            self.told = true;
            let (told, bells) = told(env, post).await.split();
            self.actions.extend(told);
            self.bells.extend(bells);
        }
    }
}

/// Posts one batch.
async fn post_all(
    env: &Env,
    chat: &mut Leased,
    posting: &mut Posting,
    batch: Vec<(Waiting, bool)>,
) -> Result<Done, Fault> {
    let mut done = Done::default();
    for (post, superseded) in batch {
        if superseded || came_too_late(chat, &post) {
            done.actions.push(Action::Delete(post.row.key, Condition::Any));
            continue;
        }
        let posted = patiently(env, chat, posting, &post).await?;
        let asked = posting.asked_to_wait();
        match posted {
            Ok(kept) => {
                done.bells.extend(kept.iter().filter_map(bell_of));
                done.actions.extend(kept);
                done.actions.push(Action::Delete(post.row.key, Condition::Any));
                chat.body.archived |= matches!(post.body.job, Job::Archive { .. });
            }
            Err(Fault::Permanent(_)) if done.is_lost(env, posting, &post).await => return Ok(done),
            Err(Fault::Permanent(why)) => done.give_up(env, &post, &why).await,
            Err(fault @ (Fault::Retry(_) | Fault::AskedToWait(_))) => {
                let why = fault.to_string();
                let dead = wait_longer(env, chat, &why, asked);
                if !done.goes_on_elsewhere(env, chat, posting, &post) && dead {
                    done.give_up(env, &post, &why).await;
                }
                done.stopped = true;
                return Ok(done);
            }
        }
        chat.body.failures = 0;
    }
    Ok(done)
}

/// A job among what is kept is rung for.
fn bell_of(kept: &Action) -> Option<Bell> {
    match kept {
        Action::Put(row, _) if row.key.sk.starts_with("J#") => Some(Bell::Incident(row.key.clone())),
        Action::Put(..) | Action::Delete(..) | Action::Check(..) => None,
    }
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

/// What the partition of a standing room is named by.
const CHANNEL: &str = "ch.";

/// The incident a room's partition belongs to.
fn incident_of(partition: &str) -> Option<IncidentId> {
    let (_, chat) = partition.split_once("#C#")?;
    (!chat.starts_with("dm.") && !chat.starts_with(CHANNEL)).then(|| IncidentId::from(chat))
}
