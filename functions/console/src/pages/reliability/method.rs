//! How the figures are made, in the reader's language, with the worked example.

use super::RELIABILITY;
use crate::pages::eyes::Eyes;
use maud::{Markup, html};

/// Paragraphs of the methodology, in order.
const RULES: [&str; 16] = [
    "interval",
    "counted",
    "share",
    "works",
    "edges",
    "allowed",
    "shared",
    "what-if",
    "stages",
    "contractors",
    "between",
    "repeats",
    "week",
    "correct",
    "published",
    "recount",
];

/// Lines of the worked example: service, from, to.
const EXAMPLE: [(&str, &str); 4] =
    [("A", "10:00–12:00"), ("B", "11:00–13:00"), ("C", "02:00–05:00"), ("D", "23:30–00:30")];

/// The page's own part.
pub fn method(eyes: &Eyes) -> Markup {
    let words = |key: &str| eyes.say(&format!("reliability-method-{key}"), &[]);
    html! {
        main #content.page {
            p.crumbs { a href=(RELIABILITY) { (eyes.say("reliability-title", &[])) } }
            header { h1 { (words("title")) } p { a href="#example" { (words("example")) } } }
            section.card {
                dl.facts {
                    @for rule in RULES { dt id=(rule) { (words(rule)) } dd { (words(&format!("{rule}-text"))) } }
                }
            }
            section.card id="example" {
                h2 { (words("example")) }
                div.table {
                    table {
                        caption.unseen { (words("example")) }
                        thead { tr {
                            th scope="col" { (eyes.say("reliability-by-service", &[])) }
                            th scope="col" { (words("example-interval")) }
                            th scope="col" { (words("example-day")) }
                        } }
                        tbody {
                            @for (service, interval) in EXAMPLE {
                                tr {
                                    th scope="row" { (service) }
                                    td { (interval) }
                                    td { (words(&format!("example-{service}"))) }
                                }
                            }
                        }
                    }
                }
                p { (words("example-not-counted")) }
                p { (words("example-excluded")) }
                p { (words("example-included")) }
                p { (words("example-shares")) }
            }
        }
    }
}
