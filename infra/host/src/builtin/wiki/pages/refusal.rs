//! What a page answers when it cannot be shown.

use super::view::frame;
use crate::builtin::who::Viewer;
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use maud::html;
use nabat_domain::catalogue::Language;
use nabat_kit::messages::say;

/// Why a page is not shown.
pub(super) enum Refusal {
    /// Nobody is signed in.
    SignIn(Language),
    /// There is nothing here for this person.
    NotFound(Viewer),
    /// The store failed.
    Store(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn(language) => answer(StatusCode::UNAUTHORIZED, language, None, "wiki-sign-in"),
            Self::NotFound(viewer) => answer(StatusCode::NOT_FOUND, viewer.language, Some(&viewer), "wiki-not-found"),
            Self::Store(error) => {
                tracing::error!(%error, "the wiki's file failed");
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
        }
    }
}

fn answer(status: StatusCode, language: Language, viewer: Option<&Viewer>, key: &str) -> Response {
    let words = say(language, key, &[]);
    let body = html! {
        main #content .page.narrow {
            div.card {
                p { (words) }
                @if viewer.is_some() { p { a href="/wiki" { (say(language, "wiki-to-pages", &[])) } } }
            }
        }
    };
    (status, Html(frame(language, viewer, &words, &body))).into_response()
}
