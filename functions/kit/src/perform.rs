//! Carrying committed jobs out: lease, call, close. A failed job waits, then lies in the dead list.

use crate::dead::{self, Notices, notices};
use crate::env::Env;
use crate::execute::{Inbox, Order, execute};
use crate::fault::Fault;
use crate::incident::of_key;
use crate::keys;
use crate::patience::{patience, wait_of};
use crate::port::EffectKey;
use crate::shard::shard;
use crate::table::{Action, Condition, Due, Key, Row, TableError};
use crate::trace;
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::{Command, Job, Queue};
use nabat_domain::time::{At, Length};
use serde::{Deserialize, Serialize};

/// A lease lasts so long: longer than one call, shorter than a function may run, which `tests/deploy/template.py` holds
/// against it.
pub const LEASE: Length = Length::seconds(30);

/// A call to a partner takes at most this long.
pub const CALL: Length = Length::seconds(10);

const _: () = assert!(CALL.0 < LEASE.0);

/// A job as stored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct JobRow {
    /// Who carries it out.
    pub queue: Queue,
    /// What is to be done.
    pub job: Job,
    /// How often it failed.
    pub attempts: u32,
    /// How it failed last.
    pub last_error: Option<String>,
    /// When it was decided.
    pub at: At,
    /// What it follows from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}

/// A job under lease.
pub struct Leased {
    /// The product.
    pub product: ProductId,
    /// The incident.
    pub incident: IncidentId,
    /// The job.
    pub body: JobRow,
    row: Row,
}

impl Leased {
    /// How often it failed before.
    pub const fn attempts(&self) -> u32 {
        self.body.attempts
    }

    /// Names the job's effect for ever.
    pub fn effect(&self) -> EffectKey {
        EffectKey(format!("{}/{}", self.row.key.pk, self.row.key.sk))
    }

    /// Number of the event the job follows from.
    pub fn event_number(&self) -> u64 {
        let number = self.row.key.sk.split('#').nth(1).and_then(|number| number.parse().ok());
        number.unwrap_or(0)
    }
}

