//! A deployed Nabat whose clock the test lets tick no oftener than every other second: each tick costs something.

use super::deployed::Deployed;
use super::story::Installed;
use crate::client::Answer;
use nabat::clocks::MachineClock;
use nabat_kit::http::Request;
use nabat_kit::port::Clock as _;
use nabat_tests::messengers::Peer;
use serde_json::Value;
use std::sync::atomic::{AtomicI64, Ordering};

/// Milliseconds from one tick to the next.
const APART: i64 = 2_000;

/// It, and when it ticked last.
pub struct Seldom<'a> {
    deployed: &'a Deployed,
    ticked: AtomicI64,
}

impl<'a> Seldom<'a> {
    pub fn new(deployed: &'a Deployed) -> Self {
        Self { deployed, ticked: AtomicI64::new(0) }
    }
}

impl Installed for Seldom<'_> {
    async fn registers(&self, delivery: &str, body: &Value) -> Answer {
        Installed::registers(self.deployed, delivery, body).await
    }

    fn peer(&self) -> &dyn Peer {
        Installed::peer(self.deployed)
    }

    async fn chat(&self, request: &Request) -> reqwest::StatusCode {
        self.deployed.chat(request).await
    }

    async fn tick(&self) {
        let now = MachineClock.now().0;
        if now - self.ticked.load(Ordering::Relaxed) > APART {
            self.ticked.store(now, Ordering::Relaxed);
            self.deployed.tick().await;
        }
    }
}
