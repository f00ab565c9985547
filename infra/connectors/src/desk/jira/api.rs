//! The REST API, version 2: one call, its answer, and what a refusal means.

use crate::{http, own};
use nabat_kit::port::CallError;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, RequestBuilder, StatusCode, Url};
use serde_json::Value;

/// Bytes of an answer at most: a hundred issues with their histories.
const LONGEST: usize = 32 * 1024 * 1024;

/// Calls with one personal access token.
pub(super) struct Api {
    client: Client,
    base: Url,
    bot: String,
    token: String,
}

impl Api {
    pub(super) fn new(base: &str, bot: &str, token: &str) -> Result<Self, CallError> {
        let base = Url::parse(base).ok().filter(|url| !url.cannot_be_a_base());
        let base = base.ok_or_else(|| CallError::Permanent("the desk's address is none".to_owned()))?;
        Ok(Self { client: http::client()?, base, bot: bot.to_owned(), token: token.trim().to_owned() })
    }

    /// Where people open an issue.
    pub(super) fn page(&self, key: &str) -> String {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend(["browse", key]);
        }
        address.to_string()
    }

    /// An issue; `None` where there is none, or not for Nabat to see.
    pub(super) async fn issue(&self, id: &str, query: &[(&str, &str)]) -> Result<Option<Value>, CallError> {
        let Some(told) = self.get(&["issue", id], query).await? else { return Ok(None) };
        own::only_if(told["fields"].is_object(), "an issue's fields", &told)?;
        Ok(Some(told))
    }

    /// Reads something; `None` where there is no such thing, or not for Nabat to see.
    async fn get(&self, path: &[&str], query: &[(&str, &str)]) -> Result<Option<Value>, CallError> {
        self.answer(self.request(Method::GET, path, query)).await
    }

    /// Reads something that has to be there.
    pub(super) async fn read(&self, path: &[&str], query: &[(&str, &str)]) -> Result<Value, CallError> {
        self.get(path, query).await?.ok_or_else(|| absent(path))
    }

    /// Writes something; what Jira answered, null where that is nothing.
    pub(super) async fn call(&self, method: Method, path: &[&str], body: &Value) -> Result<Value, CallError> {
        self.answer(self.request(method, path, &[]).json(body)).await?.ok_or_else(|| absent(path))
    }

    /// Puts a file to an issue. Without the header Jira takes it for a forged request.
    pub(super) async fn attach(&self, key: &str, name: &str, media: &str, content: &[u8]) -> Result<(), CallError> {
        let boundary = format!("nabat-{}", &nabat_domain::journal::sha256_hex(content)[..24]);
        // What would end a name or a line has no place in it.
        let plain = |text: &str| text.replace(['"', '\r', '\n', '\\'], "");
        let (name, media) = (plain(name), plain(media));
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: {media}\r\n\r\n"
        );
        let body = [head.as_bytes(), content, format!("\r\n--{boundary}--\r\n").as_bytes()].concat();
        let path = ["issue", key, "attachments"];
        let request = self
            .request(Method::POST, &path, &[])
            .header("x-atlassian-token", "no-check")
            .header("content-type", format!("multipart/form-data; boundary={boundary}"))
            .body(body);
        self.answer(request).await?.map(drop).ok_or_else(|| absent(&path))
    }

    fn request(&self, method: Method, path: &[&str], query: &[(&str, &str)]) -> RequestBuilder {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend(["rest", "api", "2"]).extend(path);
        }
        if !query.is_empty() {
            address.query_pairs_mut().extend_pairs(query);
        }
        self.client.request(method, address).bearer_auth(&self.token).header("accept", "application/json")
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Option<Value>, CallError> {
        let (status, headers, bytes) = http::headed_answer(request, LONGEST).await?;
        if status == StatusCode::UNAUTHORIZED || is_nobody(&headers) {
            return Err(self.not_let_in());
        }
        if let Some(reason) = headers.get("x-authentication-denied-reason").and_then(|reason| reason.to_str().ok()) {
            let told =
                format!("Jira does not let {} in ({}): log in there once with a browser", self.bot, http::said(reason));
            return Err(CallError::Permanent(told));
        }
        if status.is_success() && bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(Some(Value::Null));
        }
        let Ok(answer) = serde_json::from_slice::<Value>(&bytes) else {
            return Err(http::not_understood(status, &bytes));
        };
        match status {
            status if status.is_success() => Ok(Some(answer)),
            StatusCode::NOT_FOUND => Ok(None),
            status if status.is_server_error() => Err(CallError::Transient(told(status, &answer))),
            status => Err(CallError::Permanent(told(status, &answer))),
        }
    }

    fn not_let_in(&self) -> CallError {
        let cure = "it expired, was revoked, or is another user's: make one (Profile, Personal Access Tokens)";
        CallError::Permanent(format!("Jira does not take the token of {}: {cure}", self.bot))
    }
}

/// A call that was answered as nobody's: a token that ended, where anybody may read.
fn is_nobody(headers: &HeaderMap) -> bool {
    headers.get("x-ausername").is_some_and(|user| user == "anonymous")
}

fn absent(path: &[&str]) -> CallError {
    CallError::Permanent(format!("Jira has no {}, or not for Nabat to see", path.join(" ")))
}

/// `{"errorMessages": […], "errors": {field: …}}` in words.
fn told(status: StatusCode, answer: &Value) -> String {
    let messages = answer["errorMessages"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let fields = answer["errors"].as_object().into_iter().flatten();
    let fields = fields.map(|(field, why)| format!("{field}: {}", why.as_str().unwrap_or_default()));
    let all: Vec<String> = messages.map(str::to_owned).chain(fields).collect();
    format!("Jira says {}: {}", status.as_u16(), http::said(&all.join("; ")))
}
