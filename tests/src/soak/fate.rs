//! What happens to a process at its table: it dies before or after a call, a write's answer is lost, somebody else
//! wrote at the same moment. Whatever is written is noted, so that people look where something changed.
//!
//! A process that dies before or after a call of another port stands, for whoever starts it again, where one stands
//! that dies at the call of the table next to it.

use async_trait::async_trait;
use nabat::demo::dice::Dice;
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_kit::incident::of_key;
use nabat_kit::table::{Action, Key, Order, Page, Query, Row, Stamp, Table, TableError};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::Notify;

/// Of so many calls of the table one is the last of its process.
const DEADLY: u64 = 4_000;
/// Of so many writes one is done and not answered.
const UNANSWERED: u64 = 900;
/// Of so many writes one meets another writer.
const CONTESTED: u64 = 300;
/// Of so many reads one is not answered.
const UNREAD: u64 = 3_000;

/// What was dealt out.
#[derive(Default, Debug)]
pub struct Dealt {
    pub calls: AtomicU64,
    pub deaths: AtomicU64,
    pub unanswered: AtomicU64,
    pub contested: AtomicU64,
    pub unread: AtomicU64,
}

/// The fate of one process after another.
pub struct Fate {
    dice: Mutex<Dice>,
    strikes: AtomicBool,
    died: Notify,
    touched: Mutex<BTreeSet<(ProductId, IncidentId)>>,
    pub dealt: Dealt,
}

enum Blow {
    None,
    DiesBefore,
    DiesAfter,
    Unanswered,
    Contested,
}

impl Fate {
    pub fn new(seed: u64) -> Arc<Self> {
        Arc::new(Self {
            dice: Mutex::new(Dice::new(seed)),
            strikes: AtomicBool::new(false),
            died: Notify::new(),
            touched: Mutex::default(),
            dealt: Dealt::default(),
        })
    }

    /// Whether anything befalls anybody from now on.
    pub fn strikes(&self, strikes: bool) {
        self.strikes.store(strikes, Ordering::SeqCst);
    }

    /// Waits until the process has died.
    pub async fn died(&self) {
        self.died.notified().await;
    }

    /// Incidents written to since this was last asked.
    pub fn touched(&self) -> BTreeSet<(ProductId, IncidentId)> {
        std::mem::take(&mut *lock(&self.touched))
    }

    fn blow(&self, writes: bool) -> Blow {
        self.dealt.calls.fetch_add(1, Ordering::Relaxed);
        if !self.strikes.load(Ordering::SeqCst) {
            return Blow::None;
        }
        let mut dice = lock(&self.dice);
        let mut one_of = |sides: u64, count: &AtomicU64| {
            let struck = dice.below(sides) == 0;
            count.fetch_add(u64::from(struck), Ordering::Relaxed);
            struck
        };
        if one_of(DEADLY, &self.dealt.deaths) {
            return if dice.happens(50) { Blow::DiesBefore } else { Blow::DiesAfter };
        }
        match writes {
            true if one_of(UNANSWERED, &self.dealt.unanswered) => Blow::Unanswered,
            true if one_of(CONTESTED, &self.dealt.contested) => Blow::Contested,
            false if one_of(UNREAD, &self.dealt.unread) => Blow::Contested,
            true | false => Blow::None,
        }
    }

    /// Nothing of the process goes on from here: whoever waits for it drops it.
    async fn die<T>(&self) -> T {
        self.strikes(false);
        self.died.notify_one();
        std::future::pending().await
    }

    fn note(&self, actions: &[Action]) {
        let mut touched = lock(&self.touched);
        for action in actions {
            if let Action::Put(row, _) = action {
                touched.extend(of_key(&row.key));
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("nothing panics while holding it")
}

/// The table as a mortal process reaches it.
pub struct MortalTable {
    pub table: Arc<dyn Table>,
    pub fate: Arc<Fate>,
}

fn lost() -> TableError {
    TableError::Unavailable("no answer".to_owned())
}

impl MortalTable {
    async fn read<T>(&self, call: impl Future<Output = Result<T, TableError>>) -> Result<T, TableError> {
        match self.fate.blow(false) {
            Blow::None => call.await,
            Blow::Contested | Blow::Unanswered => Err(lost()),
            Blow::DiesBefore | Blow::DiesAfter => self.fate.die().await,
        }
    }
}

#[async_trait]
impl Table for MortalTable {
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
        let blow = self.fate.blow(true);
        match blow {
            Blow::DiesBefore => return self.fate.die().await,
            Blow::Contested => {
                let first = actions.first().map(|action| match action {
                    Action::Put(row, _) => row.key.clone(),
                    Action::Delete(key, _) | Action::Check(key, _) => key.clone(),
                });
                return Err(first.map_or_else(lost, TableError::Conflict));
            }
            Blow::None | Blow::DiesAfter | Blow::Unanswered => {}
        }
        let written = self.table.write(actions).await;
        self.fate.note(actions);
        match blow {
            Blow::DiesAfter => self.fate.die().await,
            Blow::Unanswered => Err(lost()),
            _ => written,
        }
    }

    async fn due(&self, shard: u8, until: i64, limit: usize) -> Result<Vec<(Key, i64)>, TableError> {
        self.read(self.table.due(shard, until, limit)).await
    }

    async fn next_due(&self, shard: u8) -> Result<Option<i64>, TableError> {
        self.table.next_due(shard).await
    }

    async fn list(&self, list: &str, order: Order, after: Option<&str>, limit: usize) -> Result<Page, TableError> {
        self.read(self.table.list(list, order, after, limit)).await
    }

    async fn partitions(&self, beginning: &str) -> Result<BTreeSet<String>, TableError> {
        self.read(self.table.partitions(beginning)).await
    }

    async fn sweep(&self, now: i64) -> Result<usize, TableError> {
        self.read(self.table.sweep(now)).await
    }

    async fn forget(&self) -> Result<(), TableError> {
        self.read(self.table.forget()).await
    }
}
