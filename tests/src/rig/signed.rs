//! What comes from outside comes signed.

use nabat_domain::time::At;
use nabat_kit::http::Request;
use nabat_kit::signature::sign;

/// A signed request.
pub fn signed(secret: &[u8], id: &str, now: At, body: &[u8]) -> Request {
    let seconds = now.0.div_euclid(1_000);
    http::Request::builder()
        .method("POST")
        .header("webhook-id", id)
        .header("webhook-timestamp", seconds.to_string())
        .header("webhook-signature", sign(secret, id, seconds, body))
        .body(body.to_vec())
        .expect("a request of known headers")
}
