//! Functions machines call: the desk's webhook, the messengers' callbacks, the API.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use axum::routing::{any, get, post};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use nabat_connectors::connections::door::answered;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::{ConnectionId, ProductId};
use nabat_kit::env::Env;
use nabat_kit::http::{Answer, error};
use nabat_kit::messages::say;
use nabat_kit::port::Arrival;

/// The interface for machines, checked in and served.
const OPENAPI: &str = include_str!("../../../../events/schema/openapi.json");

/// Webhooks and the API.
pub fn router(env: Env) -> Router {
    let mut router = Router::new()
        .route("/desk/{record}/generic", post(desk))
        .route("/desk/{record}/webhook", post(desks_own))
        .route("/alerts/{product}", post(alerts))
        .route("/api/{*path}", any(api))
        .route("/openapi.json", get(async || ([(CONTENT_TYPE, "application/json")], OPENAPI)));
    for (connection, source) in env.sources.iter() {
        let (path, arrival) = (format!("/chat/{connection}"), source.arrival());
        let knocked = {
            let (connection, path) = (connection.clone(), path.clone());
            move |State(env): State<Env>, request: Request| {
                chat(env, connection.clone(), path.clone(), arrival, request)
            }
        };
        router = match arrival {
            // Pages of the built-in messenger stand beside it.
            Arrival::Posted => router.route(&path, post(knocked)),
            Arrival::Transactions | Arrival::BotX => router.route(&format!("{path}/{{*below}}"), any(knocked)),
        };
    }
    router.with_state(env)
}

async fn desk(State(env): State<Env>, Path(product): Path<String>, request: Request) -> Response {
    match whole(request, nabat_desk_webhook::LARGEST).await {
        Ok(request) => answer(nabat_desk_webhook::handle(&env, &ProductId::new(product), request).await),
        Err(too_large) => answer(too_large),
    }
}

async fn desks_own(State(env): State<Env>, Path(product): Path<String>, request: Request) -> Response {
    match whole(request, nabat_desk_webhook::LARGEST).await {
        Ok(request) => answer(nabat_desk_webhook::pushed(&env, &ProductId::new(product), request).await),
        Err(too_large) => answer(too_large),
    }
}

async fn alerts(State(env): State<Env>, Path(product): Path<String>, request: Request) -> Response {
    match whole(request, nabat_desk_webhook::alerts::LARGEST).await {
        Ok(request) => answer(nabat_desk_webhook::alerts::handle(&env, &ProductId::new(product), request).await),
        Err(too_large) => answer(too_large),
    }
}

async fn chat(env: Env, connection: ConnectionId, path: String, arrival: Arrival, request: Request) -> Response {
    let largest = match arrival {
        Arrival::Posted | Arrival::BotX => nabat_chat_webhook::LARGEST,
        Arrival::Transactions => nabat_chat_webhook::LARGEST_TRANSACTION,
    };
    let request = match whole(request, largest).await {
        Ok(request) => request,
        Err(too_large) => return answer(too_large),
    };
    let below = request.uri().path().strip_prefix(&path).unwrap_or_default().trim_start_matches('/').to_owned();
    let take = async |request| nabat_chat_webhook::handle(&env, &connection, request).await;
    answer(answered(arrival, &below, request, take).await)
}

async fn api(State(env): State<Env>, request: Request) -> Response {
    match whole(request, nabat_desk_webhook::LARGEST).await {
        Ok(request) => answer(nabat_console::api::handle(&env, &request).await),
        Err(too_large) => answer(too_large),
    }
}

/// The request with its body as it came; one that is too large is not read to its end.
async fn whole(request: Request, largest: usize) -> Result<nabat_kit::http::Request, Answer> {
    let (head, body) = request.into_parts();
    // The function itself refuses what is too large: it gets one byte more than it takes.
    let body = to_bytes(body, largest + 1).await;
    let too_large = || error(StatusCode::PAYLOAD_TOO_LARGE, &say(Language::En, "desk-error-size", &[]), None);
    let bytes = body.map_err(|_| too_large())?;
    Ok(http::Request::from_parts(head, bytes.to_vec()))
}

/// The function's answer as the server sends it.
pub fn answer(answer: Answer) -> Response {
    answer.map(Body::from)
}
