//! The regulation over HTTP, for whoever is signed in.

use super::who::{signed_in, viewer};
use crate::builtin::shell::{asked_language, guarded};
use axum::Router;
use axum::extract::{Path, State};
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use nabat_console::pages::notices;
use nabat_console::regulation::page::{ADDRESS, Form, STYLE_ADDRESS, load};
use nabat_console::regulation::paper::STYLE;
use nabat_kit::env::Env;

/// The papers, the diagram, the model.
pub fn router(env: Env) -> Router {
    Router::new()
        .route(ADDRESS, get(async || Redirect::to(&format!("{ADDRESS}/incident/text"))))
        .route(&format!("{ADDRESS}/{{procedure}}/{{form}}"), get(paper))
        .layer(map_response(guarded))
        .route(STYLE_ADDRESS, get(async || ([(CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)))
        .with_state(env)
}

async fn paper(
    State(env): State<Env>,
    headers: HeaderMap,
    Path((procedure, form)): Path<(String, String)>,
) -> Response {
    let Some((session, current)) = signed_in(&env, &headers).await else {
        let page = notices::sign_in_needed(asked_language(&headers));
        return (StatusCode::UNAUTHORIZED, Html(page.into_string())).into_response();
    };
    let viewer = viewer(session, &current, &headers);
    let found = match Form::read(&form) {
        Some(form) => load(&env, &viewer, &procedure, form).await,
        None => Ok(None),
    };
    match found {
        Ok(Some((media, text))) => ([(CONTENT_TYPE, media)], text).into_response(),
        Ok(None) => {
            let page = notices::not_found(viewer.language, Some(&viewer));
            (StatusCode::NOT_FOUND, Html(page.into_string())).into_response()
        }
        Err(fault) => {
            tracing::error!(product = %viewer.product, "the regulation could not be shown: {fault}");
            let page = notices::error(viewer.language, Some(&viewer));
            (StatusCode::SERVICE_UNAVAILABLE, Html(page.into_string())).into_response()
        }
    }
}
