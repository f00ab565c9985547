//! Outgoing webhooks as stored: what is still to be told, and which receivers want no more.

use crate::fault::Fault;
use crate::keys;
use crate::perform::JobRow;
use crate::shard::shard;
use crate::table::{Action, Condition, Due, Key, Row, Table};
use nabat_domain::ids::{HookId, IncidentId, ProductId};
use nabat_domain::incident::{Event, Job, Queue, State, WebhookJob, publication, publication_data, read};
use nabat_domain::journal::{Sealed, sha256_hex};
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A receiver that is told no more, until somebody says so or its address is another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Off {
    /// The address it was.
    pub url: String,
    /// Since when.
    pub at: At,
    /// Why.
    pub why: String,
}

fn off_key(product: &ProductId, hook: &HookId) -> Key {
    Key::new(format!("{product}#HOOKS"), hook.as_str())
}

/// Whether a receiver at this address is told no more.
///
/// # Errors
/// The table's, or a row this program cannot read.
#[crate::boxed]
pub async fn off(table: &dyn Table, product: &ProductId, hook: &HookId, url: &str) -> Result<Option<Off>, Fault> {
    let Some(row) = table.get(&off_key(product, hook)).await? else { return Ok(None) };
    let off: Off = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("webhook", error))?;
    Ok((off.url == url).then_some(off))
}

/// A receiver is told no more.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn switch_off(table: &dyn Table, product: &ProductId, hook: &HookId, off: &Off) -> Result<(), Fault> {
    let body = serde_json::to_string(off).expect("it has only string keys");
    let key = off_key(product, hook);
    let row = Row { key, body, version: 1, due: None, listed: None, expires: None };
    Ok(table.write(&[Action::Put(row, Condition::Any)]).await?)
}

/// A receiver is told again.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn switch_on(table: &dyn Table, product: &ProductId, hook: &HookId) -> Result<(), Fault> {
    Ok(table.write(&[Action::Delete(off_key(product, hook), Condition::Any)]).await?)
}

/// The row of one delivery: the same event and subscription are always the same row.
pub fn send_row(product: &ProductId, incident: &IncidentId, number: u64, hook: &HookId, now: At) -> Row {
    let job = Job::Webhook(WebhookJob::Send { hook: hook.clone() });
    let sk = format!("J#{number:08}#hook.{hook}#{}", job.kind());
    let key = Key::new(keys::incident(product, incident), sk);
    let body = JobRow {
        queue: Queue::WebhookSending,
        job,
        attempts: 0,
        last_error: None,
        at: now,
        trace: crate::trace::current(),
    };
    let body = serde_json::to_string(&body).expect("a job has only string keys");
    let due = Some(Due { shard: shard(&key.pk), at: now.0 });
    Row { key, body, version: 1, due, listed: None, expires: None }
}

/// `webhook-id`: the same for every attempt and every replay of one event.
pub fn webhook_id(product: &ProductId, incident: &IncidentId, number: u64, hook: &HookId) -> String {
    let name = format!("{product}\n{incident}\n{number}\n{hook}");
    format!("msg_{}", &sha256_hex(name.as_bytes())[..32])
}

/// An event of a journal that machines may be told of, with the state it led to.
pub struct Published {
    /// The event.
    pub event: Event,
    /// Its number.
    pub number: u64,
    /// When it was recorded.
    pub at: At,
    /// The state it led to.
    pub state: State,
}

impl Published {
    /// The body, as it is signed: the same bytes whenever it is made.
    pub fn body(&self) -> Option<Value> {
        let public = publication(&self.state, &self.event)?;
        Some(json!({
            "type": public.as_str(),
            "timestamp": self.at.to_rfc3339(),
            "data": publication_data(&self.state, &self.event, self.number),
        }))
    }
}

/// Events of a journal from one number to another, each with the state it led to.
///
/// # Errors
/// An event this program cannot read.
pub fn events(
    journal: &[Sealed],
    product: &ProductId,
    incident: &IncidentId,
    from: u64,
    to: u64,
) -> Result<Vec<Published>, Fault> {
    let unreadable = |breach| Fault::unreadable("journal", breach);
    let mut state = None;
    let mut found = Vec::new();
    for sealed in journal.iter().take_while(|sealed| sealed.number <= to) {
        let event = read(sealed).map_err(unreadable)?;
        let after = nabat_domain::incident::evolve(state, &event, incident, product, sealed.at);
        if sealed.number >= from {
            found.push(Published { event, number: sealed.number, at: sealed.at, state: after.clone() });
        }
        state = Some(after);
    }
    Ok(found)
}
