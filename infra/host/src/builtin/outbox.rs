//! Deliveries to Nabat's own webhooks: signed, in order per lane, kept until they are taken.

use super::database::Database;
use nabat_domain::time::{At, Length};
use nabat_kit::port::Clock;
use nabat_kit::signature::{ID_HEADER, SIGNATURE_HEADER, SigningSecret, TIMESTAMP_HEADER, sign};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::{Mutex, Notify};
use tokio::task::JoinSet;

/// The outbox's table, to be put into the sender's own schema.
pub const OUTBOX_SCHEMA: &str = "CREATE TABLE IF NOT EXISTS outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    lane TEXT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    body TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due INTEGER NOT NULL,
    refused TEXT
);
CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (lane, number) WHERE refused IS NULL;";

/// Longest wait between two attempts.
const LONGEST_WAIT: Length = Length::minutes(1);
/// How long one attempt may take.
const ATTEMPT_LIMIT: Duration = Duration::from_secs(10);
/// Lanes served at the same time.
const LANES_AT_ONCE: i64 = 8;
/// The clock may be one that jumps, so no sleep is longer than this.
const LONGEST_SLEEP: Duration = Duration::from_millis(500);

/// A delivery as the sender hands it over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivery {
    /// What must stay in order among itself: a room, a record.
    pub lane: String,
    /// The `webhook-id`: the same at every attempt.
    pub id: String,
    /// Where, below the base address.
    pub path: String,
    /// The JSON.
    pub body: String,
}

/// What came of an attempt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Heard {
    /// Taken, with this answer; the delivery is gone from the outbox.
    Taken(String),
    /// Refused for what it says, with this answer; kept, and no longer in the way of others.
    Refused(String),
    /// Not answered, or answered "later"; this was attempt number so many.
    Later(i64),
}

/// Whether an outcome changes what people see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    /// Pages look as before.
    Same,
    /// Pages look otherwise.
    Other,
}

