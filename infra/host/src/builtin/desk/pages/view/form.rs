//! The form to register a failure, in two halves.

use super::{field, frame, words};
use crate::builtin::desk::pages::ServiceChoice;
use crate::builtin::who::Viewer;
use maud::html;
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

/// Second half of the form: what fails since when.
pub fn new_record(viewer: &Viewer, choice: &ServiceChoice, now: At) -> String {
    let title = words(viewer, "desk-register");
    let local = now.in_zone(viewer.zone).format("%Y-%m-%dT%H:%M").to_string();
    let body = html! {
        main #content .page.narrow {
            p.crumbs { a href="/desk/new" { (words(viewer, "desk-other-service")) } }
            h1 { (title) ": " (choice.name) }
            form.card method="post" action="/desk/new" {
                input type="hidden" name="csrf" value=(viewer.csrf);
                input type="hidden" name="once" value=(now.0);
                input type="hidden" name="of" value=(address(choice));
                fieldset {
                    legend { (words(viewer, "desk-functions")) }
                    @for (id, name) in &choice.functions {
                        label.check { input type="checkbox" name="function" value=(id); (name) }
                    }
                }
                (field(viewer, "summary", "desk-summary", &html! {
                    input #summary name="summary" maxlength="200" required;
                }))
                (field(viewer, "description", "desk-description", &html! {
                    textarea #description name="description" rows="4" maxlength="8000" {}
                }))
                (field(viewer, "started_at", "desk-started", &html! {
                    input #started_at type="datetime-local" name="started_at" value=(local) max=(local) required;
                    p.hint { (words(viewer, "desk-clock")) " " (now.in_zone(viewer.zone).format("%Z")) }
                }))
                (field(viewer, "restored_at", "desk-restored", &html! {
                    input #restored_at type="datetime-local" name="restored_at" max=(local);
                    p.hint { (words(viewer, "desk-restored-hint")) }
                }))
                (field(viewer, "priority", "desk-priority", &html! {
                    select #priority name="priority" {
                        option value="" { (words(viewer, "desk-priority-none")) }
                        @for priority in ["P1", "P2", "P3", "P4"] { option value=(priority) { (priority) } }
                    }
                }))
                label.check { input type="checkbox" name="drill" value="yes"; (words(viewer, "desk-drill")) }
                button.primary type="submit" { (words(viewer, "desk-register")) }
            }
        }
    };
    frame(viewer.language, Some(viewer), &title, &body)
}

fn address(choice: &ServiceChoice) -> String {
    format!("{}/{}", choice.product, choice.service)
}
