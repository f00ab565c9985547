//! Clocks: the machine's, and one that a story moves and that then runs on.

use async_trait::async_trait;
use nabat_domain::time::{At, Length};
use nabat_kit::port::Clock;
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

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
        tokio::time::sleep(duration(length)).await;
    }
}

fn duration(length: Length) -> Duration {
    Duration::from_millis(u64::try_from(length.0).unwrap_or(0))
}

/// A clock that stands until it is moved, and runs once it is released.
pub struct StoryClock {
    at: Mutex<(At, Option<Instant>)>,
}

impl StoryClock {
    /// A clock that stands at this moment.
    pub const fn new(at: At) -> Self {
        Self { at: Mutex::new((at, None)) }
    }

    /// Moves to a later moment; an earlier one changes nothing.
    pub fn move_to(&self, to: At) {
        let mut at = self.at.lock().expect("nothing panics while holding it");
        at.0 = at.0.max(to);
    }

    /// Lets it run from where it stands.
    pub fn release(&self) {
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        let released = Instant::now();
        self.at.lock().expect("nothing panics while holding it").1 = Some(released);
    }
}

#[async_trait]
impl Clock for StoryClock {
    fn now(&self) -> At {
        let at = self.at.lock().expect("nothing panics while holding it");
        let run = at.1.map_or(0, |since| i64::try_from(since.elapsed().as_millis()).unwrap_or(0));
        at.0.plus(Length(run))
    }

    async fn sleep(&self, length: Length) {
        let runs = {
            let mut at = self.at.lock().expect("nothing panics while holding it");
            if at.1.is_none() {
                at.0 = at.0.plus(Length(length.0.max(0)));
            }
            at.1.is_some()
        };
        if runs {
            tokio::time::sleep(duration(length)).await;
        }
    }
}
