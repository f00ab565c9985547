//! Answers laid on one grid of moments, so that a series costs a number a sample.

use super::api::Labels;
use super::plan::Planned;
use nabat_domain::anomaly::{Kind, Metric};
use nabat_domain::time::{At, Length};
use nabat_kit::port::{Recorded, Wanted};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One series of one answer.
pub struct Part {
    /// Its labels.
    pub labels: Labels,
    /// Its samples.
    pub samples: Vec<(At, f64)>,
}

/// Everything laid out so far.
pub struct Grid {
    times: Arc<[At]>,
    step: Length,
    most: usize,
    laid: BTreeMap<(String, Labels), (Planned, Vec<f64>)>,
    over: BTreeSet<(String, Labels)>,
}

impl Grid {
    pub fn new(wanted: &Wanted) -> Self {
        Self {
            times: wanted.grid(),
            step: wanted.step,
            most: wanted.most_series,
            laid: BTreeMap::new(),
            over: BTreeSet::new(),
        }
    }

    /// Lays one answer; a moment that was not asked for is passed over.
    pub fn lay(&mut self, planned: &Planned, range: (At, At), parts: Vec<Part>) {
        let begin = self.times.partition_point(|at| *at < range.0);
        for part in parts {
            let key = (planned.query.clone(), part.labels);
            // What the index did not tell of would cost a whole grid a series.
            if self.laid.len() >= self.most && !self.laid.contains_key(&key) {
                self.over.insert(key);
                continue;
            }
            let empty = || (planned.clone(), vec![f64::NAN; self.times.len()]);
            let values = &mut self.laid.entry(key).or_insert_with(empty).1;
            for (at, value) in part.samples {
                let steps = at.since(range.0).0.div_euclid(self.step.0.max(1));
                let place = usize::try_from(steps).ok().map(|steps| begin + steps);
                if let Some(place) = place.filter(|place| self.times.get(*place).is_some_and(|own| *own == at)) {
                    values[place] = value;
                }
            }
        }
    }

    /// How many series came beyond those that may be read.
    pub fn over(&self) -> usize {
        self.over.len()
    }

    /// The series, each named by its metric and the labels that tell it from its siblings.
    pub fn into_series(self) -> Vec<Recorded> {
        let mut telling: BTreeMap<String, BTreeMap<String, BTreeSet<Option<String>>>> = BTreeMap::new();
        let mut siblings: BTreeMap<String, Vec<Labels>> = BTreeMap::new();
        for (query, labels) in self.laid.keys() {
            siblings.entry(query.clone()).or_default().push(labels.clone());
        }
        for (query, all) in &siblings {
            let names: BTreeSet<&String> =
                all.iter().flat_map(BTreeMap::keys).filter(|name| *name != "__name__").collect();
            for name in names {
                let values = all.iter().map(|labels| labels.get(name).cloned()).collect();
                telling.entry(query.clone()).or_default().insert(name.clone(), values);
            }
        }
        let differs = |query: &str, name: &str| {
            telling.get(query).and_then(|names| names.get(name)).is_some_and(|values| values.len() > 1)
        };
        let mut series: Vec<Recorded> = Vec::with_capacity(self.laid.len());
        for ((query, labels), (planned, values)) in self.laid {
            let apart: Vec<String> = labels
                .iter()
                .filter(|(name, _)| differs(&query, name))
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let name =
                if apart.is_empty() { planned.name } else { format!("{} {{{}}}", planned.name, apart.join(", ")) };
            let mut one = Recorded::named(planned.service, Metric(name), self.times.clone(), values);
            one.kind = if failed(&labels) { Kind::Errors } else { planned.kind };
            one.query = Some(query);
            series.push(one);
        }
        series.sort_by(|one, other| (&one.service, &one.metric).cmp(&(&other.service, &other.metric)));
        series
    }
}

/// Whether the labels say that these are the answers that failed.
fn failed(labels: &Labels) -> bool {
    ["code", "status", "status_code", "http_status_code"]
        .iter()
        .any(|name| labels.get(*name).is_some_and(|value| value.len() == 3 && value.starts_with('5')))
}
