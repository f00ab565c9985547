//! One problem with everything on it.

use super::acts::written_on;
use super::list::{Listed, record_table};
use super::record::{Looked, one_note};
use super::{badge, field, frame, words};
use crate::builtin::desk::store::{Note, Problem, State};
use crate::builtin::{moment, text};
use maud::{Markup, html};

/// A problem with what is written on it.
pub struct OpenedProblem {
    pub problem: Problem,
    pub notes: Vec<Note>,
}

/// One problem.
pub fn problem(looked: &Looked<'_>, opened: &OpenedProblem, records: &[Listed]) -> String {
    let (viewer, problem) = (looked.viewer, &opened.problem);
    let title = problem.id.to_string();
    let body = html! {
        main #content .page.narrow {
            p.crumbs { a href="/desk" { (words(viewer, "desk-to-records")) } }
            header { h1 { (title) " " (badge(viewer, problem.state)) } p { (problem.title) } }
            div.card {
                (text::lines(&problem.text))
                p.hint { (words(viewer, "desk-opened")) ": " (moment::day_and_time(viewer, problem.opened)) }
            }
            @if !records.is_empty() {
                h2 { (words(viewer, "desk-records")) }
                (record_table(viewer, records, looked.now))
            }
            @for note in &opened.notes { (one_note(viewer, looked.who, note)) }
            @if looked.may_change { (forms(looked, problem)) }
        }
    };
    frame(viewer.language, Some(viewer), &title, &body)
}

/// Everything the viewer may do with the problem.
fn forms(looked: &Looked<'_>, problem: &Problem) -> Markup {
    let viewer = looked.viewer;
    let address = format!("/desk/problems/{}", problem.id);
    html! {
        details.card {
            summary { (words(viewer, "desk-edit")) }
            form method="post" action=(format!("{address}/edit")) {
                input type="hidden" name="csrf" value=(viewer.csrf);
                (field(viewer, "title", "desk-summary", &html! {
                    input #title name="text" maxlength="200" value=(problem.title) required;
                }))
                button type="submit" { (words(viewer, "desk-save")) }
            }
        }
        (written_on(viewer, &address, "comment", "desk-problem-comment-hint"))
        @match problem.state {
            State::Open => (written_on(viewer, &address, "close", "desk-problem-close-hint")),
            State::Closed => (written_on(viewer, &address, "reopen", "desk-problem-reopen-hint")),
        }
    }
}
