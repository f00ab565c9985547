//! A clock that the story moves and that is set wrong once in a while, ahead and back.

use async_trait::async_trait;
use nabat_domain::time::{At, Length};
use nabat_kit::port::Clock;
use std::sync::atomic::{AtomicI64, Ordering};

/// The clock of the machine, which need not show the true time.
pub struct SetClock(AtomicI64);

impl SetClock {
    pub const fn new(at: At) -> Self {
        Self(AtomicI64::new(at.0))
    }

    /// Sets it, ahead or back.
    pub fn set(&self, at: At) {
        self.0.store(at.0, Ordering::SeqCst);
    }
}

#[async_trait]
impl Clock for SetClock {
    fn now(&self) -> At {
        At(self.0.load(Ordering::SeqCst))
    }

    async fn sleep(&self, length: Length) {
        self.0.fetch_add(length.0.max(0), Ordering::SeqCst);
        tokio::task::yield_now().await;
    }
}
