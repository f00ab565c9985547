//! The ranking: every series measured, services scored by their most telling series of each kind.

use super::deviation::{Deviation, Measure};
use super::readings::Presence;
use super::{Change, Coverage, Findings, Series, SeriesFinding, ServiceFinding, Shape, Symptom, Tuning, Windows};
use crate::ids::ServiceId;
use crate::time::At;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Which samples are the usual and which are suspected.
    pub windows: Windows,
    /// What the alarm said, where it said so.
    pub symptom: Option<Symptom>,
    /// Services that users meet first: ranked after all others.
    pub entries: &'a [ServiceId],
}

/// The best series say when it began.
const BEST: usize = 10;

/// Ranks series and their services.
pub fn rank<'a>(series: &'a [Series<'a>], question: &Question, tuning: &Tuning) -> Findings<'a> {
    let mut found = Findings {
        windows: question.windows,
        services: Vec::new(),
        series: Vec::new(),
        changed: Vec::new(),
        began: None,
        coverage: Coverage { series: series.len(), ..Coverage::default() },
    };
    let mut measure = Measure::default();
    for (index, one) in series.iter().enumerate() {
        let (presence, deviation) = measure.take(one, question.windows, tuning);
        count(&mut found, presence, one, &measure);
        found.series.extend(deviation.map(|deviation| finding(index, one, &deviation, tuning)));
    }
    found.changed.sort_unstable();
    let first = |kind| question.symptom.is_some_and(|symptom| symptom.kind() == kind);
    found.series.sort_by(|one, other| {
        let key = |it: &SeriesFinding| (first(it.kind) && it.strength > 0.0, it.score);
        higher(key(one), key(other)).then_with(|| (one.service, one.metric).cmp(&(other.service, other.metric)))
    });
    found.services = services(&found.series, question, tuning);
    found.began = began(&found.series);
    found
}

fn count<'a>(found: &mut Findings<'a>, presence: Presence, series: &Series<'a>, measure: &Measure) {
    let (service, metric) = (series.service, series.metric);
    match presence {
        Presence::Whole => found.coverage.measured += 1,
        Presence::Sparse => found.coverage.sparse += 1,
        Presence::Vanished => {
            found.coverage.vanished += 1;
            found.changed.extend(measure.last_seen().map(|last| Change::Vanished { service, metric, last }));
        }
        Presence::New => {
            found.coverage.new += 1;
            found.changed.extend(measure.first_suspected().map(|first| Change::New { service, metric, first }));
        }
    }
}

fn finding<'a>(index: usize, series: &Series<'a>, deviation: &Deviation, tuning: &Tuning) -> SeriesFinding<'a> {
    // People are shown the numbers their monitoring shows them.
    let (told, sign) = match series.shape {
        Shape::ShareOfGood { whole } => (Some(whole), -1.0),
        Shape::Level | Shape::Counter => (None, 1.0),
    };
    let as_told = |value: f64| told.map_or(value, |whole| f64::from(whole) - value);
    SeriesFinding {
        index,
        service: series.service,
        metric: series.metric,
        kind: series.kind,
        score: tuning.of_series(series.kind) * deviation.strength,
        strength: deviation.strength,
        usual: as_told(deviation.usual.median),
        now: as_told(deviation.now),
        far: sign * deviation.far,
        before: deviation.before,
        since: deviation.since,
        season: deviation.season,
    }
}

/// The higher first; floats here are never NaN, and if one were, the order would still be total.
fn higher(one: (bool, f64), other: (bool, f64)) -> Ordering {
    other.0.cmp(&one.0).then_with(|| other.1.total_cmp(&one.1))
}

fn services<'a>(series: &[SeriesFinding<'a>], question: &Question, tuning: &Tuning) -> Vec<ServiceFinding<'a>> {
    // Series come strongest first, so the first of a kind is the kind's best.
    let mut best: BTreeMap<&ServiceId, Vec<usize>> = BTreeMap::new();
    for (place, one) in series.iter().enumerate() {
        let of_service = best.entry(one.service).or_default();
        if of_service.iter().all(|known| series[*known].kind != one.kind) {
            of_service.push(place);
        }
    }
    let mut scored: Vec<((bool, f64), ServiceFinding)> = best
        .into_iter()
        .map(|(service, places)| {
            let (first, score) = score(&places, series, question, tuning);
            let shows_symptom = question.entries.contains(service);
            ((first, score), ServiceFinding { service, score, series: places, shows_symptom })
        })
        .collect();
    scored.sort_by(|(key, one), (other_key, other)| {
        let last = one.shows_symptom.cmp(&other.shows_symptom);
        last.then_with(|| higher(*key, *other_key)).then_with(|| one.service.cmp(other.service))
    });
    scored.into_iter().map(|(_, service)| service).collect()
}

/// Whether the service shows the symptom asked for, and what its kinds add up to, each adding less
/// than the one before.
fn score(places: &[usize], series: &[SeriesFinding], question: &Question, tuning: &Tuning) -> (bool, f64) {
    let asked = question.symptom.map(Symptom::kind);
    let mut counted: Vec<(bool, f64)> = places
        .iter()
        .map(|place| &series[*place])
        .map(|one| (asked == Some(one.kind) && one.strength > 0.0, tuning.of_service(one.kind) * one.strength))
        .collect();
    counted.sort_by(|one, other| higher(*one, *other));
    let sum = counted.iter().rev().fold(0.0, |sum, (_, value)| value + tuning.decay * sum);
    (counted.first().is_some_and(|(first, _)| *first), sum)
}

fn began(series: &[SeriesFinding]) -> Option<At> {
    let mut begun: Vec<At> = series.iter().filter(|one| one.stands_out()).take(BEST).map(|one| one.since).collect();
    begun.sort_unstable();
    begun.get(begun.len() / 2).copied()
}
