//! The client-server API: one call, its answer, and what a refusal means.

use crate::{http, own};
use nabat_kit::port::{CallError, Fetched, MessageId};
use reqwest::{Client, Method, RequestBuilder, StatusCode, Url};
use serde_json::{Value, json};

/// Bytes of an answer at most: the longest is a page of a room's messages, each of 64 KB at most.
const LONGEST: usize = 16 * 1024 * 1024;

/// Calls of one application service.
pub(super) struct Api {
    client: Client,
    base: Url,
    token: String,
}

impl Api {
    pub(super) fn new(base: &str, token: &str) -> Result<Self, CallError> {
        let base = Url::parse(base).ok().filter(|url| !url.cannot_be_a_base());
        let base = base.ok_or_else(|| CallError::Permanent("the homeserver's address is none".to_owned()))?;
        Ok(Self { client: http::client()?, base, token: token.to_owned() })
    }

    /// One call below `/_matrix/client/v3`. Ids in the path are escaped here.
    pub(super) async fn call(&self, method: Method, path: &[&str], body: Option<&Value>) -> Result<Value, CallError> {
        self.call_at("v3", method, path, &[], body).await
    }

    /// What a look at a room gives; `version` is `v1` or `v3`.
    pub(super) async fn look(&self, version: &str, path: &[&str], query: &[(&str, &str)]) -> Result<Value, CallError> {
        self.call_at(version, Method::GET, path, query, None).await
    }

    /// The same with parameters, below another version where a call stands there alone.
    pub(super) async fn call_at(
        &self,
        version: &str,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Value, CallError> {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend(["_matrix", "client", version]).extend(path);
        }
        if !query.is_empty() {
            address.query_pairs_mut().extend_pairs(query);
        }
        let mut request = self.client.request(method, address).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        answered(request).await
    }

    /// Puts a file into the homeserver's media repository; its `mxc://` address.
    pub(super) async fn upload(&self, name: &str, mime: &str, content: &[u8]) -> Result<String, CallError> {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend(["_matrix", "media", "v3", "upload"]);
        }
        address.query_pairs_mut().append_pair("filename", name);
        let request = self.client.post(address).bearer_auth(&self.token);
        let taken = answered(request.header("content-type", mime).body(content.to_vec())).await?;
        own::text(&taken, "content_uri").map(str::to_owned)
    }
}

impl Api {
    /// A file of the media repository by its `mxc://` address; only who has a token is given it (v1.11).
    pub(super) async fn download(&self, address: &str, longest: usize) -> Result<Fetched, CallError> {
        let parts = address.strip_prefix("mxc://").and_then(|rest| rest.split_once('/'));
        let Some((server, media)) = parts.filter(|(server, media)| is_name(server) && is_name(media)) else {
            return Err(CallError::Permanent(format!("{address} is no address of a file")));
        };
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend(["_matrix", "client", "v1", "media", "download", server, media]);
        }
        http::file(self.client.get(address).bearer_auth(&self.token), longest).await
    }
}

/// One part of a path, and no way elsewhere.
fn is_name(part: &str) -> bool {
    !part.is_empty()
        && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:[]".contains(c))
        && part != "."
        && part != ".."
}

async fn answered(request: RequestBuilder) -> Result<Value, CallError> {
    let (status, bytes) = http::answer(request, LONGEST).await?;
    let Ok(answer) = serde_json::from_slice::<Value>(&bytes) else {
        return Err(http::not_understood(status, &bytes));
    };
    if status.is_success() { Ok(answer) } else { Err(refusal(status, &answer)) }
}

/// The homeserver's own words, its code first; those of 5xx are worth another try, no others are.
fn refusal(status: StatusCode, answer: &Value) -> CallError {
    let text = |field: &str| answer[field].as_str().unwrap_or_default();
    let told = format!("{} ({status}): {}", text("errcode"), http::said(text("error")));
    if status.is_server_error() { CallError::Transient(told) } else { CallError::Permanent(told) }
}

/// The event that came of a call: whatever is sent, redacted or set as a room's state is one.
pub(super) fn event(answer: &Value) -> Result<MessageId, CallError> {
    own::text(answer, "event_id").map(|id| MessageId(id.to_owned()))
}

/// `invite` and `kick` answer "an empty JSON object". Where something else comes, the next time finds out what was done,
/// by who is in the room.
pub(super) fn nothing(answer: &Value) -> Result<(), CallError> {
    own::only_if(*answer == json!({}), "the empty object of that call", answer)
}

/// Whether a refusal has this code.
pub(super) fn said_no(error: &CallError, code: &str) -> bool {
    matches!(error, CallError::Permanent(told) if told.split(' ').next() == Some(code))
}
