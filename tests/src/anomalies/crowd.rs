//! One faulty system among hundreds of healthy services: the healthy hours of the other cases.

use super::case::{Case, Mode};
use super::score::{average, place};
use nabat_domain::anomaly::{Question, Series, Tuning, rank};
use nabat_domain::ids::ServiceId;
use nabat_domain::time::{At, Length};
use nabat_kit::port::Recorded;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How a healthy recording is taken: as it was, or from its end to its beginning.
#[derive(Clone, Copy)]
enum Direction {
    Forward,
    Backward,
}

/// How it came out.
pub struct Crowd {
    pub system: String,
    pub cases: usize,
    /// Services ranked each time, at least.
    pub services: usize,
    pub avg5: f64,
}

/// Hides each case of the system with the most cases among the healthy rows of the others, each of
/// them forward and backward; a recording that is not healthy before its failure is left out. `None` where that makes fewer than a hundred services.
pub fn hidden(cases: &[Case]) -> Option<Crowd> {
    let systems: BTreeSet<&str> = cases.iter().map(|case| case.told.system.as_str()).collect();
    let of = |system: &str| cases.iter().filter(|case| case.told.system == system).collect::<Vec<_>>();
    let system = systems.into_iter().max_by_key(|system| of(system).len())?;
    let alike = of(system);
    let (mut places, mut services) = (Vec::new(), usize::MAX);
    for faulty in &alike {
        let mut crowd: Vec<Recorded> = faulty.recorded.clone();
        for (number, other) in
            alike.iter().enumerate().filter(|(_, other)| other.told.case != faulty.told.case && is_healthy(other))
        {
            crowd.extend(healthy(other, faulty, number, Direction::Forward));
            crowd.extend(healthy(other, faulty, number, Direction::Backward));
        }
        let series: Vec<Series> = crowd.iter().map(Recorded::series).collect();
        let question = Question { windows: faulty.windows(Mode::Blind), symptom: None, entries: &[] };
        let found = rank(&series, &question, &Tuning::default());
        services = services.min(found.services.len());
        let names: Vec<String> = found.services.iter().map(|one| one.service.to_string()).collect();
        places.push(place(&names, &faulty.root_services));
    }
    let crowd = Crowd { system: system.to_owned(), cases: alike.len(), services, avg5: average(&places) };
    (crowd.services >= 100).then_some(crowd)
}

/// Whether no series is at ten times its earlier level well before the failure is said to begin: one
/// published recording is, and a crowd with a failure in it has two right answers.
fn is_healthy(case: &Case) -> bool {
    let onset = At(case.told.onset_at * 1_000);
    case.recorded.iter().all(|one| {
        let rows = one.times.partition_point(|at| *at < onset);
        let (early, late) = one.values[..rows].split_at(rows / 2);
        let (early, late) = (median(early), median(late));
        early.is_none_or(|early| late.is_none_or(|late| early <= 0.0 || late < 10.0 * early))
    })
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

/// The rows of a case before its failure, set so that they end when the faulty one was registered.
fn healthy(other: &Case, faulty: &Case, number: usize, direction: Direction) -> Vec<Recorded> {
    let onset = At(other.told.onset_at * 1_000);
    let registered = At(faulty.told.registered_at * 1_000);
    let taken = |one: &Recorded| {
        let rows = one.times.partition_point(|at| *at < onset);
        let mut values = one.values[..rows].to_vec();
        if matches!(direction, Direction::Backward) {
            values.reverse();
        }
        let step = Length::seconds(faulty.told.step_s);
        let times: Arc<[At]> = (0..rows as i64).rev().map(|back| registered.minus(Length(back * step.0))).collect();
        let word = if matches!(direction, Direction::Backward) { "back" } else { "on" };
        let service = ServiceId::new(format!("{number}-{word}-{}", one.service));
        Recorded { service, times, values, ..one.clone() }
    };
    other.recorded.iter().map(taken).collect()
}
