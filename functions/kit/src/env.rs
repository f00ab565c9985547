//! What every function is given: the ports, and what was read once.

use crate::configuration::Configurations;
use crate::fault::Fault;
use crate::perform::CALL;
use crate::port::{
    Bell, Chance, ChatSource, Clock, Copies, Desk, Doorbell, DutyCalendar, Messenger, Monitoring, Outward, Wiki,
};
use crate::reliability::Books;
use crate::signing::SigningKey;
use crate::table::Table;
use futures_util::{StreamExt as _, stream};
use nabat_domain::ids::{ConnectionId, ProductId};
use nabat_domain::time::At;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Calls of one sort that are under way at the same time, where there are many to be made.
pub const AT_ONCE: usize = 16;

/// The ports. Cheap to clone.
#[derive(Clone)]
pub struct Env {
    /// The store.
    pub table: Arc<dyn Table>,
    /// Wakes functions.
    pub doorbell: Arc<dyn Doorbell>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub chance: Arc<dyn Chance>,
    /// Messengers by connection.
    pub messengers: Arc<BTreeMap<ConnectionId, Arc<dyn Messenger>>>,
    /// What messengers send, by connection.
    pub sources: Arc<BTreeMap<ConnectionId, Arc<dyn ChatSource>>>,
    /// Desks by connection.
    pub desks: Arc<BTreeMap<ConnectionId, Arc<dyn Desk>>>,
    /// Wikis by connection.
    pub wikis: Arc<BTreeMap<ConnectionId, Arc<dyn Wiki>>>,
    /// Mail, webhooks, and the secrets they need.
    pub outward: Outward,
    /// Where else this installation keeps what people typed.
    pub copies: Arc<dyn Copies>,
    /// Monitoring systems by connection.
    pub monitoring: Arc<BTreeMap<ConnectionId, Arc<dyn Monitoring>>>,
    /// Duty calendars by connection.
    pub calendars: Arc<BTreeMap<ConnectionId, Arc<dyn DutyCalendar>>>,
    /// Connections that are configured and cannot be opened yet, each with why: what needs one of them waits.
    pub unopened: Arc<BTreeMap<ConnectionId, String>>,
    /// Secrets.
    pub secrets: Arc<Secrets>,
    /// Configuration versions read so far.
    pub configurations: Arc<Configurations>,
    /// Books of outages read so far.
    pub books: Arc<Books>,
    /// Where people open the pages, without a slash at the end.
    pub base: Arc<str>,
    /// When whoever works with this is cut off, where it is.
    pub until: Option<At>,
}

/// Keys and secrets; their values never reach a log.
pub struct Secrets {
    /// Secrets the desk's webhooks may be signed with: more than one while they are changed.
    pub desk: Vec<Vec<u8>>,
    /// Those of products whose desk has its own: what is signed with the ones above is not taken for them.
    pub desks: BTreeMap<ProductId, Vec<Vec<u8>>>,
    /// Key of the hashes that tell whether two bodies of one delivery are the same.
    pub body_key: [u8; 32],
    /// Signs heads of journals; where there is none, nothing is signed.
    pub signing: Option<SigningKey>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Secrets {
    /// What may have signed a webhook of the product's desk.
    pub fn of_desk(&self, product: &ProductId) -> &[Vec<u8>] {
        self.desks.get(product).unwrap_or(&self.desk)
    }

    /// Keyed hash of a raw body, lower-case hex.
    pub fn body_hash(&self, body: &[u8]) -> String {
        use hmac::{Hmac, KeyInit, Mac};
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&self.body_key).expect("any length of key will do");
        mac.update(body);
        hex::encode(mac.finalize().into_bytes())
    }
}

impl Env {
    /// Now, UTC.
    pub fn now(&self) -> At {
        self.clock.now()
    }

    /// What reads the callbacks of a connection; nothing where there is no such connection.
    ///
    /// # Errors
    /// `Retry`: it cannot be opened yet.
    pub fn source(&self, connection: &ConnectionId) -> Result<Option<Arc<dyn ChatSource>>, Fault> {
        match self.sources.get(connection) {
            Some(source) => Ok(Some(Arc::clone(source))),
            None if self.unopened.contains_key(connection) => Err(self.lacks("messenger", connection)),
            None => Ok(None),
        }
    }

