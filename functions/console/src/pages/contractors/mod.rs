//! Contractors: open clocks, what is overdue, overruns with their working, reports owed. For those who see
//! incidents; a contractor sees none of it.

mod load;
mod part;
#[cfg(test)]
mod tests;

pub use load::load;
pub use part::{Part, Report, Row, card, parts};

use super::eyes::Eyes;
use maud::{Markup, html};

/// Where the page stands.
pub const CONTRACTORS: &str = "/contractors";

/// The page.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Contractors {
    /// Every contractor's part of the newest incidents, newest first.
    pub parts: Vec<Part>,
}

/// The page's own part: what runs first, then what is owed, then the rest.
pub fn contractors(eyes: &Eyes, view: &Contractors) -> Markup {
    let open = |part: &&Part| part.runs;
    let owed = |part: &&Part| !part.runs && part.report.as_ref().is_some_and(|report| report.waits);
    let rest = |part: &&Part| !open(part) && !owed(part);
    html! {
        main #content.page {
            header {
                h1 { (eyes.say("pages-contractors-title", &[])) }
                p.soft { (eyes.say("pages-contractors-explained", &[])) }
            }
            @if view.parts.is_empty() { div.card { p { (eyes.say("pages-contractors-none", &[])) } } }
            (group(eyes, "pages-contractors-open", view.parts.iter().filter(open)))
            (group(eyes, "pages-contractors-owed", view.parts.iter().filter(owed)))
            (group(eyes, "pages-contractors-rest", view.parts.iter().filter(rest)))
        }
    }
}

fn group<'v>(eyes: &Eyes, title: &str, parts: impl Iterator<Item = &'v Part>) -> Markup {
    let parts: Vec<&Part> = parts.collect();
    html! {
        @if !parts.is_empty() {
            h2 { (eyes.say(title, &[])) }
            @for part in parts { (card(eyes, part)) }
        }
    }
}
