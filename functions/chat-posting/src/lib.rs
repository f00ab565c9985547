//! Drains one chat's posts in the order of events: leases the chat, folds what was superseded,
//! waits where the messenger asks to.

mod outgoing;
mod posting;
mod room;

use nabat_domain::ids::IncidentId;
use nabat_domain::incident::Job;
use nabat_domain::time::{At, Length};
use nabat_kit::chat::{ChatRow, QueuedPost};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::perform::{ATTEMPTS, CALL, LEASE, wait};
use nabat_kit::port::{Bell, CallError};
use nabat_kit::table::{Action, Condition, Key, Listed, Query, Row, TableError};
use posting::Posting;

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
    while let Some(mut chat) = lease(env, partition).await? {
        let Some(destination) = room::find(env, partition, &mut chat.body).await? else {
            // The room is not made yet; its opening rings again.
            return release(env, &mut chat, Vec::new()).await;
        };
        let posting = Posting::new(env, destination).await?;
        if !drain(env, &mut chat, posting).await? {
            return Ok(());
        }
    }
    Ok(())
}

/// A chat under lease.
struct Leased {
    key: Key,
    version: u64,
    body: ChatRow,
}

/// A post as it stands in the table.
struct Waiting {
    row: Row,
    body: QueuedPost,
}

/// Leases the chat if posts wait in it and it may be posted to now.
async fn lease(env: &Env, partition: &str) -> Result<Option<Leased>, Fault> {
    if waiting(env, partition, 1).await?.is_empty() {
        return Ok(None);
    }
    let key = keys::chat(partition);
    let row = env.table.get(&key).await?;
    let (condition, version, mut body) = match &row {
        None => (Condition::Absent, 0, ChatRow::default()),
        Some(row) => {
            let body: ChatRow = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("chat", error))?;
            (Condition::Version(row.version), row.version, body)
        }
    };
    let now = env.now();
    if body.not_before.is_some_and(|at| at > now) {
        return Ok(None);
    }
    if body.leased_until.is_some_and(|until| until > now) {
        return Err(Fault::Retry(format!("{partition} is being drained")));
    }
    body.leased_until = Some(now.plus(LEASE));
    let mut leased = Leased { key, version, body };
    match env.table.write(&[leased.put(condition)]).await {
        Ok(()) => Ok(Some(leased)),
        Err(TableError::Conflict(_)) => Err(Fault::Retry(format!("{partition} is being drained"))),
        Err(error) => Err(error.into()),
    }
}

impl Leased {
    /// Writes the chat's row as it is now.
    fn put(&mut self, condition: Condition) -> Action {
        self.version += 1;
        let body = serde_json::to_string(&self.body).expect("a chat has only string keys");
        let row = Row { key: self.key.clone(), body, version: self.version, due: None, listed: None, expires: None };
        Action::Put(row, condition)
    }
}

async fn waiting(env: &Env, partition: &str, limit: usize) -> Result<Vec<Waiting>, Fault> {
    let rows = env.table.query(&Query { limit, ..Query::prefix(partition, "P#") }).await?;
    let read = |row: Row| {
        let body = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("post", error))?;
        Ok(Waiting { row, body })
    };
    rows.into_iter().map(read).collect()
}

/// Posts everything that waits. `true` if more may have come meanwhile.
async fn drain(env: &Env, chat: &mut Leased, mut posting: Posting) -> Result<bool, Fault> {
    loop {
        let limit = if posting.is_keyed() { AT_ONCE } else { 1 };
        let found = waiting(env, &chat.key.pk, limit).await?;
        if found.is_empty() {
            release(env, chat, Vec::new()).await?;
            return Ok(false);
        }
        let all = found.len() < limit;
        let (batch, rest) = up_to_archive(found);
        let last = all && rest == 0;
        let (mut actions, stopped) = post_all(env, chat, &mut posting, batch).await?;
        if stopped || last {
            release(env, chat, actions).await?;
            return Ok(!stopped);
        }
        chat.body.leased_until = Some(env.now().plus(LEASE));
        let condition = Condition::Version(chat.version);
        actions.push(chat.put(condition));
        env.table.write(&actions).await?;
    }
}

