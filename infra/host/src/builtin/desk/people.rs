//! What people do in the desk: register, change, close; each told to Nabat from the same commit.

use super::BuiltinDesk;
use super::record::{Happened, NewRecord, webhook};
use super::store::{self, NoteKind, Record, State};
use crate::builtin::outbox::{self, Delivery};
use nabat_domain::ids::{DeskId, ProductId};
use nabat_domain::time::At;
use rusqlite::Transaction;

/// Why nothing was registered or changed.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// No such record, or one registered elsewhere.
    #[error("there is no such record here")]
    NoSuchRecord,
    /// No function is named.
    #[error("a failure has at least one function that does not work")]
    NoFunction,
    /// No words.
    #[error("a failure has a line that says what it is")]
    NoSummary,
    /// It was over before it began.
    #[error("a failure is over no sooner than it began")]
    RestoredBeforeBegan,
    /// Nobody is to have it, or there is nothing to say.
    #[error("something has to be written")]
    NoWords,
    /// SQLite could not.
    #[error("the store failed: {0}")]
    Store(#[from] rusqlite::Error),
}

impl BuiltinDesk {
    /// Registers a failure and tells Nabat.
    ///
    /// # Errors
    /// Something needed is missing.
    #[nabat_kit::boxed]
    pub async fn register(&self, facts: NewRecord) -> Result<DeskId, RegisterError> {
        self.register_once(facts, None).await
    }

    /// Registers a failure; the same `once` again gives the record made before.
    pub(super) async fn register_once(&self, facts: NewRecord, once: Option<String>) -> Result<DeskId, RegisterError> {
        check(&facts)?;
        let now = self.clock.now();
        let registered = self
            .database
            .write(move |store| {
                if let Some(once) = &once
                    && let Some(record) = store::of_once(store, once)?
                {
                    return Ok(record);
                }
                let record = store::insert(store, &facts, once.as_deref(), now)?;
                tell(store, &record, &facts, Happened::Registered, now)?;
                Ok::<_, RegisterError>(record)
            })
            .await?;
        self.outbox.wake();
        Ok(registered)
    }

    /// Gives a record other facts and tells Nabat; the product stays. A record Nabat has refused is
    /// registered anew.
    ///
    /// # Errors
    /// There is no such record, or something needed is missing.
    #[nabat_kit::boxed]
    pub async fn update(&self, record: &DeskId, facts: NewRecord) -> Result<(), RegisterError> {
        check(&facts)?;
        let (id, now) = (record.clone(), self.clock.now());
        self.database
            .write(move |store| {
                let (record, before) = own(store, &id)?;
                let facts = NewRecord { product: before.product, ..facts };
                store::set_facts(store, &id, &facts, now)?;
                tell(store, &id, &facts, told_as(&record, Happened::Updated), now)
            })
            .await?;
        self.outbox.wake();
        Ok(())
    }

    /// Closes a record by hand, with words, and tells Nabat. One closed already is no error.
    ///
    /// # Errors
    /// There is no such record.
    #[nabat_kit::boxed]
    pub async fn close(&self, record: &DeskId, by: &str, text: &str) -> Result<(), RegisterError> {
        let (id, by, text, now) = (record.clone(), by.to_owned(), text.to_owned(), self.clock.now());
        self.database
            .write(move |store| {
                if let Some(product) = store::product_assigned(store, &id)? {
                    return close_assigned(store, &id, &product, &by, &text, now);
                }
                let (record, facts) = own(store, &id)?;
                if record.state == State::Closed {
                    return Ok(());
                }
                store::set_state(store, &id, State::Closed, now)?;
                store::note(store, &id, NoteKind::Closed, Some(&by), &text, now)?;
                tell(store, &id, &facts, Happened::Closed, now)
            })
            .await?;
        self.outbox.wake();
        Ok(())
    }
}

/// What people write on a record, closed or open.
impl BuiltinDesk {
    /// Writes on a record. It stays in the desk: what Nabat has to know is said in the chat.
    ///
    /// # Errors
    /// There is no such record, or nothing is written.
    #[nabat_kit::boxed]
    pub async fn comment(&self, record: &DeskId, by: &str, text: &str) -> Result<(), RegisterError> {
        if text.trim().is_empty() {
            return Err(RegisterError::NoWords);
        }
        let (id, by, text, now) = (record.clone(), by.to_owned(), text.trim().to_owned(), self.clock.now());
        self.database
            .write(move |store| {
                store::find(store, &id)?.ok_or(RegisterError::NoSuchRecord)?;
                Ok(store::note(store, &id, NoteKind::Comment, Some(&by), &text, now)?)
            })
            .await
    }

