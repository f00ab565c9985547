//! How long ranking takes, against one `sort_unstable` of the same samples in the same run.

use nabat_domain::anomaly::{Metric, Question, Series, Tuning, Windows, rank};
use nabat_domain::ids::ServiceId;
use nabat_domain::time::{At, Length};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Series ranked in one go.
const SERIES: usize = 2_000;
/// Rounds of both, one after the other; the fastest of each counts.
const ROUNDS: usize = 7;

/// A measurement of one size of series.
pub struct Speed {
    pub usual: usize,
    pub suspected: usize,
    pub ranking: Duration,
    pub sorting: Duration,
}

impl Speed {
    /// How many times the sort.
    pub fn ratio(&self) -> f64 {
        self.ranking.as_secs_f64() / self.sorting.as_secs_f64()
    }

    /// Series ranked in a second.
    pub fn a_second(&self) -> f64 {
        SERIES as f64 / self.ranking.as_secs_f64()
    }
}

/// Measures series of so many usual and suspected samples.
pub fn measure(usual: usize, suspected: usize) -> Speed {
    let step = Length::minutes(1);
    let times: Vec<At> = (0..(usual + suspected) as i64).map(|n| At(n * step.0)).collect();
    let metrics = ["cpu", "latency_p95", "requests", "memory"].map(|name| Metric(name.to_owned()));
    let services: Vec<ServiceId> = (0..SERIES / 4).map(|n| ServiceId::new(format!("service-{n}"))).collect();
    let values: Vec<Vec<f64>> = (0..SERIES).map(|seed| noise(seed as u64, times.len())).collect();
    let series: Vec<Series> = values
        .iter()
        .enumerate()
        .map(|(n, values)| Series::named(&services[n / 4], &metrics[n % 4], &times, values))
        .collect();
    let windows = Windows::told(At(0), times[usual], times[times.len() - 1], step);
    let question = Question { windows, symptom: None, entries: &[] };
    let (mut ranking, mut sorting) = (Duration::MAX, Duration::MAX);
    let mut buffer = Vec::with_capacity(times.len());
    for _ in 0..ROUNDS {
        let begun = now();
        black_box(rank(black_box(&series), &question, &Tuning::default()));
        ranking = ranking.min(begun.elapsed());
        let begun = now();
        for values in &values {
            buffer.clear();
            buffer.extend_from_slice(values);
            buffer.sort_unstable_by(f64::total_cmp);
            black_box(&buffer);
        }
        sorting = sorting.min(begun.elapsed());
    }
    Speed { usual, suspected, ranking, sorting }
}

/// Noise that is the same every time.
fn noise(seed: u64, count: usize) -> Vec<f64> {
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    let next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        100.0 + (state >> 11) as f64 / (1_u64 << 52) as f64
    };
    std::iter::repeat_with(next).take(count).collect()
}

#[expect(clippy::disallowed_methods, reason = "a stopwatch is no clock of the estate")]
fn now() -> Instant {
    Instant::now()
}
