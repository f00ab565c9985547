//! The REST API v4: one call, its answer, and what a refusal means.

use crate::messenger::pace::Pace;
use crate::{http, own};
use nabat_domain::ids::RoomId;
use nabat_kit::port::{CallError, Clock, Fetched};
use reqwest::{Client, Method, RequestBuilder, StatusCode, Url};
use serde_json::Value;
use std::sync::Arc;

/// Bytes of an answer at most: a page of posts is the longest, 200 of 64 KB in the worst case.
const LONGEST: usize = 16 * 1024 * 1024;

/// Limits count every call of a token (server/channels/app/ratelimit.go).
const ALL: &str = "all";

/// Calls of one bot.
pub(super) struct Api {
    client: Client,
    pace: Pace,
    base: Url,
    token: String,
}

impl Api {
    pub(super) fn new(base: &str, token: &str, clock: Arc<dyn Clock>) -> Result<Self, CallError> {
        let base = Url::parse(base).ok().filter(|url| !url.cannot_be_a_base());
        let base = base.ok_or_else(|| CallError::Permanent("the server's address is none".to_owned()))?;
        Ok(Self { client: http::client()?, pace: Pace::new(clock), base, token: token.to_owned() })
    }

    pub(super) async fn get(&self, path: &[&str], query: &[(&str, &str)]) -> Result<Value, CallError> {
        self.pace.call(ALL, self.answer(self.request(Method::GET, path, query))).await
    }

    pub(super) async fn call(&self, method: Method, path: &[&str], body: &Value) -> Result<Value, CallError> {
        self.pace.call(ALL, self.answer(self.request(method, path, &[]).json(body))).await
    }

    /// A post, as soon as its channel may be posted to.
    pub(super) async fn post(&self, room: &RoomId, body: &Value) -> Result<Value, CallError> {
        let post = self.answer(self.request(Method::POST, &["posts"], &[]).json(body));
        self.pace.post(ALL, room, post).await
    }

    /// Bytes, as they are.
    pub(super) async fn upload(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
        content: Vec<u8>,
    ) -> Result<Value, CallError> {
        self.pace.call(ALL, self.answer(self.request(Method::POST, path, query).body(content))).await
    }

    /// Bytes, as they are.
    pub(super) async fn download(&self, path: &[&str], longest: usize) -> Result<Fetched, CallError> {
        http::file(self.request(Method::GET, path, &[]), longest).await
    }

    /// One request below `/api/v4`. Ids in the path are escaped here.
    fn request(&self, method: Method, path: &[&str], query: &[(&str, &str)]) -> RequestBuilder {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend(["api", "v4"]).extend(path);
        }
        if !query.is_empty() {
            address.query_pairs_mut().extend_pairs(query);
        }
        self.client.request(method, address).bearer_auth(&self.token)
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Value, CallError> {
        let (status, bytes) = http::answer(request, LONGEST).await?;
        let Ok(answer) = serde_json::from_slice::<Value>(&bytes) else {
            return Err(http::not_understood(status, &bytes));
        };
        if status.is_success() { Ok(answer) } else { Err(refusal(status, &answer)) }
    }
}

/// The refusal's id first, for its words are in the server's language; those of 5xx are worth another try.
fn refusal(status: StatusCode, answer: &Value) -> CallError {
    let text = |field: &str| answer[field].as_str().unwrap_or_default();
    let told = format!("{} ({}): {}", text("id"), status.as_u16(), http::said(text("message")));
    if status.is_server_error() { CallError::Transient(told) } else { CallError::Permanent(told) }
}

/// Whether a refusal has this id.
pub(super) fn said_no(error: &CallError, id: &str) -> bool {
    matches!(error, CallError::Permanent(told) if told.split(' ').next() == Some(id))
}

/// Whether what the call named is not there. The server says so with an id; whatever stands before it has none.
pub(super) fn is_absent(error: &CallError) -> bool {
    let CallError::Permanent(told) = error else { return false };
    told.split_once(' ').is_some_and(|(id, rest)| !id.is_empty() && rest.starts_with("(404):"))
}

/// What changes something and gives nothing back answers `{"status": "OK"}` (server/channels/api4, `ReturnStatusOK`).
pub(super) fn said_ok(answer: &Value) -> Result<(), CallError> {
    own::only_if(answer["status"] == "OK", "status OK", answer)
}
