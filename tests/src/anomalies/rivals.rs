//! The scorers ours is compared with, as published: N-Sigma and BARO's RobustScorer.
//!
//! Both take, for each series, the greatest deviation upward of the suspected samples: N-Sigma in
//! standard deviations from the mean, a series without any left out; BARO (FSE 2024) in
//! interquartile ranges from the median, where a range of nothing counts as 1 as in scikit-learn's
//! `RobustScaler` and constant series are left out. A service is as suspicious as its worst series.

use super::case::{Case, Mode, Ranking};
use nabat_domain::time::At;
use nabat_kit::port::Recorded;
use std::collections::BTreeMap;

/// Which of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rival {
    NSigma,
    Baro,
}

impl Rival {
    /// Ranks a case with the windows ours has.
    pub fn rank(self, case: &Case, mode: Mode) -> Ranking {
        let windows = case.windows(mode);
        let mut scored: Vec<(f64, &Recorded)> = Vec::new();
        for one in case.recorded.iter().filter(|one| case.may_be_at_fault(&one.service)) {
            let within = |from: At, until: At| -> Vec<f64> {
                let samples = one.times.iter().zip(&one.values);
                samples
                    .filter(|(at, value)| **at >= from && **at < until && value.is_finite())
                    .map(|it| *it.1)
                    .collect()
            };
            let (usual, suspected) =
                (within(windows.from, windows.split), within(windows.split, At(windows.until.0 + 1)));
            scored.extend(self.score(usual, &suspected).map(|score| (score, one)));
        }
        scored.sort_by(|one, other| {
            let name = |it: &Recorded| (it.service.clone(), it.metric.clone());
            other.0.total_cmp(&one.0).then_with(|| name(one.1).cmp(&name(other.1)))
        });
        let mut best: BTreeMap<String, usize> = BTreeMap::new();
        for (place, (_, one)) in scored.iter().enumerate() {
            best.entry(one.service.to_string()).or_insert(place);
        }
        let mut services: Vec<(usize, String)> = best.into_iter().map(|(service, place)| (place, service)).collect();
        services.sort();
        Ranking {
            services: services.into_iter().map(|(_, service)| service).collect(),
            metrics: scored.iter().map(|(_, one)| format!("{}|{}", one.service, one.metric)).collect(),
        }
    }

    fn score(self, mut usual: Vec<f64>, suspected: &[f64]) -> Option<f64> {
        if usual.len() < 2 || suspected.is_empty() || usual.iter().all(|value| *value == usual[0]) {
            return None;
        }
        let (middle, spread) = match self {
            Self::NSigma => {
                let mean = usual.iter().sum::<f64>() / usual.len() as f64;
                let variance = usual.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / usual.len() as f64;
                (mean, variance.sqrt())
            }
            Self::Baro => {
                usual.sort_by(f64::total_cmp);
                let range = quantile(&usual, 0.75) - quantile(&usual, 0.25);
                (quantile(&usual, 0.5), if range == 0.0 { 1.0 } else { range })
            }
        };
        suspected.iter().map(|value| (value - middle) / spread).max_by(f64::total_cmp)
    }
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}
