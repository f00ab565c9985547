//! One report in the wiki's own markup: everything in the document is text, nothing is markup.

mod block;
mod chart;

use super::asked::address;
use super::store::Revision;
use super::view::{frame, to_changes, words};
use super::{Opened, View};
use crate::builtin::moment;
use crate::builtin::who::Viewer;
use block::sections;
use maud::{Markup, html};
use nabat_kit::document::Document;
use nabat_kit::messages::say;

/// A page in one of its revisions.
pub(super) fn page(viewer: &Viewer, opened: &Opened, revision: &Revision, view: View) -> String {
    let document = revision.seen(view);
    let body = html! {
        main #content .page.report {
            p.crumbs { a href="/wiki" { (words(viewer, "wiki-to-pages")) } }
            header { h1 lang=(document.language.as_str()) { (document.title) } }
            (stand(viewer, opened, revision, view))
            (old(viewer, opened, revision, view))
            (changes(viewer, document, revision))
            div.body lang=(document.language.as_str()) { (sections(viewer, &document.blocks)) }
            (revisions(viewer, opened, revision, view))
        }
    };
    frame(viewer.language, Some(viewer), &document.title, &body)
}

/// Which revision this is, and the views of it.
fn stand(viewer: &Viewer, opened: &Opened, revision: &Revision, view: View) -> Markup {
    let at = format!("{}, {}", moment::day(viewer, revision.at), moment::clock(viewer, revision.at));
    let args = [("number", revision.number.to_string()), ("at", at)];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let asked = (Some(revision.number) != last(opened)).then_some(revision.number);
    html! {
        div.stand {
            p.soft { (say(viewer.language, "wiki-printed", &args)) }
            @if opened.most == View::Full && revision.full.is_some() {
                nav.views aria-label=(words(viewer, "wiki-views")) {
                    @for (other, key) in [(View::Full, "wiki-full"), (View::Redacted, "wiki-redacted")] {
                        a href=(address(&opened.name, asked, other)) aria-current=[(other == view).then_some("true")] { (words(viewer, key)) }
                    }
                }
            }
        }
    }
}

fn last(opened: &Opened) -> Option<u32> {
    opened.revisions.first().map(|revision| revision.number)
}

/// A revision that is not the last one says so.
fn old(viewer: &Viewer, opened: &Opened, revision: &Revision, view: View) -> Markup {
    let number = revision.number.to_string();
    html! {
        @if last(opened) != Some(revision.number) {
            p.card.notice {
                (say(viewer.language, "wiki-old", &[("number", &number)])) " "
                a href=(address(&opened.name, None, view)) { (words(viewer, "wiki-to-last")) }
            }
        }
    }
}

/// What changed, in words; the lines themselves are a link away.
fn changes(viewer: &Viewer, document: &Document, revision: &Revision) -> Markup {
    html! {
        @if revision.number > 1 {
            details.card.what-changed {
                summary { (words(viewer, "wiki-what-changed")) }
                @if document.changes.is_empty() { p { (words(viewer, "wiki-no-words")) } }
                ul lang=(document.language.as_str()) { @for change in &document.changes { li { (change) } } }
            }
        }
    }
}

fn revisions(viewer: &Viewer, opened: &Opened, shown: &Revision, view: View) -> Markup {
    let number =
        |revision: &Revision| say(viewer.language, "wiki-revision-number", &[("number", &revision.number.to_string())]);
    html! {
        section.card.revisions {
            h2 { (words(viewer, "wiki-revisions")) }
            ul.lines {
                @for revision in &opened.revisions {
                    li {
                        @if revision.number == shown.number { strong { (number(revision)) } }
                        @else { a href=(address(&opened.name, Some(revision.number), view)) { (number(revision)) } }
                        span.soft { ", " (moment::day_and_time(viewer, revision.at)) }
                        " · " (to_changes(viewer, &opened.name, revision.number, view))
                    }
                }
            }
        }
    }
}
