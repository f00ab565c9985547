//! Health of the process, for whoever watches it: it lives; it can do its work.

use crate::pulse::Pulse;
use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http::StatusCode;
use nabat_domain::time::{At, Length};
use nabat_kit::env::Env;
use nabat_kit::table::{Action, Condition, Key, Row, Table};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

/// A table that takes longer is no use to anybody who waits for an answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// So long an answer holds: whoever asks all the time does not write all the time.
const HOLDS: Length = Length::seconds(5);

/// What is said where the process answers and nothing happens by itself any more.
const STANDS_STILL: &str = "the clock stands still";

type Readiness = Result<(), &'static str>;

/// What was found last, and when.
type Found = Arc<Mutex<Option<(At, Readiness)>>>;

/// `/health/live` says nothing but that the process answers; `/health/ready` that its table keeps what it is given
/// and its clock ticks; `/metrics` the figures, to those with a token.
pub fn router(env: Env, pulse: Arc<Pulse>) -> Router {
    let found = Found::default();
    Router::new()
        .route("/health", get(async || "ok"))
        .route("/health/live", get(async || "ok"))
        .route("/health/ready", get(async move |State(env): State<Env>| ready(&env, &pulse, &found).await))
        .route("/metrics", get(metrics))
        .with_state(env)
}

async fn ready(env: &Env, pulse: &Pulse, found: &Found) -> Response {
    match looked(env.table.as_ref(), env.now(), pulse, found).await {
        Ok(()) => "ready".into_response(),
        Err(why) => (StatusCode::SERVICE_UNAVAILABLE, why).into_response(),
    }
}

async fn looked(table: &dyn Table, now: At, pulse: &Pulse, found: &Found) -> Readiness {
    // Each time: it costs nothing, and what was found some seconds ago says nothing of it.
    if pulse.is_gone(now) {
        tracing::error!("not ready: {STANDS_STILL}");
        return Err(STANDS_STILL);
    }
    // Who comes meanwhile waits for what is found.
    let mut found = found.lock().await;
    let last = found.filter(|(at, _)| *at <= now && now < at.plus(HOLDS));
    let (_, readiness) = match last {
        Some(last) => last,
        None => *found.insert((now, readiness(table, now, PATIENCE).await)),
    };
    readiness
}

/// Writes a row: a table whose disk is full reads as well as ever.
async fn readiness(table: &dyn Table, now: At, patience: Duration) -> Readiness {
    let key = Key::new("ALL#READY", "ready");
    let row = Row { key, body: now.0.to_string(), version: 1, due: None, listed: None, expires: None };
    match tokio::time::timeout(patience, table.write(&[Action::Put(row, Condition::Any)])).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => {
            tracing::error!("not ready: {error}");
            Err("the table keeps nothing")
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
