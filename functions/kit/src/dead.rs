//! The dead list: what was given up, told in one way whatever it was, and put back to work.

mod discard;
mod notice;

pub use discard::{Because, Discarded, all_discarded, discard};
pub use notice::{Notices, is_notice, notices};

use crate::chat::QueuedPost;
use crate::env::Env;
use crate::execute::InboxRecord;
use crate::fault::Fault;
use crate::incident::of_key;
use crate::keys;
use crate::perform::JobRow;
use crate::port::Bell;
use crate::shard::shard;
use crate::table::{Action, Condition, Due, Key, Listed, Row, TableError};
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Something that was not a job's own row and stands aside.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SetAside {
    /// What was to be done, as a job's kind names it.
    pub kind: String,
    /// The incident, where it is known.
    pub incident: Option<IncidentId>,
    /// How often it failed.
    pub attempts: u32,
    /// How it failed last.
    pub last_error: String,
    /// When it was decided.
    pub at: At,
    /// The row's body as it was, to be put back: as JSON, so that words in it can be erased, or as text
    /// where it is no JSON.
    pub set_aside: Value,
}

impl SetAside {
    /// A body as it is kept here.
    pub fn of(body: &str) -> Value {
        serde_json::from_str(body).unwrap_or_else(|_| Value::from(body))
    }
}

/// Something given up, as people are told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dead {
    /// What was to be done, as a job's kind names it; `unreadable` where that is the trouble.
    pub kind: String,
    /// The incident, where it is known.
    pub incident: Option<IncidentId>,
    /// How often it failed.
    pub attempts: u32,
    /// How it failed last.
    pub last_error: Option<String>,
    /// When it was decided.
    pub at: At,
}

/// Where a row that timers of an incident could not be fired stands aside.
pub const WAKE: &str = "X#wake";

/// Its place in a product's dead list.
pub fn listed(product: &ProductId, key: &Key, now: At) -> Listed {
    Listed { list: keys::dead_list(product), order: format!("{:015}#{}", now.0, key.sk) }
}

/// What a row of the dead list was. One that cannot be read hides none of the others.
pub fn read(row: &Row) -> Dead {
    if let Ok(aside) = serde_json::from_str::<SetAside>(&row.body) {
        let SetAside { kind, incident, attempts, last_error, at, .. } = aside;
        return Dead { kind, incident, attempts, last_error: Some(last_error), at };
    }
    let incident = of_key(&row.key).map(|(_, incident)| incident);
    if let Ok(job) = serde_json::from_str::<JobRow>(&row.body) {
        let kind = job.job.kind().to_owned();
        let incident = incident.or_else(|| row.key.sk.split('#').nth(2).map(IncidentId::from));
        return Dead { kind, incident, attempts: job.attempts, last_error: job.last_error, at: job.at };
    }
    if let Ok(delivery) = serde_json::from_str::<InboxRecord>(&row.body) {
        let InboxRecord { attempts, last_error, .. } = delivery;
        return Dead { kind: "delivery".to_owned(), incident, attempts, last_error, at: since(row) };
    }
    Dead { kind: "unreadable".to_owned(), incident, attempts: 0, last_error: None, at: since(row) }
}

/// When it was given up, by its place in the list.
fn since(row: &Row) -> At {
    let order = row.listed.as_ref().and_then(|listed| listed.order.split('#').next());
    At(order.and_then(|moment| moment.parse().ok()).unwrap_or(0))
}

/// A row this program cannot read stands in nobody's way: it is due no more, and seen.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn set_aside(env: &Env, product: &ProductId, row: Row, why: &str) -> Result<(), Fault> {
    tracing::error!(pk = %row.key.pk, sk = %row.key.sk, "row set aside: {why}");
    let now = env.now();
    let incident = of_key(&row.key).map(|(_, incident)| incident);
    let told = notices(env, product, incident.as_ref(), "unreadable").await;
    let (key, version) = (row.key.clone(), row.version);
    let row = Row { version: version + 1, due: None, listed: Some(listed(product, &key, now)), ..row };
    told.with(env, vec![Action::Put(row, Condition::Version(version))]).await
}

