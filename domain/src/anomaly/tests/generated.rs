//! An invented estate whose series are noise, a rhythm and, where asked, a failure.

use crate::anomaly::{Findings, Metric, Question, Series, Symptom, Tuning, Windows, rank};
use crate::ids::ServiceId;
use crate::time::{At, Length};

/// When the failure was registered: 4 March 2026, 09:00 UTC, a Wednesday.
pub const REGISTERED: At = At(1_772_614_800_000);
/// From one sample to the next.
pub const STEP: Length = Length::minutes(1);

/// Noise that is the same on every machine: a linear congruential generator (Knuth's MMIX).
pub struct Noise(u64);

impl Noise {
    /// Noise of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2).wrapping_add(1))
    }

    /// From -1 to 1, evenly.
    pub fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

/// A series that owns its samples.
#[derive(Clone, Debug)]
pub struct Owned {
    pub service: ServiceId,
    pub metric: Metric,
    pub times: Vec<At>,
    pub values: Vec<f64>,
}

impl Owned {
    /// `value` at each of the last `minutes` before the registration; it is told how many minutes
    /// before the registration each sample is taken.
    pub fn made(service: &str, metric: &str, minutes: i64, mut value: impl FnMut(i64) -> f64) -> Self {
        let before = (0..=minutes).rev();
        let (times, values) = before.map(|before| (REGISTERED.minus(Length::minutes(before)), value(before))).unzip();
        Self { service: ServiceId::from(service), metric: Metric(metric.to_owned()), times, values }
    }

    pub fn series(&self) -> Series<'_> {
        Series::named(&self.service, &self.metric, &self.times, &self.values)
    }
}

/// Eight healthy services of three series each; noise, nothing else.
pub fn healthy(minutes: i64) -> Vec<Owned> {
    let names = ["booking", "cards", "forms", "labs", "letters", "queues", "rooms", "stock"];
    let mut noise = Noise::new(7);
    let mut all = Vec::new();
    for name in names {
        for (metric, level, width) in [("cpu", 40.0, 4.0), ("latency_p95", 0.2, 0.02), ("requests", 900.0, 60.0)] {
            all.push(Owned::made(name, metric, minutes, |_| level + width * noise.next()));
        }
    }
    all
}

/// The product's question: four hours of usual before the registration.
pub fn question(symptom: Option<Symptom>) -> Question<'static> {
    let windows = Windows::before_registration(REGISTERED, STEP, Length::hours(4));
    Question { windows, symptom, entries: &[] }
}

/// Ranks and hands the findings to `look`.
pub fn ranked<T>(all: &[Owned], question: &Question, look: impl FnOnce(&Findings) -> T) -> T {
    let series: Vec<Series> = all.iter().map(Owned::series).collect();
    look(&rank(&series, question, &Tuning::default()))
}

/// The first service of a ranking.
pub fn first(found: &Findings) -> String {
    found.services.first().map(|one| one.service.to_string()).unwrap_or_default()
}
