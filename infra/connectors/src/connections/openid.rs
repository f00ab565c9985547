//! Where people sign in: a provider of OpenID Connect. What is said to it is the host's, which alone has pages; how it
//! is called stands here.

use super::Secret;
use crate::http::headed_answer;
use crate::webhook::address;
use nabat_domain::ids::SecretId;
use nabat_kit::port::CallError;
use reqwest::Client;
use serde::{Deserialize, Serialize};

/// So much of an answer is read: lists of keys and of what a provider can do are long.
const LONGEST: usize = 512 * 1024;

/// A provider, as configured.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OpenIdConnection {
    /// Its issuer, as it writes it itself.
    pub issuer: String,
    /// The id it knows Nabat by.
    pub client: String,
    /// The secret it knows Nabat by.
    pub secret: SecretId,
    /// The claim a person is found by.
    pub claim: String,
    /// Scopes beside those the claim is known to stand in.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// What people call it.
    #[serde(default)]
    pub name: Option<String>,
    /// An address is believed where nothing says that it was verified: nobody can change theirs.
    #[serde(default)]
    pub unproved: bool,
    /// It may stand in a private network, and be called without TLS.
    #[serde(default)]
    pub private: bool,
}

impl OpenIdConnection {
    pub(super) fn open(&self, secret: Secret<'_>) -> anyhow::Result<SignIn> {
        let (secret, http) = (secret(&self.secret)?.trim().to_owned(), address::client(self.private)?);
        Ok(SignIn { connection: self.clone(), secret, http })
    }
}

/// A provider with what it is called by.
pub struct SignIn {
    /// As configured.
    pub connection: OpenIdConnection,
    /// The client's secret.
    pub secret: String,
    http: Client,
}

impl SignIn {
    /// Calls an address the provider named: one Nabat may call, followed nowhere.
    ///
    /// # Errors
    /// It may not be called, or did not answer.
    pub async fn call(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, CallError> {
        let (head, body) = request.into_parts();
        let url = address::check(&head.uri.to_string(), self.connection.private);
        let url = url.map_err(|why| CallError::Permanent(format!("{} is not called: {why}", head.uri)))?;
        let request = self.http.request(head.method, url).headers(head.headers).body(body);
        let (status, headers, body) = headed_answer(request, LONGEST).await?;
        let mut answer = http::Response::new(body);
        *answer.status_mut() = status;
        *answer.headers_mut() = headers;
        Ok(answer)
    }

    /// What people call it: its name, else its host.
    pub fn name(&self) -> String {
        let host = || self.connection.issuer.parse::<reqwest::Url>().ok()?.host_str().map(str::to_owned);
        self.connection.name.clone().or_else(host).unwrap_or_else(|| self.connection.issuer.clone())
    }
}