/// Whose deliveries these are: keeps its own record of what became of them.
pub trait Sender: Send + Sync {
    /// Notes the outcome in the transaction that notes it in the outbox; says what pages show.
    ///
    /// # Errors
    /// SQLite's own.
    fn heard(&self, store: &Transaction<'_>, id: &str, heard: &Heard) -> rusqlite::Result<Shown>;

    /// What a delivery to this path is signed with, where that is not the outbox's own key.
    fn key_of(&self, _path: &str) -> Option<&SigningSecret> {
        None
    }

    /// Called after that commit, where pages show something else now.
    fn after(&self, lane: &str);
}

/// The outbox of one built-in connector.
pub struct Outbox {
    database: Arc<Database>,
    clock: Arc<dyn Clock>,
    key: SigningSecret,
    sender: Arc<dyn Sender>,
    client: reqwest::Client,
    base: OnceLock<String>,
    added: Notify,
    /// One pass at a time keeps each lane in order.
    turn: Mutex<()>,
}

struct Waiting {
    number: i64,
    attempts: i64,
    delivery: Delivery,
}

/// Adds a delivery in the transaction of what caused it.
///
/// # Errors
/// SQLite's own.
pub fn add(store: &Transaction<'_>, delivery: &Delivery, now: At) -> rusqlite::Result<()> {
    store
        .prepare_cached("INSERT INTO outbox (lane, id, path, body, due) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![delivery.lane, delivery.id, delivery.path, delivery.body, now.0])?;
    Ok(())
}

impl Outbox {
    /// An outbox over the sender's file.
    pub fn new(database: Arc<Database>, clock: Arc<dyn Clock>, key: SigningSecret, sender: Arc<dyn Sender>) -> Self {
        let client = nabat_connectors::http::loopback()
            .timeout(ATTEMPT_LIMIT)
            .build()
            .expect("a client that trusts nobody needs nothing from the machine");
        Self { database, clock, key, sender, client, base: OnceLock::new(), added: Notify::new(), turn: Mutex::new(()) }
    }

    /// Says where Nabat listens, such as `http://127.0.0.1:8080`; nothing is sent before. Only the
    /// first address counts.
    pub fn connect(&self, base: &str) {
        let _ = self.base.set(base.trim_end_matches('/').to_owned());
        self.added.notify_one();
    }

    /// Where Nabat listens, empty before it is known.
    pub fn base(&self) -> &str {
        self.base.get().map_or("", String::as_str)
    }

    /// Says that something was added and committed.
    pub fn wake(&self) {
        self.added.notify_one();
    }

    /// Sends what is due now and what becomes due behind it, until every lane is empty or waits.
    /// Gives the moment the next attempt is due, if anything waits.
    ///
    /// # Errors
    /// SQLite's own; the delivery is sent again, under the same id.
    pub async fn deliver_due(self: &Arc<Self>) -> rusqlite::Result<Option<At>> {
        if self.base.get().is_none() {
            return Ok(None);
        }
        let _turn = self.turn.lock().await;
        loop {
            let now = self.clock.now();
            let due = self.database.read(move |store| due_heads(store, now)).await?;
            if due.is_empty() {
                return self.database.read(next_due).await;
            }
            let mut lanes = JoinSet::new();
            for waiting in due {
                let outbox = Arc::clone(self);
                lanes.spawn(async move { outbox.attempt(waiting).await });
            }
            while let Some(attempted) = lanes.join_next().await {
                attempted.expect("an attempt does not panic")?;
            }
        }
    }

    /// Sends for ever: at once when something is added, and when an attempt is due again.
    #[nabat_kit::boxed]
    pub async fn run(self: Arc<Self>) {
        loop {
            let sleep = match self.deliver_due().await {
                Ok(Some(due)) => self.until(due),
                Ok(None) => None,
                Err(error) => {
                    tracing::error!(%error, "the outbox of a built-in connector cannot be read");
                    Some(LONGEST_SLEEP)
                }
            };
            match sleep {
                None => self.added.notified().await,
                Some(sleep) => {
                    // A wake or the end of the sleep: both mean "look again".
                    let _ = tokio::time::timeout(sleep, self.added.notified()).await;
                }
            }
        }
    }

    fn until(&self, due: At) -> Option<Duration> {
        let millis = u64::try_from(due.since(self.clock.now()).0).unwrap_or(0);
        Some(Duration::from_millis(millis).min(LONGEST_SLEEP))
    }

    async fn attempt(&self, waiting: Waiting) -> rusqlite::Result<()> {
        let heard = self.send(&waiting).await;
        if let Heard::Refused(answer) = &heard {
            tracing::error!(delivery.id = waiting.delivery.id, answer, "a delivery was refused");
        }
        let lane = waiting.delivery.lane.clone();
        let (sender, now) = (Arc::clone(&self.sender), self.clock.now());
        let shown = self
            .database
            .write(move |store| {
                note(store, &waiting, &heard, now)?;
                sender.heard(store, &waiting.delivery.id, &heard)
            })
            .await?;
        match shown {
            Shown::Other => self.sender.after(&lane),
            Shown::Same => {}
        }
        Ok(())
    }

    async fn send(&self, waiting: &Waiting) -> Heard {
        let delivery = &waiting.delivery;
        let timestamp = self.clock.now().0.div_euclid(1_000);
        let key = self.sender.key_of(&delivery.path).unwrap_or(&self.key);
        let signature = sign(key.bytes(), &delivery.id, timestamp, delivery.body.as_bytes());
        let sent = self
            .client
            .post(format!("{}{}", self.base(), delivery.path))
            .header("content-type", "application/json")
            .header(ID_HEADER, &delivery.id)
            .header(TIMESTAMP_HEADER, timestamp.to_string())
            .header(SIGNATURE_HEADER, signature)
            .body(delivery.body.clone())
            .send()
            .await;
        let later = Heard::Later(waiting.attempts + 1);
        let Ok(response) = sent else { return later };
        let status = response.status();
        let Ok(answer) = response.text().await else { return later };
        match status.as_u16() {
            200..=299 => Heard::Taken(answer),
            // These say that the delivery itself is wrong; the same bytes will stay wrong.
            400 | 409 | 413 | 422 => Heard::Refused(answer),
            _ => later,
        }
    }
}

/// The first waiting delivery of each lane, where it is due.
fn due_heads(store: &Connection, now: At) -> rusqlite::Result<Vec<Waiting>> {
    let mut query = store.prepare_cached(
        "SELECT number, attempts, lane, id, path, body FROM outbox
         WHERE number IN (SELECT min(number) FROM outbox WHERE refused IS NULL GROUP BY lane) AND due <= ?1
         ORDER BY number LIMIT ?2",
    )?;
    let rows = query.query_map(params![now.0, LANES_AT_ONCE], |row| {
        Ok(Waiting {
            number: row.get(0)?,
            attempts: row.get(1)?,
            delivery: Delivery { lane: row.get(2)?, id: row.get(3)?, path: row.get(4)?, body: row.get(5)? },
        })
    })?;
    rows.collect()
}

fn next_due(store: &Connection) -> rusqlite::Result<Option<At>> {
    let due: Option<Option<i64>> = store
        .prepare_cached(
            "SELECT min(due) FROM outbox
             WHERE number IN (SELECT min(number) FROM outbox WHERE refused IS NULL GROUP BY lane)",
        )?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(due.flatten().map(At))
}

fn note(store: &Transaction<'_>, waiting: &Waiting, heard: &Heard, now: At) -> rusqlite::Result<()> {
    match heard {
        Heard::Taken(_) => store.prepare_cached("DELETE FROM outbox WHERE number = ?1")?.execute([waiting.number])?,
        Heard::Refused(answer) => store
            .prepare_cached("UPDATE outbox SET refused = ?2, attempts = attempts + 1 WHERE number = ?1")?
            .execute(params![waiting.number, answer])?,
        Heard::Later(attempt) => store
            .prepare_cached("UPDATE outbox SET attempts = ?2, due = ?3 WHERE number = ?1")?
            .execute(params![waiting.number, attempt, now.plus(wait_after(*attempt)).0])?,
    };
    Ok(())
}

/// One second, then twice as long each time, up to a minute.
fn wait_after(attempt: i64) -> Length {
    let doublings = u32::try_from(attempt - 1).unwrap_or(0).min(6);
    Length(1_000 << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_minute() {
        let waits: Vec<i64> = (1..=9).map(|attempt| wait_after(attempt).in_seconds()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    }
}
