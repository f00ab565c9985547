//! The reliability page and its methodology over HTTP.

use super::console::{fields, seer, shown};
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use http::HeaderMap;
use nabat_console::pages::reliability::{METHOD, RELIABILITY, load, load_method};
use nabat_kit::env::Env;

/// Both pages; for those who see incidents.
pub fn router() -> Router<Env> {
    Router::new().route(RELIABILITY, get(figures)).route(METHOD, get(method))
}

async fn figures(State(env): State<Env>, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let seer = match seer(&env, &headers).await {
        Ok(seer) => seer,
        Err(answer) => return answer,
    };
    if !seer.sees {
        return shown(&seer.viewer, Ok(None));
    }
    let asked = fields(query.unwrap_or_default().as_bytes());
    shown(&seer.viewer, load(&env, &seer.viewer, &asked).await.map(Some))
}

async fn method(State(env): State<Env>, headers: HeaderMap) -> Response {
    match seer(&env, &headers).await {
        Ok(seer) => shown(&seer.viewer, load_method(&env, &seer.viewer).await.map(Some)),
        Err(answer) => answer,
    }
}
