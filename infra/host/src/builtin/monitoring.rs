//! The built-in monitoring: recordings of an invented estate, the same for the same seed. Every service
//! has a daily rhythm and noise of its own; what fails is what was planted, and nothing else.

use super::faults::Faults;
use super::sessions::{USERS, Users};
use async_trait::async_trait;
use nabat_domain::anomaly::Metric;
use nabat_domain::ids::ServiceId;
use nabat_domain::time::At;
use nabat_kit::port::{CallError, Gathered, Labelled, Missing, Monitoring, OwnQuery, Recorded, Wanted};
use std::sync::{Arc, Mutex, PoisonError};

/// What is recorded of every service.
const METRICS: [&str; 5] =
    ["cpu_usage", "memory_bytes", "http_errors_per_second", "http_latency_p95_seconds", "http_requests_per_second"];

/// A failure that was planted: one service is at fault, others wait for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Planted {
    /// Where the cause lies.
    pub culprit: ServiceId,
    /// Who suffers: users see these fail.
    pub victims: Vec<ServiceId>,
    /// Since when.
    pub from: At,
    /// Until when, once it is over.
    pub until: Option<At>,
}

/// The monitoring. It has no file: everything in it follows from the seed and from what was planted.
#[derive(Default)]
pub struct BuiltinMonitoring {
    seed: u64,
    planted: Mutex<Vec<Planted>>,
    faults: Faults,
}

impl BuiltinMonitoring {
    /// The recordings of this seed.
    pub fn new(seed: u64) -> Self {
        Self { seed, ..Self::default() }
    }

    /// From now on this failure is in the recordings.
    pub fn plant(&self, failure: Planted) {
        self.planted.lock().unwrap_or_else(PoisonError::into_inner).push(failure);
    }

    /// What goes wrong with calls of the port, on request.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    fn recorded(&self, service: &ServiceId, times: &Arc<[At]>) -> Vec<Recorded> {
        let planted = self.planted.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let name = hash(self.seed, service.as_str().bytes());
        let series = METRICS.iter().enumerate().map(|(place, metric)| {
            let own = splitmix(name ^ (place as u64 + 1));
            let value = |at: &At| {
                let usual = usual(place, own, *at);
                planted
                    .iter()
                    .filter(|failure| failure.holds(*at))
                    .fold(usual, |value, failure| failure.changes(service, place, value))
            };
            let values = times.iter().map(value).collect();
            Recorded::named(service.clone(), Metric((*metric).to_owned()), Arc::clone(times), values)
        });
        series.collect()
    }
}

impl Planted {
    /// Users of this service are sent away.
    pub(super) fn takes_users_of(&self, service: &ServiceId) -> bool {
        self.culprit == *service || self.victims.contains(service)
    }

    pub(super) fn holds(&self, at: At) -> bool {
        at >= self.from && self.until.is_none_or(|until| at < until)
    }

    /// The culprit's processor is eaten up and it answers late; who waits for it is later still and fails.
    fn changes(&self, service: &ServiceId, metric: usize, value: f64) -> f64 {
        if *service == self.culprit {
            return match metric {
                0 => value * 2.6 + 0.35,
                2 => value + 0.4,
                3 => value * 3.0,
                _ => value,
            };
        }
        match metric {
            _ if !self.victims.contains(service) => value,
            2 => value + 0.2,
            3 => value + 0.35,
            4 => value * 0.8,
            _ => value,
        }
    }
}

/// A value as it usually is: a level of the service's own, a day, a little noise.
fn usual(metric: usize, own: u64, at: At) -> f64 {
    let minute = at.0.div_euclid(60_000);
    let noise = unit(splitmix(own ^ (minute as u64)));
    let level = 0.5 + unit(own);
    let hour = at.0.rem_euclid(86_400_000) as f64 / 3_600_000.0;
    // Busiest at ten in the morning, UTC; nothing jumps.
    let day = 1.0 + 0.6 * ((hour - 10.0) / 24.0 * std::f64::consts::TAU).cos();
    match metric {
        0 => 0.12 * level + 0.1 * day + 0.02 * noise,
        1 => 4e8 * level * (1.0 + 0.03 * noise),
        2 => 0.02 * noise,
        3 => 0.05 * level * (1.0 + 0.25 * noise),
        _ => 40.0 * level * day * (0.96 + 0.08 * noise),
    }
}

pub(super) fn hash(seed: u64, bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(splitmix(seed), |hash, byte| splitmix(hash ^ u64::from(byte)))
}

/// A number well stirred (Steele, Lea, Flood: fast splittable pseudorandom number generators, 2014).
pub(super) const fn splitmix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// From 0 to 1.
pub(super) fn unit(number: u64) -> f64 {
    (number >> 11) as f64 / (1_u64 << 53) as f64
}

#[async_trait]
impl Monitoring for BuiltinMonitoring {
    async fn gather(&self, wanted: &Wanted) -> Result<Gathered, CallError> {
        let reply = self.faults.meet().await?;
        let times = wanted.grid();
        let mut gathered = Gathered::default();
        for service in &wanted.services {
            gathered.series.extend(self.recorded(service, &times));
        }
        let over = gathered.series.len().saturating_sub(wanted.most_series);
        if over > 0 {
            gathered.series.truncate(wanted.most_series);
            gathered.missing.push(Missing::OverLimit { series: over });
        }
        gathered.series.sort_by(|one, other| (&one.service, &one.metric).cmp(&(&other.service, &other.metric)));
        reply.give(gathered)
    }

    async fn ask(&self, asked: &OwnQuery) -> Result<Vec<Labelled>, CallError> {
        let reply = self.faults.meet().await?;
        let planted = self.planted.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(users) = Users::read(&asked.query) else {
            return Err(CallError::Permanent(format!("the recordings know only `{USERS}`, not `{}`", asked.query)));
        };
        reply.give(users.series(self.seed, &planted, asked))
    }

    fn link(&self, _: &str, _: At, _: At) -> Option<String> {
        None
    }
}
