//! Lists of records and of problems, and what one looks for in them.

use super::{badge, field, frame, words};
use crate::builtin::desk::store::{Assigned, Problem, Record, State};
use crate::builtin::moment;
use crate::builtin::who::Viewer;
use maud::{Markup, html};
use nabat_domain::time::At;

/// A record as a list shows it.
pub struct Listed {
    pub record: Record,
    /// The name of the service registered, while the catalogue has it.
    pub service: Option<String>,
    /// Work given to a group.
    pub assigned: Option<Assigned>,
}

/// What one looks for.
pub struct Filters {
    pub state: String,
    pub service: String,
    pub words: String,
    /// Services to choose from: id and name.
    pub services: Vec<(String, String)>,
}

/// The page of all records.
pub struct Shown<'a> {
    pub filters: Filters,
    pub rows: &'a [Listed],
    pub problems: &'a [Problem],
    /// Whether the viewer may register failures.
    pub may_register: bool,
    pub now: At,
}

/// The records and the problems.
pub fn list(viewer: &Viewer, shown: &Shown<'_>) -> String {
    let title = words(viewer, "desk-title");
    let body = html! {
        main #content .page {
            header {
                h1 { (title) }
                @if shown.may_register { a.button.primary href="/desk/new" { (words(viewer, "desk-register")) } }
            }
            (filters(viewer, &shown.filters))
            h2 { (words(viewer, "desk-records")) }
            (record_table(viewer, shown.rows, shown.now))
            @if !shown.problems.is_empty() {
                h2 { (words(viewer, "desk-problems")) }
                (problem_table(viewer, shown.problems))
            }
        }
    };
    frame(viewer.language, Some(viewer), &title, &body)
}

fn filters(viewer: &Viewer, filters: &Filters) -> Markup {
    let states = [("", "desk-any-state"), ("open", "desk-open"), ("closed", "desk-closed")];
    html! {
        form.card.filters method="get" action="/desk" {
            (field(viewer, "words", "desk-words", &html! {
                input #words type="search" name="words" maxlength="100" value=(filters.words);
            }))
            (field(viewer, "state", "desk-state", &html! {
                select #state name="state" {
                    @for (state, key) in states {
                        option value=(state) selected[state == filters.state] { (words(viewer, key)) }
                    }
                }
            }))
            @if !filters.services.is_empty() {
                (field(viewer, "service", "desk-service", &html! {
                    select #service name="service" {
                        option value="" { (words(viewer, "desk-any-service")) }
                        @for (id, name) in &filters.services {
                            option value=(id) selected[*id == filters.service] { (name) }
                        }
                    }
                }))
            }
            button type="submit" { (words(viewer, "desk-find")) }
        }
    }
}

pub(super) fn record_table(viewer: &Viewer, rows: &[Listed], now: At) -> Markup {
    html! {
        div.table {
            table.stack {
                thead {
                    tr {
                        @for key in ["desk-number", "desk-summary", "desk-whose", "desk-state", "desk-changed"] {
                            th scope="col" { (words(viewer, key)) }
                        }
                    }
                }
                tbody {
                    @for row in rows { (record_row(viewer, row, now)) }
                    @if rows.is_empty() { tr { td colspan="5" { (words(viewer, "desk-none")) } } }
                }
            }
        }
    }
}

fn record_row(viewer: &Viewer, row: &Listed, now: At) -> Markup {
    let record = &row.record;
    let (summary, whose) = match (&record.facts, &row.assigned) {
        (_, Some(assigned)) => (assigned.title.clone(), assigned.work_group.clone()),
        (Some(facts), None) => {
            (facts.summary.clone(), row.service.clone().unwrap_or_else(|| facts.service.to_string()))
        }
        (None, None) => (words(viewer, "desk-elsewhere"), String::new()),
    };
    html! {
        tr {
            td data-label=(words(viewer, "desk-number")) { a href=(format!("/desk/{}", record.id)) { (record.number()) } }
            td data-label=(words(viewer, "desk-summary")) { (summary) }
            td data-label=(words(viewer, "desk-whose")) { (whose) }
            td data-label=(words(viewer, "desk-state")) {
                span {
                    (badge(viewer, record.state))
                    @if let Some(assigned) = &row.assigned {
                        @if record.state == State::Open { " " (deadline(viewer, assigned, now)) }
                    }
                }
            }
            td data-label=(words(viewer, "desk-changed")) { (moment::day_and_time(viewer, record.changed)) }
        }
    }
}

/// By when, and whether that is past.
pub(super) fn deadline(viewer: &Viewer, assigned: &Assigned, now: At) -> Markup {
    html! {
        @if assigned.due < now { span.badge.bad { (words(viewer, "desk-late")) } " " }
        span.soft { (words(viewer, "desk-due")) " " (moment::day_and_time(viewer, assigned.due)) }
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
