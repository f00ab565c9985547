//! Which queries show a service: one a metric name, by what the name says it is.

use super::api::Labels;
use super::conventions::Conventions;
use nabat_domain::anomaly::Kind;
use nabat_domain::ids::ServiceId;
use nabat_domain::time::Length;
use std::collections::{BTreeMap, BTreeSet};

/// More series than this of one metric are added up before they are sent.
const APART: usize = 24;
/// Shortest window of a rate: two scrapes at the usual minute.
const RATE: Length = Length::minutes(2);
/// Names that are about the scraping or never change.
const IDLE: [&str; 5] = ["scrape_", "ALERTS", "_created", "_info", "_bucket_count"];
/// Kinds by what is read first where not all can be.
const FIRST: [Kind; 8] =
    [Kind::Errors, Kind::Latency, Kind::Cpu, Kind::Memory, Kind::Traffic, Kind::Io, Kind::Other, Kind::Node];

/// A query and how its series are called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Planned {
    /// Whose.
    pub service: ServiceId,
    /// In the source's language.
    pub query: String,
    /// The series' name, before the labels that tell them apart.
    pub name: String,
    /// What they measure.
    pub kind: Kind,
    /// How many series it gives, as far as known.
    pub expected: usize,
}

/// Queries for what is known of a service, the most telling first.
pub fn plan(service: &ServiceId, conventions: &Conventions, known: &[Labels], step: Length) -> Vec<Planned> {
    let Some((matchers, own)) = conventions.chosen(service, known) else { return Vec::new() };
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for labels in own {
        if let Some(name) = labels.get("__name__") {
            *by_name.entry(name).or_default() += 1;
        }
    }
    let names: BTreeSet<&str> = by_name.keys().copied().collect();
    let window = format!("[{}s]", (2 * step.0).max(RATE.0) / 1_000);
    let told = by_name.iter().filter(|(name, _)| !IDLE.iter().any(|idle| name.contains(idle)));
    let mut planned: Vec<Planned> = told
        .filter_map(|(name, count)| query(name, *count, &names, &matchers, &window))
        .map(|(query, name, kind, expected)| Planned { service: service.clone(), query, name, kind, expected })
        .collect();
    planned.sort_by_key(|one| FIRST.iter().position(|kind| *kind == one.kind));
    planned
}

/// The query of one metric, its name for people, its kind, how many series come of it.
fn query(
    name: &str,
    count: usize,
    names: &BTreeSet<&str>,
    matchers: &str,
    window: &str,
) -> Option<(String, String, Kind, usize)> {
    let has = |stem: &str, ending: &str| names.contains(format!("{stem}{ending}").as_str());
    let rate = |name: &str| format!("rate({name}{{{matchers}}}{window})");
    if let Some(stem) = name.strip_suffix("_bucket") {
        let query = format!("histogram_quantile(0.95, sum by (le) ({}))", rate(name));
        return Some((query, format!("{stem} p95"), Kind::of(stem), 1));
    }
    if let Some(stem) = name.strip_suffix("_sum") {
        // Where there are buckets, the 95th percentile says more than the mean.
        if has(stem, "_bucket") || !has(stem, "_count") {
            return None;
        }
        let query = format!("sum({}) / sum({})", rate(name), rate(&format!("{stem}_count")));
        return Some((query, format!("{stem} mean"), Kind::of(stem), 1));
    }
    if let Some(stem) = name.strip_suffix("_count").filter(|stem| has(stem, "_sum")) {
        return Some((format!("sum({})", rate(name)), format!("{stem} rate"), Kind::Traffic, 1));
    }
    let counter = name.ends_with("_total") || name.ends_with("_count");
    let (one, gathered, told) = if counter {
        (rate(name), "sum", format!("{name} rate"))
    } else {
        (format!("{name}{{{matchers}}}"), "avg", name.to_owned())
    };
    let kind = Kind::of(name);
    if count > APART {
        return Some((format!("{gathered}({one})"), told, kind, 1));
    }
    Some((one, told, kind, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[(&str, usize)]) -> Vec<Labels> {
        let one = |name: &str, n: usize| {
            Labels::from(
                [("__name__", name.to_owned()), ("job", "pay".to_owned()), ("path", n.to_string())]
                    .map(|(key, value)| (key.to_owned(), value)),
            )
        };
        names.iter().flat_map(|(name, count)| (0..*count).map(move |n| one(name, n))).collect()
    }

    fn queries(names: &[(&str, usize)]) -> Vec<String> {
        let planned = plan(&ServiceId::from("pay"), &Conventions::default(), &known(names), Length::minutes(1));
        planned.into_iter().map(|one| one.query).collect()
    }

    #[test]
    fn each_sort_of_metric_is_asked_as_it_has_to_be() {
        assert_eq!(queries(&[("queue_length", 2)]), [r#"queue_length{job="pay"}"#]);
        assert_eq!(queries(&[("errors_total", 2)]), [r#"rate(errors_total{job="pay"}[120s])"#]);
        assert_eq!(queries(&[("errors_total", 60)]), [r#"sum(rate(errors_total{job="pay"}[120s]))"#]);
        assert_eq!(queries(&[("threads", 60)]), [r#"avg(threads{job="pay"})"#]);
        assert_eq!(
            queries(&[("duration_seconds_bucket", 30), ("duration_seconds_sum", 1), ("duration_seconds_count", 1)]),
            [
                r#"histogram_quantile(0.95, sum by (le) (rate(duration_seconds_bucket{job="pay"}[120s])))"#,
                r#"sum(rate(duration_seconds_count{job="pay"}[120s]))"#,
            ]
        );
        assert_eq!(
            queries(&[("duration_seconds_sum", 1), ("duration_seconds_count", 1)])[0],
            r#"sum(rate(duration_seconds_sum{job="pay"}[120s])) / sum(rate(duration_seconds_count{job="pay"}[120s]))"#
        );
    }

    #[test]
    fn what_tells_nothing_is_not_asked_and_errors_are_asked_first() {
        assert_eq!(queries(&[("scrape_samples_scraped", 1), ("build_info", 1)]), Vec::<String>::new());
        let both = queries(&[("a_queue", 1), ("z_errors", 1)]);
        assert!(both[0].starts_with("z_errors"), "{both:?}");
    }
}
