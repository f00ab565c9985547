//! A service desk nobody of Nabat wrote: signs by Standard Webhooks, from the scheme's description.

use crate::client::{Answer, answer};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use nabat::clocks::MachineClock;
use nabat_kit::port::Clock as _;
use serde_json::Value;
use sha2::Sha256;

/// The secret the tests' programs are started with.
pub const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// Seconds since 1970 by the machine's clock.
pub fn seconds_now() -> i64 {
    MachineClock.now().0.div_euclid(1_000)
}

/// `v1,` and base64 of HMAC-SHA256 over `{id}.{timestamp}.{body}`.
pub fn signature(secret: &str, id: &str, timestamp: &str, body: &[u8]) -> String {
    let key = STANDARD.decode(secret.trim_start_matches("whsec_")).expect("a secret is base64");
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length");
    mac.update([id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat().as_slice());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// A sender of deliveries.
#[derive(Clone)]
pub struct Desk {
    address: String,
    secret: String,
    client: reqwest::Client,
}

impl Desk {
    pub fn new(address: &str, secret: &str) -> Self {
        let client = nabat_connectors::http::loopback().build().expect("a client");
        Self { address: address.to_owned(), secret: secret.to_owned(), client }
    }

    /// Sends a payload, signed now.
    pub async fn send(&self, product: &str, id: &str, body: &Value) -> Answer {
        self.send_bytes(product, id, &bytes(body)).await
    }

    /// Sends bytes, signed now.
    pub async fn send_bytes(&self, product: &str, id: &str, body: &[u8]) -> Answer {
        self.try_send(product, id, body).await.expect("the program answers")
    }

    /// Sends bytes, signed now; the program may be gone.
    pub async fn try_send(&self, product: &str, id: &str, body: &[u8]) -> reqwest::Result<Answer> {
        let timestamp = seconds_now().to_string();
        let signature = signature(&self.secret, id, &timestamp, body);
        let headers = [("webhook-id", id), ("webhook-timestamp", &timestamp), ("webhook-signature", &signature)];
        self.post(product, &headers, body).await
    }

    /// Sends bytes with these headers and nothing else of the scheme.
    pub async fn post(&self, product: &str, headers: &[(&str, &str)], body: &[u8]) -> reqwest::Result<Answer> {
        let mut request = self.client.post(format!("{}/desk/{product}/generic", self.address)).body(body.to_vec());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer(request).await
    }
}

/// A payload as bytes.
pub fn bytes(body: &Value) -> Vec<u8> {
    serde_json::to_vec(body).expect("JSON")
}
