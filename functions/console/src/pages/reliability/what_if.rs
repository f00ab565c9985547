//! What if: without the weakest services, without those chosen, had every stage kept its budget, works the
//! other way.

use super::figures::percent;
use super::heading::heading;
use super::{Of, View, hours};
use crate::pages::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::reliability::{Dimension, Ratio, WorksPolicy, what_if};
use nabat_domain::time::Length;
use std::cmp::Reverse;

/// Services of which each is thought away by itself.
const WEAKEST: usize = 3;

pub(super) fn section(eyes: &Eyes, view: &View, of: &Of) -> Markup {
    let words = |key: &str| eyes.say(&format!("figures-{key}"), &[]);
    let columns = ["if", "if-reliability", "if-failure", "if-less"].map(words);
    html! {
        section.card {
            (heading(eyes, view, "what-if", "what-if", None))
            p.soft { (words("if-explained")) }
            div.table {
                table.stack {
                    caption.unseen { (eyes.say("reliability-what-if", &[])) }
                    thead { tr { @for (place, column) in columns.iter().enumerate() { th.num[place > 0] scope="col" { (column) } } } }
                    tbody {
                        @for (name, ratio) in cases(eyes, view, of) {
                            tr {
                                th scope="row" data-label=(columns[0]) { (name) }
                                td.num data-label=(columns[1]) { (percent(eyes, ratio)) }
                                td.num data-label=(columns[2]) { (hours(ratio.failure)) }
                                td.num data-label=(columns[3]) { (hours(less(view, ratio))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn less(view: &View, ratio: Ratio) -> Length {
    Length(view.report.reliability.failure.0 - ratio.failure.0)
}

fn cases(eyes: &Eyes, view: &View, of: &Of) -> Vec<(String, Ratio)> {
    let figures = of.figures;
    let mut cases = vec![(eyes.say("figures-if-budgets", &[]), figures.within_budgets)];
    if let Some(without) = figures.without {
        let names: Vec<String> =
            figures.question.without.iter().map(|id| view.name(eyes, Dimension::Service, id)).collect();
        cases.push((eyes.say("figures-if-without", &[("services", &names.join(", "))]), without));
    }
    let mut groups: Vec<_> = view.report.by(Dimension::Service).iter().collect();
    groups.sort_by_key(|group| Reverse(group.exclusive));
    for group in groups.into_iter().take(WEAKEST).filter(|group| group.exclusive > Length(0)) {
        let id = &*view.history.names(Dimension::Service)[group.number as usize];
        let name = eyes.say("figures-if-without", &[("services", &view.name(eyes, Dimension::Service, id))]);
        cases.push((name, what_if::without(view.history, &view.report.period, &[id])));
    }
    if figures.works.under.period > Length(0) {
        let key = match figures.works.policy {
            WorksPolicy::Exclude => "figures-if-works-count",
            WorksPolicy::Count => "figures-if-works-excluded",
        };
        cases.push((eyes.say(key, &[]), figures.works.otherwise));
    }
    if let Some(high) = figures.high_priority {
        cases.push((eyes.say("figures-if-high", &[]), high));
    }
    cases
}
