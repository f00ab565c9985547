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
        let telling = telling(self.laid.keys());
        let differs = |query: &str, name: &str| telling.get(query).is_some_and(|names| names.contains(name));
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

/// By query, the labels that tell its series apart: those some of them lack or have otherwise. Each label is looked at
/// once, for a source may give every series thousands of its own.
fn telling<'l>(all: impl Iterator<Item = &'l (String, Labels)>) -> BTreeMap<String, BTreeSet<String>> {
    let mut siblings: BTreeMap<&str, Vec<&Labels>> = BTreeMap::new();
    for (query, labels) in all {
        siblings.entry(query.as_str()).or_default().push(labels);
    }
    let mut telling: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (query, all) in siblings {
        // The value seen first, and how many have the same.
        let mut seen: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
        for (name, value) in all.iter().flat_map(|labels| labels.iter()).filter(|(name, _)| *name != "__name__") {
            let (first, same) = seen.entry(name.as_str()).or_insert((value.as_str(), 0));
            *same += usize::from(*first == value.as_str());
        }
        let apart = seen.into_iter().filter(|(_, (_, same))| *same < all.len()).map(|(name, _)| name.to_owned());
        telling.insert(query.to_owned(), apart.collect());
    }
    telling
}

/// Whether the labels say that these are the answers that failed.
fn failed(labels: &Labels) -> bool {
    ["code", "status", "status_code", "http_status_code"]
        .iter()
        .any(|name| labels.get(*name).is_some_and(|value| value.len() == 3 && value.starts_with('5')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> Wanted {
        Wanted {
            services: Vec::new(),
            ranges: vec![(At(0), At(60_000))],
            step: Length::minutes(1),
            most_series: 2_000,
            matchers: BTreeMap::new(),
            patience: Length::seconds(1),
        }
    }

    fn planned() -> Planned {
        Planned { service: "app".into(), query: "up".to_owned(), name: "up".to_owned(), kind: Kind::Other, expected: 1 }
    }

    fn part(labels: Labels, at: At) -> Part {
        Part { labels, samples: vec![(at, 1.0)] }
    }

    #[test]
    fn a_sample_of_any_moment_is_laid_or_passed_over() {
        let mut grid = Grid::new(&wanted());
        let parts = [At(i64::MIN), At(i64::MAX), At(60_000)].map(|at| part(Labels::new(), at));
        grid.lay(&planned(), (At(0), At(60_000)), parts.into());
        assert_eq!(grid.into_series().len(), 1);
    }

    #[test]
    fn series_are_told_apart_by_what_differs_however_much_does() {
        let mut grid = Grid::new(&wanted());
        let parts = (0..2_000).map(|place| {
            let own = (0..50).map(|label| (format!("l{place}_{label}"), "1".to_owned()));
            let shared = [("__name__".to_owned(), place.to_string()), ("job".to_owned(), "app".to_owned())];
            part(own.chain(shared).collect(), At(0))
        });
        grid.lay(&planned(), (At(0), At(60_000)), parts.collect());
        let series = grid.into_series();
        assert_eq!(series.len(), 2_000);
        assert!(series.iter().all(|one| one.metric.0.matches('=').count() == 50 && !one.metric.0.contains("job")));
    }
}