    /// Whether a call to a partner that begins now is over before it would be cut off. One that is cut off may have
    /// been heard, and nobody knows.
    pub fn has_time_for_a_call(&self) -> bool {
        self.until.is_none_or(|until| self.now().plus(CALL) <= until)
    }

    /// With the ports an earlier one has of connections that cannot be opened any more: a secret that is not to be had
    /// today does not end what works.
    #[must_use]
    pub fn keeping(mut self, earlier: &Self) -> Self {
        let lost = Arc::unwrap_or_clone(self.unopened);
        let (kept, lost) =
            lost.into_iter().partition(|(id, _)| !earlier.unopened.contains_key(id) && earlier.opens(id));
        let kept: BTreeMap<ConnectionId, String> = kept;
        self.unopened = Arc::new(lost);
        for id in kept.keys() {
            keep(&mut self.messengers, &earlier.messengers, id);
            keep(&mut self.sources, &earlier.sources, id);
            keep(&mut self.desks, &earlier.desks, id);
            keep(&mut self.wikis, &earlier.wikis, id);
            keep(&mut self.monitoring, &earlier.monitoring, id);
            keep(&mut self.calendars, &earlier.calendars, id);
        }
        self
    }

    fn opens(&self, id: &ConnectionId) -> bool {
        self.messengers.contains_key(id)
            || self.desks.contains_key(id)
            || self.wikis.contains_key(id)
            || self.monitoring.contains_key(id)
            || self.calendars.contains_key(id)
    }

    /// The messenger of a connection.
    ///
    /// # Errors
    /// It is not configured on this host; `Retry` where it cannot be opened yet.
    pub fn messenger(&self, connection: &ConnectionId) -> Result<Arc<dyn Messenger>, Fault> {
        self.messengers.get(connection).cloned().ok_or_else(|| self.lacks("messenger", connection))
    }

    /// The desk of a connection.
    ///
    /// # Errors
    /// It is not configured on this host; `Retry` where it cannot be opened yet.
    pub fn desk(&self, connection: &ConnectionId) -> Result<Arc<dyn Desk>, Fault> {
        self.desks.get(connection).cloned().ok_or_else(|| self.lacks("desk", connection))
    }

    /// The wiki of a connection.
    ///
    /// # Errors
    /// It is not configured on this host; `Retry` where it cannot be opened yet.
    pub fn wiki(&self, connection: &ConnectionId) -> Result<Arc<dyn Wiki>, Fault> {
        self.wikis.get(connection).cloned().ok_or_else(|| self.lacks("wiki", connection))
    }

    /// The monitoring system of a connection.
    ///
    /// # Errors
    /// It is not configured on this host; `Retry` where it cannot be opened yet.
    pub fn monitoring(&self, connection: &ConnectionId) -> Result<Arc<dyn Monitoring>, Fault> {
        self.monitoring.get(connection).cloned().ok_or_else(|| self.lacks("monitoring", connection))
    }

    fn lacks(&self, what: &str, connection: &ConnectionId) -> Fault {
        match self.unopened.get(connection) {
            Some(why) => Fault::Retry(format!("{what} `{connection}` cannot be opened: {why}")),
            None => Fault::Permanent(format!("{what} `{connection}` is not configured here")),
        }
    }

    /// The same with all of the table in sight, for what acts or counts rather than shows.
    pub fn whole(&self) -> Self {
        Self { table: self.table.whole().unwrap_or_else(|| Arc::clone(&self.table)), ..self.clone() }
    }

    /// Rings every bell once, some at a time. Nothing hangs on which is heard first: what has an order has it in the
    /// table.
    #[crate::boxed]
    pub async fn ring(&self, bells: Vec<Bell>) {
        stream::iter(bells).for_each_concurrent(AT_ONCE, |bell| self.doorbell.ring(bell)).await;
    }
}

fn keep<T: Clone>(ports: &mut Arc<BTreeMap<ConnectionId, T>>, earlier: &BTreeMap<ConnectionId, T>, id: &ConnectionId) {
    if let Some(port) = earlier.get(id) {
        Arc::make_mut(ports).insert(id.clone(), port.clone());
    }
}
