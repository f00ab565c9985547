//! Everything that outlives a process: the table, the messenger, the desk, the wiki, the time.

use super::crash::Crashes;
use super::desk::{DeskPort, ModelDesk};
use super::machine::MachineClock;
use super::messenger::{MessengerPort, ModelMessenger};
use super::monitoring::{ModelMonitoring, MonitoringPort};
use super::outward::{ModelOutward, OutwardPort};
use super::store::{Real, Store};
use super::wiki::{ModelWiki, WikiPort};
use async_trait::async_trait;
use nabat::clocks::StoryClock;
use nabat_domain::time::At;
use nabat_kit::configuration::Configurations;
use nabat_kit::port::{Bell, Clock, Doorbell};
use nabat_kit::table::{Action, Key, Order, Page, Query, Row, Stamp, Table, TableError};
use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// What outlives a process. Cheap to clone: clones share.
#[derive(Clone)]
pub struct Outside {
    /// The table, as the process reaches it.
    pub table: TablePort,
    /// The messenger, as the process reaches it.
    pub messenger: MessengerPort,
    /// A second messenger, `spare`, as the process reaches it.
    pub second: MessengerPort,
    /// The desk, as the process reaches it.
    pub desk: DeskPort,
    /// The wiki, as the process reaches it.
    pub wiki: WikiPort,
    /// Mail and webhooks, as the process reaches them.
    pub outward: OutwardPort,
    /// The monitoring system, as the process reaches it.
    pub monitoring: MonitoringPort,
    /// The time as it is.
    pub clock: Arc<StoryClock>,
    /// The time as the process reads it.
    pub machine: Arc<MachineClock>,
    /// When the process dies.
    pub crashes: Crashes,
    configurations: Arc<Configurations>,
    starts: Arc<AtomicU64>,
}

impl Outside {
    /// An outside where nothing has happened.
    pub fn new(begins: At) -> Self {
        Self::with_wiki(begins, ModelWiki::default())
    }

    /// An outside where nothing has happened, with this wiki.
    pub fn with_wiki(begins: At, wiki: ModelWiki) -> Self {
        let clock = Arc::new(StoryClock::new(begins));
        Self::over(
            Store::of_environment(),
            (
                ModelMessenger::of_environment(&(Arc::clone(&clock) as Arc<dyn Clock>)),
                ModelMessenger::default(),
                ModelDesk::default(),
                wiki,
                ModelOutward::default(),
                ModelMonitoring::default(),
            ),
            clock,
            0,
            Arc::default(),
            Crashes::default(),
        )
    }

    /// An outside where nothing has happened, with the model of this messenger.
    pub fn with_messenger(begins: At, name: &str) -> Self {
        Self::of_messenger(begins, name, Store::of_environment())
    }

    /// The same, to be forked once an incident is led up to what is looked at.
    pub fn led(begins: At, messenger: &str) -> Self {
        Self::of_messenger(begins, messenger, Store::led())
    }

    /// An outside where nothing has happened, over this table.
    pub fn kept_in(begins: At, table: Store) -> Self {
        Self::of_messenger(begins, "builtin", table)
    }

    fn of_messenger(begins: At, name: &str, table: Store) -> Self {
        let clock = Arc::new(StoryClock::new(begins));
        let messenger = ModelMessenger::of_name(name, &(Arc::clone(&clock) as Arc<dyn Clock>));
        let others = (ModelDesk::default(), ModelWiki::default(), ModelOutward::default(), ModelMonitoring::default());
        let (desk, wiki, outward, monitoring) = others;
        let outer = (messenger, ModelMessenger::default(), desk, wiki, outward, monitoring);
        Self::over(table, outer, clock, 0, Arc::default(), Crashes::default())
    }

    /// A copy: what happens to it happens to nobody else.
    pub fn fork(&self) -> Self {
        self.fork_over(self.table.plain().fork())
    }

    /// The same, its rows in this empty table.
    pub fn fork_into(&self, empty: Arc<dyn Real>) -> Self {
        self.fork_over(self.table.plain().copied_into(empty))
    }

    fn fork_over(&self, table: Store) -> Self {
        let starts = self.starts.load(Ordering::Relaxed);
        let clock = Arc::new(StoryClock::new(self.clock.now()));
        Self::over(
            table,
            (
                self.messenger.plain().fork(&(Arc::clone(&clock) as Arc<dyn Clock>)),
                self.second.plain().fork(&(Arc::clone(&clock) as Arc<dyn Clock>)),
                self.desk.plain().fork(),
                self.wiki.plain().fork(),
                self.outward.plain().fork(),
                self.monitoring.plain().fork(),
            ),
            clock,
            starts,
            // Versions are immutable, so copies may share what was read of them.
            Arc::clone(&self.configurations),
            self.crashes.fork(),
        )
    }

