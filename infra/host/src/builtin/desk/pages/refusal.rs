//! What a page answers when it cannot do what was asked.

use super::view::frame;
use crate::builtin::desk::RegisterError;
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
    /// The form lacks something, in these words' key.
    Lacks(Box<Viewer>, &'static str),
    /// The form again, with what was filled in and what it lacks.
    Again(String),
    /// The store failed.
    Store(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error)
    }
}

impl Refusal {
    /// The refusal for what could not be registered.
    pub(super) fn of(viewer: Viewer, error: RegisterError) -> Self {
        match error {
            RegisterError::NoSuchRecord => Self::NotFound(viewer),
            RegisterError::Store(error) => Self::Store(error),
            RegisterError::NoFunction => Self::Lacks(Box::new(viewer), "desk-no-function"),
            RegisterError::NoSummary => Self::Lacks(Box::new(viewer), "desk-no-summary"),
            RegisterError::RestoredBeforeBegan => Self::Lacks(Box::new(viewer), "desk-restored-before-began"),
            RegisterError::NoWords => Self::Lacks(Box::new(viewer), "desk-no-words"),
        }
    }

    /// The same for a form with much in it, which is shown again: `form` makes it of the words' key.
    pub(super) fn or_again(viewer: Viewer, error: RegisterError, form: impl FnOnce(&Viewer, &str) -> String) -> Self {
        match Self::of(viewer, error) {
            Self::Lacks(viewer, key) => Self::Again(form(&viewer, key)),
            other => other,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn(language) => answer(StatusCode::UNAUTHORIZED, language, None, "desk-sign-in"),
            Self::NotFound(viewer) => show(StatusCode::NOT_FOUND, &viewer, "desk-not-found"),
            Self::Forged(viewer) => show(StatusCode::FORBIDDEN, &viewer, "desk-forged"),
            Self::Lacks(viewer, key) => show(StatusCode::UNPROCESSABLE_ENTITY, &viewer, key),
            Self::Again(form) => (StatusCode::UNPROCESSABLE_ENTITY, Html(form)).into_response(),
            Self::Store(error) => {
                tracing::error!(%error, "the desk's file failed");
                StatusCode::SERVICE_UNAVAILABLE.into_response()
            }
        }
    }
}

fn show(status: StatusCode, viewer: &Viewer, key: &str) -> Response {
    answer(status, viewer.language, Some(viewer), key)
}

fn answer(status: StatusCode, language: Language, viewer: Option<&Viewer>, key: &str) -> Response {
    let words = say(language, key, &[]);
    let body = html! {
        main #content .page.narrow {
            div.card {
                p { (words) }
                @if viewer.is_some() { p { a href="/desk" { (say(language, "desk-to-records", &[])) } } }
            }
        }
    };
    (status, Html(frame(language, viewer, &words, &body))).into_response()
}
