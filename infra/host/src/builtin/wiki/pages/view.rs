//! How the wiki looks: the list, what a revision changed, the frame.

use super::View;
use super::asked::{address, changes as changes_address};
use super::changed::Changed;
use crate::builtin::moment;
use crate::builtin::shell::{Frame, Here, STYLE, page};
use crate::builtin::who::Viewer;
use crate::builtin::wiki::store::Listed;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use maud::{Markup, html};
use nabat_domain::catalogue::Language;
use nabat_domain::journal::sha256_hex;
use nabat_kit::messages::say;
use nabat_kit::port::PageName;

const WIKI_STYLE: &str = include_str!("wiki.css");

/// The style sheet of all pages.
pub(super) async fn style() -> Response {
    sheet(STYLE)
}

/// The wiki's own; stands after it.
pub(super) async fn wiki_style() -> Response {
    sheet(WIKI_STYLE)
}

fn sheet(text: &'static str) -> Response {
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, text).into_response()
}

/// A whole page of the wiki.
pub(super) fn frame(language: Language, viewer: Option<&Viewer>, title: &str, body: &Markup) -> String {
    let named = |name: &str, text: &str| format!("/wiki/-/{name}.css?{}", &sha256_hex(text.as_bytes())[..12]);
    let styles = [named("style", STYLE), named("wiki", WIKI_STYLE)];
    let frame = Frame { language, viewer, here: Here::Wiki, title, styles: &styles, scripts: &[] };
    page(&frame, body).into_string()
}

pub(super) fn words(viewer: &Viewer, key: &str) -> String {
    say(viewer.language, key, &[])
}

/// All reports somebody may read, with their products' names.
pub(super) fn list(viewer: &Viewer, pages: &[(Listed, String)]) -> String {
    let title = words(viewer, "wiki-title");
    let several = pages.windows(2).any(|pair| pair[0].1 != pair[1].1);
    let (page, product) = (words(viewer, "wiki-page"), words(viewer, "wiki-product"));
    let (changed, revision) = (words(viewer, "wiki-changed"), words(viewer, "wiki-revision"));
    let body = html! {
        main #content .page {
            header { h1 { (title) } }
            @if pages.is_empty() { p.card { (words(viewer, "wiki-none")) } } @else {
                div.table {
                    table.stack {
                        thead {
                            tr {
                                th scope="col" { (page) }
                                @if several { th scope="col" { (product) } }
                                th scope="col" { (changed) }
                                th.num scope="col" { (revision) }
                            }
                        }
                        tbody {
                            @for (listed, name) in pages {
                                tr {
                                    td.title data-label=(page) { a href=(address(&listed.name, None, View::Full)) { (listed.title) } }
                                    @if several { td data-label=(product) { (name) } }
                                    td data-label=(changed) { (moment::day_and_time(viewer, listed.changed)) }
                                    td.num data-label=(revision) { (listed.revision) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    frame(viewer.language, Some(viewer), &title, &body)
}

/// What a revision changed.
pub(super) fn changes(viewer: &Viewer, name: &PageName, number: u32, view: View, changed: &[Changed]) -> String {
    let args = [("number", number.to_string()), ("before", (number - 1).to_string())];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let title = say(viewer.language, "wiki-compared", &args);
    let body = html! {
        main #content .page.narrow.changes {
            p.crumbs { a href=(address(name, Some(number), view)) { (say(viewer.language, "wiki-revision-number", &args[..1])) } }
            header { h1 { (title) } }
            @if changed.is_empty() { p.card { (words(viewer, "wiki-same")) } }
            @for section in changed {
                section.card {
                    h2 { (section.heading) }
                    @for line in &section.gone { p.gone { del { (line) } } }
                    @for line in &section.new { p.new { ins { (line) } } }
                }
            }
        }
    };
    frame(viewer.language, Some(viewer), &title, &body)
}

/// A link to what a revision changed; none for the first.
pub(super) fn to_changes(viewer: &Viewer, name: &PageName, number: u32, view: View) -> Markup {
    html! {
        @if number > 1 { a href=(changes_address(name, number, view)) { (words(viewer, "wiki-compare")) } }
        @else { (words(viewer, "wiki-first")) }
    }
}