    /// Opens a closed record again by hand, with words, and tells Nabat. One open already is no error.
    ///
    /// # Errors
    /// There is no such record.
    #[nabat_kit::boxed]
    pub async fn reopen(&self, record: &DeskId, by: &str, text: &str) -> Result<(), RegisterError> {
        let (id, by, text, now) = (record.clone(), by.to_owned(), text.to_owned(), self.clock.now());
        self.database
            .write(move |store| {
                let record = store::find(store, &id)?.ok_or(RegisterError::NoSuchRecord)?;
                if record.state == State::Open {
                    return Ok(());
                }
                let assigned = store::product_assigned(store, &id)?;
                store::set_state(store, &id, State::Open, now)?;
                store::note(store, &id, NoteKind::Reopened, Some(&by), &text, now)?;
                match (assigned, record.facts) {
                    (Some(product), _) => tell_assigned(store, &id, &product, "incident.updated", now),
                    (None, Some(facts)) => tell(store, &id, &facts, Happened::Updated, now),
                    // Nabat knows it by another way than this desk.
                    (None, None) => Ok(()),
                }
            })
            .await?;
        self.outbox.wake();
        Ok(())
    }

    /// Links two records of the desk, seen from both; a link there already is no error.
    ///
    /// # Errors
    /// There is no such record.
    #[nabat_kit::boxed]
    pub async fn link(&self, record: &DeskId, to: &DeskId) -> Result<(), RegisterError> {
        let (id, to) = (record.clone(), to.clone());
        self.database
            .write(move |store| {
                for one in [&id, &to] {
                    store::find(store, one)?.ok_or(RegisterError::NoSuchRecord)?;
                }
                store::link(store, &id, &store::Link::Record(to.to_string()))?;
                Ok(store::link(store, &to, &store::Link::Record(id.to_string()))?)
            })
            .await
    }
}

impl BuiltinDesk {
    /// Gives a work group's record to another group or by another moment, and tells Nabat.
    ///
    /// # Errors
    /// There is no such record.
    #[nabat_kit::boxed]
    pub async fn reassign(&self, record: &DeskId, work_group: &str, due: At) -> Result<(), RegisterError> {
        if work_group.trim().is_empty() {
            return Err(RegisterError::NoWords);
        }
        let (id, work_group, now) = (record.clone(), work_group.to_owned(), self.clock.now());
        self.database
            .write(move |store| {
                let product = store::product_assigned(store, &id)?.ok_or(RegisterError::NoSuchRecord)?;
                store::assign(store, &id, &work_group, due)?;
                tell_assigned(store, &id, &product, "incident.updated", now)
            })
            .await?;
        self.outbox.wake();
        Ok(())
    }
}

fn close_assigned(
    store: &Transaction<'_>,
    id: &DeskId,
    product: &ProductId,
    by: &str,
    text: &str,
    now: At,
) -> Result<(), RegisterError> {
    let open = store::find(store, id)?.is_some_and(|record| record.state == State::Open);
    if !open {
        return Ok(());
    }
    store::set_state(store, id, State::Closed, now)?;
    store::note(store, id, NoteKind::Closed, Some(by), text, now)?;
    tell_assigned(store, id, product, "incident.closed", now)
}

/// What Nabat is told of a record it had opened: what happened to it, no more.
fn tell_assigned(
    store: &Transaction<'_>,
    id: &DeskId,
    product: &ProductId,
    happened: &str,
    now: At,
) -> Result<(), RegisterError> {
    let revision = store::next_revision(store, id)?;
    let delivery = Delivery {
        lane: id.as_str().to_owned(),
        id: format!("{id}.{revision}"),
        path: format!("/desk/{product}/generic"),
        body: serde_json::json!({ "type": happened, "id": id }).to_string(),
    };
    outbox::add(store, &delivery, now)?;
    Ok(())
}

/// The record a delivery is about.
pub(super) fn record_of_delivery(id: &str) -> &str {
    id.rsplit_once('.').map_or(id, |(record, _)| record)
}

fn check(facts: &NewRecord) -> Result<(), RegisterError> {
    if facts.functions.is_empty() {
        return Err(RegisterError::NoFunction);
    }
    if facts.summary.trim().is_empty() {
        return Err(RegisterError::NoSummary);
    }
    if facts.restored_at.is_some_and(|restored| restored < facts.started_at) {
        return Err(RegisterError::RestoredBeforeBegan);
    }
    Ok(())
}

fn own(store: &Transaction<'_>, id: &DeskId) -> Result<(Record, NewRecord), RegisterError> {
    let record = store::find(store, id)?.ok_or(RegisterError::NoSuchRecord)?;
    let facts = record.facts.clone().ok_or(RegisterError::NoSuchRecord)?;
    Ok((record, facts))
}

/// A registration Nabat refused is none: what is sent next is the first it can take.
fn told_as(record: &Record, happened: Happened) -> Happened {
    if record.incident.is_none() && record.refused.is_some() { Happened::Registered } else { happened }
}

fn tell(
    store: &Transaction<'_>,
    record: &DeskId,
    facts: &NewRecord,
    happened: Happened,
    now: At,
) -> Result<(), RegisterError> {
    let revision = store::next_revision(store, record)?;
    let delivery = Delivery {
        lane: record.as_str().to_owned(),
        id: format!("{record}.{revision}"),
        path: format!("/desk/{}/generic", facts.product),
        body: webhook(happened, record, facts, address_of(record)),
    };
    outbox::add(store, &delivery, now)?;
    Ok(())
}

/// Where people open a record, below Nabat's address.
fn address_of(record: &DeskId) -> String {
    format!("/desk/{record}")
}
