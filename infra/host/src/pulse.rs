//! The pulse of the host's clock loop: a process that answers and fires no timer is of no use.

use nabat_domain::time::{At, Length};
use std::sync::atomic::{AtomicI64, Ordering};

/// A loop that comes round every few seconds and has not for so long is dead, or hangs.
const LONGEST: Length = Length::minutes(3);

/// Nobody has begun to tick: where the clock is led by hand there is no loop that could die.
const NEVER: i64 = i64::MIN;

/// When the loop came round last.
#[derive(Debug)]
pub struct Pulse(AtomicI64);

impl Default for Pulse {
    fn default() -> Self {
        Self(AtomicI64::new(NEVER))
    }
}

impl Pulse {
    /// The loop begins, or comes round.
    pub fn beats(&self, now: At) {
        self.0.store(now.0, Ordering::Relaxed);
    }

    /// Whether it began and has not come round for too long. A clock set back is no death.
    pub fn is_gone(&self, now: At) -> bool {
        let last = self.0.load(Ordering::Relaxed);
        last != NEVER && now.since(At(last)) > LONGEST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_gone_minutes_after_the_last_beat_and_never_before_the_first() {
        let (pulse, now) = (Pulse::default(), At(1_700_000_000_000));
        assert!(!pulse.is_gone(now), "nobody has begun");
        pulse.beats(now);
        assert!(!pulse.is_gone(now.plus(LONGEST)) && pulse.is_gone(now.plus(LONGEST).plus(Length(1))));
        assert!(!pulse.is_gone(now.minus(Length::hours(1))), "a clock set back");
        pulse.beats(now.plus(LONGEST));
        assert!(!pulse.is_gone(now.plus(LONGEST).plus(Length(1))), "it came round again");
    }
}
