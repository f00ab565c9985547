//! Weak places: how much of the failure each answers for.

use super::figures::percent;
use super::heading::heading;
use super::{RELIABILITY, View, hours, word};
use crate::pages::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::reliability::{Dimension, Group, Ratio};
use std::cmp::Reverse;

/// Lines shown: what is below them hardly counts.
const SHOWN: usize = 50;

/// Width of a bar in its own units.
const WIDTH: i64 = 1_000;

pub(super) fn section(eyes: &Eyes, view: &View) -> Markup {
    let words = |key: &str| eyes.say(&format!("reliability-{key}"), &[]);
    let mut groups: Vec<&Group> = view.report.by(view.asked.by).iter().collect();
    groups.sort_by_key(|group| Reverse(group.shared));
    let by = format!("by-{}", word(view.asked.by));
    let columns = [by.as_str(), "outages", "own", "exclusive", "shared", "availability", "part"].map(words);
    html! {
        section.card {
            (heading(eyes, view, "weak", "shared", Some("weak")))
            p.soft { (words("weak-explained")) }
            @if groups.is_empty() { p { (words("none")) } } @else {
                div.table {
                    table.stack {
                        caption.unseen { (words("weak")) }
                        thead { tr {
                            @for (place, column) in columns.iter().enumerate() {
                                th.num[(1..6).contains(&place)] scope="col" { span.unseen[place == 6] { (column) } }
                            }
                        } }
                        tbody { @for group in groups.iter().take(SHOWN) { (line(eyes, view, group, &columns)) } }
                    }
                }
                @if groups.len() > SHOWN {
                    p.soft { (eyes.say("reliability-more", &[("count", &(groups.len() - SHOWN).to_string())])) }
                }
            }
        }
    }
}

fn line(eyes: &Eyes, view: &View, group: &Group, columns: &[String; 7]) -> Markup {
    let name = &*view.history.names(view.asked.by)[group.number as usize];
    let whole = view.report.reliability;
    let width = group.shared.0 * WIDTH / whole.failure.0.max(1);
    html! {
        tr {
            th scope="row" data-label=(columns[0]) {
                @match filter(view, name) {
                    Some(address) => a href=(address) { (view.name(eyes, view.asked.by, name)) },
                    None => (view.name(eyes, view.asked.by, name)),
                }
            }
            td.num data-label=(columns[1]) { (group.outages) }
            td.num data-label=(columns[2]) { (hours(group.failure)) }
            td.num data-label=(columns[3]) { (hours(group.exclusive)) }
            td.num data-label=(columns[4]) { (hours(group.shared)) }
            td.num data-label=(columns[5]) { (percent(eyes, Ratio { failure: group.failure, ..whole })) }
            td.drawn {
                svg.chart viewBox=(format!("0 0 {WIDTH} 12")) preserveAspectRatio="none" width="100%" height="12" aria-hidden="true" {
                    rect.ground x="0" y="0" width=(WIDTH) height="12" {}
                    rect.within x="0" y="0" width=(width) height="12" {}
                }
            }
        }
    }
}

/// The page of this group alone, where there is such a filter.
fn filter(view: &View, name: &str) -> Option<String> {
    view.product.filter(|_| !name.is_empty())?;
    let mut asked = view.asked.clone();
    let only = &mut asked.question.only;
    match asked.by {
        Dimension::Service => only.service = Some(name.to_owned()),
        Dimension::Function => only.service = name.split_once('/').map(|(service, _)| service.to_owned()),
        Dimension::Contractor => only.contractor = Some(name.to_owned()),
        Dimension::Class => only.class = Some(name.to_owned()),
    }
    Some(format!("{RELIABILITY}?{}", asked.query()))
}
