//! How the desk looks: markup only.

mod acts;
mod form;
mod list;
mod problem;
mod record;

pub use form::{Filled, choose_service, edit_record, new_record};
pub use list::{Filters, Listed, Shown, list};
pub use problem::{OpenedProblem, problem};
pub use record::{Looked, Opened, record};

use crate::builtin::desk::store::State;
use crate::builtin::shell::{Frame, Here, STYLE, page};
use crate::builtin::who::Viewer;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use maud::{Markup, html};
use nabat_domain::catalogue::Language;
use nabat_domain::journal::sha256_hex;
use nabat_kit::messages::say;

/// The style sheet.
#[nabat_kit::boxed]
pub async fn style() -> Response {
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, STYLE).into_response()
}

/// A whole page of the desk.
pub fn frame(language: Language, viewer: Option<&Viewer>, title: &str, body: &Markup) -> String {
    let style = format!("/desk/-/style.css?{}", &sha256_hex(STYLE.as_bytes())[..12]);
    let frame = Frame { language, viewer, here: Here::Desk, title, styles: &[style], scripts: &[] };
    page(&frame, body).into_string()
}

fn words(viewer: &Viewer, key: &str) -> String {
    say(viewer.language, key, &[])
}

fn field(viewer: &Viewer, id: &str, key: &str, input: &Markup) -> Markup {
    html! { div.field { label for=(id) { (words(viewer, key)) } (input) } }
}

fn badge(viewer: &Viewer, state: State) -> Markup {
    match state {
        State::Open => html! { span.badge.warn { (words(viewer, "desk-open")) } },
        State::Closed => html! { span.badge.closed { (words(viewer, "desk-closed")) } },
    }
}
