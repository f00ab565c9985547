//! One SQLite file of a built-in connector: a writer durable at commit, a reader that never waits.

use nabat_kit::port::{CallError, EffectKey};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Why nothing was done to the store.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// SQLite could not.
    #[error("the store failed: {0}")]
    Store(#[from] rusqlite::Error),
    /// There is no sense in trying this again.
    #[error("{0}")]
    Refused(String),
}

impl From<Failure> for CallError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Store(_) => Self::Transient(failure.to_string()),
            Failure::Refused(why) => Self::Permanent(why),
        }
    }
}

/// The file: WAL, `synchronous = FULL`, what is deleted is overwritten.
pub struct Database {
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
}

/// What calls of the port with an `EffectKey` have done, so that a repeat does nothing.
const EFFECTS: &str = "CREATE TABLE IF NOT EXISTS effect (
    key TEXT NOT NULL, call TEXT NOT NULL, result TEXT NOT NULL, PRIMARY KEY (key, call)
) WITHOUT ROWID;";

impl Database {
    /// Opens the file, making it and the tables of `schema` where they are not there yet.
    ///
    /// # Errors
    /// The file cannot be opened or is no SQLite file.
    pub fn open(path: &Path, schema: &str) -> rusqlite::Result<Self> {
        let writer = connect(path)?;
        writer.execute_batch(EFFECTS)?;
        writer.execute_batch(schema)?;
        let reader = connect(path)?;
        reader.pragma_update(None, "query_only", true)?;
        Ok(Self { writer: Mutex::new(writer), reader: Mutex::new(reader) })
    }

    /// Runs `work` in one transaction, durable when this returns. Nothing stays of work that fails.
    ///
    /// # Errors
    /// Those of `work`, and SQLite's own.
    pub async fn write<T, E>(
        self: &Arc<Self>,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<rusqlite::Error> + Send + 'static,
    {
        let database = Arc::clone(self);
        aside(move || {
            let mut writer = lock(&database.writer);
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = work(&transaction)?;
            transaction.commit()?;
            Ok(result)
        })
        .await
    }

    /// Reads what is committed.
    ///
    /// # Errors
    /// SQLite's own.
    pub async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> rusqlite::Result<T> {
        let database = Arc::clone(self);
        aside(move || {
            let mut reader = lock(&database.reader);
            // One snapshot for all the queries of one page.
            let transaction = reader.transaction()?;
            work(&transaction)
        })
        .await
    }

    /// Does `work` once for ever under this key and call, in one commit; a repeat gives the first
    /// result and commits nothing.
    ///
    /// # Errors
    /// Those of `work`; then the key is not used up.
    pub async fn once<T>(
        self: &Arc<Self>,
        key: &EffectKey,
        call: &str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<Done<T>, Failure>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        let (key, call) = (key.0.clone(), call.to_owned());
        self.write(move |transaction| {
            if let Some(result) = done_before(transaction, &key, &call)? {
                return Ok(Done::Before(result));
            }
            let result = work(transaction)?;
            let text = serde_json::to_string(&result).expect("results of calls are plain data");
            transaction
                .prepare_cached("INSERT INTO effect (key, call, result) VALUES (?1, ?2, ?3)")?
                .execute(params![key, call, text])?;
            Ok(Done::Now(result))
        })
        .await
    }
}

/// The result of a keyed call, and whether this call made it.
pub enum Done<T> {
    /// This call did it.
    Now(T),
    /// An earlier call with this key did it.
    Before(T),
}

impl<T> Done<T> {
    /// The result, whoever made it.
    pub fn result(self) -> T {
        match self {
            Self::Now(result) | Self::Before(result) => result,
        }
    }
}

fn done_before<T: DeserializeOwned>(
    transaction: &Transaction<'_>,
    key: &str,
    call: &str,
) -> Result<Option<T>, Failure> {
    let text: Option<String> = transaction
        .prepare_cached("SELECT result FROM effect WHERE key = ?1 AND call = ?2")?
        .query_row(params![key, call], |row| row.get(0))
        .optional()?;
    text.map(|text| {
        serde_json::from_str(&text).map_err(|_| Failure::Refused(format!("the key {key} was used for another call")))
    })
    .transpose()
}

pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

/// Work that panicked has rolled back, so the connection behind a poisoned lock is good.
fn lock(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is going down and drops whoever waits here.
            Err(_) => std::future::pending().await,
        },
    }
}
