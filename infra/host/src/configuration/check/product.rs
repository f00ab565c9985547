//! Checks of `product.yaml`.

use super::Known;
use crate::configuration::fault::Fault;
use crate::configuration::files::{ProductFiles, TimingEntry};
use crate::configuration::nearest::nearest;
use crate::configuration::source::Source;
use crate::configuration::wrong::{What, Wrong};
use chrono_tz::{TZ_VARIANTS, Tz};
use nabat_domain::catalogue::{Criticality, MOST_RELATED};
use std::collections::BTreeSet;

const CLASSES: [Criticality; 4] = [
    Criticality::MissionCritical,
    Criticality::BusinessCritical,
    Criticality::BusinessOperational,
    Criticality::OfficeProductivity,
];

pub fn check(files: &ProductFiles, known: &Known<'_>, found: &mut Vec<Fault>) {
    let (source, product) = (&files.product.source, &files.product.value);
    if product.zone.value.parse::<Tz>().is_err() {
        let zone = product.zone.value.clone();
        let near = nearest(&zone, TZ_VARIANTS.iter().map(|tz| tz.name()));
        found.push(Fault::at(source.of(&product.zone), Wrong::UnknownZone { zone, near }));
    }
    if product.fallback.value.is_empty() {
        found.push(Fault::at(source.of(&product.fallback), Wrong::NoFallback));
    }
    for person in &product.fallback.value {
        known.person(source, person, found);
    }
    check_problem_times(files, found);
    if let Some(asked) = product.policy.related_at_once.as_ref().filter(|asked| asked.value.get() > MOST_RELATED) {
        let wrong = Wrong::TooManyAsked { count: asked.value.get(), most: MOST_RELATED };
        found.push(Fault::at(source.of(asked), wrong));
    }
    for service in &product.policy.restricted.services {
        known.service(source, service, found);
    }
    let stages = stages_of(files);
    for class in CLASSES {
        match product.timing.value.get(&class) {
            Some(timing) => check_timing(source, class, timing, &stages, found),
            None => found.push(Fault::at(source.of(&product.timing), Wrong::NoTiming { class })),
        }
    }
}

/// Times are allowed to stages the problem's procedure has.
fn check_problem_times(files: &ProductFiles, found: &mut Vec<Fault>) {
    let source = &files.product.source;
    let of_problem = files.procedures.iter().filter(|file| file.expected == "problem");
    let stages: BTreeSet<&str> =
        of_problem.flat_map(|file| &file.procedure.stages).map(|stage| stage.id.as_str()).collect();
    let given = &files.product.value.policy.problems.stages;
    for (stage, days) in given.iter().filter(|(stage, _)| !stages.contains(stage.as_str())) {
        let near = nearest(stage, stages.iter().copied());
        found.push(Fault::at(source.of(days), Wrong::Unknown { what: What::Stage, id: stage.clone(), near }));
    }
}

/// Stages of any procedure a failure is led by: a problem's times are days, of no class.
fn stages_of(files: &ProductFiles) -> BTreeSet<&str> {
    let led = files.procedures.iter().filter(|file| file.expected != "problem");
    let stages = led.flat_map(|file| &file.procedure.stages);
    stages.map(|stage| stage.id.as_str()).collect()
}

fn check_timing(
    source: &Source,
    class: Criticality,
    timing: &TimingEntry,
    stages: &BTreeSet<&str>,
    found: &mut Vec<Fault>,
) {
    for stage in stages.iter().filter(|stage| !timing.stages.value.contains_key(**stage)) {
        let wrong = Wrong::NoBudget { class, stage: (*stage).to_owned() };
        found.push(Fault::at(source.of(&timing.stages), wrong));
    }
    for (stage, minutes) in timing.stages.value.iter().filter(|(stage, _)| !stages.contains(stage.as_str())) {
        let near = nearest(stage, stages.iter().copied());
        let wrong = Wrong::Unknown { what: What::Stage, id: stage.clone(), near };
        found.push(Fault::at(source.of(minutes), wrong));
    }
}
