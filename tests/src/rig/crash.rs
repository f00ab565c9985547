//! Crashes, enumerated: before or after the n-th call of any port the process dies, and every call
//! after it fails until it is started anew.

use super::deaths::{Death, told_apart};
use super::effects::{Effects, Tried};
use nabat_kit::port::{CallError, EffectKey};
use nabat_kit::table::TableError;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

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
pub struct Crashes(Arc<Mutex<Plan>>, Effects);

#[derive(Clone, Default)]
struct Plan {
    calls: u64,
    crash: Option<(u64, Moment)>,
    dead: bool,
    /// Numbers of the calls that reached a partner's server.
    at_server: Vec<u64>,
    /// Numbers of the calls that write a page.
    at_wiki: Vec<u64>,
    /// Numbers of the calls that may have changed something outside.
    changing: Vec<u64>,
    /// Numbers of the calls before which somebody else acted.
    after_others: Vec<u64>,
    /// At which call the process stands still.
    hold: Option<(u64, Moment, Hold)>,
}

/// A process that stands still at a call: a machine that was put to sleep, a network that keeps a request to itself.
#[derive(Clone, Default)]
pub struct Hold(Arc<Standing>);

#[derive(Default)]
struct Standing {
    reached: Notify,
    over: Notify,
}

impl Hold {
    /// Waits until the process stands still.
    pub async fn reached(&self) {
        self.0.reached.notified().await;
    }

    /// It goes on.
    pub fn let_go(&self) {
        self.0.over.notify_one();
    }

    async fn stand_still(&self) {
        self.0.reached.notify_one();
        self.0.over.notified().await;
    }
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

/// What befalls a call: the process dies of it, or stands still at it.
type Befalls = (Option<Moment>, Option<(Moment, Hold)>);

impl Crashes {
    /// Dies at the n-th call from now, counted from 1.
    pub fn at(&self, call: u64, moment: Moment) {
        let mut plan = self.plan();
        plan.crash = Some((plan.calls + call, moment));
    }

    /// Stands still at the n-th call from now, counted from 1, before or after it is made, until it is let go. Others who
    /// make calls meanwhile do not.
    pub fn hold_at(&self, call: u64, moment: Moment) -> Hold {
        let (mut plan, hold) = (self.plan(), Hold::default());
        plan.hold = Some((plan.calls + call, moment, hold.clone()));
        hold
    }

    /// Calls made so far.
    pub fn calls(&self) -> u64 {
        self.plan().calls
    }

    /// Which of the calls so far reached a partner's server.
    pub fn at_server(&self) -> Vec<u64> {
        self.plan().at_server.clone()
    }

    /// The call that is made next reaches a partner's server.
    pub fn next_is_at_server(&self) {
        let mut plan = self.plan();
        if !plan.dead {
            let next = plan.calls + 1;
            plan.at_server.push(next);
        }
    }

    /// Which of the calls so far wrote a page.
    pub fn at_wiki(&self) -> Vec<u64> {
        self.plan().at_wiki.clone()
    }

    /// The call that is made next writes a page.
    pub fn next_is_at_wiki(&self) {
        let mut plan = self.plan();
        let next = plan.calls + 1;
        plan.at_wiki.push(next);
    }

    /// Somebody else than the process acts: time passes, an answer is taken.
    pub fn others_act(&self) {
        let mut plan = self.plan();
        let next = plan.calls + 1;
        plan.after_others.push(next);
    }

    /// At which of the calls after the first so many the process can die so that it makes a difference outside.
    pub fn deaths(&self, since: u64) -> Vec<Death> {
        let plan = self.plan();
        let later = |calls: &[u64]| calls.iter().filter_map(|call| call.checked_sub(since)).collect::<Vec<_>>();
        told_apart(plan.calls - since, &later(&plan.changing), &later(&plan.after_others))
    }

    /// Whether the process has died.
    pub fn is_dead(&self) -> bool {
        self.plan().dead
    }

    /// Effects its calls asked partners for.
    pub const fn effects(&self) -> &Effects {
        &self.1
    }

    /// A copy that knows nothing of this one's later calls, and of none of its effects.
    pub fn fork(&self) -> Self {
        let plan = Plan { hold: None, ..self.plan().clone() };
        Self(Arc::new(Mutex::new(plan)), Effects::default())
    }

    /// The process is started anew.
    pub fn revive(&self) {
        let mut plan = self.plan();
        plan.dead = false;
        plan.crash = None;
    }

    /// Makes one call of a port, unless the process is or becomes dead.
    pub async fn call<T, E: From<Dead>>(&self, call: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        self.one(true, call).await
    }

    /// The same, of a call that changes nothing outside.
    pub async fn read<T, E: From<Dead>>(&self, call: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        self.one(false, call).await
    }

    async fn one<T, E: From<Dead>>(&self, changing: bool, call: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        // Whoever runs beside this one gets its turn, so that two at once really meet.
        tokio::task::yield_now().await;
        let (moment, hold) = self.next_call(changing)?;
        if let Some((Moment::Before, hold)) = &hold {
            hold.stand_still().await;
        }
        let done = match moment {
            None => call.await,
            Some(Moment::Before) => Err(Dead.into()),
            Some(Moment::After) => {
                let _ = call.await;
                Err(Dead.into())
            }
        };
        if let Some((Moment::After, hold)) = &hold {
            hold.stand_still().await;
        }
        done
    }

    /// Makes one call that asks a partner for an effect, as [`Self::call`] does, and notes the key it goes by.
    pub async fn effect<T>(
        &self,
        key: &EffectKey,
        what: String,
        call: impl Future<Output = Result<T, CallError>>,
    ) -> Result<T, CallError> {
        let done = self.call(call).await;
        self.1.heard(Tried { key: key.clone(), what, call: self.calls() }, done)
    }

    /// Counts a call: when the process dies of it, and when it stands still at it.
    fn next_call(&self, changing: bool) -> Result<Befalls, Dead> {
        let mut plan = self.plan();
        if plan.dead {
            return Err(Dead);
        }
        plan.calls += 1;
        let number = plan.calls;
        if changing {
            plan.changing.push(number);
        }
        let hit = plan.crash.filter(|(at, _)| *at == number).map(|(_, moment)| moment);
        plan.dead = hit.is_some();
        let hold = plan.hold.take_if(|(at, ..)| *at == number).map(|(_, moment, hold)| (moment, hold));
        Ok((hit, hold))
    }

    fn plan(&self) -> std::sync::MutexGuard<'_, Plan> {
        self.0.lock().expect("nothing panics while holding it")
    }
}
