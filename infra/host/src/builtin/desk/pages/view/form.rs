//! The form to register a failure, in two halves, and the same form to change what was registered.

use super::{field, frame, words};
use crate::builtin::desk::pages::ServiceChoice;
use crate::builtin::desk::{NewRecord, Purpose};
use crate::builtin::who::Viewer;
use maud::{Markup, html};
use nabat_domain::ids::{DeskId, FunctionId, OrganisationId};
use nabat_domain::time::At;

/// First half of the form: which service.
pub fn choose_service(viewer: &Viewer, choices: &[ServiceChoice]) -> String {
    let title = words(viewer, "desk-register");
    let body = html! {
        main #content .page.narrow {
            h1 { (title) }
            form.card method="get" action="/desk/new" {
                div.field {
                    label for="of" { (words(viewer, "desk-service")) }
                    select #of name="of" required {
                        @for product in choices.chunk_by(|one, next| one.product == next.product) {
                            optgroup label=(product[0].product_name) {
                                @for choice in product {
                                    option value=(address(choice)) { (choice.name) }
                                }
                            }
                        }
                    }
                }
                button.primary type="submit" { (words(viewer, "desk-next")) }
            }
        }
    };
    frame(viewer.language, Some(viewer), &title, &body)
}

/// What stands in the form already, and the key of what it lacks.
#[derive(Clone, Copy, Default)]
pub struct Filled<'a> {
    pub record: Option<&'a NewRecord>,
    pub lacks: Option<&'a str>,
}

/// Second half of the form: what fails since when.
pub fn new_record(viewer: &Viewer, choice: &ServiceChoice, filled: Filled<'_>, now: At) -> String {
    let drill = filled.record.is_some_and(|record| record.purpose == Purpose::Drill);
    let title = words(viewer, "desk-register");
    let body = html! {
        main #content .page.narrow {
            p.crumbs { a href="/desk/new" { (words(viewer, "desk-other-service")) } }
            h1 { (title) ": " (choice.name) }
            form.card method="post" action="/desk/new" {
                input type="hidden" name="csrf" value=(viewer.csrf);
                input type="hidden" name="once" value=(now.0);
                input type="hidden" name="of" value=(address(choice));
                (failure(viewer, choice, filled, now))
                label.check { input type="checkbox" name="drill" value="yes" checked[drill]; (words(viewer, "desk-drill")) }
                button.primary type="submit" { (words(viewer, "desk-register")) }
            }
        }
    };
    frame(viewer.language, Some(viewer), &title, &body)
}

/// The same form for a record that is there: what was registered is filled in.
pub fn edit_record(
    viewer: &Viewer,
    id: &DeskId,
    choices: &[ServiceChoice],
    choice: &ServiceChoice,
    filled: Filled<'_>,
    now: At,
) -> String {
    let title = words(viewer, "desk-edit");
    let action = format!("/desk/{id}/edit");
    let body = html! {
        main #content .page.narrow {
            p.crumbs { a href=(format!("/desk/{id}")) { (id) } }
            h1 { (title) ": " (choice.name) }
            form.card.choose method="get" action=(action) {
                (field(viewer, "of", "desk-other-service", &html! {
                    select #of name="of" {
                        @for one in choices {
                            option value=(address(one)) selected[one.service == choice.service] { (one.name) }
                        }
                    }
                }))
                button type="submit" { (words(viewer, "desk-choose")) }
            }
            form.card method="post" action=(action) {
                input type="hidden" name="csrf" value=(viewer.csrf);
                input type="hidden" name="of" value=(address(choice));
                (failure(viewer, choice, filled, now))
                p.hint { (words(viewer, "desk-edit-hint")) }
                button.primary type="submit" { (words(viewer, "desk-save")) }
            }
        }
    };
    frame(viewer.language, Some(viewer), &title, &body)
}

/// What fails, where, since when, in whose words.
fn failure(viewer: &Viewer, choice: &ServiceChoice, filled: Filled<'_>, now: At) -> Markup {
    let Filled { record: before, lacks } = filled;
    let summary = before.map(|before| before.summary.as_str());
    let description = before.and_then(|before| before.description.as_deref()).unwrap_or_default();
    html! {
        @if let Some(lacks) = lacks { p.error role="alert" { (words(viewer, lacks)) } }
        (functions(viewer, choice, before))
        (organisations(viewer, choice, before))
        (field(viewer, "summary", "desk-summary", &html! {
            input #summary name="summary" maxlength="200" value=[summary] required;
        }))
        (field(viewer, "description", "desk-description", &html! {
            textarea #description name="description" rows="4" maxlength="8000" { (description) }
        }))
        (times(viewer, before, now))
        (priority(viewer, before))
    }
}

fn functions(viewer: &Viewer, choice: &ServiceChoice, before: Option<&NewRecord>) -> Markup {
    let lost = |id: &FunctionId| before.is_some_and(|before| before.functions.contains(id));
    html! {
        fieldset {
            legend { (words(viewer, "desk-functions")) }
            @for (id, name) in &choice.functions {
                label.check { input type="checkbox" name="function" value=(id) checked[lost(id)]; (name) }
            }
        }
    }
}

/// Nothing chosen is everywhere.
fn organisations(viewer: &Viewer, choice: &ServiceChoice, before: Option<&NewRecord>) -> Markup {
    let named = |id: &OrganisationId| before.is_some_and(|before| before.scope.contains(id));
    html! {
        @if !choice.organisations.is_empty() {
            details.field open[before.is_some_and(|before| !before.scope.is_empty())] {
                summary { (words(viewer, "desk-only-some")) }
                fieldset.scrolled {
                    legend.unseen { (words(viewer, "desk-only-some")) }
                    @for (id, name) in &choice.organisations {
                        label.check { input type="checkbox" name="scope" value=(id) checked[named(id)]; (name) }
                    }
                }
            }
        }
    }
}

fn times(viewer: &Viewer, before: Option<&NewRecord>, now: At) -> Markup {
    let local = |at: At| at.in_zone(viewer.zone).format("%Y-%m-%dT%H:%M").to_string();
    let began = local(before.map_or(now, |before| before.started_at));
    let restored = before.and_then(|before| before.restored_at).map(local);
    let latest = local(now);
    html! {
        (field(viewer, "started_at", "desk-started", &html! {
            input #started_at type="datetime-local" name="started_at" value=(began) max=(latest) required;
            p.hint { (words(viewer, "desk-clock")) " " (now.in_zone(viewer.zone).format("%Z")) }
        }))
        (field(viewer, "restored_at", "desk-restored", &html! {
            input #restored_at type="datetime-local" name="restored_at" value=[restored] max=(latest);
            p.hint { (words(viewer, "desk-restored-hint")) }
        }))
    }
}

fn priority(viewer: &Viewer, before: Option<&NewRecord>) -> Markup {
    let said = |priority: &str| before.and_then(|before| before.priority.as_deref()) == Some(priority);
    field(
        viewer,
        "priority",
        "desk-priority",
        &html! {
            select #priority name="priority" {
                option value="" { (words(viewer, "desk-priority-none")) }
                @for priority in ["P1", "P2", "P3", "P4"] {
                    option value=(priority) selected[said(priority)] { (priority) }
                }
            }
        },
    )
}

fn address(choice: &ServiceChoice) -> String {
    format!("{}/{}", choice.product, choice.service)
}
