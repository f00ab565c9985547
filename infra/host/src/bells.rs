//! The doorbell inside one process: a lane for each thing that must stay in order, lanes side by side.

use async_trait::async_trait;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::port::{Bell, Doorbell};
use nabat_kit::trace::traced;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, Weak};
use tokio::sync::{Notify, Semaphore};

/// How many lanes are worked on at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lanes {
    /// Side by side.
    SideBySide,
    /// One after another, in the order of ringing: for a story that is played the same way twice.
    OneByOne,
}

/// The doorbell.
pub struct Bells {
    env: OnceLock<Env>,
    lanes: Lanes,
    queue: Mutex<Queue>,
    permits: Arc<Semaphore>,
    quiet: Notify,
}

#[derive(Default)]
struct Queue {
    /// Bells of lanes that are being worked on, in order.
    lanes: BTreeMap<String, VecDeque<Bell>>,
    /// Nothing more is taken.
    closed: bool,
}

impl Bells {
    /// A doorbell nobody answers yet.
    pub fn new(lanes: Lanes) -> Arc<Self> {
        let permits = match lanes {
            Lanes::SideBySide => 16,
            Lanes::OneByOne => 1,
        };
        Arc::new(Self {
            env: OnceLock::new(),
            lanes,
            queue: Mutex::default(),
            permits: Arc::new(Semaphore::new(permits)),
            quiet: Notify::new(),
        })
    }

    /// Says which functions answer, once.
    pub fn answer_with(&self, env: Env) {
        let _ = self.env.set(env);
    }

    /// Takes no more bells; what rings now is rung again by the clock of the next start.
    pub fn close(&self) {
        self.queue.lock().expect("nothing panics while holding it").closed = true;
    }

    /// Waits until nothing is being worked on.
    #[nabat_kit::boxed]
    pub async fn quiet(&self) {
        loop {
            let quiet = self.quiet.notified();
            if self.queue.lock().expect("nothing panics while holding it").lanes.is_empty() {
                return;
            }
            quiet.await;
        }
    }

    /// Puts a bell into its lane; `true` if the lane has to be started.
    fn enqueue(&self, bell: Bell) -> Option<String> {
        let lane = match self.lanes {
            Lanes::SideBySide => lane(&bell),
            // One lane for all: lanes of their own would race for the one permit.
            Lanes::OneByOne => String::new(),
        };
        let mut queue = self.queue.lock().expect("nothing panics while holding it");
        if queue.closed {
            return None;
        }
        let is_new = !queue.lanes.contains_key(&lane);
        let waiting = queue.lanes.entry(lane.clone()).or_default();
        // A bell that waits already says the same.
        if is_new || !waiting.contains(&bell) {
            waiting.push_back(bell);
        }
        is_new.then_some(lane)
    }

    /// The next bell of a lane; the lane ends with its last.
    fn next(&self, lane: &str) -> Option<Bell> {
        let mut queue = self.queue.lock().expect("nothing panics while holding it");
        let next = queue.lanes.get_mut(lane).and_then(VecDeque::pop_front);
        if next.is_none() {
            queue.lanes.remove(lane);
            if queue.lanes.is_empty() {
                self.quiet.notify_waiters();
            }
        }
        next
    }
}

/// What must stay in order among itself.
fn lane(bell: &Bell) -> String {
    match bell {
        Bell::Delivery(key) => format!("delivery {}", key.pk),
        Bell::Incident(key) => format!("incident {}", key.pk),
        Bell::Chat(key) => format!("chat {}", key.pk),
        Bell::Posts(partition) => format!("posts {partition}"),
        Bell::Closure(key) => format!("closure {}", key.pk),
        Bell::Report(key) => format!("report {}", key.pk),
        Bell::Notice(key) => notice_lane(key),
        Bell::Webhook(key) => format!("webhook {} {}", key.pk, key.sk),
        Bell::Runbook(key) => format!("runbook {}", key.pk),
    }
}

/// An incident's notices are spread in order; a mail server that is slow holds up its own mail alone.
fn notice_lane(key: &nabat_kit::table::Key) -> String {
    match key.sk.ends_with("#notice") {
        true => format!("notice {}", key.pk),
        false => format!("notice {} {}", key.pk, key.sk),
    }
}

/// The doorbell as the functions see it. It keeps no host alive: what answers holds the ports, and those hold this.
pub struct Ring(Weak<Bells>);

impl Ring {
    /// The way to these bells.
    pub fn at(bells: &Arc<Bells>) -> Self {
        Self(Arc::downgrade(bells))
    }
}

#[async_trait]
impl Doorbell for Ring {
    async fn ring(&self, bell: Bell) {
        let Some(bells) = self.0.upgrade() else { return };
        if let Some(lane) = bells.enqueue(bell) {
            tokio::spawn(async move { work(bells, lane).await });
        }
    }
}

async fn work(bells: Arc<Bells>, lane: String) {
    let Some(env) = bells.env.get().cloned() else { return };
    let permits = Arc::clone(&bells.permits);
    loop {
        let permit = permits.acquire().await.expect("the semaphore is never closed");
        let Some(bell) = bells.next(&lane) else { return };
        // A panic fails its bell alone; the clock rings again.
        let env = env.clone();
        let rung = bell.clone();
        match tokio::spawn(async move { traced(None, answer(&env, &rung)).await }).await {
            Ok(Ok(())) => {}
            Ok(Err(fault)) => tracing::warn!(?bell, "to be rung again: {fault}"),
            Err(panic) => tracing::error!(?bell, "a function panicked: {panic}"),
        }
        drop(permit);
    }
}

/// Which function answers which bell.
pub(crate) async fn answer(env: &Env, bell: &Bell) -> Result<(), Fault> {
    match bell {
        Bell::Delivery(_) | Bell::Incident(_) => nabat_step_recording::handle(env, bell).await,
        Bell::Chat(_) => nabat_chat_creation::handle(env, bell).await,
        Bell::Posts(_) => nabat_chat_posting::handle(env, bell).await,
        Bell::Closure(_) => nabat_closure_decision::handle(env, bell).await,
        Bell::Report(_) => nabat_report_publishing::handle(env, bell).await,
        Bell::Notice(_) => nabat_notice_sending::handle(env, bell).await,
        Bell::Webhook(_) => nabat_webhook_sending::handle(env, bell).await,
        Bell::Runbook(_) => nabat_runbook_launch::handle(env, bell).await,
    }
}
