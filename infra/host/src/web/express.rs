//! Where a server of eXpress finds its bot: the bot's address there is `/chat/{connection}`.
//!
//! Bot protocol version 4: what is not taken is answered with the reason the server knows.

use super::functions::chat;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::StatusCode;
use nabat_domain::ids::ConnectionId;
use nabat_kit::env::Env;
use serde_json::json;

/// Everything below the bot's address.
pub fn router(connection: &ConnectionId) -> Router<Env> {
    let answered = || {
        let connection = connection.clone();
        move |State(env): State<Env>, request: Request| taken(env, connection.clone(), request)
    };
    Router::new()
        .route("/command", post(answered()))
        .route("/notification/callback", post(answered()))
        .route("/status", get(answered()))
}

async fn taken(env: Env, connection: ConnectionId, request: Request) -> Response {
    let answer = chat(env, connection, request, nabat_chat_webhook::LARGEST).await;
    let reason = match answer.status() {
        StatusCode::UNAUTHORIZED => "unverified_request",
        StatusCode::SERVICE_UNAVAILABLE => "bot_disabled",
        _ => return answer,
    };
    let told = json!({ "reason": reason, "errors": [], "error_data": { "status_message": "" } });
    (answer.status(), Json(told)).into_response()
}
