//! Contractors: failures, time held, paused, terms overrun.

use super::heading::heading;
use super::{Of, View, hours};
use crate::pages::contractors::CONTRACTORS;
use crate::pages::eyes::Eyes;
use maud::{Markup, html};

pub(super) fn section(eyes: &Eyes, view: &View, of: &Of) -> Markup {
    let words = |key: &str| eyes.say(&format!("figures-{key}"), &[]);
    let columns = ["contractor", "part-in", "on-contractor", "held", "paused", "missed", "overrun"].map(words);
    html! {
        @if !of.figures.contractors.is_empty() {
            section.card {
                (heading(eyes, view, "contractors", "contractors", Some("contractors")))
                p.soft { a href=(CONTRACTORS) { (words("contractors-page")) } }
                div.table {
                    table.stack {
                        caption.unseen { (eyes.say("reliability-contractors", &[])) }
                        thead { tr { @for (place, column) in columns.iter().enumerate() { th.num[place > 0] scope="col" { (column) } } } }
                        tbody {
                            @for (name, held) in &of.figures.contractors {
                                tr {
                                    th scope="row" data-label=(columns[0]) { (name) }
                                    td.num data-label=(columns[1]) { (held.incidents) }
                                    td.num data-label=(columns[2]) { (held.failures) }
                                    td.num data-label=(columns[3]) { (hours(held.held)) }
                                    td.num data-label=(columns[4]) { (hours(held.paused)) }
                                    td.num data-label=(columns[5]) { (held.missed) }
                                    td.num.over[held.overrun.0 > 0] data-label=(columns[6]) { (hours(held.overrun)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
