//! Clocks: the machine's, and one that a story moves and that then runs on.

use nabat_domain::time::{At, Length};
use nabat_kit::port::Clock;
use std::sync::Mutex;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The machine's clock.
pub struct MachineClock;

impl Clock for MachineClock {
    fn now(&self) -> At {
        #[expect(clippy::disallowed_methods, reason = "this is the clock")]
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        At(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
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

impl Clock for StoryClock {
    fn now(&self) -> At {
        let at = self.at.lock().expect("nothing panics while holding it");
        let run = at.1.map_or(0, |since| i64::try_from(since.elapsed().as_millis()).unwrap_or(0));
        at.0.plus(Length(run))
    }
}
