//! The forms below a record: write, close, open again, give to a work group, link.

use super::record::{Looked, Opened};
use super::{field, words};
use crate::builtin::desk::store::{Assigned, State};
use crate::builtin::who::Viewer;
use maud::{Markup, html};

/// Everything the viewer may do with the record.
pub(super) fn forms(looked: &Looked<'_>, opened: &Opened) -> Markup {
    let record = &opened.record;
    html! {
        @if record.facts.is_some() {
            p.buttons { a.button href=(format!("/desk/{}/edit", record.id)) { (words(looked.viewer, "desk-edit")) } }
        }
        (written(looked, opened, "comment"))
        @if let Some(assigned) = &opened.assigned { (assign(looked, opened, assigned)) }
        (link(looked, opened))
        @match record.state {
            State::Open => (written(looked, opened, "close")),
            State::Closed => (written(looked, opened, "reopen")),
        }
    }
}

fn written(looked: &Looked<'_>, opened: &Opened, act: &str) -> Markup {
    written_on(looked.viewer, &format!("/desk/{}", opened.record.id), act, &format!("desk-{act}-hint"))
}

/// A form of one text below `address`: its words are `desk-ACT` and `desk-ACT-words`.
pub(super) fn written_on(viewer: &Viewer, address: &str, act: &str, hint: &str) -> Markup {
    let id = format!("{act}-text");
    html! {
        form.card method="post" action=(format!("{address}/{act}")) {
            input type="hidden" name="csrf" value=(viewer.csrf);
            (field(viewer, &id, &format!("desk-{act}-words"), &html! {
                textarea id=(id) name="text" rows="2" maxlength="8000" required {}
            }))
            p.hint { (words(viewer, hint)) }
            button.danger[act == "close"] type="submit" { (words(viewer, &format!("desk-{act}"))) }
        }
    }
}

fn assign(looked: &Looked<'_>, opened: &Opened, assigned: &Assigned) -> Markup {
    let viewer = looked.viewer;
    let due = assigned.due.in_zone(viewer.zone).format("%Y-%m-%dT%H:%M").to_string();
    html! {
        details.card {
            summary { (words(viewer, "desk-assign")) }
            form method="post" action=(format!("/desk/{}/assign", opened.record.id)) {
                input type="hidden" name="csrf" value=(viewer.csrf);
                (field(viewer, "work_group", "desk-work-group", &html! {
                    input #work_group name="work_group" maxlength="200" value=(assigned.work_group) required;
                }))
                (field(viewer, "due", "desk-due", &html! {
                    input #due type="datetime-local" name="due" value=(due) required;
                }))
                p.hint { (words(viewer, "desk-assign-hint")) }
                button type="submit" { (words(viewer, "desk-assign")) }
            }
        }
    }
}

fn link(looked: &Looked<'_>, opened: &Opened) -> Markup {
    let viewer = looked.viewer;
    html! {
        details.card {
            summary { (words(viewer, "desk-link")) }
            form method="post" action=(format!("/desk/{}/link", opened.record.id)) {
                input type="hidden" name="csrf" value=(viewer.csrf);
                (field(viewer, "to", "desk-link-to", &html! {
                    input #to name="to" maxlength="64" placeholder="SD-1001" required;
                }))
                button type="submit" { (words(viewer, "desk-link")) }
            }
        }
    }
}
