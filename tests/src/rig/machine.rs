//! The machine's clock: it shows the true time unless it is set wrong.

use async_trait::async_trait;
use nabat::clocks::StoryClock;
use nabat_domain::time::{At, Length};
use nabat_kit::port::Clock;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The clock as a process reads it.
pub struct MachineClock {
    truth: Arc<StoryClock>,
    /// So many milliseconds ahead of it.
    ahead: AtomicI64,
}

impl MachineClock {
    /// One that is right.
    pub const fn new(truth: Arc<StoryClock>) -> Self {
        Self { truth, ahead: AtomicI64::new(0) }
    }

    /// From now on it is so far ahead of the truth, or behind it.
    pub fn set_ahead(&self, by: Length) {
        self.ahead.store(by.0, Ordering::Relaxed);
    }
}

#[async_trait]
impl Clock for MachineClock {
    fn now(&self) -> At {
        self.truth.now().plus(Length(self.ahead.load(Ordering::Relaxed)))
    }

    async fn sleep(&self, length: Length) {
        self.truth.sleep(length).await;
    }
}
