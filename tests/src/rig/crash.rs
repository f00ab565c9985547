//! Crashes, enumerated: before or after the n-th call of any port the process dies, and every call
//! after it fails until it is started anew.

use nabat_kit::port::CallError;
use nabat_kit::table::TableError;
use std::sync::{Arc, Mutex};

/// When the process dies, seen from the n-th call.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Moment {
    /// The call is never made.
    Before,
    /// The call is made and its answer never heard.
    After,
}

/// Counts calls and crashes where it is told to.
#[derive(Clone, Default)]
pub struct Crashes(Arc<Mutex<Plan>>);

#[derive(Clone, Default)]
struct Plan {
    calls: u64,
    crash: Option<(u64, Moment)>,
    dead: bool,
    /// Numbers of the calls that reached a messenger's server.
    at_messenger: Vec<u64>,
}

/// The process is dead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dead;

impl From<Dead> for TableError {
    fn from(_: Dead) -> Self {
        Self::Unavailable("the process is dead".to_owned())
    }
}

impl From<Dead> for CallError {
    fn from(_: Dead) -> Self {
        Self::Transient("the process is dead".to_owned())
    }
}

impl Crashes {
    /// Dies at the n-th call from now, counted from 1.
    pub fn at(&self, call: u64, moment: Moment) {
        let mut plan = self.plan();
        plan.crash = Some((plan.calls + call, moment));
    }

    /// Calls made so far.
    pub fn calls(&self) -> u64 {
        self.plan().calls
    }

    /// Which of the calls so far reached a messenger's server.
    pub fn at_messenger(&self) -> Vec<u64> {
        self.plan().at_messenger.clone()
    }

    /// The call that is made next reaches a messenger's server.
    pub fn next_is_at_messenger(&self) {
        let mut plan = self.plan();
        if !plan.dead {
            let next = plan.calls + 1;
            plan.at_messenger.push(next);
        }
    }

    /// Whether the process has died.
    pub fn is_dead(&self) -> bool {
        self.plan().dead
    }

    /// A copy that knows nothing of this one's later calls.
    pub fn fork(&self) -> Self {
        Self(Arc::new(Mutex::new(self.plan().clone())))
    }

    /// The process is started anew.
    pub fn revive(&self) {
        let mut plan = self.plan();
        plan.dead = false;
        plan.crash = None;
    }

    /// Makes one call of a port, unless the process is or becomes dead.
    pub async fn call<T, E: From<Dead>>(&self, call: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        // Whoever runs beside this one gets its turn, so that two at once really meet.
        tokio::task::yield_now().await;
        let moment = {
            let mut plan = self.plan();
            if plan.dead {
                return Err(Dead.into());
            }
            plan.calls += 1;
            let hit = plan.crash.filter(|(at, _)| *at == plan.calls).map(|(_, moment)| moment);
            plan.dead = hit.is_some();
            hit
        };
        match moment {
            None => call.await,
            Some(Moment::Before) => Err(Dead.into()),
            Some(Moment::After) => {
                let _ = call.await;
                Err(Dead.into())
            }
        }
    }

    fn plan(&self) -> std::sync::MutexGuard<'_, Plan> {
        self.0.lock().expect("nothing panics while holding it")
    }
}
