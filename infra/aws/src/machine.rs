//! The machine's clock and chance, for functions that run on their own.

use async_trait::async_trait;
use nabat_domain::time::{At, Length};
use nabat_kit::port::{Chance, Clock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The machine's clock.
pub struct MachineClock;

#[async_trait]
impl Clock for MachineClock {
    fn now(&self) -> At {
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        At(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    async fn sleep(&self, length: Length) {
        tokio::time::sleep(Duration::from_millis(u64::try_from(length.0).unwrap_or(0))).await;
    }
}

/// The machine's own randomness.
pub struct MachineChance;

impl Chance for MachineChance {
    fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the machine has a source of random bytes");
        bytes
    }
}
