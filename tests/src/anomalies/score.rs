//! Avg@5: the share of cases whose answer is among the first k, averaged over k = 1 to 5.

use super::case::{Case, Ranking};
use std::collections::BTreeMap;

/// Avg@5 by system, and the mean of the systems.
#[derive(Clone, Default)]
pub struct Scores {
    pub by_system: BTreeMap<String, f64>,
}

/// Services and single series.
#[derive(Clone, Default)]
pub struct Both {
    pub services: Scores,
    pub metrics: Scores,
}

impl Scores {
    /// The plain mean of the systems, so that a big one does not hide a small one.
    pub fn macro_mean(&self) -> f64 {
        self.by_system.values().sum::<f64>() / self.by_system.len().max(1) as f64
    }

    fn of(places: BTreeMap<String, Vec<Option<usize>>>) -> Self {
        let by_system = places.into_iter().map(|(system, places)| (system, average(&places)));
        Self { by_system: by_system.collect() }
    }
}

/// Avg@5 of the answers' places, counted from 0.
pub fn average(places: &[Option<usize>]) -> f64 {
    let hits: usize = places.iter().flatten().map(|place| 5_usize.saturating_sub(*place)).sum();
    hits as f64 / (5 * places.len().max(1)) as f64
}

/// The place of the first right answer.
pub fn place(ranking: &[String], answers: &[String]) -> Option<usize> {
    ranking.iter().position(|name| answers.contains(name))
}

/// Scores rankings of every case.
pub fn score(cases: &[Case], mut ranking: impl FnMut(&Case) -> Ranking) -> Both {
    let (mut services, mut metrics) = (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
    for case in cases {
        let ranked = ranking(case);
        let system = || case.told.system.clone();
        services.entry(system()).or_default().push(place(&ranked.services, &case.root_services));
        if !case.root_metrics.is_empty() {
            metrics.entry(system()).or_default().push(place(&ranked.metrics, &case.root_metrics));
        }
    }
    Both { services: Scores::of(services), metrics: Scores::of(metrics) }
}