    fn over(
        table: Store,
        (messenger, second, desk, wiki, outward, monitoring): (
            ModelMessenger,
            ModelMessenger,
            ModelDesk,
            ModelWiki,
            ModelOutward,
            ModelMonitoring,
        ),
        clock: Arc<StoryClock>,
        starts: u64,
        configurations: Arc<Configurations>,
        crashes: Crashes,
    ) -> Self {
        if let Some(over) = messenger.over() {
            over.die_with(&crashes);
        }
        Self {
            table: TablePort { table: Arc::new(table), crashes: crashes.clone(), away: Arc::default() },
            messenger: MessengerPort::new(messenger, crashes.clone()),
            second: MessengerPort::new(second, crashes.clone()),
            desk: DeskPort::new(desk, crashes.clone()),
            wiki: WikiPort::new(wiki, crashes.clone()),
            outward: OutwardPort::new(outward, crashes.clone()),
            monitoring: MonitoringPort::new(monitoring, crashes.clone()),
            machine: Arc::new(MachineClock::new(Arc::clone(&clock))),
            clock,
            crashes,
            configurations,
            starts: Arc::new(AtomicU64::new(starts)),
        }
    }

    /// A number for the next process: two processes never draw the same random bytes.
    pub fn next_start(&self) -> u64 {
        self.starts.fetch_add(1, Ordering::Relaxed)
    }

    /// Configuration versions read so far.
    pub fn configurations(&self) -> Arc<Configurations> {
        Arc::clone(&self.configurations)
    }
}

/// Bells that rang, in order; they die with the process.
#[derive(Default)]
pub struct Bells(Mutex<VecDeque<Bell>>);

impl Bells {
    /// The next bell.
    pub fn next(&self) -> Option<Bell> {
        self.0.lock().expect("nothing panics while holding it").pop_front()
    }
}

#[async_trait]
impl Doorbell for Bells {
    async fn ring(&self, bell: Bell) {
        let mut bells = self.0.lock().expect("nothing panics while holding it");
        if !bells.contains(&bell) {
            bells.push_back(bell);
        }
    }
}

/// The table as a mortal process reaches it.
#[derive(Clone)]
pub struct TablePort {
    table: Arc<Store>,
    crashes: Crashes,
    away: Arc<AtomicBool>,
}

impl TablePort {
    /// The table itself.
    pub fn plain(&self) -> &Store {
        &self.table
    }

    /// Nobody reaches it until it is back.
    pub fn goes_away(&self) {
        self.away.store(true, Ordering::Relaxed);
    }

    /// It is back.
    pub fn is_back(&self) {
        self.away.store(false, Ordering::Relaxed);
    }

    /// Makes one call of it that changes something.
    async fn change<T>(&self, call: impl Future<Output = Result<T, TableError>>) -> Result<T, TableError> {
        self.crashes.call(self.reached(call)).await
    }

    /// Makes one call of it that only reads.
    async fn read<T>(&self, call: impl Future<Output = Result<T, TableError>>) -> Result<T, TableError> {
        self.crashes.read(self.reached(call)).await
    }

    /// The call, unless the table is away.
    async fn reached<T>(&self, call: impl Future<Output = Result<T, TableError>>) -> Result<T, TableError> {
        match self.away.load(Ordering::Relaxed) {
            true => Err(TableError::Unavailable("the table is away".to_owned())),
            false => call.await,
        }
    }
}

#[async_trait]
impl Table for TablePort {
    async fn get(&self, key: &Key) -> Result<Option<Row>, TableError> {
        self.read(self.table.get(key)).await
    }

    async fn query(&self, query: &Query) -> Result<Vec<Row>, TableError> {
        self.read(self.table.query(query)).await
    }

    async fn stamps(&self, query: &Query) -> Result<Vec<Stamp>, TableError> {
        self.read(self.table.stamps(query)).await
    }

    async fn write(&self, actions: &[Action]) -> Result<(), TableError> {
        self.change(self.table.write(actions)).await
    }

    async fn due(&self, shard: u8, until: i64, limit: usize) -> Result<Vec<(Key, i64)>, TableError> {
        self.read(self.table.due(shard, until, limit)).await
    }

    async fn next_due(&self, shard: u8) -> Result<Option<i64>, TableError> {
        self.read(self.table.next_due(shard)).await
    }

    async fn list(&self, list: &str, order: Order, after: Option<&str>, limit: usize) -> Result<Page, TableError> {
        self.read(self.table.list(list, order, after, limit)).await
    }

    async fn partitions(&self, beginning: &str) -> Result<BTreeSet<String>, TableError> {
        self.read(self.table.partitions(beginning)).await
    }

    async fn sweep(&self, now: i64) -> Result<usize, TableError> {
        self.change(self.table.sweep(now)).await
    }

    async fn forget(&self) -> Result<(), TableError> {
        self.crashes.call(self.table.forget()).await
    }
}
