//! Lists of records and of problems.

use super::{badge, frame, words};
use crate::builtin::desk::store::{Problem, Record};
use crate::builtin::moment;
use crate::builtin::who::Viewer;
use maud::{Markup, html};

/// The records and the problems.
pub fn list(viewer: &Viewer, records: &[Record], problems: &[Problem], may_register: bool) -> String {
    let title = words(viewer, "desk-title");
    let body = html! {
        main #content .page {
            header {
                h1 { (title) }
                @if may_register { a.button.primary href="/desk/new" { (words(viewer, "desk-register")) } }
            }
            h2 { (words(viewer, "desk-records")) }
            (record_table(viewer, records))
            @if !problems.is_empty() {
                h2 { (words(viewer, "desk-problems")) }
                (problem_table(viewer, problems))
            }
        }
    };
    frame(viewer.language, Some(viewer), &title, &body)
}

pub(super) fn record_table(viewer: &Viewer, records: &[Record]) -> Markup {
    html! {
        div.table {
            table.stack {
                thead {
                    tr {
                        @for key in ["desk-number", "desk-summary", "desk-service", "desk-state", "desk-changed"] {
                            th scope="col" { (words(viewer, key)) }
                        }
                    }
                }
                tbody {
                    @for record in records { (record_row(viewer, record)) }
                    @if records.is_empty() { tr { td colspan="5" { (words(viewer, "desk-none")) } } }
                }
            }
        }
    }
}

fn record_row(viewer: &Viewer, record: &Record) -> Markup {
    let (summary, service) = match &record.facts {
        Some(facts) => (facts.summary.clone(), facts.service.to_string()),
        None => (words(viewer, "desk-elsewhere"), String::new()),
    };
    html! {
        tr {
            td data-label=(words(viewer, "desk-number")) { a href=(format!("/desk/{}", record.id)) { (record.id) } }
            td data-label=(words(viewer, "desk-summary")) { (summary) }
            td data-label=(words(viewer, "desk-service")) { (service) }
            td data-label=(words(viewer, "desk-state")) { (badge(viewer, record.state)) }
            td data-label=(words(viewer, "desk-changed")) { (moment::day_and_time(viewer, record.changed)) }
        }
    }
}

fn problem_table(viewer: &Viewer, problems: &[Problem]) -> Markup {
    html! {
        div.table {
            table.stack {
                thead {
                    tr {
                        @for key in ["desk-number", "desk-summary", "desk-state", "desk-opened"] {
                            th scope="col" { (words(viewer, key)) }
                        }
                    }
                }
                tbody {
                    @for problem in problems {
                        tr {
                            td data-label=(words(viewer, "desk-number")) {
                                a href=(format!("/desk/problems/{}", problem.id)) { (problem.id) }
                            }
                            td data-label=(words(viewer, "desk-summary")) { (problem.title) }
                            td data-label=(words(viewer, "desk-state")) { (badge(viewer, problem.state)) }
                            td data-label=(words(viewer, "desk-opened")) { (moment::day_and_time(viewer, problem.opened)) }
                        }
                    }
                }
            }
        }
    }
}
