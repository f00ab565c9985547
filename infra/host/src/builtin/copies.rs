//! What people typed, erased from the files of the built-in connectors: beside their host as well as in it, for each
//! erasure opens them anew.

use super::database::connect;
use super::{desk, messenger, wiki};
use crate::sqlite::forget::{Forgotten, by_hand, forget};
use async_trait::async_trait;
use nabat_domain::time::At;
use nabat_kit::port::{CallError, Clock, Copies, Erasure};
use rusqlite::{Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long one that writes beside is waited for.
const BUSY: Duration = Duration::from_secs(5);

/// Files of the messenger, the desk and the wiki.
const FILES: [&str; 3] = ["messenger.db", "desk.db", "wiki.db"];

/// The built-in connectors' files in a data folder.
pub struct BuiltinCopies {
    data: PathBuf,
    clock: Arc<dyn Clock>,
}

impl BuiltinCopies {
    /// Those of this folder; what is not there holds nothing.
    pub fn of_folder(data: &Path, clock: Arc<dyn Clock>) -> Self {
        Self { data: data.to_owned(), clock }
    }
}

#[async_trait]
impl Copies for BuiltinCopies {
    async fn erase(&self, what: &Erasure) -> Result<usize, CallError> {
        let (data, what, now) = (self.data.clone(), what.clone(), self.clock.now());
        aside(move || everywhere(&data, &what, now)).await
    }

    async fn forget(&self) -> Result<(), CallError> {
        let data = self.data.clone();
        aside(move || FILES.into_iter().try_for_each(|name| forgotten(&data.join(name)))).await
    }
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CallError> + Send + 'static,
) -> Result<T, CallError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| CallError::Transient(error.to_string()))?
}

fn everywhere(data: &Path, what: &Erasure, now: At) -> Result<usize, CallError> {
    let [messages, records, pages] = FILES.map(|name| data.join(name));
    let mut erased = in_file(&messages, |store| messenger::erase(store, what, now))?;
    erased += in_file(&records, |store| desk::erase(store, what))?;
    erased += in_file(&pages, |store| wiki::erase(store, what))?;
    let outward = super::outward::erase(&data.join("outward"), what);
    Ok(erased + outward.map_err(|error| CallError::Transient(error.to_string()))?)
}

/// Erases it from one file, in one commit.
fn in_file(path: &Path, erase: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<usize>) -> Result<usize, CallError> {
    let erased = || -> rusqlite::Result<usize> {
        let mut store = connect(path)?;
        let transaction = store.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let erased = erase(&transaction)?;
        transaction.commit()?;
        Ok(erased)
    };
    if path.exists() { erased().map_err(transient) } else { Ok(0) }
}

/// Makes what went from one file unreadable in its bytes.
fn forgotten(path: &Path) -> Result<(), CallError> {
    if !path.exists() {
        return Ok(());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let forgotten = connect(path).and_then(|store| forget(&store, BUSY)).map_err(transient)?;
    match forgotten {
        Forgotten::Wholly => Ok(()),
        Forgotten::NotYet => Err(CallError::Transient(format!("somebody reads an older state of {name}"))),
        Forgotten::TooLarge => Err(CallError::Permanent(by_hand(&name))),
    }
}

fn transient(error: rusqlite::Error) -> CallError {
    CallError::Transient(error.to_string())
}

#[cfg(test)]
mod tests;
