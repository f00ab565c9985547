//! The summary: what the stage of reporting asked for, in the order it asks.

use super::Told;
use super::part::{Name, Part, Section, key};
use nabat_domain::incident::{Arg, Done, TextRef, Value, value_arg};
use nabat_domain::procedure::{Kind, Step};
use std::collections::BTreeSet;

/// The stage whose facts the summary is.
const REPORTING: &str = "reporting";

fn steps<'t>(told: &'t Told) -> impl Iterator<Item = &'t Step> {
    let steps = told.procedure().into_iter().flat_map(|procedure| procedure.steps.iter());
    steps.filter(|step| step.stage.as_str() == REPORTING)
}

/// The words of the summary: the only ones the redacted view shows.
pub(super) fn words(told: &Told) -> BTreeSet<TextRef> {
    let said = steps(told).filter_map(|step| match &told.state.answer(step.id.as_str())?.value {
        Value::Text { text } => Some(text.clone()),
        Value::Accepted
        | Value::Person { .. }
        | Value::Day { .. }
        | Value::Fixed { .. }
        | Value::Began { .. }
        | Value::Restored { .. }
        | Value::Choice { .. }
        | Value::Scope { .. }
        | Value::Fault { .. }
        | Value::Word { .. }
        | Value::Verdict { .. }
        | Value::Other { .. } => None,
    });
    said.collect()
}

pub(super) fn section(told: &Told) -> Section {
    let mut parts: Vec<Part> =
        steps(told).filter(|step| step.kind == Kind::Text).map(|step| Part::Paragraph(answered(told, step))).collect();
    let facts: Vec<(Name, Arg)> = steps(told)
        // What is asked about several things stands with them.
        .filter(|step| step.kind != Kind::Text && !step.kind.is_about_several())
        .map(|step| (Name::Of(Arg::Step(step.id.clone())), answered(told, step)))
        .collect();
    if !facts.is_empty() {
        parts.push(Part::Facts(facts));
    }
    Section::of("report-summary", parts)
}

fn answered(told: &Told, step: &Step) -> Arg {
    match told.state.steps.done.get(step.id.as_str()) {
        Some(Done::Answered(answer)) => value_arg(&step.id, &answer.value),
        Some(Done::Waived(_)) => key("report-waived"),
        None => key("report-not-given"),
    }
}
