//! The Bot API: one call, its answer, and what a refusal means. The token is part of the address, so no
//! address is ever shown.

use crate::http;
use nabat_kit::port::{CallError, Fetched};
use reqwest::{Client, RequestBuilder, Url};
use serde_json::Value;

/// Bytes of an answer at most: a message that was sent.
const LONGEST: usize = 1024 * 1024;

/// Calls of one bot.
pub(super) struct Api {
    client: Client,
    base: Url,
    token: String,
}

impl Api {
    pub(super) fn new(base: &str, token: &str) -> Result<Self, CallError> {
        let base = Url::parse(base).ok().filter(|url| !url.cannot_be_a_base());
        let base = base.ok_or_else(|| CallError::Permanent("the Bot API's address is none".to_owned()))?;
        Ok(Self { client: http::client()?, base, token: token.to_owned() })
    }

    pub(super) async fn call(&self, method: &str, body: &Value) -> Result<Value, CallError> {
        self.answer(self.request(method).json(body)).await
    }

    /// A call whose body is a form of several parts, one of them a file.
    pub(super) async fn upload(&self, method: &str, boundary: &str, body: Vec<u8>) -> Result<Value, CallError> {
        let kind = format!("multipart/form-data; boundary={boundary}");
        self.answer(self.request(method).header("content-type", kind).body(body)).await
    }

    /// A file below the path [`getFile`](https://core.telegram.org/bots/api#getfile) told.
    pub(super) async fn download(&self, path: &str, longest: usize) -> Result<Fetched, CallError> {
        if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err(CallError::Permanent("a file's path that leads elsewhere".to_owned()));
        }
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend(["file", &format!("bot{}", self.token)]).extend(path.split('/'));
        }
        http::file(self.client.get(address), longest).await
    }

    fn request(&self, method: &str) -> RequestBuilder {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend([format!("bot{}", self.token).as_str(), method]);
        }
        self.client.post(address)
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Value, CallError> {
        let (status, bytes, asked_to_wait) = http::any_answer(request, LONGEST).await?;
        let mut answer = serde_json::from_slice::<Value>(&bytes).unwrap_or_default();
        match answer["ok"].as_bool() {
            Some(true) => Ok(answer["result"].take()),
            Some(false) => Err(refusal(&answer)),
            // Something before the Bot API speaks: its refusals say nothing of the message.
            None => Err(asked_to_wait.unwrap_or_else(|| http::not_understood(status, &bytes))),
        }
    }
}

fn refusal(answer: &Value) -> CallError {
    let (code, told) = (answer["error_code"].as_i64().unwrap_or_default(), answer["description"].as_str());
    let told = format!("{code}: {}", http::said(told.unwrap_or_default()));
    let parameters = &answer["parameters"];
    match (code, parameters["retry_after"].as_i64(), parameters["migrate_to_chat_id"].as_i64()) {
        (429, seconds, _) => CallError::Throttled { retry_after: seconds.map(http::seconds) },
        (_, _, Some(moved)) => CallError::Permanent(format!("{told}: the group's id is {moved} now")),
        (500.., _, None) => CallError::Transient(told),
        _ => CallError::Permanent(told),
    }
}

/// Whether a refusal says this.
pub(super) fn said(error: &CallError, words: &str) -> bool {
    matches!(error, CallError::Permanent(told) if told.contains(words))
}
