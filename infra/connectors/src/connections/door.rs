//! Where messengers find Nabat: what a request at or below `/chat/{connection}` is, and its answer in the
//! words that messenger knows.

use http::{Method, StatusCode};
use nabat_domain::catalogue::Language;
use nabat_kit::http::{Answer, Request, error, json_answer};
use nabat_kit::messages::say;
use nabat_kit::port::Arrival;
use serde_json::json;

/// Answers a request at `below` under a connection's address; deliveries are `take`n.
pub async fn answered<T>(arrival: Arrival, below: &str, request: Request, take: T) -> Answer
where
    T: AsyncFnOnce(Request) -> Answer,
{
    match arrival {
        Arrival::Posted => match (request.method(), below) {
            (&Method::POST, "") => take(request).await,
            (_, "") => refused(StatusCode::METHOD_NOT_ALLOWED),
            _ => refused(StatusCode::NOT_FOUND),
        },
        Arrival::Transactions => to_a_homeserver(below, request, take).await,
        Arrival::BotX => to_a_bot_server(below, request, take).await,
    }
}

fn refused(status: StatusCode) -> Answer {
    error(status, &say(Language::En, "api-error-not-found", &[]), None)
}

/// Application-service API of Matrix, specification v1.19: whatever is no transaction is answered by the
/// code the homeserver expects, and a transaction is taken with 200 and nothing else. One that was not
/// taken comes again and holds up the next: only a wrong token is final.
async fn to_a_homeserver<T>(below: &str, request: Request, take: T) -> Answer
where
    T: AsyncFnOnce(Request) -> Answer,
{
    let refusal = |status, code: &str| json_answer(status, &json!({ "errcode": code, "error": code }));
    let Some(asked) = below.strip_prefix("_matrix/app/v1/") else {
        return refusal(StatusCode::NOT_FOUND, "M_UNRECOGNIZED");
    };
    match (request.method(), asked.split_once('/')) {
        (&Method::PUT, Some(("transactions", id))) if !id.contains('/') => {
            let answer = take(request).await;
            match answer.status() {
                status if status.is_success() => json_answer(StatusCode::OK, &json!({})),
                StatusCode::UNAUTHORIZED => refusal(StatusCode::FORBIDDEN, "M_FORBIDDEN"),
                _ => answer,
            }
        }
        // Says nothing of us, so nobody has to show who they are.
        (&Method::POST, None) if asked == "ping" => json_answer(StatusCode::OK, &json!({})),
        // We make our rooms and our bot before anybody asks for them.
        (_, Some(("users" | "rooms", _))) => refusal(StatusCode::NOT_FOUND, "M_NOT_FOUND"),
        _ => refusal(StatusCode::NOT_FOUND, "M_UNRECOGNIZED"),
    }
}

/// Bot protocol version 4 of eXpress: what is not taken is answered with the reason the server knows.
async fn to_a_bot_server<T>(below: &str, request: Request, take: T) -> Answer
where
    T: AsyncFnOnce(Request) -> Answer,
{
    match (request.method(), below) {
        (&Method::POST, "command" | "notification/callback") | (&Method::GET, "status") => {}
        _ => return refused(StatusCode::NOT_FOUND),
    }
    let answer = take(request).await;
    let reason = match answer.status() {
        StatusCode::UNAUTHORIZED => "unverified_request",
        StatusCode::SERVICE_UNAVAILABLE => "bot_disabled",
        _ => return answer,
    };
    let told = json!({ "reason": reason, "errors": [], "error_data": { "status_message": "" } });
    json_answer(answer.status(), &told)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn status(arrival: Arrival, method: Method, below: &str, taken: u16) -> (u16, String) {
        let request = http::Request::builder().method(method).uri("/chat/x").body(Vec::new()).expect("a request");
        let taken = StatusCode::from_u16(taken).expect("a status");
        let answer = answered(arrival, below, request, async |_| json_answer(taken, &json!({}))).await;
        (answer.status().as_u16(), String::from_utf8(answer.into_body()).expect("text"))
    }

    #[tokio::test]
    async fn each_messenger_is_heard_where_it_speaks_and_nowhere_else() {
        let transaction = "_matrix/app/v1/transactions/t1";
        for (arrival, method, below, taken, expected) in [
            (Arrival::Posted, Method::POST, "", 202, 202),
            (Arrival::Posted, Method::GET, "", 202, 405),
            (Arrival::Posted, Method::POST, "more", 202, 404),
            (Arrival::Transactions, Method::PUT, transaction, 202, 200),
            (Arrival::Transactions, Method::PUT, transaction, 401, 403),
            (Arrival::Transactions, Method::PUT, transaction, 503, 503),
            (Arrival::Transactions, Method::GET, transaction, 202, 404),
            (Arrival::Transactions, Method::POST, "_matrix/app/v1/ping", 500, 200),
            (Arrival::Transactions, Method::GET, "_matrix/app/v1/users/x", 500, 404),
            (Arrival::Transactions, Method::PUT, "transactions/t1", 202, 404),
            (Arrival::BotX, Method::POST, "command", 202, 202),
            (Arrival::BotX, Method::GET, "status", 200, 200),
            (Arrival::BotX, Method::POST, "status", 200, 404),
        ] {
            assert_eq!(status(arrival, method.clone(), below, taken).await.0, expected, "{method} {below} {taken}");
        }
    }

    #[tokio::test]
    async fn a_refusal_is_told_in_the_messengers_own_words() {
        let (_, told) = status(Arrival::Transactions, Method::PUT, "_matrix/app/v1/transactions/t1", 401).await;
        assert!(told.contains("M_FORBIDDEN"), "{told}");
        let (_, told) = status(Arrival::BotX, Method::POST, "command", 401).await;
        assert!(told.contains("unverified_request"), "{told}");
    }
}
