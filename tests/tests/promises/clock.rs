//! The minute's tick where much is due: what was found is rung for whatever comes of the rest, many at a time.

use async_trait::async_trait;
use nabat_kit::env::{AT_ONCE, Env};
use nabat_kit::port::{Bell, Doorbell};
use nabat_kit::shard::shard;
use nabat_kit::table::{Action, Condition, Due, Key, Order, Page, Query, Row, SHARDS, Table, TableError};
use nabat_tests::rig::Rig;
use std::collections::BTreeSet;
use std::future::pending;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::yield_now;
use tokio::time::timeout;

/// Long enough for whatever does not hang.
const SOON: Duration = Duration::from_secs(2);

/// How many calls are under way, and were at most.
#[derive(Default)]
struct Together(AtomicUsize, AtomicUsize);

impl Together {
    async fn take_part(&self) {
        let now = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        self.1.fetch_max(now, Ordering::Relaxed);
        yield_now().await;
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    fn most(&self) -> usize {
        self.1.load(Ordering::Relaxed)
    }
}

/// A table that hangs from this shard on, and at whatever can wait. What is looked at was done meanwhile.
struct Hanging {
    table: Arc<dyn Table>,
    from: u8,
    reads: Together,
}

#[async_trait]
impl Table for Hanging {
    async fn get(&self, _: &Key) -> Result<Option<Row>, TableError> {
        self.reads.take_part().await;
        Ok(None)
    }

    async fn query(&self, _: &Query) -> Result<Vec<Row>, TableError> {
        pending().await
    }

    async fn write(&self, _: &[Action]) -> Result<(), TableError> {
        pending().await
    }

    async fn due(&self, shard: u8, until: i64, limit: usize) -> Result<Vec<(Key, i64)>, TableError> {
        match shard < self.from {
            true => self.table.due(shard, until, limit).await,
            false => pending().await,
        }
    }

    async fn next_due(&self, shard: u8) -> Result<Option<i64>, TableError> {
        self.table.next_due(shard).await
    }

    async fn list(&self, _: &str, _: Order, _: Option<&str>, _: usize) -> Result<Page, TableError> {
        pending().await
    }

    async fn partitions(&self, _: &str) -> Result<BTreeSet<String>, TableError> {
        pending().await
    }

    async fn sweep(&self, _: i64) -> Result<usize, TableError> {
        pending().await
    }
}

/// Bells, written down.
#[derive(Default)]
struct Heard {
    bells: Mutex<BTreeSet<Bell>>,
    rings: Together,
}

#[async_trait]
impl Doorbell for Heard {
    async fn ring(&self, bell: Bell) {
        self.rings.take_part().await;
        self.bells.lock().expect("nothing panics while holding it").insert(bell);
    }
}

struct Minute {
    env: Env,
    table: Arc<Hanging>,
    heard: Arc<Heard>,
}

/// These are due, and the table hangs from a shard on.
async fn minute(due: impl Iterator<Item = Key>, from: u8) -> Minute {
    let rig = Rig::new().await;
    for key in due {
        let due = Some(Due { shard: shard(&key.pk), at: rig.env.now().0 });
        let row = Row { key, body: "{}".to_owned(), version: 1, due, listed: None, expires: None };
        rig.env.table.write(&[Action::Put(row, Condition::Any)]).await.expect("written");
    }
    let table = Arc::new(Hanging { table: Arc::clone(&rig.env.table), from, reads: Together::default() });
    let heard = Arc::<Heard>::default();
    let env = Env { table: table.clone(), doorbell: heard.clone(), ..rig.env };
    Minute { env, table, heard }
}

/// Posts of many rooms.
fn posts() -> impl Iterator<Item = Key> {
    (0..200).map(|room| Key::new(format!("clinics#C#inc-{room}"), "P#000000000000001#1"))
}

#[tokio::test]
async fn what_was_found_is_rung_for_before_the_rest_is_looked_for() {
    let minute = minute(posts(), SHARDS - 1).await;
    let expected = posts().filter(|key| shard(&key.pk) < SHARDS - 1).map(|key| Bell::Posts(key.pk));
    let expected: BTreeSet<Bell> = expected.collect();
    assert!(expected.len() > 100 && expected.len() < 200, "{}", expected.len());
    assert!(timeout(SOON, nabat_clock::handle(&minute.env)).await.is_err(), "the last shard hangs");
    assert_eq!(*minute.heard.bells.lock().expect("nothing panics while holding it"), expected);
    assert_eq!(minute.heard.rings.most(), AT_ONCE);
}

#[tokio::test]
async fn rows_that_are_due_are_looked_at_many_at_a_time() {
    let minute = minute((0..100).map(|job| Key::new("clinics#I#inc-1", format!("J#{job:08}#00#close"))), SHARDS).await;
    let ticked = timeout(SOON, nabat_clock::handle(&minute.env)).await.expect("nothing hangs").expect("it ticked");
    assert_eq!((ticked.rung, minute.table.reads.most()), (0, AT_ONCE));
}

#[tokio::test]
async fn what_can_wait_keeps_no_bell_and_no_metric_waiting() {
    let minute = minute(posts(), SHARDS).await;
    let ticked = timeout(SOON, nabat_clock::handle(&minute.env)).await.expect("nothing hangs").expect("it ticked");
    assert_eq!(ticked.rung, 200);
    assert!(timeout(Duration::from_millis(50), nabat_clock::sign_and_sweep(&minute.env)).await.is_err(), "this hangs");
}
