//! The Web API: one call, its answer, and what a refusal means. HTTP says 200 to what was refused, too.

use crate::http;
use nabat_kit::port::{CallError, Fetched};
use reqwest::{Client, Url};
use serde_json::Value;

/// Bytes of an answer at most: a page of a channel's history.
const LONGEST: usize = 16 * 1024 * 1024;

/// Refusals that are worth another try (methods' reference, "Errors": common ones).
const TRANSIENT: [&str; 5] =
    ["fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"];

/// Calls of one bot.
pub(super) struct Api {
    client: Client,
    base: Url,
    token: String,
}

impl Api {
    pub(super) fn new(base: &str, token: &str) -> Result<Self, CallError> {
        let base = Url::parse(base).ok().filter(|url| !url.cannot_be_a_base());
        let base = base.ok_or_else(|| CallError::Permanent("the Web API's address is none".to_owned()))?;
        Ok(Self { client: http::client()?, base, token: token.to_owned() })
    }

    /// One method; every one of them takes a form.
    pub(super) async fn call(&self, method: &str, fields: &[(&str, &str)]) -> Result<Value, CallError> {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().push(method);
        }
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.client.post(address).bearer_auth(&self.token);
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(form);
        let (status, bytes) = http::answer(request, LONGEST).await?;
        let Ok(answer) = serde_json::from_slice::<Value>(&bytes) else {
            return Err(http::not_understood(status, &bytes));
        };
        match answer["ok"].as_bool() {
            Some(true) => Ok(answer),
            Some(false) => Err(refusal(&answer)),
            // Something before Slack speaks: its refusals say nothing of the call.
            None => Err(http::not_understood(status, &bytes)),
        }
    }

    /// A file's bytes, to the address a method gave out: the vendor's own, or the same server's.
    pub(super) async fn upload(&self, address: &str, content: Vec<u8>) -> Result<(), CallError> {
        let address = Url::parse(address).map_err(|_| CallError::Permanent("an address that is none".to_owned()))?;
        if address.scheme() != "https" && address.origin() != self.base.origin() {
            return Err(CallError::Permanent("a file would go over the wire in the open".to_owned()));
        }
        let (status, bytes) = http::answer(self.client.post(address).body(content), LONGEST).await?;
        if status.is_success() { Ok(()) } else { Err(http::not_understood(status, &bytes)) }
    }

    /// A file's bytes with the bot's token, and so from nobody but the vendor, or the same server.
    pub(super) async fn download(&self, address: &str, longest: usize) -> Result<Fetched, CallError> {
        let address = Url::parse(address).map_err(|_| CallError::Permanent("an address that is none".to_owned()))?;
        if !self.is_vendors(&address) {
            let host = address.host_str().unwrap_or_default();
            return Err(CallError::Permanent(format!("a file at {host}: the token is sent to nobody but Slack")));
        }
        http::file(self.client.get(address).bearer_auth(&self.token), longest).await
    }

    fn is_vendors(&self, address: &Url) -> bool {
        let vendors = address.host_str().is_some_and(|host| host == "slack.com" || host.ends_with(".slack.com"));
        let own = address.username().is_empty() && address.password().is_none();
        own && (address.origin() == self.base.origin()
            || vendors && address.scheme() == "https" && address.port().is_none())
    }
}

fn refusal(answer: &Value) -> CallError {
    let error = answer["error"].as_str().unwrap_or_default();
    let told = match answer["needed"].as_str() {
        Some(needed) => format!("{error} (needed: {needed})"),
        None => http::said(error),
    };
    match error {
        "ratelimited" | "rate_limited" => CallError::Throttled { retry_after: None },
        error if TRANSIENT.contains(&error) => CallError::Transient(told),
        _ => CallError::Permanent(told),
    }
}

/// Whether a refusal has this code.
pub(super) fn said_no(error: &CallError, code: &str) -> bool {
    matches!(error, CallError::Permanent(told) if told.split(' ').next() == Some(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_token_goes_to_the_vendor_alone() {
        let api = Api::new("http://127.0.0.1:9/api", "xoxb-secret").expect("a client");
        for address in [
            "https://files.example/x",
            "https://slack.com.example/x",
            "https://notslack.com/x",
            "http://files.slack.com/x",
            "https://files.slack.com:8443/x",
            "https://user@files.slack.com/x",
            "http://127.0.0.1:10/x",
        ] {
            let refused = api.download(address, 10).await;
            assert!(
                matches!(&refused, Err(CallError::Permanent(told)) if told.contains("nobody")),
                "{address}: {refused:?}"
            );
        }
        let vendors = Url::parse("https://files.slack.com/files-pri/T1-F1/log.txt").expect("an address");
        let own = Url::parse("http://127.0.0.1:9/files-pri/F1").expect("an address");
        assert!(api.is_vendors(&vendors) && api.is_vendors(&own));
    }
}
