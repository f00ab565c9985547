//! Stages against their budgets: bars of one scale, with the figures beside them.

use super::view::OneIncident;
use crate::pages::eyes::{Eyes, stopwatch};
use crate::pages::spent::row;
use crate::pages::stage::{Progress, Stage};
use maud::{Markup, html};
use nabat_domain::time::Length;

pub(in crate::pages) fn section(eyes: &Eyes, view: &OneIncident) -> Markup {
    let [stage, began, ended, actual, budget, chart] = ["stage", "began", "ended", "actual", "budget", "chart"]
        .map(|column| eyes.say(&format!("pages-column-{column}"), &[]));
    let longest = longest(&view.stages);
    html! {
        @if !view.stages.is_empty() {
            div.table.stages {
                table.stack {
                    caption { (eyes.say("pages-stages", &[])) }
                    thead {
                        tr {
                            th scope="col" { (stage) }
                            th scope="col" { (began) }
                            th scope="col" { (ended) }
                            th.num scope="col" { (actual) }
                            th.num scope="col" { (budget) }
                            th scope="col" { span.unseen { (chart) } }
                        }
                    }
                    tbody {
                        @for line in &view.stages {
                            tr.over[line.spent.class() == Some("over")] {
                                td data-label=(stage) { (name(line)) }
                                td data-label=(began) { @if let Some(began) = line.began { (eyes.time(began)) } @else { "—" } }
                                td data-label=(ended) { (ended_at(eyes, line)) }
                                td.num data-label=(actual) { (spent(line)) }
                                td.num data-label=(budget) { @if let Some(budget) = line.spent.budget { (stopwatch(budget)) } @else { "—" } }
                                td.drawn { (row(line.spent, longest)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The longest of all times and budgets: the scale of the chart.
fn longest(stages: &[Stage]) -> Length {
    let lengths = stages.iter().flat_map(|stage| [Some(stage.spent.actual), stage.spent.budget]);
    lengths.flatten().max().unwrap_or(Length(0))
}

fn name(stage: &Stage) -> Markup {
    html! {
        @match stage.progress {
            Progress::Current => { span class=(format!("badge {}", stage.id)) { (stage.name) } },
            Progress::Ended(_) => { span { (stage.name) } },
            Progress::Ahead => { span.soft { (stage.name) } },
        }
    }
}

fn ended_at(eyes: &Eyes, stage: &Stage) -> Markup {
    html! {
        @match stage.progress {
            Progress::Ended(at) => (eyes.time(at)),
            Progress::Current => { span.soft { (eyes.say("pages-lasts", &[])) } },
            Progress::Ahead => "—",
        }
    }
}

fn spent(stage: &Stage) -> String {
    if stage.progress == Progress::Ahead { "—".to_owned() } else { stopwatch(stage.spent.actual) }
}
