//! Health of the process, for whoever watches it: it lives; it can do its work.

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http::StatusCode;
use nabat_kit::env::Env;
use nabat_kit::keys;
use nabat_kit::table::{Key, Table};
use std::time::Duration;

/// A table that takes longer is no use to anybody who waits for an answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// `/health/live` says nothing but that the process answers; `/health/ready` that its table does too; `/metrics`
/// the figures, to those with a token.
pub fn router(env: Env) -> Router {
    Router::new()
        .route("/health", get(async || "ok"))
        .route("/health/live", get(async || "ok"))
        .route("/health/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(env)
}

async fn ready(State(env): State<Env>) -> Response {
    match readiness(env.table.as_ref(), PATIENCE).await {
        Ok(()) => "ready".into_response(),
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, why).into_response(),
    }
}

async fn readiness(table: &dyn Table, patience: Duration) -> Result<(), &'static str> {
    match tokio::time::timeout(patience, table.get(&Key::new(keys::PRODUCTS, "ready"))).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => {
            tracing::error!("not ready: {error}");
            Err("the table does not answer")
        }
        Err(_) => Err("the table does not answer in time"),
    }
}

async fn metrics(State(env): State<Env>, request: Request) -> Response {
    let request = request.map(|_| Vec::new());
    super::functions::answer(nabat_console::metrics::handle(&env, &request).await)
}

#[cfg(test)]
mod tests;
