//! Incident after incident: how long, how soon the team was there, how many people, what was waived.

use super::heading::heading;
use super::{Of, View, hours};
use crate::pages::address;
use crate::pages::eyes::{Eyes, stopwatch};
use crate::pages::waivers::WAIVERS;
use maud::{Markup, html};
use nabat_domain::reliability::Dimension;
use nabat_domain::time::Length;
use nabat_kit::reliability::Case;

/// Incidents shown; the file holds all.
const SHOWN: usize = 200;

pub(super) fn section(eyes: &Eyes, view: &View, of: &Of) -> Markup {
    let words = |key: &str| eyes.say(&format!("figures-{key}"), &[]);
    let (cases, team) = (&of.figures.cases, &of.figures.team);
    let columns =
        ["incident", "service", "began", "length", "user-minutes", "called", "answered", "people", "waived"].map(words);
    html! {
        @if !cases.is_empty() {
            section.card {
                (heading(eyes, view, "led", "stages", Some("incidents")))
                ul.figures {
                    li { span.soft { (words("led-count")) } b { (cases.len()) } }
                    li { span.soft { (words("invited-mean")) } b { (mean(eyes, team.invited, cases.len())) } }
                    li { span.soft { (words("acted-mean")) } b { (mean(eyes, team.acted, cases.len())) } }
                    li { span.soft { a href=(WAIVERS) { (words("waivers")) } } b { (team.waivers) } }
                }
                details.kept {
                    summary { (words("led-each")) }
                    div.table {
                        table.stack {
                            caption.unseen { (eyes.say("reliability-led", &[])) }
                            thead { tr { @for (place, column) in columns.iter().enumerate() { th.num[place > 2] scope="col" { (column) } } } }
                            tbody { @for case in cases.iter().rev().take(SHOWN) { (line(eyes, view, of, case, &columns)) } }
                        }
                    }
                }
            }
        }
    }
}

fn line(eyes: &Eyes, view: &View, of: &Of, case: &Case, columns: &[String; 9]) -> Markup {
    let since = |length: Option<Length>| length.map_or_else(|| "—".to_owned(), stopwatch);
    html! {
        tr {
            th scope="row" data-label=(columns[0]) { a href=(address::incident(of.id, &case.incident)) { (case.desk) } }
            td data-label=(columns[1]) { (view.name(eyes, Dimension::Service, case.service.as_str())) }
            td data-label=(columns[2]) { (eyes.day_and_time(case.began)) }
            td.num data-label=(columns[3]) { (hours(case.failure)) }
            td.num data-label=(columns[4]) {
                @match case.user_minutes { Some(minutes) => (minutes), None => (eyes.say("figures-users-unknown", &[])) }
            }
            td.num data-label=(columns[5]) { (since(case.called)) }
            td.num data-label=(columns[6]) { (since(case.answered)) }
            td.num data-label=(columns[7]) { (case.invited) " / " (case.acted) }
            td.num data-label=(columns[8]) { (case.waivers) }
        }
    }
}

/// With one decimal.
fn mean(eyes: &Eyes, sum: u32, count: usize) -> String {
    let tenths = (u64::from(sum) * 20 + count as u64) / (2 * (count as u64).max(1));
    super::figures::decimals(eyes, &format!("{}.{}", tenths / 10, tenths % 10))
}