/// Leases a job; `None` if it is done, given up, or somebody else's for now.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn lease(env: &Env, key: &Key) -> Result<Option<Leased>, Fault> {
    let Some(row) = env.table.get(key).await? else { return Ok(None) };
    let now = env.now();
    // A row without a due moment was given up; one due later is leased or waits its turn.
    if row.due.is_none_or(|due| due.at > now.0) {
        return Ok(None);
    }
    let Some((product, incident)) = of_key(key) else {
        // Of a version to come: seen once, and not rung for each minute.
        let product = ProductId::from(key.pk.split('#').next().unwrap_or_default());
        dead::set_aside(env, &product, row, &format!("{key:?} is not a job of an incident")).await?;
        return Ok(None);
    };
    let body: JobRow = match serde_json::from_str(&row.body) {
        Ok(body) => body,
        Err(error) => {
            dead::set_aside(env, &product, row, &Fault::unreadable("job", error).to_string()).await?;
            return Ok(None);
        }
    };
    let leased = Row { version: row.version + 1, due: due(key, now.plus(LEASE)), ..row.clone() };
    match env.table.write(&[Action::Put(leased.clone(), Condition::Version(row.version))]).await {
        Ok(()) => {
            trace::follow(body.trace.as_deref(), &incident);
            Ok(Some(Leased { product, incident, body, row: leased }))
        }
        Err(TableError::Conflict(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Before a call to a partner: a lease that might end during it begins anew.
///
/// # Errors
/// [`Fault::NoTime`] if the call might be cut off, [`Fault::Retry`] if the lease is somebody else's by now, and the
/// table's.
#[crate::boxed]
pub async fn renew(env: &Env, leased: &mut Leased) -> Result<(), Fault> {
    if !env.has_time_for_a_call() {
        return Err(Fault::NoTime);
    }
    let now = env.now();
    if leased.row.due.is_some_and(|due| due.at > now.plus(CALL).0) {
        return Ok(());
    }
    let row = &leased.row;
    let renewed = Row { version: row.version + 1, due: due(&row.key, now.plus(LEASE)), ..row.clone() };
    env.table.write(&[Action::Put(renewed.clone(), Condition::Version(row.version))]).await?;
    leased.row = renewed;
    Ok(())
}

/// A job that says something to an incident, for a transaction that is not an incident's own: `name` makes
/// it the same job however often it is written.
pub fn tell_later(product: &ProductId, incident: &IncidentId, name: &str, command: Command, now: At) -> Action {
    let key = Key::new(keys::incident(product, incident), format!("J#later#{name}"));
    let job = Job::Tell { incident: incident.clone(), command: Box::new(command) };
    let body = JobRow { queue: job.queue(), job, attempts: 0, last_error: None, at: now, trace: trace::current() };
    let body = serde_json::to_string(&body).expect("a job has only string keys");
    let row = Row { due: due(&key, now), key, body, version: 1, listed: None, expires: None };
    Action::Put(row, Condition::Any)
}

/// One line for each effect, under the id of what it follows from.
fn log_done(leased: &Leased) {
    tracing::info!(incident.id = %leased.incident, job.kind = leased.body.job.kind(), "job done");
}

/// Closes a job that needs no result.
///
/// # Errors
/// The table's; a lease that is no longer ours is no error, the job is done anyway.
#[crate::boxed]
pub async fn done(env: &Env, leased: Leased) -> Result<(), Fault> {
    log_done(&leased);
    match env.table.write(&[Action::Delete(leased.row.key, Condition::Version(leased.row.version))]).await {
        Ok(()) | Err(TableError::Conflict(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Closes a job with what follows from it, in one transaction; at most 99 actions.
///
/// # Errors
/// The table's; a lease that is no longer ours, and then nothing of it is written.
#[crate::boxed]
pub async fn done_and(env: &Env, leased: Leased, mut actions: Vec<Action>) -> Result<(), Fault> {
    log_done(&leased);
    actions.push(Action::Delete(leased.row.key, Condition::Version(leased.row.version)));
    Ok(env.table.write(&actions).await?)
}

/// Closes a job with the command its result is, in one transaction.
///
/// # Errors
/// As [`execute`].
#[crate::boxed]
pub async fn done_with(env: &Env, leased: Leased, command: &Command) -> Result<(), Fault> {
    let (product, incident) = (leased.product.clone(), leased.incident.clone());
    tell(env, leased, &product, &incident, command).await
}

/// Closes a job with a command for another incident. The job's row is the inbox record.
///
/// # Errors
/// As [`execute`].
#[crate::boxed]
pub async fn tell(
    env: &Env,
    leased: Leased,
    product: &ProductId,
    incident: &IncidentId,
    command: &Command,
) -> Result<(), Fault> {
    let order = Order { product, incident, command, inbox: Inbox::Job(leased.row.clone()), spoken: None };
    match execute(env, order).await {
        Ok(_) => {
            log_done(&leased);
            Ok(())
        }
        Err(fault @ Fault::Permanent(_)) => failed(env, leased, &fault).await,
        Err(fault) => Err(fault),
    }
}

/// Says the same to many incidents, one transaction each. The row keeps whom it still owes: a crash
/// tells nobody twice, and one incident that cannot be told stands in nobody's way.
///
/// # Errors
/// As [`execute`]; what could not be said waits in the job.
#[crate::boxed]
pub async fn tell_all(env: &Env, mut leased: Leased, incidents: &[IncidentId], command: &Command) -> Result<(), Fault> {
    let mut untold: Vec<IncidentId> = Vec::new();
    let mut last_fault = None;
    for (place, incident) in incidents.iter().enumerate() {
        let owed: Vec<IncidentId> = incidents[place + 1..].iter().chain(&untold).cloned().collect();
        if owed.is_empty() {
            let product = leased.product.clone();
            return tell(env, leased, &product, incident, command).await;
        }
        let next = part_left(env, &leased, owed, command);
        let inbox = Inbox::Part { held: leased.row.clone(), next: next.clone() };
        let order = Order { product: &leased.product, incident, command, inbox, spoken: None };
        match execute(env, order).await {
            Ok(_) => leased.row = next,
            Err(fault) => {
                untold.push(incident.clone());
                last_fault = Some(fault);
            }
        }
    }
    match last_fault {
        Some(fault) => {
            leased.body.job = Job::TellAll { incidents: untold, command: Box::new(command.clone()) };
            failed(env, leased, &fault).await
        }
        None => done(env, leased).await,
    }
}

/// The job's row with fewer incidents to tell, under a lease that begins anew.
fn part_left(env: &Env, leased: &Leased, incidents: Vec<IncidentId>, command: &Command) -> Row {
    let job = Job::TellAll { incidents, command: Box::new(command.clone()) };
    let body = serde_json::to_string(&JobRow { job, ..leased.body.clone() }).expect("a job has only string keys");
    let row = &leased.row;
    Row { version: row.version + 1, body, due: due(&row.key, env.now().plus(LEASE)), ..row.clone() }
}

/// Whether a job that fails so now is given up.
pub fn last_attempt(leased: &Leased, fault: &Fault) -> bool {
    let too_often = leased.body.attempts + 1 >= patience(leased.body.queue);
    match fault {
        Fault::Permanent(_) => true,
        Fault::NoTime => false,
        Fault::Retry(_) | Fault::AskedToWait(_) => too_often && !is_only_asked(leased.body.queue, fault),
    }
}

/// A messenger that says when it has time again is not down: in a storm it may say so for an hour.
const fn is_only_asked(queue: Queue, fault: &Fault) -> bool {
    matches!(queue, Queue::ChatCreation | Queue::ChatPosting) && matches!(fault, Fault::AskedToWait(_))
}

/// Puts a failed job back to wait, or gives it up.
///
/// # Errors
/// The table's; [`Fault::NoTime`] once a job nobody had time for is anybody's again.
#[crate::boxed]
pub async fn failed(env: &Env, leased: Leased, fault: &Fault) -> Result<(), Fault> {
    if *fault == Fault::NoTime {
        return give_back(env, leased).await;
    }
    let now = env.now();
    let given_up = last_attempt(&leased, fault);
    let attempts = leased.body.attempts + u32::from(!is_only_asked(leased.body.queue, fault));
    let body = JobRow { attempts, last_error: Some(fault.to_string()), ..leased.body };
    let mut row = leased.row;
    let version = row.version;
    row.version += 1;
    row.body = serde_json::to_string(&body).expect("a job has only string keys");
    let wait = wait_of(body.queue, fault, attempts, &row.key);
    row.due = if given_up { None } else { due(&row.key, now.plus(wait)) };
    if given_up {
        row.listed = Some(dead::listed(&leased.product, &row.key, now));
        tracing::error!(incident.id = %leased.incident, job.kind = body.job.kind(), "job given up: {fault}");
    } else {
        tracing::warn!(incident.id = %leased.incident, job.kind = body.job.kind(), attempts, "job waits: {fault}");
    }
    let told = match given_up {
        true => notices(env, &leased.product, Some(&leased.incident), body.job.kind()).await,
        false => Notices::default(),
    };
    told.with(env, vec![Action::Put(row, Condition::Version(version))]).await
}

/// A job nobody had time for did not fail: it is due at once, and whoever rang for it rings again.
async fn give_back(env: &Env, leased: Leased) -> Result<(), Fault> {
    let row = leased.row;
    let given = Row { version: row.version + 1, due: due(&row.key, env.now()), ..row.clone() };
    env.table.write(&[Action::Put(given, Condition::Version(row.version))]).await?;
    Err(Fault::NoTime)
}

fn due(key: &Key, at: At) -> Option<Due> {
    Some(Due { shard: shard(&key.pk), at: at.0 })
}