/// An incident's timers cannot be fired: they wait for somebody to look.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn wake_failed(env: &Env, key: &Key, why: &str) -> Result<(), Fault> {
    let Some((product, incident)) = of_key(key) else { return Ok(()) };
    let Some(head) = env.table.get(key).await? else { return Ok(()) };
    tracing::error!(incident.id = %incident, "timers given up: {why}");
    let now = env.now();
    let aside = Key::new(key.pk.clone(), WAKE);
    let body = SetAside {
        kind: "wake".to_owned(),
        incident: Some(incident.clone()),
        attempts: 1,
        last_error: why.to_owned(),
        at: now,
        set_aside: Value::Null,
    };
    let body = serde_json::to_string(&body).expect("what is set aside has only string keys");
    let listed = Some(listed(&product, &aside, now));
    let aside = Row { key: aside, body, version: 1, due: None, listed, expires: None };
    let version = head.version;
    let told = notices(env, &product, Some(&incident), "wake").await;
    // The head is as it was but for the moment, so its version is too.
    let head = Action::Put(Row { due: None, ..head }, Condition::Version(version));
    told.with(env, vec![Action::Put(aside, Condition::Any), head]).await
}

/// Puts what was given up back to work: somebody mended what stood in its way.
///
/// # Errors
/// The table's, or there is no such thing in the dead list.
#[crate::boxed]
pub async fn retry(env: &Env, key: &Key) -> Result<(), Fault> {
    let Some(row) = env.table.get(key).await?.filter(|row| row.listed.is_some()) else {
        return Err(Fault::Permanent(format!("{key:?} is not in the dead list")));
    };
    let (actions, bell) = match () {
        () if key.sk == WAKE => woken(env, row).await?,
        () if key.pk.contains("#C#") => posted(env, row)?,
        () => again(env, row),
    };
    match env.table.write(&actions).await {
        Ok(()) => env.ring(bell.into_iter().collect()).await,
        // Somebody else put it back at the same moment.
        Err(TableError::Conflict(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// A job or a delivery goes on where it stands, its attempts forgotten.
fn again(env: &Env, row: Row) -> (Vec<Action>, Option<Bell>) {
    let body = match (serde_json::from_str::<JobRow>(&row.body), serde_json::from_str::<InboxRecord>(&row.body)) {
        (Ok(job), _) => serde_json::to_string(&JobRow { attempts: 0, ..job }),
        (_, Ok(record)) => serde_json::to_string(&InboxRecord { attempts: 0, ..record }),
        _ => Ok(row.body.clone()),
    };
    let body = body.expect("stored things have only string keys");
    let version = row.version;
    let again = Row { body, version: version + 1, due: due(env, &row.key.pk), listed: None, ..row };
    (vec![Action::Put(again, Condition::Version(version))], None)
}

/// A post takes its old place in its chat.
fn posted(env: &Env, row: Row) -> Result<(Vec<Action>, Option<Bell>), Fault> {
    let body = match serde_json::from_str::<SetAside>(&row.body) {
        Ok(SetAside { set_aside: Value::String(text), .. }) => text,
        Ok(aside) => aside.set_aside.to_string(),
        // As the first versions kept it.
        Err(_) => {
            let job: JobRow = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("post", error))?;
            let incident = row.key.sk.split('#').nth(2).unwrap_or_default();
            let post = QueuedPost { incident: IncidentId::from(incident), at: job.at, job: job.job, trace: job.trace };
            serde_json::to_string(&post).expect("a post has only string keys")
        }
    };
    let key = Key::new(row.key.pk.clone(), row.key.sk.replacen("X#", "P#", 1));
    let bell = Bell::Posts(key.pk.clone());
    let due = due(env, &key.pk);
    let post = Row { key, body, version: 1, due, listed: None, expires: None };
    let gone = Action::Delete(row.key, Condition::Version(row.version));
    Ok((vec![gone, Action::Put(post, Condition::Any)], Some(bell)))
}

/// An incident's timers are looked at again.
async fn woken(env: &Env, row: Row) -> Result<(Vec<Action>, Option<Bell>), Fault> {
    let key = Key::new(row.key.pk.clone(), "S#0");
    let mut actions = vec![Action::Delete(row.key, Condition::Version(row.version))];
    if let Some(head) = env.table.get(&key).await? {
        let version = head.version;
        actions.push(Action::Put(Row { due: due(env, &key.pk), ..head }, Condition::Version(version)));
    }
    Ok((actions, Some(Bell::Incident(key))))
}

fn due(env: &Env, pk: &str) -> Option<Due> {
    Some(Due { shard: shard(pk), at: env.now().0 })
}
