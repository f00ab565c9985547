//! Sixty-four who write one incident at the same moment: nothing is lost, and nobody has to send more often than a
//! handful of times.

use async_trait::async_trait;
use futures_util::future::join_all;
use nabat_kit::env::Env;
use nabat_kit::table::{Action, Key, Order, Page, Query, Row, Stamp, Table, TableError};
use nabat_tests::rig::{DESK_SECRET, Rig, signed};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// How many write at once.
const WRITERS: usize = 64;

/// So often one sends at most: a command that meets others a dozen times is put off, and comes again.
const SENDINGS: u32 = 4;

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

/// One of them changes the record, and sends again what was not taken, as desks do; how often it met others, and how often
/// it sent.
async fn writes(rig: &Rig, number: usize) -> (u32, u32) {
    let met = Arc::new(AtomicU32::new(0));
    let table = Arc::new(Counted { table: Arc::clone(&rig.env.table), met: Arc::clone(&met) });
    let env = Env { table, ..rig.env.clone() };
    let body = json!({ "type": "incident.updated", "id": "SD-1", "summary": format!("Сообщение {number}") });
    for sent in 1..=SENDINGS {
        let request = signed(DESK_SECRET, &format!("msg_w{number}"), env.now(), body.to_string().as_bytes());
        let answer = nabat_desk_webhook::handle(&env, &rig.product, request).await;
        match answer.status().as_u16() {
            202 => return (met.load(Ordering::Relaxed), sent),
            503 => {}
            other => panic!("writer {number} is answered {other}: {}", String::from_utf8_lossy(answer.body())),
        }
    }
    panic!("writer {number} is refused for good");
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
    let (most, all) = writers.iter().fold((0, 0), |(most, all), (met, _)| (most.max(*met), all + met));
    let again = writers.iter().filter(|(_, sent)| *sent > 1).count();
    println!("{WRITERS} writers met {all} times, one of them {most} times; {again} had to send again");
    let journal = rig.journal(&incident).await;
    let changed =
        journal[before..].iter().filter(|event| event.bytes.contains("\"type\":\"description_changed\"")).count();
    assert_eq!(changed, WRITERS, "each of them is on record once");
    let numbers: Vec<u64> = journal.iter().map(|event| event.number).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
    rig.assert_journal(&incident).await;
}
