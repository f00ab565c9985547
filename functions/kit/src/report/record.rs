//! What stays on record: waivers with their reasons, corrections with both values.

use super::Told;
use super::part::{Part, Section, nothing};
use nabat_domain::incident::Arg;

pub(super) fn waivers(told: &Told) -> Section {
    let rows: Vec<Vec<Arg>> = told
        .walk
        .waivers
        .iter()
        .map(|waived| {
            vec![
                waived.step.clone(),
                waived.owed_by.clone().map_or_else(nothing, Arg::Person),
                Arg::Person(waived.by.clone()),
                Arg::Moment(waived.at),
                Arg::Text(waived.reason.clone()),
            ]
        })
        .collect();
    let head = &["report-step", "report-owed-by", "report-waived-by", "report-at", "report-reason"];
    let table = (!rows.is_empty()).then_some(Part::Table { head, rows });
    Section::of("report-waivers", table.into_iter().collect())
}

pub(super) fn corrections(told: &Told) -> Section {
    let rows: Vec<Vec<Arg>> = told
        .walk
        .corrections
        .iter()
        .map(|correction| {
            let by = correction.by.clone().map_or_else(|| super::part::key("timeline-desk"), Arg::Person);
            let reason = correction.reason.clone().map_or_else(nothing, Arg::Text);
            let (what, old, new) = (correction.what.clone(), correction.old.clone(), correction.new.clone());
            vec![what, old, new, by, Arg::Moment(correction.at), reason]
        })
        .collect();
    let head = &["report-what", "report-was", "report-is", "report-corrected-by", "report-at", "report-reason"];
    let table = (!rows.is_empty()).then_some(Part::Table { head, rows });
    Section::of("report-corrections", table.into_iter().collect())
}
