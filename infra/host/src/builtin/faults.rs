//! Faults on request: a built-in partner fails, is slow, forgets and asks to wait like a real one.

use nabat_domain::time::Length;
use nabat_kit::port::CallError;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What is to go wrong with one call of a port.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Nothing is done, the answer is `Transient`.
    Fail,
    /// The thing is done, and the answer is `Transient` all the same.
    Forget,
    /// Nothing is done, the answer is `Throttled` with this time to wait, if any.
    Throttle(Option<Length>),
}

/// Whether the partner tells that it did what it was asked.
#[must_use]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reply {
    /// It tells.
    Tell,
    /// It did it and forgets to tell.
    Forget,
}

/// The control: what the next calls meet. Everything goes well until something is asked for.
#[derive(Default)]
pub struct Faults {
    plan: Mutex<Plan>,
}

#[derive(Default)]
struct Plan {
    next: VecDeque<Fault>,
    delay: Length,
    calls: u64,
}

impl Faults {
    /// The next `calls` calls meet this fault, after those asked for before.
    pub fn next(&self, calls: usize, fault: Fault) {
        self.plan().next.extend(std::iter::repeat_n(fault, calls));
    }

    /// Every call from now on takes this much longer, on the machine's own clock.
    pub fn delay(&self, length: Length) {
        self.plan().delay = length;
    }

    /// Everything goes well again.
    pub fn clear(&self) {
        let mut plan = self.plan();
        plan.next.clear();
        plan.delay = Length(0);
    }

    /// How many calls there have been, those that went wrong included.
    pub fn calls(&self) -> u64 {
        self.plan().calls
    }

    /// What the call that now begins meets.
    ///
    /// # Errors
    /// The fault asked for, unless it strikes only after the call.
    #[nabat_kit::boxed]
    pub async fn meet(&self) -> Result<Reply, CallError> {
        let (fault, delay) = {
            let mut plan = self.plan();
            plan.calls += 1;
            (plan.next.pop_front(), plan.delay)
        };
        if let Ok(millis @ 1..) = u64::try_from(delay.0) {
            tokio::time::sleep(Duration::from_millis(millis)).await;
        }
        match fault {
            None => Ok(Reply::Tell),
            Some(Fault::Forget) => Ok(Reply::Forget),
            Some(Fault::Fail) => Err(CallError::Transient("asked to fail".to_owned())),
            Some(Fault::Throttle(retry_after)) => Err(CallError::Throttled { retry_after }),
        }
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reply {
    /// The result of a call that was done, unless the partner forgets to give it.
    ///
    /// # Errors
    /// `Transient` if it forgets.
    pub fn give<T>(self, result: T) -> Result<T, CallError> {
        match self {
            Self::Tell => Ok(result),
            Self::Forget => Err(CallError::Transient("asked to forget the answer".to_owned())),
        }
    }
}
