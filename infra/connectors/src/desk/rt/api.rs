//! REST 2: one call, its answer, and what a refusal means.

use crate::{http, own};
use nabat_kit::port::CallError;
use reqwest::{Client, Method, RequestBuilder, StatusCode, Url};
use serde_json::Value;

/// Bytes of an answer at most.
const LONGEST: usize = 16 * 1024 * 1024;

/// Calls with one token.
pub(super) struct Api {
    client: Client,
    base: Url,
    token: String,
}

impl Api {
    pub(super) fn new(base: &str, token: &str) -> Result<Self, CallError> {
        let base = Url::parse(base).ok().filter(|url| !url.cannot_be_a_base());
        let base = base.ok_or_else(|| CallError::Permanent("the desk's address is none".to_owned()))?;
        Ok(Self { client: http::client()?, base, token: token.trim().to_owned() })
    }

    /// Where people open a ticket.
    pub(super) fn page(&self, id: &str) -> String {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend(["Ticket", "Display.html"]);
        }
        address.query_pairs_mut().append_pair("id", id);
        address.to_string()
    }

    pub(super) async fn call(&self, method: Method, path: &[&str], body: &Value) -> Result<Value, CallError> {
        let request = self.request(method, path, &[]).json(body);
        self.answer(request).await.and_then(|answer| answer.ok_or_else(|| CallError::Permanent(absent(path))))
    }

    /// A ticket; `None` where there is none of that number, or not for Nabat to see.
    pub(super) async fn ticket(&self, id: &str) -> Result<Option<Value>, CallError> {
        self.answer(self.request(Method::GET, &["ticket", id], &[])).await
    }

    /// Numbers of the first hundred tickets a query finds, in order of a field.
    pub(super) async fn found(&self, query: &str, by: &str) -> Result<Vec<String>, CallError> {
        Ok(self.tickets(query, by, "").await?.into_iter().map(|(id, _)| id).collect())
    }

    /// The same with what these fields of them hold.
    pub(super) async fn tickets(&self, query: &str, by: &str, fields: &str) -> Result<Vec<(String, Value)>, CallError> {
        let asked = [("query", query), ("orderby", by), ("order", "ASC"), ("per_page", "100"), ("fields", fields)];
        let answer = self.answer(self.request(Method::GET, &["tickets"], &asked)).await?;
        let Some(answer) = answer else { return Ok(Vec::new()) };
        let items = own::list(&answer, "items")?;
        Ok(items.iter().filter_map(|item| Some((text(&item["id"])?, item.clone()))).collect())
    }

    fn request(&self, method: Method, path: &[&str], query: &[(&str, &str)]) -> RequestBuilder {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend(["REST", "2.0"]).extend(path);
        }
        if !query.is_empty() {
            address.query_pairs_mut().extend_pairs(query);
        }
        self.client.request(method, address).header("authorization", format!("token {}", self.token))
    }

    async fn answer(&self, request: RequestBuilder) -> Result<Option<Value>, CallError> {
        let (status, bytes) = http::answer(request, LONGEST).await?;
        match status {
            StatusCode::UNAUTHORIZED => {
                return Err(CallError::Permanent("Request Tracker does not take the token".to_owned()));
            }
            StatusCode::NOT_FOUND => return Ok(None),
            _ => {}
        }
        let Ok(answer) = serde_json::from_slice::<Value>(&bytes) else {
            return Err(http::not_understood(status, &bytes));
        };
        if status.is_success() {
            return Ok(Some(answer));
        }
        let words = http::said(answer["message"].as_str().unwrap_or_default());
        let told = format!("Request Tracker says {}: {words}", status.as_u16());
        Err(if status.is_server_error() { CallError::Transient(told) } else { CallError::Permanent(told) })
    }
}

fn absent(path: &[&str]) -> String {
    format!("Request Tracker has no {}", path.join(" "))
}

/// A text, or a number as one: RT writes ids both ways.
pub(super) fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| value.as_i64().map(|number| number.to_string()))
}
