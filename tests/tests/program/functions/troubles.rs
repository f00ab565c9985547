//! What goes wrong between the functions and the cloud, on request.

use super::recorder::Called;
use http::{HeaderMap, Method};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::Notify;

/// What becomes of a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It goes through.
    Passes,
    /// It goes twice.
    Twice,
    /// It arrives nowhere, and whoever called hears that it did.
    Lost,
    /// It is kept until enough others are, and whoever called hears that it arrived.
    Collected,
    /// Too much is asked.
    TooMuch,
    /// Whoever calls is killed before it arrives.
    Kills,
    /// It goes through when it is let.
    Waits,
}

/// A request on its way.
#[derive(Clone)]
pub struct Sent {
    pub method: Method,
    pub url: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// The troubles there are. Cheap to clone.
#[derive(Clone, Default)]
pub struct Troubles {
    plan: Arc<Mutex<Plan>>,
    let_go: Arc<Notify>,
}

#[derive(Default)]
struct Plan {
    /// How many of the next calls to a service are told that too much is asked, by function and service.
    throttled: BTreeMap<(String, &'static str), u32>,
    /// How many of the next messages are lost on their way to the queues, and how many go twice.
    lost: u32,
    doubled: u32,
    /// So many messages at a time turn round on their way, and those that wait for it.
    at_a_time: usize,
    collected: Vec<Sent>,
    turned: u32,
    /// Functions that are killed when they ring next; those that were.
    doomed: BTreeSet<String>,
    killed: BTreeSet<String>,
    /// Functions whose calls about something wait, by what they are about.
    stuck: BTreeMap<String, String>,
}

impl Troubles {
    /// The next calls of a function to a service are told that too much is asked.
    pub fn throttle(&self, function: &str, service: &'static str, calls: u32) {
        self.plan().throttled.insert((function.to_owned(), service), calls);
    }

    /// The next messages never arrive, though whoever rings hears that they did.
    pub fn lose_bells(&self, bells: u32) {
        self.plan().lost = bells;
    }

    /// The next messages arrive twice.
    pub fn double_bells(&self, bells: u32) {
        self.plan().doubled = bells;
    }

    /// From now on so many messages at a time arrive in the opposite order; one turns nothing round.
    pub fn turn_bells(&self, at_a_time: usize) {
        self.plan().at_a_time = at_a_time;
    }

    /// How often messages arrived in the opposite order.
    pub fn turned(&self) -> u32 {
        self.plan().turned
    }

    /// A function dies when it rings next: after its commit, before anybody hears of it.
    pub fn kill_at_bell(&self, function: &str) {
        self.plan().doomed.insert(function.to_owned());
    }

    /// Functions that died so.
    pub fn killed(&self) -> BTreeSet<String> {
        self.plan().killed.clone()
    }

    /// Calls of a function in which this text stands are not answered until it is let go.
    pub fn stop(&self, function: &str, about: &str) {
        self.plan().stuck.insert(function.to_owned(), about.to_owned());
    }

    /// Lets a function's calls go.
    pub fn let_go(&self, function: &str) {
        self.plan().stuck.remove(function);
        self.let_go.notify_waiters();
    }

    /// How many messages are still to be lost.
    pub fn bells_to_lose(&self) -> u32 {
        self.plan().lost
    }

    /// How many messages are still to go twice.
    pub fn bells_to_double(&self) -> u32 {
        self.plan().doubled
    }

    /// How many calls are still to be told that too much is asked.
    pub fn calls_to_throttle(&self) -> u32 {
        self.plan().throttled.values().sum()
    }

    /// What becomes of this call.
    pub fn fate(&self, call: &Called) -> Fate {
        let mut plan = self.plan();
        if let Some(left) = plan.throttled.get_mut(&(call.function.clone(), call.service)).filter(|left| **left > 0) {
            *left -= 1;
            return Fate::TooMuch;
        }
        if plan.stuck.get(&call.function).is_some_and(|about| call.body.to_string().contains(about)) {
            return Fate::Waits;
        }
        if !call.rings() {
            return Fate::Passes;
        }
        if plan.doomed.remove(&call.function) {
            plan.killed.insert(call.function.clone());
            return Fate::Kills;
        }
        if plan.lost > 0 {
            plan.lost -= 1;
            return Fate::Lost;
        }
        if plan.doubled > 0 {
            plan.doubled -= 1;
            return Fate::Twice;
        }
        if plan.at_a_time > 1 { Fate::Collected } else { Fate::Passes }
    }

    /// Keeps a message; once there are enough, all of them, the last one first.
    pub fn collect(&self, sent: Sent) -> Vec<Sent> {
        let mut plan = self.plan();
        plan.collected.push(sent);
        if plan.collected.len() < plan.at_a_time {
            return Vec::new();
        }
        plan.turned += 1;
        let mut all = std::mem::take(&mut plan.collected);
        all.reverse();
        all
    }

    /// Waits until a function's calls are let go.
    pub async fn released(&self, function: &str) {
        loop {
            let told = self.let_go.notified();
            if !self.plan().stuck.contains_key(function) {
                return;
            }
            told.await;
        }
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().expect("nothing panics while holding it")
    }
}
