//! The BotX API: one call, its answer, and what a refusal means.

use super::jwt::{self, Account};
use crate::{http, own};
use nabat_domain::journal::sha256_hex;
use nabat_kit::port::{CallError, Clock, Fetched};
use reqwest::{Client, Method, RequestBuilder, StatusCode, Url};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of an answer at most: the list of all chats is the longest.
const LONGEST: usize = 16 * 1024 * 1024;

/// Calls of one bot.
pub(super) struct Api {
    client: Client,
    base: Url,
    account: Account,
    secret: String,
    clock: Arc<dyn Clock>,
    calls: AtomicU64,
}

impl Api {
    pub(super) fn new(base: &str, account: Account, secret: &str, clock: Arc<dyn Clock>) -> Result<Self, CallError> {
        let base = Url::parse(base).ok().filter(|url| !url.cannot_be_a_base());
        let base = base.ok_or_else(|| CallError::Permanent("the server's address is none".to_owned()))?;
        let secret = secret.lines().next().unwrap_or_default().trim().to_owned();
        if secret.is_empty() {
            return Err(CallError::Permanent("the secret key is empty".to_owned()));
        }
        Ok(Self { client: http::client()?, base, account, secret, clock, calls: AtomicU64::new(0) })
    }

    /// One call below `/api`; what stands in its `result`.
    pub(super) async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, CallError> {
        let mut request = self.client.request(method, self.address(path)).bearer_auth(self.token());
        if let Some(body) = body {
            request = request.json(body);
        }
        result_of(request).await
    }

    /// What is found by one property.
    pub(super) async fn find(&self, path: &str, (name, value): (&str, &str)) -> Result<Value, CallError> {
        let mut address = self.address(path);
        address.query_pairs_mut().append_pair(name, value);
        result_of(self.client.get(address).bearer_auth(self.token())).await
    }

    /// A file's bytes; 204 where it was deleted.
    pub(super) async fn download(
        &self,
        path: &str,
        asked: &[(&str, &str)],
        longest: usize,
    ) -> Result<Fetched, CallError> {
        let mut address = self.address(path);
        address.query_pairs_mut().extend_pairs(asked);
        http::file(self.client.get(address).bearer_auth(self.token()), longest).await
    }

    fn address(&self, path: &str) -> Url {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().push("api").extend(path.split('/'));
        }
        address
    }

    fn token(&self) -> String {
        let now = self.clock.now();
        let number = self.calls.fetch_add(1, Ordering::Relaxed);
        let id = &sha256_hex(format!("{} {} {number}", self.secret, now.0).as_bytes())[..24];
        jwt::token(&self.account, &self.secret, now, id)
    }
}

async fn result_of(request: RequestBuilder) -> Result<Value, CallError> {
    let (status, bytes) = http::answer(request, LONGEST).await?;
    let Ok(mut answer) = serde_json::from_slice::<Value>(&bytes) else {
        return Err(http::not_understood(status, &bytes));
    };
    // A refusal may come with 200 in a call that waits for its result.
    let taken = status.is_success() && answer["status"] == "ok";
    if !taken {
        return Err(refusal(status, &answer));
    }
    // Every method has a result; a status that is ok is what anything says of its health.
    match answer["result"].take() {
        Value::Null => Err(own::without("result", &answer)),
        result => Ok(result),
    }
}

fn refusal(status: StatusCode, answer: &Value) -> CallError {
    let reason = http::said(answer["reason"].as_str().unwrap_or("no reason given"));
    let told = format!("{reason} ({})", status.as_u16());
    if status.is_server_error() { CallError::Transient(told) } else { CallError::Permanent(told) }
}
