//! From a ranking to what is recorded of it: short texts, no floats, words of others masked.

use super::shown;
use crate::document::plain;
use crate::port::{Gathered, Missing, Monitoring};
use crate::samples::Samples;
use nabat_domain::anomaly::{Change, Findings, Metric, SeriesFinding, short};
use nabat_domain::incident::{Changed, Finding, Found, Lacking, Looked, Search, SeriesName, Way};
use nabat_domain::masking::{Allowed, find, mask};
use nabat_domain::time::Length;
use std::collections::BTreeSet;

/// Series told that came or went.
const CHANGES: usize = 10;

/// Failures told; the rest is counted.
const LACKING: usize = 5;

/// Longest name of a series, in letters: it is part of a key.
const LONGEST_NAME: usize = 200;

/// Longest word of a source, in letters.
const LONGEST_WORDS: usize = 200;

/// Longest address kept, bytes.
const LONGEST_ADDRESS: usize = 1_500;

/// A search with its ranking and where it came from.
pub struct Ranked<'a> {
    /// What was asked.
    pub search: &'a Search,
    /// What stands out.
    pub found: &'a Findings<'a>,
    /// What came.
    pub gathered: &'a Gathered,
    /// Where from.
    pub source: &'a dyn Monitoring,
}

/// Nothing could be had at all.
pub fn unanswered(search: &Search, reason: &str) -> Found {
    Found {
        search: search.clone(),
        findings: Vec::new(),
        changed: Vec::new(),
        symptoms: Vec::new(),
        looked: Looked::default(),
        lacking: vec![Lacking::Source { reason: words(reason) }],
        more_lacking: 0,
        began: None,
        samples: None,
    }
}

impl Ranked<'_> {
    /// The samples of the findings, on one grid.
    pub fn samples(&self, step: Length) -> Samples {
        let mut samples = Samples::new(self.found, step);
        for one in shown(self.found) {
            let recorded = &self.gathered.series[one.index];
            samples.keep(one, name(one), &recorded.times, &recorded.values);
        }
        samples
    }

    /// What is recorded.
    pub fn told(&self, samples: Option<String>) -> Found {
        let found = self.found;
        let symptoms = found.services.iter().filter(|service| service.shows_symptom);
        let mut lacking = self.lacking();
        let more_lacking = count(lacking.len().saturating_sub(LACKING));
        lacking.truncate(LACKING);
        Found {
            search: self.search.clone(),
            findings: shown(found).into_iter().map(|one| self.finding(one)).collect(),
            changed: found.changed.iter().take(CHANGES).map(changed).collect(),
            symptoms: symptoms.map(|service| service.service.clone()).collect::<BTreeSet<_>>().into_iter().collect(),
            looked: Looked {
                series: count(found.coverage.series),
                measured: count(found.coverage.measured),
                sparse: count(found.coverage.sparse),
                vanished: count(found.coverage.vanished),
                new: count(found.coverage.new),
            },
            lacking,
            more_lacking,
            began: found.began,
            samples,
        }
    }

    /// What did not come: first what bears on all of it, then single queries, each once however many hours it was asked for.
    fn lacking(&self) -> Vec<Lacking> {
        let mut told: Vec<Lacking> = Vec::new();
        for one in self.gathered.missing.iter().map(lacking) {
            if !told.contains(&one) {
                told.push(one);
            }
        }
        told.sort_by_key(|one| matches!(one, Lacking::Query { .. }));
        told
    }

    fn finding(&self, one: &SeriesFinding) -> Finding {
        let windows = self.found.windows;
        // A page that is asked for by somebody's number would hold it in its address.
        let query = self.gathered.series[one.index].query.as_deref().filter(|query| !is_personal(query));
        let address = query.and_then(|query| self.source.link(query, windows.from, windows.until));
        Finding {
            series: name(one),
            kind: one.kind,
            way: if one.now < one.usual { Way::Down } else { Way::Up },
            now: short(one.now),
            usual: short(one.usual),
            far: short(one.far.abs()),
            before: (one.before >= one.far.abs()).then(|| short(one.before)),
            season: one.season,
            since: one.since,
            address: address.filter(|address| address.len() <= LONGEST_ADDRESS),
            earlier: None,
        }
    }
}

fn name(one: &SeriesFinding) -> SeriesName {
    named(one.service, one.metric)
}

fn named(service: &nabat_domain::ids::ServiceId, metric: &Metric) -> SeriesName {
    // Labels are part of it, and a label may hold whatever a request held.
    SeriesName { service: service.clone(), metric: Metric(cut_words(&metric.0, LONGEST_NAME)) }
}

fn changed(change: &Change) -> Changed {
    match change {
        Change::Vanished { service, metric, last } => Changed::Vanished { series: named(service, metric), at: *last },
        Change::New { service, metric, first } => Changed::New { series: named(service, metric), at: *first },
    }
}

fn lacking(missing: &Missing) -> Lacking {
    match missing {
        Missing::Query { query, reason } => Lacking::Query { query: words(query), reason: words(reason) },
        Missing::OverLimit { series } => Lacking::OverLimit { series: count(*series) },
        Missing::Unknown(service) => Lacking::Unknown { service: service.clone() },
        Missing::Warned(reason) => Lacking::Warned { reason: words(reason) },
    }
}

/// Words of another system: whatever it sends is no markup, no personal data and no novel.
pub fn words(text: &str) -> String {
    cut_words(text, LONGEST_WORDS)
}

/// The same cut elsewhere.
pub fn cut_words(text: &str, longest: usize) -> String {
    let none = BTreeSet::new();
    // What is not seen is gone before one looks: it may stand in the middle of a number.
    cut(&mask(&plain(text), &Allowed { contacts: &none }).text, longest)
}

/// Whether words of another system hold personal data.
pub fn is_personal(text: &str) -> bool {
    let none = BTreeSet::new();
    !find(&plain(text), &Allowed { contacts: &none }).is_empty()
}

fn cut(text: &str, longest: usize) -> String {
    let line = plain(text).replace('\n', " ");
    if line.chars().count() <= longest {
        line
    } else {
        line.chars().take(longest).chain(std::iter::once('…')).collect()
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
