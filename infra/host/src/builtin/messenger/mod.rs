//! The built-in messenger: rooms in the browser, a file of its own, deliveries like any messenger's.

mod live;
mod pages;
mod people;
mod port;
mod source;
mod store;
#[cfg(test)]
mod tests;

pub use pages::router;
pub use people::{MAX_FILE_BYTES, SayError};
pub use source::BuiltinSource;
pub(super) use store::erase;

use super::database::Database;
use super::faults::Faults;
use super::outbox::{Heard, OUTBOX_SCHEMA, Outbox, Sender, Shown};
use live::Live;
use nabat_domain::ids::RoomId;
use nabat_kit::port::{Clock, MessageId};
use nabat_kit::signature::SigningSecret;
use rusqlite::Transaction;
use std::path::Path;
use std::sync::Arc;

/// The messenger over one file, usually `messenger.db`.
pub struct BuiltinMessenger {
    database: Arc<Database>,
    clock: Arc<dyn Clock>,
    faults: Faults,
    live: Live,
    outbox: Arc<Outbox>,
}

impl BuiltinMessenger {
    /// Opens the file, making it where it is not there. `key` signs what people do on its way to
    /// `/chat/builtin`.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open(path: &Path, clock: Arc<dyn Clock>, key: SigningSecret) -> rusqlite::Result<Self> {
        let schema = format!("{}{OUTBOX_SCHEMA}", store::SCHEMA);
        let database = Arc::new(Database::open(path, &schema)?);
        let live = Live::default();
        let sender = Arc::new(Marks { live: live.clone() });
        let outbox = Arc::new(Outbox::new(Arc::clone(&database), Arc::clone(&clock), key, sender));
        Ok(Self { database, clock, faults: Faults::default(), live, outbox })
    }

    /// What goes wrong with calls of the port, on request.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// What people did, on its way to Nabat: `connect` it, then `run` it or `deliver_due`.
    pub fn outbox(&self) -> &Arc<Outbox> {
        &self.outbox
    }

    /// Ends the open pages' streams, so that the server can drain.
    pub fn close(&self) {
        self.live.close();
    }
}

/// Marks messages Nabat has not heard of yet.
struct Marks {
    live: Live,
}

impl Sender for Marks {
    fn heard(&self, store: &Transaction<'_>, id: &str, heard: &Heard) -> rusqlite::Result<Shown> {
        let unheard = match heard {
            Heard::Taken(_) => 0,
            Heard::Later(attempts) => *attempts,
            Heard::Refused(_) => store::REFUSED,
        };
        let message = MessageId(people::message_of_delivery(id).to_owned());
        let changed = store::note_unheard(store, &message, unheard)?;
        Ok(if changed { Shown::Other } else { Shown::Same })
    }

    fn after(&self, lane: &str) {
        self.live.changed(&RoomId::new(lane));
    }
}
