//! Where a Matrix homeserver finds its application service: `url` of the registration is `/chat/{connection}`.
//!
//! Application-service API, specification v1.19: whatever is no transaction is answered by the code the
//! homeserver expects, and a transaction is taken with 200 and nothing else.

use super::functions::chat;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, post, put};
use axum::{Json, Router};
use http::StatusCode;
use nabat_domain::ids::ConnectionId;
use nabat_kit::env::Env;
use serde_json::json;

/// Everything below the registration's address.
pub fn router(connection: &ConnectionId) -> Router<Env> {
    let connection = connection.clone();
    let transaction = move |State(env): State<Env>, request: Request| taken(env, connection.clone(), request);
    Router::new()
        .route("/_matrix/app/v1/transactions/{id}", put(transaction))
        // Says nothing of us, so nobody has to show who they are.
        .route("/_matrix/app/v1/ping", post(async || Json(json!({}))))
        // We make our rooms and our bot before anybody asks for them.
        .route("/_matrix/app/v1/users/{id}", any(async || refusal(StatusCode::NOT_FOUND, "M_NOT_FOUND")))
        .route("/_matrix/app/v1/rooms/{alias}", any(async || refusal(StatusCode::NOT_FOUND, "M_NOT_FOUND")))
        .fallback(async || refusal(StatusCode::NOT_FOUND, "M_UNRECOGNIZED"))
}

/// A transaction that was not taken comes again, and holds up the next: only a wrong token is final.
async fn taken(env: Env, connection: ConnectionId, request: Request) -> Response {
    let answer = chat(env, connection, request, nabat_chat_webhook::LARGEST_TRANSACTION).await;
    match answer.status() {
        status if status.is_success() => Json(json!({})).into_response(),
        StatusCode::UNAUTHORIZED => refusal(StatusCode::FORBIDDEN, "M_FORBIDDEN"),
        _ => answer,
    }
}

fn refusal(status: StatusCode, code: &str) -> Response {
    (status, Json(json!({ "errcode": code, "error": code }))).into_response()
}
