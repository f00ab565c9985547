//! What a page answers when it cannot do what was asked.

use super::assets::STYLES;
use crate::builtin::messenger::SayError;
use crate::builtin::shell::{Frame, Here, page};
use crate::builtin::who::Viewer;
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use maud::html;
use nabat_domain::catalogue::Language;
use nabat_kit::messages::say;

/// Why a page is not shown or a form not taken.
pub(super) enum Refusal {
    /// Nobody is signed in.
    SignIn(Language),
    /// There is nothing here for this person.
    NotFound(Viewer),
    /// The form did not come from our own page.
    Forged(Viewer),
    /// What was said cannot be said.
    Said(Box<Viewer>, Box<SayError>),
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
            Self::SignIn(language) => answer(StatusCode::UNAUTHORIZED, language, None, "messenger-sign-in"),
            Self::NotFound(viewer) => show(StatusCode::NOT_FOUND, &viewer, "messenger-no-room"),
            Self::Forged(viewer) => show(StatusCode::FORBIDDEN, &viewer, "messenger-forged"),
            Self::Said(viewer, error) => said(&viewer, &error),
            Self::Store(error) => failed(&error),
        }
    }
}

fn said(viewer: &Viewer, error: &SayError) -> Response {
    match error {
        SayError::NoSuchRoom => show(StatusCode::NOT_FOUND, viewer, "messenger-no-room"),
        SayError::Archived => show(StatusCode::CONFLICT, viewer, "messenger-archived"),
        SayError::Empty => show(StatusCode::UNPROCESSABLE_ENTITY, viewer, "messenger-empty"),
        SayError::TooLong => show(StatusCode::PAYLOAD_TOO_LARGE, viewer, "messenger-too-long"),
        SayError::NotYours => show(StatusCode::FORBIDDEN, viewer, "messenger-not-yours"),
        SayError::NeedsContent => show(StatusCode::UNPROCESSABLE_ENTITY, viewer, "messenger-empty"),
        SayError::Store(error) => failed(error),
    }
}

fn failed(error: &rusqlite::Error) -> Response {
    tracing::error!(%error, "the messenger's file failed");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

fn show(status: StatusCode, viewer: &Viewer, key: &str) -> Response {
    answer(status, viewer.language, Some(viewer), key)
}

fn answer(status: StatusCode, language: Language, viewer: Option<&Viewer>, key: &str) -> Response {
    let words = say(language, key, &[]);
    let frame = Frame { language, viewer, here: Here::Elsewhere, title: &words, styles: &*STYLES, scripts: &[] };
    let body = html! {
        main #content .page {
            div.card {
                // The script shows this sentence under the field instead of the whole page.
                p #refusal { (words) }
                @if viewer.is_some() {
                    p { a href="/chat" { (say(language, "messenger-to-rooms", &[])) } }
                }
            }
        }
    };
    (status, Html(page(&frame, &body).into_string())).into_response()
}
