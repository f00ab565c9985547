//! Who read a restricted incident, newest first.

mod load;
#[cfg(test)]
mod tests;

pub use load::load;

use super::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::time::At;

/// One reading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadLine {
    /// When.
    pub at: At,
    /// Who, as people know them.
    pub who: String,
    /// What was asked for.
    pub what: String,
}

/// The page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadsShown {
    /// The desk's number of the incident or problem.
    pub number: String,
    /// Its page.
    pub address: String,
    /// It is restricted now; what was read before stays on record.
    pub restricted: bool,
    /// Readings.
    pub reads: Vec<ReadLine>,
}

/// The page's own part.
pub fn reads(eyes: &Eyes, view: &ReadsShown) -> Markup {
    let [at, who, what] = ["at", "who", "what"].map(|column| eyes.say(&format!("reads-column-{column}"), &[]));
    html! {
        main #content.page {
            p.crumbs { a href=(view.address) { (view.number) } }
            header.heading {
                h1 { (eyes.say("reads-title", &[("number", &view.number)])) }
                p.soft { (eyes.say(if view.restricted { "reads-restricted" } else { "reads-not-restricted" }, &[])) }
            }
            @if view.reads.is_empty() { div.card { p { (eyes.say("reads-none", &[])) } } } @else {
                div.table {
                    table.stack {
                        thead { tr { @for title in [&at, &who, &what] { th scope="col" { (title) } } } }
                        tbody {
                            @for one in &view.reads {
                                tr {
                                    td data-label=(at) { (eyes.day_and_time(one.at)) }
                                    td data-label=(who) { (one.who) }
                                    td.mono data-label=(what) { (one.what) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
