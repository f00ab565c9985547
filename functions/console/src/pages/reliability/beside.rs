//! What is listed beside and not counted: drills, annulled, recorded only, taken out by a correction.

use super::{CORRECT, Of, hours, named};
use crate::pages::address;
use crate::pages::eyes::Eyes;
use crate::pages::reliability::correct::address as correct_address;
use maud::{Markup, html};
use nabat_domain::ids::IncidentId;
use nabat_domain::reliability::{Dimension, Span};
use nabat_kit::reliability::{Beside, Why};

/// Rows shown; a shorter period shows the rest.
const SHOWN: usize = 100;

pub(super) fn section(eyes: &Eyes, of: &Of) -> Markup {
    let words = |key: &str| eyes.say(&format!("figures-{key}"), &[]);
    let (span, now) = (of.figures.question.span(), eyes.now);
    let interval = |beside: &Beside| Span::new(beside.facts.began, beside.facts.restored.unwrap_or(now));
    let listed: Vec<&Beside> = of.figures.book.beside.iter().filter(|one| interval(one).overlaps(span)).collect();
    let columns = ["incident", "service", "began", "length", "why-not"].map(words);
    html! {
        @if !listed.is_empty() {
            section.card {
                (super::heading::titled(eyes, &words("beside"), "counted"))
                p.soft { (words("beside-explained")) }
                div.table {
                    table.stack {
                        caption.unseen { (words("beside")) }
                        thead { tr { @for (place, column) in columns.iter().enumerate() { th.num[place == 3] scope="col" { (column) } } } }
                        tbody {
                            @for one in listed.iter().rev().take(SHOWN) {
                                tr {
                                    th scope="row" data-label=(columns[0]) {
                                        @match one.of.imported {
                                            None => a href=(address::incident(of.id, &IncidentId::new(&one.of.incident))) { (one.of.incident) },
                                            Some(_) => (one.of.incident),
                                        }
                                    }
                                    td data-label=(columns[1]) { (named(eyes, Some(of.catalogue), Dimension::Service, &one.of.service)) }
                                    td data-label=(columns[2]) { (eyes.day_and_time(one.facts.began)) }
                                    td.num data-label=(columns[3]) { (hours(interval(one).within(span).length())) }
                                    td data-label=(columns[4]) {
                                        (words(key(one.why)))
                                        @if one.why == Why::Corrected && of.may.correct {
                                            " " a.quiet href=(correct_address(CORRECT, &one.of)) { (words("correct")) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

const fn key(why: Why) -> &'static str {
    match why {
        Why::Drill => "why-drill",
        Why::Annulled => "why-annulled",
        Why::RecordedOnly => "why-recorded",
        Why::Corrected => "why-corrected",
    }
}
