//! Sixty-four who write one incident at the same moment: nothing is lost, nobody meets others for ever, and everybody is
//! answered soon.

use async_trait::async_trait;
use futures_util::future::join_all;
use nabat_domain::time::Length;
use nabat_kit::env::Env;
use nabat_kit::execute::ATTEMPTS;
use nabat_kit::table::{Action, Key, Order, Page, Query, Row, Stamp, Table, TableError};
use nabat_tests::rig::store::Kind;
use nabat_tests::rig::{DESK_SECRET, Rig, signed};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// How many write at once.
const WRITERS: usize = 64;

/// So often one sends at most: a command that meets others a dozen times is put off, and comes again. Only over an
/// emulated DynamoDB somebody has to.
const SENDINGS: u32 = 4;

/// So often one meets others, on average. Who is unlucky meets more: waits are drawn, and one alone is held to what a
/// command may try.
const MEETINGS: u32 = 8;

/// Everybody is answered within this, whoever comes last.
const LATENCY: Length = Length::seconds(2);

/// A table that counts how often whoever writes there met somebody.
struct Counted {
    table: Arc<dyn Table>,
    met: Arc<AtomicU32>,
}

#[async_trait]
impl Table for Counted {
    async fn get(&self, key: &Key) -> Result<Option<Row>, TableError> {
        self.table.get(key).await
    }

    async fn query(&self, query: &Query) -> Result<Vec<Row>, TableError> {
        self.table.query(query).await
    }

    async fn stamps(&self, query: &Query) -> Result<Vec<Stamp>, TableError> {
        self.table.stamps(query).await
    }

    async fn write(&self, actions: &[Action]) -> Result<(), TableError> {
        let written = self.table.write(actions).await;
        if matches!(written, Err(TableError::Conflict(_))) {
            self.met.fetch_add(1, Ordering::Relaxed);
        }
        written
    }

    async fn due(&self, shard: u8, until: i64, limit: usize) -> Result<Vec<(Key, i64)>, TableError> {
        self.table.due(shard, until, limit).await
    }

    async fn next_due(&self, shard: u8) -> Result<Option<i64>, TableError> {
        self.table.next_due(shard).await
    }

    async fn list(&self, list: &str, order: Order, after: Option<&str>, limit: usize) -> Result<Page, TableError> {
        self.table.list(list, order, after, limit).await
    }

    async fn partitions(&self, beginning: &str) -> Result<BTreeSet<String>, TableError> {
        self.table.partitions(beginning).await
    }

    async fn sweep(&self, now: i64) -> Result<usize, TableError> {
        self.table.sweep(now).await
    }
}

/// What one of them came to.
struct Written {
    /// How often it met others.
    met: u32,
    /// How often it sent.
    sent: u32,
    /// How long it took until it was taken.
    took: Length,
}

/// One of them changes the record, and sends again what was not taken, as desks do.
async fn writes(rig: &Rig, number: usize) -> Written {
    let began = rig.env.now();
    let met = Arc::new(AtomicU32::new(0));
    let table = Arc::new(Counted { table: Arc::clone(&rig.env.table), met: Arc::clone(&met) });
    let env = Env { table, ..rig.env.clone() };
    let body = json!({ "type": "incident.updated", "id": "SD-1", "summary": format!("Сообщение {number}") });
    for sent in 1..=SENDINGS {
        let request = signed(DESK_SECRET, &format!("msg_w{number}"), env.now(), body.to_string().as_bytes());
        let answer = nabat_desk_webhook::handle(&env, &rig.product, request).await;
        match answer.status().as_u16() {
            202 => return Written { met: met.load(Ordering::Relaxed), sent, took: rig.env.now().since(began) },
            503 => {}
            other => panic!("writer {number} is answered {other}: {}", String::from_utf8_lossy(answer.body())),
        }
    }
    panic!("writer {number} is refused for good");
}

fn assert_bounded(writers: &[Written]) {
    let all: u32 = writers.iter().map(|one| one.met).sum();
    let most = writers.iter().map(|one| one.met).max().unwrap_or(0);
    let again = writers.iter().filter(|one| one.sent > 1).count();
    let slowest = writers.iter().map(|one| one.took).max().unwrap_or(Length(0));
    let told = format!("{WRITERS} writers met {all} times, one of them {most} times; {again} had to send again");
    println!("{told}; the slowest took {} ms", slowest.0);
    // An emulator answers more slowly than the real one, and how slowly is a matter of the machine.
    if Kind::of_environment() != Kind::Dynamodb {
        assert!(all <= MEETINGS * writers.len() as u32 && most <= ATTEMPTS && again == 0, "{told}");
        assert!(slowest <= LATENCY, "the slowest took {} ms", slowest.0);
    }
}

#[tokio::test]
async fn promise_03_sixty_four_writers_of_one_incident_lose_nothing() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1", "appointments").await;
    let before = rig.journal(&incident).await.len();
    // Who meets another waits as long as it says.
    rig.outside.clock.release();
    let writers = join_all((0..WRITERS).map(|number| writes(&rig, number))).await;
    rig.pump().await;
    assert_bounded(&writers);
    let journal = rig.journal(&incident).await;
    let changed =
        journal[before..].iter().filter(|event| event.bytes.contains("\"type\":\"description_changed\"")).count();
    assert_eq!(changed, WRITERS, "each of them is on record once");
    let numbers: Vec<u64> = journal.iter().map(|event| event.number).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
    rig.assert_journal(&incident).await;
}
