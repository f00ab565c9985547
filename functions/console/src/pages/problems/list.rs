//! The list of problems: what is overdue stands first.

use super::view::{Line, Problems, Urgency};
use crate::pages::eyes::Eyes;
use maud::{Markup, html};

pub(super) fn page(eyes: &Eyes, view: &Problems) -> Markup {
    let (ended, open): (Vec<&Line>, Vec<&Line>) =
        view.lines.iter().partition(|line| matches!(line.urgency, Urgency::Ended(_)));
    html! {
        main #content.page {
            header.heading {
                h1 { (eyes.say("problems-title", &[])) }
                p.soft { (eyes.say("problems-explained", &[])) " " a href=(crate::pages::committees::COMMITTEES) { (eyes.say("committees-title", &[])) } }
            }
            @if open.is_empty() { div.card { p { (eyes.say("problems-none", &[])) } } } @else { (table(eyes, &open)) }
            @if !ended.is_empty() {
                h2.apart { (eyes.say("problems-ended", &[])) }
                (table(eyes, &ended))
            }
        }
    }
}

fn table(eyes: &Eyes, lines: &[&Line]) -> Markup {
    let [number, service, stage, leader, due, repeats] = ["number", "service", "stage", "leader", "due", "repeats"]
        .map(|column| eyes.say(&format!("problems-column-{column}"), &[]));
    html! {
        div.table {
            table.stack {
                thead {
                    tr {
                        @for title in [&number, &service, &stage, &leader, &due] { th scope="col" { (title) } }
                        th.num scope="col" { (repeats) }
                    }
                }
                tbody {
                    @for line in lines {
                        tr.over[line.overdue.is_some()] {
                            td data-label=(number) { a href=(line.address) { (line.number) } }
                            td data-label=(service) {
                                span {
                                    span class=(format!("badge {}", line.priority.as_str().to_lowercase())) { (line.priority.as_str()) }
                                    " " (line.service)
                                    @if line.drill { " " span.badge.drill { (eyes.say("pages-drill", &[])) } }
                                }
                            }
                            td data-label=(stage) { (line.stage) }
                            td data-label=(leader) { @if let Some(leader) = &line.leader { (leader) } @else { "—" } }
                            td data-label=(due) { (due_cell(eyes, line)) }
                            td.num data-label=(repeats) { (line.repeats) }
                        }
                    }
                }
            }
        }
    }
}

fn due_cell(eyes: &Eyes, line: &Line) -> Markup {
    html! {
        @match (line.overdue, line.due) {
            (Some(since), _) => { span.badge.bad { (eyes.say("problems-overdue", &[])) } " " (eyes.time(since)) },
            (None, Some(due)) => (eyes.time(due)),
            (None, None) => "—",
        }
    }
}
