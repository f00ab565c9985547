//! Outage intervals: what users lost, from when to when.

use super::view::OneIncident;
use crate::pages::eyes::{Eyes, stopwatch};
use maud::{Markup, html};

pub(super) fn section(eyes: &Eyes, view: &OneIncident) -> Markup {
    let [function, began, restored, length] =
        ["function", "began", "restored", "length"].map(|column| eyes.say(&format!("pages-column-{column}"), &[]));
    html! {
        @if !view.outages.is_empty() {
            div.table {
                table.stack {
                    caption { (eyes.say("pages-outages", &[])) }
                    thead {
                        tr {
                            th scope="col" { (function) }
                            th scope="col" { (began) }
                            th scope="col" { (restored) }
                            th.num scope="col" { (length) }
                        }
                    }
                    tbody {
                        @for line in &view.outages {
                            tr {
                                td data-label=(function) { span { (line.function) br; span.soft { (line.service) } } }
                                td data-label=(began) { (eyes.time(line.began)) }
                                td data-label=(restored) {
                                    @if let Some(at) = line.restored { (eyes.time(at)) } @else { span.badge.bad { (eyes.say("pages-lasts", &[])) } }
                                }
                                td.num data-label=(length) { (stopwatch(line.length)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
