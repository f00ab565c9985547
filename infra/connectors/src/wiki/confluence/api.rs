//! The REST API: one call, its answer, and what a refusal means.

use crate::http;
use nabat_kit::port::CallError;
use reqwest::{Client, Method, RequestBuilder, StatusCode, Url};
use serde_json::Value;

/// Bytes of an answer at most: a page with its body, twice over in JSON.
const LONGEST: usize = 16 * 1024 * 1024;

/// How a call was refused.
#[derive(Debug)]
pub(super) enum Refusal {
    /// There is no such thing, or not for Nabat to see.
    Absent,
    /// Somebody was quicker: another version, or a page of that title.
    Conflict,
    /// Confluence will not, for this reason.
    Said(u16, String),
    /// Anything else that went wrong.
    Call(CallError),
}

impl From<CallError> for Refusal {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

impl From<Refusal> for CallError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Absent => {
                Self::Permanent("Confluence has no such page or space, or not for Nabat to see".to_owned())
            }
            Refusal::Conflict => Self::Transient("others keep changing the page".to_owned()),
            Refusal::Said(status, words) => Self::Permanent(format!("Confluence says {status}: {words}")),
            Refusal::Call(error) => error,
        }
    }
}

/// Calls with one personal access token.
pub(super) struct Api {
    client: Client,
    base: Url,
    token: String,
}

impl Api {
    pub(super) fn new(base: &str, token: &str) -> Result<Self, CallError> {
        let base = Url::parse(base).ok().filter(|url| !url.cannot_be_a_base());
        let base = base.ok_or_else(|| CallError::Permanent("the wiki's address is none".to_owned()))?;
        Ok(Self { client: http::client()?, base, token: token.trim().to_owned() })
    }

    /// Where people open a page, whatever it is called and wherever it was moved.
    pub(super) fn page(&self, id: &str) -> String {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend(["pages", "viewpage.action"]);
        }
        address.query_pairs_mut().append_pair("pageId", id);
        address.to_string()
    }

    pub(super) async fn get(&self, path: &[&str], query: &[(&str, &str)]) -> Result<Value, Refusal> {
        self.answer(self.request(Method::GET, path, query)).await
    }

    pub(super) async fn call(&self, method: Method, path: &[&str], body: &Value) -> Result<Value, Refusal> {
        self.answer(self.request(method, path, &[]).json(body)).await
    }

    /// Puts a picture to a page. Without the header Confluence takes it for a forged request.
    pub(super) async fn attach(&self, id: &str, name: &str, content: &[u8]) -> Result<Value, Refusal> {
        let boundary = format!("nabat-{}", &nabat_domain::journal::sha256_hex(content)[..24]);
        let minor = format!("--{boundary}\r\ncontent-disposition: form-data; name=\"minorEdit\"\r\n\r\ntrue\r\n");
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: image/png\r\n\r\n"
        );
        let end = format!("\r\n--{boundary}--\r\n");
        let body = [minor.as_bytes(), head.as_bytes(), content, end.as_bytes()].concat();
        let request = self
            .request(Method::POST, &["content", id, "child", "attachment"], &[])
            .header("x-atlassian-token", "nocheck")
            .header("content-type", format!("multipart/form-data; boundary={boundary}"))
            .body(body);
        self.answer(request).await
    }

    fn request(&self, method: Method, path: &[&str], query: &[(&str, &str)]) -> RequestBuilder {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend(["rest", "api"]).extend(path);
        }
        if !query.is_empty() {
            address.query_pairs_mut().extend_pairs(query);
        }
        self.client.request(method, address).bearer_auth(&self.token).header("accept", "application/json")
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Value, Refusal> {
        let (status, bytes) = http::answer(request, LONGEST).await?;
        match status {
            StatusCode::UNAUTHORIZED => {
                let cure = "it expired or was revoked: make one (Profile, Settings, Personal Access Tokens)";
                return Err(CallError::Permanent(format!("Confluence does not take the token: {cure}")).into());
            }
            StatusCode::NOT_FOUND => return Err(Refusal::Absent),
            StatusCode::CONFLICT => return Err(Refusal::Conflict),
            _ => {}
        }
        let Ok(answer) = serde_json::from_slice::<Value>(&bytes) else {
            return Err(http::not_understood(status, &bytes).into());
        };
        if status.is_success() {
            return Ok(answer);
        }
        let words = answer["message"].as_str().unwrap_or_default().to_owned();
        Err(match status {
            status if status.is_server_error() => {
                CallError::Transient(format!("Confluence says {status}: {}", http::said(&words))).into()
            }
            // A title is one page's in its space.
            StatusCode::BAD_REQUEST if words.contains("already exists") => Refusal::Conflict,
            status => Refusal::Said(status.as_u16(), http::said(&words)),
        })
    }
}
