//! Calling a receiver of Standard Webhooks: one signed POST, nothing followed, little read.

use super::address::{check, client};
use crate::http::answer;
use async_trait::async_trait;
use nabat_kit::port::{CallError, Taken, WebhookCall, Webhooks};
use nabat_kit::signature::{ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER};
use nabat_kit::trace;
use reqwest::{Client, StatusCode};

/// So much of an answer is read; only actions use what is in it.
const LONGEST: usize = 64 * 1024;

/// The connector. Keyed by `webhook-id`, as far as the receiver keeps to the scheme.
pub struct StandardWebhooks {
    public: Client,
    private: Client,
}

impl StandardWebhooks {
    /// Clients for public and for private addresses.
    ///
    /// # Errors
    /// The machine's TLS or resolver cannot be set up.
    pub fn new() -> Result<Self, CallError> {
        Ok(Self { public: client(false)?, private: client(true)? })
    }

    async fn post(&self, call: &WebhookCall) -> Result<(StatusCode, Vec<u8>), CallError> {
        // The configuration was checked when it was written; the rules may be stricter by now.
        let url = check(&call.url, call.private).map_err(|why| CallError::Permanent(why.to_string()))?;
        let client = if call.private { &self.private } else { &self.public };
        let request = client
            .post(url)
            .header("content-type", "application/json")
            .header(ID_HEADER, &call.id)
            .header(TIMESTAMP_HEADER, call.timestamp.to_string())
            .header(SIGNATURE_HEADER, &call.signature)
            .body(call.body.clone());
        // Whoever is called may go on under the id of what began it.
        let request = trace::header().into_iter().fold(request, |request, id| request.header(trace::HEADER, id));
        let (status, body) = answer(request, LONGEST).await?;
        Ok((status, body))
    }
}

#[async_trait]
impl Webhooks for StandardWebhooks {
    async fn call(&self, call: &WebhookCall) -> Result<Taken, CallError> {
        self.post(call).await.and_then(|(status, _)| taken(status))
    }

    async fn ask(&self, call: &WebhookCall) -> Result<(u16, Vec<u8>), CallError> {
        let (status, body) = self.post(call).await?;
        match taken(status)? {
            Taken::Yes | Taken::Gone | Taken::Refused(_) => Ok((status.as_u16(), body)),
        }
    }
}

fn taken(status: StatusCode) -> Result<Taken, CallError> {
    match status {
        StatusCode::GONE => Ok(Taken::Gone),
        _ if status.is_success() => Ok(Taken::Yes),
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY => Err(CallError::Transient(status.to_string())),
        _ if status.is_server_error() => Err(CallError::Transient(status.to_string())),
        _ => Ok(Taken::Refused(status.as_u16())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::client_with;
    use std::net::SocketAddr;
    use tokio::net::TcpListener;

    /// A client to which `bus.example` leads there, or nowhere.
    fn leading_to(there: &[SocketAddr]) -> Client {
        client_with(|builder| builder.no_proxy().resolve_to_addrs("bus.example", there)).expect("a client")
    }

    /// Whether a call comes through the one client of the two that leads to a listener.
    async fn is_called(scheme: &str, private: bool, by_private: bool) -> bool {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let at = listener.local_addr().expect("it has one");
        let accepted = tokio::spawn(async move { listener.accept().await.map(drop) });
        let (there, nowhere) = (leading_to(&[at]), leading_to(&[]));
        let (public, private_one) = if by_private { (nowhere, there) } else { (there, nowhere) };
        let call = WebhookCall {
            url: format!("{scheme}://bus.example:{}/", at.port()),
            private,
            id: "id".to_owned(),
            timestamp: 0,
            signature: String::new(),
            body: Vec::new(),
        };
        let webhooks = StandardWebhooks { public, private: private_one };
        webhooks.call(&call).await.expect_err("nobody answers");
        accepted.is_finished()
    }

    #[tokio::test]
    async fn ones_own_network_is_open_to_what_the_configuration_calls_private_alone() {
        assert!(is_called("https", false, false).await && !is_called("https", false, true).await);
        assert!(is_called("http", true, true).await && !is_called("http", true, false).await);
    }
}
