//! Everything owed late, in one list, the longest late first: steps, contractors' work and reports, stages
//! and fixes of problems, decisions of committees.

mod load;
mod owed;
#[cfg(test)]
mod tests;

pub use load::load;

use super::eyes::Eyes;
use maud::{Markup, html};
use nabat_domain::time::{At, Length};

/// Where the list stands.
pub const OVERDUE: &str = "/overdue";

/// Something owed late.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Late {
    /// What sort of thing.
    pub sort: Sort,
    /// What is owed, in words.
    pub what: String,
    /// Who owes it: a person, else a role, else a contractor.
    pub who: String,
    /// The desk's number of the incident or problem.
    pub number: String,
    /// Its page.
    pub address: String,
    /// The failing service.
    pub service: String,
    /// Since when it is late.
    pub since: At,
    /// Of a drill.
    pub drill: bool,
}

/// What sort of thing is late.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sort {
    /// A step of an incident or a problem.
    Step,
    /// Work of a contractor: its reaction, its restoration.
    Contractor,
    /// A contractor's report.
    Report,
    /// A stage or the fix of a problem.
    Problem,
    /// What a committee decided.
    Decision,
}

impl Sort {
    /// The key of its name.
    const fn key(self) -> &'static str {
        match self {
            Self::Step => "overdue-sort-step",
            Self::Contractor => "overdue-sort-contractor",
            Self::Report => "overdue-sort-report",
            Self::Problem => "overdue-sort-problem",
            Self::Decision => "overdue-sort-decision",
        }
    }
}

/// The page's own part.
pub fn overdue(eyes: &Eyes, late: &[Late]) -> Markup {
    let mut late: Vec<&Late> = late.iter().collect();
    late.sort_by_key(|one| (one.drill, one.since, &one.number));
    let counted = late.iter().filter(|one| !one.drill).count();
    let drills = late.len() - counted;
    let head = match (counted, drills) {
        (0, 1..) => eyes.say("overdue-drills-alone", &[("count", &drills.to_string())]),
        _ => eyes.say("overdue-counted", &[("count", &counted.to_string())]),
    };
    html! {
        main #content.page {
            header.heading {
                h1 { (eyes.say("overdue-title", &[])) }
                p.soft { (head) }
            }
            @if late.is_empty() { div.card { p { (eyes.say("overdue-none", &[])) } } } @else { (table(eyes, &late)) }
        }
    }
}

fn table(eyes: &Eyes, late: &[&Late]) -> Markup {
    let [record, what, who, since, by] =
        ["record", "what", "who", "since", "by"].map(|column| eyes.say(&format!("overdue-column-{column}"), &[]));
    html! {
        div.table {
            table.stack {
                thead { tr { @for title in [&record, &what, &who, &since, &by] { th scope="col" { (title) } } } }
                tbody {
                    @for one in late {
                        tr {
                            td data-label=(record) {
                                span {
                                    a href=(one.address) { (one.number) } " " span.soft { (one.service) }
                                    @if one.drill { " " span.badge.drill { (eyes.say("pages-drill", &[])) } }
                                }
                            }
                            td data-label=(what) { span { span.soft { (eyes.say(one.sort.key(), &[])) ":" } " " (one.what) } }
                            td data-label=(who) { (one.who) }
                            td data-label=(since) { (eyes.time(one.since)) }
                            td data-label=(by) { span.over { (length(eyes, eyes.now.since(one.since))) } }
                        }
                    }
                }
            }
        }
    }
}

/// Days where there are any, else hours and minutes.
fn length(eyes: &Eyes, length: Length) -> String {
    let minutes = length.in_seconds().max(0) / 60;
    let (days, hours, minutes) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let number = |number: i64| number.to_string();
    match (days, hours) {
        (0, 0) => eyes.say("overdue-minutes", &[("minutes", &number(minutes))]),
        (0, _) => eyes.say("overdue-hours", &[("hours", &number(hours)), ("minutes", &number(minutes))]),
        _ => eyes.say("overdue-days", &[("days", &number(days)), ("hours", &number(hours))]),
    }
}
