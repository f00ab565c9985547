//! The failures themselves, newest first: every minute of failure leads to its incident.

use super::correct::address as correct_address;
use super::heading::heading;
use super::{CORRECT, View, hours};
use crate::pages::address;
use crate::pages::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::ids::IncidentId;
use nabat_domain::reliability::{Dimension, Span};
use std::collections::{BTreeMap, HashSet};

/// Merged outages shown; a shorter period shows those before.
const SHOWN: usize = 100;

/// Incidents named beside one of them.
const NAMED: usize = 12;

pub(super) fn section(eyes: &Eyes, view: &View) -> Markup {
    let words = |key: &str| eyes.say(&format!("reliability-{key}"), &[]);
    let merged = view.report.failures.as_slice();
    let columns = ["began", "restored", "length", "incidents"].map(words);
    let first = merged.len().saturating_sub(SHOWN);
    let rows = rows_of(view, &merged[first..]);
    let numbers = numbers(view, &rows);
    html! {
        section.card {
            (heading(eyes, view, "outages-merged", "interval", Some("outages")))
            @if merged.is_empty() { p { (words("none")) } } @else {
                div.table {
                    table.stack {
                        caption.unseen { (words("outages-merged")) }
                        thead { tr { @for (place, column) in columns.iter().enumerate() { th.num[place == 2] scope="col" { (column) } } } }
                        tbody {
                            @for (span, rows) in merged[first..].iter().zip(&rows).rev() {
                                tr {
                                    td data-label=(columns[0]) { (eyes.day_and_time(span.from)) }
                                    td data-label=(columns[1]) { (eyes.day_and_time(span.to)) }
                                    td.num data-label=(columns[2]) { (hours(span.length())) }
                                    td data-label=(columns[3]) { (incidents(eyes, view, &numbers, rows)) }
                                }
                            }
                        }
                    }
                }
                @if first > 0 { p.soft { (eyes.say("reliability-more", &[("count", &first.to_string())])) } }
            }
            p.soft.hash { (words("fingerprint")) " " code { (view.report.intervals_sha256) } }
        }
    }
}

/// The rows that make each of these failures: years of rows are gone through once for all of them.
fn rows_of(view: &View, merged: &[Span]) -> Vec<Vec<u32>> {
    let mut found = vec![Vec::new(); merged.len()];
    let (Some(first), Some(last)) = (merged.first(), merged.last()) else { return found };
    let shown = Span::new(first.from, last.to);
    for (number, row) in (0..).zip(view.history.spans()).filter(|(_, row)| row.overlaps(shown)) {
        let begins = merged.partition_point(|span| span.to <= row.from);
        let touched = merged[begins..].iter().take_while(|span| span.from < row.to).count();
        found[begins..begins + touched].iter_mut().for_each(|rows| rows.push(number));
    }
    found
}

/// The desk's numbers of the incidents of these rows, once for all of them.
fn numbers<'a>(view: &View<'a>, rows: &[Vec<u32>]) -> BTreeMap<&'a str, &'a str> {
    let shown: HashSet<&str> = rows.iter().flatten().map(|row| view.history.incident(*row)).collect();
    let cases = view.product.into_iter().flat_map(|of| &of.figures.cases);
    let shown = cases.filter(|case| shown.contains(case.incident.as_str()));
    shown.map(|case| (case.incident.as_str(), case.desk.as_str())).collect()
}

fn incidents(eyes: &Eyes, view: &View, numbers: &BTreeMap<&str, &str>, rows: &[u32]) -> Markup {
    let history = view.history;
    // One line for an incident and a service, whatever it lost of it.
    let found: BTreeMap<(&str, &str), u32> =
        rows.iter().map(|row| ((history.incident(*row), service(view, *row)), *row)).collect();
    html! {
        ul.plain {
            @for ((incident, service), row) in found.iter().take(NAMED) {
                li {
                    @match view.product.filter(|of| of.figures.book.imported(*row).is_none()) {
                        Some(of) => a href=(address::incident(of.id, &IncidentId::new(*incident))) { (numbers.get(incident).unwrap_or(incident)) },
                        None => ((view.told)(incident)),
                    }
                    " " span.soft { (view.name(eyes, Dimension::Service, service)) }
                    @if let Some(of) = view.product.filter(|of| of.may.correct) {
                        " " a.quiet href=(correct_address(CORRECT, &of.figures.book.named(*row))) { (eyes.say("figures-correct", &[])) }
                    }
                }
            }
            @if found.len() > NAMED { li.soft { "+ " (found.len() - NAMED) } }
        }
    }
}

fn service<'a>(view: &View<'a>, row: u32) -> &'a str {
    let history = view.history;
    &history.names(Dimension::Service)[history.column(Dimension::Service)[row as usize] as usize]
}
