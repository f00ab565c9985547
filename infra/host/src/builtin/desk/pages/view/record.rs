//! One record with everything on it.

use super::acts::forms;
use super::{badge, frame, words};
use crate::builtin::desk::pages::ServiceChoice;
use crate::builtin::desk::store::{Assigned, FileLine, Link, Note, NoteKind, Record, State};
use crate::builtin::who::{Viewer, Who};
use crate::builtin::{moment, text};
use maud::{Markup, html};
use nabat_domain::ids::DeskId;
use nabat_domain::time::At;

/// A record with everything on it.
pub struct Opened {
    pub record: Record,
    pub notes: Vec<Note>,
    pub links: Vec<Link>,
    pub files: Vec<FileLine>,
    /// Work given to a group.
    pub assigned: Option<Assigned>,
}

/// Who looks at a record, and when.
pub struct Looked<'a> {
    pub viewer: &'a Viewer,
    pub who: &'a dyn Who,
    pub now: At,
    /// Whether they may change it.
    pub may_change: bool,
    /// What names the service, its functions and the organisations, while the catalogue has them.
    pub names: Option<&'a ServiceChoice>,
}

/// One record.
pub fn record(looked: &Looked<'_>, opened: &Opened) -> String {
    let Looked { viewer, who, now, .. } = *looked;
    let record = &opened.record;
    let title = record.number().to_string();
    let body = html! {
        main #content .page.narrow {
            p.crumbs { a href="/desk" { (words(viewer, "desk-to-records")) } }
            header {
                h1 { (title) " " (badge(viewer, record.state)) }
                @if let Some(facts) = &record.facts { p { (facts.summary) } }
                @if let Some(assigned) = &opened.assigned { p { (assigned.title) } }
            }
            (heard(viewer, record))
            @match &opened.assigned {
                Some(assigned) => (given(viewer, assigned, record.state, now)),
                None => (facts(looked, record)),
            }
            (links(viewer, &opened.links))
            (files(viewer, &record.id, &opened.files))
            @for note in &opened.notes { (one_note(viewer, who, note)) }
            @if looked.may_change { (forms(looked, opened)) }
        }
    };
    frame(viewer.language, Some(viewer), &title, &body)
}

/// What Nabat made of the record.
fn heard(viewer: &Viewer, record: &Record) -> Markup {
    html! {
        @if let Some(refused) = &record.refused {
            div.card.alarm { p { (words(viewer, "desk-refused")) } p.soft { (reason(refused)) } }
        } @else if record.unheard > 0 {
            div.card.notice { p { (words(viewer, "desk-unheard")) } }
        } @else if let Some(incident) = &record.incident {
            div.card { p { (words(viewer, "desk-taken")) " " (led(record, incident)) } }
        }
    }
}

/// The reason in an answer such as `{"error":"…"}`, which a page can wrap; whatever came where it is another.
fn reason(answer: &str) -> String {
    let read: Option<serde_json::Value> = serde_json::from_str(answer).ok();
    let reason = read.as_ref().and_then(|answer| answer.get("error")?.as_str());
    reason.unwrap_or(answer).to_owned()
}

/// The way to the incident's page, where its product is known.
fn led(record: &Record, incident: &str) -> Markup {
    html! {
        @match &record.product {
            Some(product) => a href=(format!("/incidents/{product}/{incident}")) { code { (incident) } },
            None => code { (incident) },
        }
    }
}

fn facts(looked: &Looked<'_>, record: &Record) -> Markup {
    let Looked { viewer, who, names, .. } = *looked;
    let Some(facts) = &record.facts else {
        return html! { div.card { p { (words(viewer, "desk-elsewhere")) } } };
    };
    let scope: Vec<&str> =
        facts.scope.iter().map(|id| name(names.map(|names| &*names.organisations), id, id.as_str())).collect();
    let functions: Vec<&str> =
        facts.functions.iter().map(|id| name(names.map(|names| &*names.functions), id, id.as_str())).collect();
    html! {
        div.card {
            dl.facts {
                dt { (words(viewer, "desk-service")) } dd { (names.map_or(facts.service.as_str(), |names| &names.name)) }
                dt { (words(viewer, "desk-functions")) } dd { (functions.join(", ")) }
                @if !facts.scope.is_empty() {
                    dt { (words(viewer, "desk-scope-of")) } dd { (scope.join(", ")) }
                }
                dt { (words(viewer, "desk-started")) } dd { (moment::day_and_time(viewer, facts.started_at)) }
                @if let Some(restored) = facts.restored_at {
                    dt { (words(viewer, "desk-restored")) } dd { (moment::day_and_time(viewer, restored)) }
                }
                @if let Some(priority) = &facts.priority {
                    dt { (words(viewer, "desk-priority")) } dd { (priority) }
                }
                dt { (words(viewer, "desk-registered-by")) } dd { (who.name_of(&facts.registered_by)) }
            }
            @if let Some(description) = &facts.description { (text::lines(description)) }
        }
    }
}

/// The name of an id, itself where nobody knows one.
fn name<'a, Id: PartialEq>(known: Option<&'a [(Id, String)]>, id: &Id, itself: &'a str) -> &'a str {
    known.into_iter().flatten().find(|(one, _)| one == id).map_or(itself, |(_, name)| name)
}

/// What a work group was given.
fn given(viewer: &Viewer, assigned: &Assigned, state: State, now: At) -> Markup {
    html! {
        div.card {
            dl.facts {
                dt { (words(viewer, "desk-work-group")) } dd { (assigned.work_group) }
                dt { (words(viewer, "desk-due")) }
                dd {
                    (moment::day_and_time(viewer, assigned.due))
                    @if state == State::Open && assigned.due < now { " " span.badge.bad { (words(viewer, "desk-late")) } }
                }
            }
            (text::lines(&assigned.text))
        }
    }
}

fn files(viewer: &Viewer, record: &DeskId, files: &[FileLine]) -> Markup {
    html! {
        @if !files.is_empty() {
            div.card {
                h2 { (words(viewer, "desk-files")) }
                ul {
                    @for file in files {
                        @let address = format!("/desk/{record}/files/{}", file.number);
                        li { a href=(address) download { (file.name) } " " span.soft { (kilobytes(file.bytes)) } }
                    }
                }
            }
        }
    }
}

/// A size, rounded up.
fn kilobytes(bytes: i64) -> String {
    format!("{} KB", (bytes + 999) / 1_000)
}

fn links(viewer: &Viewer, links: &[Link]) -> Markup {
    html! {
        @if !links.is_empty() {
            div.card {
                h2 { (words(viewer, "desk-links")) }
                ul {
                    @for link in links {
                        @let (address, name) = match link {
                            Link::Record(id) => (format!("/desk/{id}"), id),
                            Link::Problem(id) => (format!("/desk/problems/{id}"), id),
                        };
                        li { a href=(address) { (name) } }
                    }
                }
            }
        }
    }
}

pub(super) fn one_note(viewer: &Viewer, who: &dyn Who, note: &Note) -> Markup {
    let author = note.author.as_deref().map_or_else(|| words(viewer, "desk-nabat"), |author| who.name_of(author));
    let kind = match note.kind {
        NoteKind::Comment => None,
        NoteKind::Closed => Some("desk-note-closed"),
        NoteKind::Reopened => Some("desk-note-reopened"),
    };
    html! {
        article.card {
            p.soft {
                b { (author) } ", " (moment::day_and_time(viewer, note.at))
                @if let Some(kind) = kind { " · " (words(viewer, kind)) }
            }
            (text::lines(&note.text))
        }
    }
}