/// The archive is done in a batch of its own: once it is done, nothing before it can be repeated.
/// Gives the posts to do now and how many were left for later.
fn up_to_archive(mut found: Vec<Waiting>) -> (Vec<Waiting>, usize) {
    let archive = found.iter().position(|waiting| matches!(waiting.body.job, Job::Archive { .. }));
    let now = match archive {
        Some(0) => 1,
        Some(place) => place,
        None => found.len(),
    };
    let rest = found.split_off(now).len();
    (found, rest)
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
        if !superseded {
            match patiently(env, chat, posting, &post).await? {
                Ok(kept) => actions.extend(kept),
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

/// Posts one thing. A messenger that asks to wait a few seconds is waited for, here and now: ringing
/// again later would cost more time than it wants.
async fn patiently(
    env: &Env,
    chat: &mut Leased,
    posting: &mut Posting,
    post: &Waiting,
) -> Result<Result<Vec<Action>, Fault>, Fault> {
    for _ in 0..PATIENCE {
        renew(env, chat).await?;
        let posted = posting.post(env, &mut chat.body, &post.body, &post.row.key).await;
        match posting.asked_to_wait().filter(|asked| posted.is_err() && *asked <= LONGEST_WAIT) {
            Some(asked) => env.clock.sleep(asked).await,
            None => return Ok(posted),
        }
    }
    renew(env, chat).await?;
    Ok(posting.post(env, &mut chat.body, &post.body, &post.row.key).await)
}

/// Before a call: a lease that might end during it begins anew.
async fn renew(env: &Env, chat: &mut Leased) -> Result<(), Fault> {
    let now = env.now();
    if chat.body.leased_until.is_some_and(|until| until > now.plus(CALL)) {
        return Ok(());
    }
    chat.body.leased_until = Some(now.plus(LEASE));
    let condition = Condition::Version(chat.version);
    Ok(env.table.write(&[chat.put(condition)]).await?)
}

/// A later card, or a later message in the same place, makes an edit pointless.
fn is_superseded(batch: &[Waiting], at: usize) -> bool {
    let place = |waiting: &Waiting| match &waiting.body.job {
        Job::Card => Some((waiting.body.incident.clone(), None)),
        Job::Post(post) if post.prompt.is_none() => {
            post.slot.clone().map(|slot| (waiting.body.incident.clone(), Some(slot)))
        }
        _ => None,
    };
    let this = place(&batch[at]);
    this.is_some() && batch[at + 1..].iter().any(|later| place(later) == this)
}

/// The messenger is down or busy: the chat waits; a post that failed too often is given up.
fn wait_or_give_up(env: &Env, chat: &mut Leased, post: &Waiting, why: &str, asked: Option<Length>) -> Option<Action> {
    let now = env.now();
    chat.body.failures += 1;
    chat.body.not_before = Some(now.plus(asked.unwrap_or_else(|| wait(chat.body.failures))));
    tracing::warn!(incident.id = %post.body.incident, chat = %chat.key.pk, attempts = chat.body.failures, "chat waits: {why}");
    if chat.body.failures < ATTEMPTS || asked.is_some() {
        return None;
    }
    chat.body.failures = 0;
    Some(give_up(env, post, why))
}

/// A post that cannot be posted goes to the dead list and stands in nobody's way.
fn give_up(env: &Env, post: &Waiting, why: &str) -> Action {
    let now: At = env.now();
    let product = post.row.key.pk.split_once("#C#").map_or("", |(product, _)| product);
    tracing::error!(incident.id = %post.body.incident, job.kind = post.body.job.kind(), "post given up: {why}");
    let row = Row {
        key: Key::new(post.row.key.pk.clone(), post.row.key.sk.replacen("P#", "X#", 1)),
        body: dead(post, why),
        version: 1,
        due: None,
        listed: Some(Listed {
            list: keys::dead_list(&product.into()),
            order: format!("{:015}#{}", now.0, post.row.key.sk),
        }),
        expires: None,
    };
    Action::Put(row, Condition::Any)
}

fn dead(post: &Waiting, why: &str) -> String {
    let body = nabat_kit::perform::JobRow {
        queue: post.body.job.queue(),
        job: post.body.job.clone(),
        attempts: ATTEMPTS,
        last_error: Some(why.to_owned()),
        at: post.body.at,
    };
    serde_json::to_string(&body).expect("a job has only string keys")
}

async fn release(env: &Env, chat: &mut Leased, mut actions: Vec<Action>) -> Result<(), Fault> {
    chat.body.leased_until = None;
    let condition = Condition::Version(chat.version);
    actions.push(chat.put(condition));
    Ok(env.table.write(&actions).await?)
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
