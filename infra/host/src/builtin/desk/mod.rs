//! The built-in service desk: records, notes, links and problems in a file of its own, plain.
//!
//! What people do with a record is sent to Nabat as the signed generic webhook; what Nabat itself
//! did is not sent back to it.

mod owners;
mod pages;
mod people;
mod port;
mod problem;
mod record;
mod store;
#[cfg(test)]
mod tests;

pub use pages::{Estate, ServiceChoice, router};
pub use people::RegisterError;
pub use record::{NewRecord, Purpose};
pub(super) use store::erase;

use super::database::Database;
use super::faults::Faults;
use super::outbox::{Heard, OUTBOX_SCHEMA, Outbox, Sender, Shown};
use nabat_domain::ids::ProductId;
use nabat_kit::port::Clock;
use nabat_kit::signature::SigningSecret;
use rusqlite::Transaction;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The desk over one file, usually `desk.db`.
pub struct BuiltinDesk {
    database: Arc<Database>,
    clock: Arc<dyn Clock>,
    faults: Faults,
    outbox: Arc<Outbox>,
}

impl BuiltinDesk {
    /// Opens the file, making it where it is not there. `key` signs webhooks on their way to
    /// `/desk/{product}/generic`.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open(path: &Path, clock: Arc<dyn Clock>, key: SigningSecret) -> rusqlite::Result<Self> {
        Self::open_with(path, clock, key, BTreeMap::new())
    }

    /// The same where some products have a key of their own.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open_with(
        path: &Path,
        clock: Arc<dyn Clock>,
        key: SigningSecret,
        own: BTreeMap<ProductId, SigningSecret>,
    ) -> rusqlite::Result<Self> {
        let schema = format!("{}{OUTBOX_SCHEMA}", store::SCHEMA);
        let database = Arc::new(Database::open(path, &schema)?);
        let outbox = Arc::new(Outbox::new(Arc::clone(&database), Arc::clone(&clock), key, Arc::new(Answers { own })));
        Ok(Self { database, clock, faults: Faults::default(), outbox })
    }

    /// What goes wrong with calls of the port, on request.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// Webhooks on their way to Nabat: `connect` it, then `run` it or `deliver_due`.
    pub fn outbox(&self) -> &Arc<Outbox> {
        &self.outbox
    }
}

/// Keeps on the record what Nabat answered.
struct Answers {
    /// Keys of products that have their own.
    own: BTreeMap<ProductId, SigningSecret>,
}

impl Sender for Answers {
    fn heard(&self, store: &Transaction<'_>, id: &str, heard: &Heard) -> rusqlite::Result<Shown> {
        let record = people::record_of_delivery(id);
        match heard {
            Heard::Taken(answer) => store::set_taken(store, record, Ok(incident_in(answer).as_deref()))?,
            Heard::Refused(answer) => store::set_taken(store, record, Err(answer))?,
            Heard::Later(attempts) => store::set_unheard(store, record, *attempts)?,
        }
        // The desk's pages are not live.
        Ok(Shown::Same)
    }

    fn after(&self, _lane: &str) {}

    fn key_of(&self, path: &str) -> Option<&SigningSecret> {
        let product = path.strip_prefix("/desk/")?.strip_suffix("/generic")?;
        self.own.get(&ProductId::from(product))
    }
}

/// The incident in an answer such as `{"incident":"inc-1","outcome":"accepted"}`.
fn incident_in(answer: &str) -> Option<String> {
    let answer: serde_json::Value = serde_json::from_str(answer).ok()?;
    Some(answer.get("incident")?.as_str()?.to_owned())
}
