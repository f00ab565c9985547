//! Waived steps with their reasons, newest first: what a regulation is bent by stands in one place.

mod load;
#[cfg(test)]
mod tests;

pub use load::load;

use super::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::time::At;

/// Where the waivers stand.
pub const WAIVERS: &str = "/waivers";

/// One waived step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waived {
    /// The desk's number of the incident or problem.
    pub number: String,
    /// Its page.
    pub address: String,
    /// The step.
    pub step: String,
    /// Who waived it.
    pub by: String,
    /// When.
    pub at: At,
    /// Why.
    pub reason: String,
    /// Of a drill.
    pub drill: bool,
}

/// The page's own part.
pub fn waivers(eyes: &Eyes, waived: &[Waived]) -> Markup {
    let [record, step, by, at, reason] =
        ["record", "step", "by", "at", "reason"].map(|column| eyes.say(&format!("waivers-column-{column}"), &[]));
    let real = waived.iter().filter(|one| !one.drill).count().to_string();
    html! {
        main #content.page {
            header.heading {
                h1 { (eyes.say("waivers-title", &[])) }
                p.soft { (eyes.say("waivers-counted", &[("count", &real)])) }
            }
            @if waived.is_empty() { div.card { p { (eyes.say("waivers-none", &[])) } } } @else {
                div.table {
                    table.stack {
                        thead { tr { @for title in [&record, &step, &by, &at, &reason] { th scope="col" { (title) } } } }
                        tbody {
                            @for one in waived {
                                tr {
                                    td data-label=(record) {
                                        span {
                                            a href=(one.address) { (one.number) }
                                            @if one.drill { " " span.badge.drill { (eyes.say("pages-drill", &[])) } }
                                        }
                                    }
                                    td data-label=(step) { (one.step) }
                                    td data-label=(by) { (one.by) }
                                    td data-label=(at) { (eyes.time(one.at)) }
                                    td data-label=(reason) { (one.reason) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
