//! The rig's table in DynamoDB: a table of its own on an emulator that runs as long as anybody's table is there.

use super::Real;
use super::aside::{aside, begun, waited};
use crate::emulator::{Emulator, Kind};
use async_trait::async_trait;
use nabat_aws::DynamoTable;
use nabat_kit::table::{Action, Key, Order, Page, Query, Row, Stamp, Table, TableError};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex, Weak};

/// An emulator and the way to it.
pub struct Emulated {
    emulator: Emulator,
    way: nabat_aws::Cloud,
    made: AtomicU32,
}

impl Emulated {
    /// The one that runs, or a new one.
    ///
    /// # Panics
    /// It does not start.
    pub fn running() -> Arc<Self> {
        static RUNNING: Mutex<Weak<Emulated>> = Mutex::new(Weak::new());
        let mut running = RUNNING.lock().expect("nothing but a start panics while holding it");
        running.upgrade().unwrap_or_else(|| {
            let emulator = Emulator::start(Kind::Dynoxide);
            let way = way_to(&emulator.address);
            let started = Arc::new(Self { emulator, way, made: AtomicU32::new(0) });
            *running = Arc::downgrade(&started);
            started
        })
    }

    /// Its address.
    pub fn address(&self) -> &str {
        &self.emulator.address
    }
}

fn way_to(address: &str) -> nabat_aws::Cloud {
    let address = address.to_owned();
    waited(async move { nabat_aws::Cloud::at(&address).await })
}

/// A table there.
pub struct Dynamo {
    table: Arc<dyn Table>,
    name: String,
    /// The way Nabat takes, which may be one with obstacles.
    way: nabat_aws::Cloud,
    cloud: Arc<Emulated>,
}

impl Dynamo {
    /// An empty one.
    ///
    /// # Panics
    /// It cannot be made.
    pub fn new(cloud: &Arc<Emulated>) -> Self {
        Self::by(cloud, cloud.way.clone())
    }

    /// An empty one that Nabat reaches at another address.
    ///
    /// # Panics
    /// It cannot be made.
    pub fn through(cloud: &Arc<Emulated>, address: &str) -> Self {
        Self::by(cloud, way_to(address))
    }

    fn by(cloud: &Arc<Emulated>, way: nabat_aws::Cloud) -> Self {
        let name = format!("rig-{}", cloud.made.fetch_add(1, Ordering::Relaxed));
        let (straight, address) = (cloud.way.table(&name), cloud.address().to_owned());
        // The rig's clock is its own: what expires by the emulator's would go too early.
        let unexpiring = json!({
            "TableName": name,
            "TimeToLiveSpecification": { "AttributeName": "expires_s", "Enabled": false },
        });
        waited(async move {
            straight.make().await.expect("the table can be made");
            asked(&address, "UpdateTimeToLive", unexpiring).await.expect("the emulator answers");
        });
        let table: Arc<dyn Table> = Arc::new(Aside(way.table(&name)));
        Self { table, name, way, cloud: Arc::clone(cloud) }
    }
}

impl Real for Dynamo {
    fn table(&self) -> &Arc<dyn Table> {
        &self.table
    }

    fn another(&self) -> Arc<dyn Real> {
        Arc::new(Self::by(&self.cloud, self.way.clone()))
    }
}

impl Drop for Dynamo {
    /// The emulator holds everything in memory: thousands of tables would be too much.
    fn drop(&mut self) {
        let (address, name) = (self.cloud.address().to_owned(), json!({ "TableName": self.name }));
        begun(async move { drop(asked(&address, "DeleteTable", name).await) });
    }
}

/// Asks the emulator for what no adapter has to.
async fn asked(address: &str, operation: &str, body: Value) -> Result<(), reqwest::Error> {
    static CLIENT: LazyLock<reqwest::Client> =
        LazyLock::new(|| nabat_connectors::http::loopback().build().expect("a client"));
    let anybody = "AWS4-HMAC-SHA256 Credential=nabat/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, \
                   Signature=nobody-checks";
    let request = CLIENT
        .post(address)
        .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
        .header("x-amz-date", "20260101T000000Z")
        .header("content-type", "application/x-amz-json-1.0")
        .header("authorization", anybody)
        .body(body.to_string());
    request.send().await?.error_for_status().map(drop)
}

/// The adapter, asked on the runtime beside the tests'.
struct Aside(DynamoTable);

#[async_trait]
impl Table for Aside {
    async fn get(&self, key: &Key) -> Result<Option<Row>, TableError> {
        let (table, key) = (self.0.clone(), key.clone());
        aside(async move { table.get(&key).await }).await
    }

    async fn query(&self, query: &Query) -> Result<Vec<Row>, TableError> {
        let (table, query) = (self.0.clone(), query.clone());
        aside(async move { table.query(&query).await }).await
    }

    async fn stamps(&self, query: &Query) -> Result<Vec<Stamp>, TableError> {
        let (table, query) = (self.0.clone(), query.clone());
        aside(async move { table.stamps(&query).await }).await
    }

    async fn write(&self, actions: &[Action]) -> Result<(), TableError> {
        let (table, actions) = (self.0.clone(), actions.to_vec());
        aside(async move { table.write(&actions).await }).await
    }

    async fn due(&self, shard: u8, until: i64, limit: usize) -> Result<Vec<(Key, i64)>, TableError> {
        let table = self.0.clone();
        aside(async move { table.due(shard, until, limit).await }).await
    }

    async fn next_due(&self, shard: u8) -> Result<Option<i64>, TableError> {
        let table = self.0.clone();
        aside(async move { table.next_due(shard).await }).await
    }

    async fn list(&self, list: &str, order: Order, after: Option<&str>, limit: usize) -> Result<Page, TableError> {
        let (table, list, after) = (self.0.clone(), list.to_owned(), after.map(str::to_owned));
        aside(async move { table.list(&list, order, after.as_deref(), limit).await }).await
    }

    async fn partitions(&self, beginning: &str) -> Result<BTreeSet<String>, TableError> {
        let (table, beginning) = (self.0.clone(), beginning.to_owned());
        aside(async move { table.partitions(&beginning).await }).await
    }

    async fn sweep(&self, now: i64) -> Result<usize, TableError> {
        let table = self.0.clone();
        aside(async move { table.sweep(now).await }).await
    }
}
