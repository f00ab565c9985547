//! Stages: actual against budget, middle and tail with n, the share within; how soon the team was there.

use super::heading::heading;
use super::{Of, View};
use crate::pages::eyes::{Eyes, stopwatch};
use maud::{Markup, html};
use nabat_domain::reliability::stages::{Spread, StageFigures};
use nabat_domain::time::Length;

/// Width of a bar in its own units.
const WIDTH: usize = 1_000;

pub(super) fn section(eyes: &Eyes, view: &View, of: &Of) -> Markup {
    let words = |key: &str| eyes.say(&format!("figures-{key}"), &[]);
    let columns = ["stage", "n", "p50", "p90", "with-budget", "within"].map(words);
    let team = &of.figures.team;
    html! {
        section.card {
            (heading(eyes, view, "stages", "stages", Some("stages")))
            p.soft { (words("stages-explained")) }
            @if of.figures.stages.is_empty() { p { (words("no-incidents")) } } @else {
                div.table {
                    table.stack {
                        caption.unseen { (eyes.say("reliability-stages", &[])) }
                        thead { tr {
                            @for (place, column) in columns.iter().enumerate() { th.num[place > 0] scope="col" { (column) } }
                            th scope="col" { span.unseen { (words("within")) } }
                        } }
                        tbody {
                            (spread(eyes, &columns, &words("team-called"), &team.called))
                            (spread(eyes, &columns, &words("team-answered"), &team.answered))
                            @for stage in &of.figures.stages { (line(eyes, &columns, stage)) }
                        }
                    }
                }
            }
        }
    }
}

fn spread(eyes: &Eyes, columns: &[String; 6], name: &str, spread: &Spread) -> Markup {
    html! {
        tr {
            th scope="row" data-label=(columns[0]) { (name) }
            td.num data-label=(columns[1]) { (spread.count) }
            td.num data-label=(columns[2]) { (length(eyes, spread.p50)) }
            td.num data-label=(columns[3]) { (length(eyes, spread.p90)) }
            td.num data-label=(columns[4]) { "—" }
            td.num data-label=(columns[5]) { "—" }
            td.drawn {}
        }
    }
}

fn line(eyes: &Eyes, columns: &[String; 6], stage: &StageFigures) -> Markup {
    let name = eyes.say(&format!("stage-{}", stage.stage), &[]);
    let within = (stage.kept * WIDTH).checked_div(stage.with_budget);
    html! {
        tr {
            th scope="row" data-label=(columns[0]) { (name) }
            td.num data-label=(columns[1]) { (stage.spread.count) }
            td.num data-label=(columns[2]) { (length(eyes, stage.spread.p50)) }
            td.num data-label=(columns[3]) { (length(eyes, stage.spread.p90)) }
            td.num data-label=(columns[4]) { (stage.with_budget) }
            td.num data-label=(columns[5]) {
                @match within { Some(within) => { (stage.kept) " (" (within / 10) " %)" }, None => "—" }
            }
            td.drawn {
                @if let Some(within) = within {
                    svg.chart viewBox=(format!("0 0 {WIDTH} 12")) preserveAspectRatio="none" width="100%" height="12" aria-hidden="true" {
                        rect.ground x="0" y="0" width=(WIDTH) height="12" {}
                        rect.within.half[within < 900].over[within < 500] x="0" y="0" width=(within) height="12" {}
                    }
                }
            }
        }
    }
}

fn length(eyes: &Eyes, length: Option<Length>) -> String {
    length.map_or_else(|| eyes.say("figures-under-five", &[]), stopwatch)
}
