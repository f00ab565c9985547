//! The REST API: one call, its answer, and what a refusal means. Every write is upon a version of the record.

use crate::http;
use nabat_kit::port::{CallError, DeskFile};
use reqwest::header::{IF_MATCH, ORIGIN};
use reqwest::{Client, Method, RequestBuilder, StatusCode, Url};
use serde_json::Value;

/// Bytes of an answer at most.
const LONGEST: usize = 16 * 1024 * 1024;
/// Others may write on a record at the same moment, but hardly so often.
const ATTEMPTS: usize = 5;

/// Calls of one user.
pub(super) struct Api {
    client: Client,
    base: Url,
    user: String,
    password: String,
}

/// How a call was refused.
pub(super) enum Refusal {
    /// There is no such thing.
    Absent(String),
    /// Somebody changed it meanwhile.
    Stale,
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
            Refusal::Absent(told) => Self::Permanent(told),
            Refusal::Stale => Self::Transient("others keep changing the record".to_owned()),
            Refusal::Call(error) => error,
        }
    }
}

impl Api {
    pub(super) fn new(base: &str, user: &str, password: &str) -> Result<Self, CallError> {
        let base = Url::parse(base).ok().filter(|url| !url.cannot_be_a_base());
        let base = base.ok_or_else(|| CallError::Permanent("the desk's address is none".to_owned()))?;
        let (user, password) = (user.to_owned(), password.trim().to_owned());
        Ok(Self { client: http::client()?, base, user, password })
    }

    /// Where people open a record.
    pub(super) fn page(&self, designator: &str) -> String {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().push(designator);
        }
        address.to_string()
    }

    pub(super) async fn get(&self, path: &[&str], query: &[(&str, &str)]) -> Result<Value, Refusal> {
        self.answer(self.request(Method::GET, path, query)).await
    }

    /// The first of a class for which this holds.
    pub(super) async fn first(&self, class: &str, field: &str, value: &str) -> Result<Option<String>, Refusal> {
        let found = self.get(&[class], &[(field, value), ("@page_size", "1"), ("@sort", "id")]).await?;
        Ok(found["collection"][0]["id"].as_str().map(str::to_owned))
    }

    /// Makes one; its number.
    pub(super) async fn make(&self, class: &str, fields: &Value) -> Result<String, Refusal> {
        let made = self.answer(self.request(Method::POST, &[class], &[]).json(fields)).await?;
        made["id"].as_str().map(str::to_owned).ok_or_else(|| without_number(class, &made).into())
    }

    /// Makes a file; its number. Bytes go as a form ("REST API", "Creating files").
    pub(super) async fn upload(&self, file: &DeskFile) -> Result<String, Refusal> {
        let boundary = nabat_domain::journal::sha256_hex(&file.content);
        let request = self.request(Method::POST, &["file"], &[]);
        let request = request.header("content-type", format!("multipart/form-data; boundary={boundary}"));
        let fields = [("name", file.name.clone()), ("type", file.media_type.clone())];
        let form = http::form(&boundary, &fields, ("content", &file.name), &file.content);
        let made = self.answer(request.body(form)).await?;
        let id = made["id"].as_str().map(str::to_owned);
        id.ok_or_else(|| without_number("file", &made).into())
    }

    /// Changes one upon the version it has; the record as it stands then.
    pub(super) async fn change(&self, class: &str, id: &str, fields: &Value) -> Result<Value, Refusal> {
        for _ in 0..ATTEMPTS {
            let now = self.get(&[class, id], &[]).await?;
            let version = now["@etag"].as_str().unwrap_or_default();
            let request = self.request(Method::PATCH, &[class, id], &[]).header(IF_MATCH, version).json(fields);
            match self.answer(request).await {
                Err(Refusal::Stale) => {}
                Err(other) => return Err(other),
                Ok(_) => return self.get(&[class, id], &[("@verbose", "2")]).await,
            }
        }
        Err(Refusal::Stale)
    }

    fn request(&self, method: Method, path: &[&str], query: &[(&str, &str)]) -> RequestBuilder {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend(["rest", "data"]).extend(path);
        }
        if !query.is_empty() {
            address.query_pairs_mut().extend_pairs(query);
        }
        // Roundup takes no write without both (its guard against forged requests).
        self.client
            .request(method, address)
            .basic_auth(&self.user, Some(&self.password))
            .header("x-requested-with", "rest")
            .header(ORIGIN, self.base.origin().ascii_serialization())
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Value, Refusal> {
        let (status, bytes) = http::answer(request, LONGEST).await?;
        if status == StatusCode::UNAUTHORIZED {
            return Err(CallError::Permanent(format!("Roundup does not let {} in", self.user)).into());
        }
        let Ok(mut answer) = serde_json::from_slice::<Value>(&bytes) else {
            return Err(http::not_understood(status, &bytes).into());
        };
        if status.is_success() {
            // Whatever stands before Roundup may answer JSON of its own.
            let data = answer.get_mut("data").map(Value::take);
            return data.ok_or_else(|| http::not_understood(status, &bytes).into());
        }
        let words = http::said(answer["error"]["msg"].as_str().unwrap_or_default());
        let told = format!("Roundup says {}: {words}", status.as_u16());
        Err(match status {
            StatusCode::NOT_FOUND => Refusal::Absent(told),
            StatusCode::PRECONDITION_FAILED => Refusal::Stale,
            status if status.is_server_error() => CallError::Transient(told).into(),
            _ => CallError::Permanent(told).into(),
        })
    }
}

fn without_number(class: &str, made: &Value) -> CallError {
    CallError::Permanent(format!("a {class} was made without a number: {}", http::said(&made.to_string())))
}
