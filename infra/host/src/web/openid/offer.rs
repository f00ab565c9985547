//! Whoever is not signed in and opens a page is shown the ways to, and comes back to that page.

use super::{Providers, own_place, page};
use crate::builtin::shell::{asked_language, guarded};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{Method, StatusCode};
use std::sync::Arc;

/// Puts the providers' buttons in the place of a page nobody may see unknown.
#[nabat_kit::boxed]
pub async fn offer(State(providers): State<Arc<Providers>>, request: Request, next: Next) -> Response {
    let accepts = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // Machines, scripts and streams get the answer that is theirs.
    let is_page = *request.method() == Method::GET && accepts.contains("text/html") && !providers.open.is_empty();
    let asked = is_page.then(|| {
        let place = request.uri().path_and_query().map_or("/", |place| place.as_str());
        (own_place(&providers.env.base, place), asked_language(request.headers()))
    });
    let answer = next.run(request).await;
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_refused = answer.status() == StatusCode::UNAUTHORIZED && kind.starts_with("text/html");
    match asked {
        Some((place, language)) if is_refused => {
            let place = place.as_deref().unwrap_or("/");
            guarded(page::ways(StatusCode::UNAUTHORIZED, language, &providers, place)).await
        }
        Some(_) | None => answer,
    }
}
