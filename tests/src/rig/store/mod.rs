//! The table that outlives a process: in memory, or in a real store that is asked through its adapter.

mod aside;
#[cfg(feature = "aws")]
mod dynamo;
mod sqlite;

pub use aside::aside;
#[cfg(feature = "aws")]
pub use dynamo::{Dynamo, Emulated};

use aside::waited;
use async_trait::async_trait;
use nabat_kit::table::limits::MAX_TRANSACTION;
use nabat_kit::table::memory::MemoryTable;
use nabat_kit::table::{Action, Condition, Key, MAX_ACTIONS, Order, Page, Query, Row, Stamp, Table, TableError};
use sqlite::Sqlite;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which store the rig's table is in; `NABAT_TABLE` names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `memory`, or nothing said.
    Memory,
    /// `sqlite`: the embedded host's.
    Sqlite,
    /// `dynamodb`: the cloud's, on an emulator.
    Dynamodb,
}

impl Kind {
    /// The one the environment names.
    ///
    /// # Panics
    /// It names none there is.
    pub fn of_environment() -> Self {
        match std::env::var("NABAT_TABLE").as_deref() {
            Err(_) | Ok("memory") => Self::Memory,
            Ok("sqlite") => Self::Sqlite,
            Ok("dynamodb") => Self::Dynamodb,
            Ok(other) => panic!("NABAT_TABLE={other}: it is memory, sqlite or dynamodb"),
        }
    }
}

/// A table in a real store.
pub trait Real: Send + Sync {
    /// The way to it.
    fn table(&self) -> &Arc<dyn Table>;

    /// An empty one in the same store.
    fn another(&self) -> Arc<dyn Real>;
}

/// The table itself.
pub enum Store {
    /// In memory.
    Memory(MemoryTable),
    /// In a real store.
    Real(Arc<dyn Real>),
    /// In memory until it is forked: its forks are in the store of that empty one.
    Led(MemoryTable, Arc<dyn Real>),
}

impl Store {
    /// An empty one where the environment says.
    ///
    /// # Panics
    /// The store cannot be made, or these tests were built without it.
    pub fn of_environment() -> Self {
        Self::of(Kind::of_environment())
    }

    /// An empty one of this kind.
    ///
    /// # Panics
    /// As above.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Memory => Self::Memory(MemoryTable::new()),
            Kind::Sqlite => Self::Real(Arc::new(Sqlite::new())),
            #[cfg(feature = "aws")]
            Kind::Dynamodb => Self::Real(Arc::new(Dynamo::new(&Emulated::running()))),
            #[cfg(not(feature = "aws"))]
            Kind::Dynamodb => panic!("NABAT_TABLE=dynamodb wants the tests built with the feature `aws`"),
        }
    }

    /// An empty one whose forks are where the environment says, itself in memory: what only leads up to what is looked at
    /// need not take its time.
    ///
    /// # Panics
    /// As above.
    pub fn led() -> Self {
        match Self::of_environment() {
            Self::Real(empty) => Self::Led(MemoryTable::new(), empty),
            memory @ (Self::Memory(_) | Self::Led(..)) => memory,
        }
    }

    /// A second table of the same kind with the same rows; what happens to one no longer shows in the other.
    pub fn fork(&self) -> Self {
        match self {
            Self::Memory(table) => Self::Memory(table.fork()),
            Self::Real(real) | Self::Led(_, real) => self.copied_into(real.another()),
        }
    }

    /// This empty one with the same rows.
    ///
    /// # Panics
    /// It does not take them.
    pub fn copied_into(&self, empty: Arc<dyn Real>) -> Self {
        let (table, portions) = (Arc::clone(empty.table()), portions(self.dump()));
        waited(async move {
            for portion in portions {
                table.write(&portion).await.expect("it takes what another table held");
            }
        });
        Self::Real(empty)
    }

    /// Every row, in key order.
    ///
    /// # Panics
    /// The store does not answer.
    pub fn dump(&self) -> Vec<Row> {
        match self {
            Self::Memory(table) | Self::Led(table, _) => table.dump(),
            Self::Real(real) => waited(every_row(Arc::clone(real.table()))),
        }
    }

    /// Whether anything was ever written into it.
    ///
    /// # Panics
    /// The store does not answer.
    #[nabat_kit::boxed]
    pub async fn is_empty(&self) -> bool {
        self.partitions("").await.expect("the table answers").is_empty()
    }

    fn table(&self) -> &dyn Table {
        match self {
            Self::Memory(table) | Self::Led(table, _) => table,
            Self::Real(real) => &**real.table(),
        }
    }
}

/// Rows to be written as they are, no more at once than half of what one transaction may hold.
fn portions(rows: Vec<Row>) -> Vec<Vec<Action>> {
    let (mut portions, mut bytes) = (vec![Vec::new()], 0);
    for row in rows {
        bytes += row.body.len();
        let full = |portion: &Vec<Action>| portion.len() == MAX_ACTIONS || bytes > MAX_TRANSACTION / 2;
        if portions.last().is_none_or(full) {
            bytes = row.body.len();
            portions.push(Vec::new());
        }
        portions.last_mut().expect("there is one").push(Action::Put(row, Condition::Any));
    }
    portions
}

async fn every_row(table: Arc<dyn Table>) -> Vec<Row> {
    let mut rows = Vec::new();
    for partition in table.partitions("").await.expect("the table answers") {
        rows.extend(table.query(&Query::prefix(partition, "")).await.expect("the table answers"));
    }
    rows
}

#[async_trait]
impl Table for Store {
    async fn get(&self, key: &Key) -> Result<Option<Row>, TableError> {
        self.table().get(key).await
    }

    async fn query(&self, query: &Query) -> Result<Vec<Row>, TableError> {
        self.table().query(query).await
    }

    async fn stamps(&self, query: &Query) -> Result<Vec<Stamp>, TableError> {
        self.table().stamps(query).await
    }

    async fn write(&self, actions: &[Action]) -> Result<(), TableError> {
        self.table().write(actions).await
    }

    async fn due(&self, shard: u8, until: i64, limit: usize) -> Result<Vec<(Key, i64)>, TableError> {
        self.table().due(shard, until, limit).await
    }

    async fn next_due(&self, shard: u8) -> Result<Option<i64>, TableError> {
        self.table().next_due(shard).await
    }

    async fn list(&self, list: &str, order: Order, after: Option<&str>, limit: usize) -> Result<Page, TableError> {
        self.table().list(list, order, after, limit).await
    }

    async fn partitions(&self, beginning: &str) -> Result<BTreeSet<String>, TableError> {
        self.table().partitions(beginning).await
    }

    async fn sweep(&self, now: i64) -> Result<usize, TableError> {
        self.table().sweep(now).await
    }

    async fn forget(&self) -> Result<(), TableError> {
        self.table().forget().await
    }
}
