//! What proves a webhook: `X-Hub-Signature: sha256=…`, the HMAC of the body as it came.

use hmac::{Hmac, KeyInit, Mac};
use nabat_kit::http::{Request, header};
use sha2::Sha256;

/// The secrets of a webhook, a line each while one is replaced by another. An empty one proves nothing.
pub(super) fn secrets(text: &str) -> Vec<Vec<u8>> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| line.as_bytes().to_vec()).collect()
}

/// Whether one of the secrets signed this.
pub(super) fn is_signed(secrets: &[Vec<u8>], request: &Request) -> bool {
    let said = header(request, "x-hub-signature").and_then(|said| said.strip_prefix("sha256="));
    let Some(signature) = said.and_then(bytes) else { return false };
    let by = |secret: &Vec<u8>| {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
        mac.update(request.body());
        mac.verify_slice(&signature).is_ok()
    };
    secrets.iter().any(by)
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digit = |place: usize| u8::from_str_radix(hex.get(place..place + 2)?, 16).ok();
    (hex.len() == 64 && hex.is_ascii()).then(|| (0..64).step_by(2).map(digit).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(signature: &str) -> Request {
        let request = http::Request::builder().header("x-hub-signature", signature);
        request.body(b"Hello World!".to_vec()).expect("a request")
    }

    /// The vendor's own example (Jira Cloud's page of webhooks, "Secure admin webhooks"), the same scheme.
    const SECRET: &str = "It's a Secret to Everybody";
    const SIGNATURE: &str = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9";

    #[test]
    fn the_vendors_example_is_taken_and_nothing_else() {
        assert!(is_signed(&secrets(SECRET), &request(SIGNATURE)));
        assert!(is_signed(&secrets(&format!("another\n{SECRET}\n")), &request(SIGNATURE)));
        for wrong in
            ["", "sha256=", "sha1=a4771c39", "a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"]
        {
            assert!(!is_signed(&secrets(SECRET), &request(wrong)), "{wrong}");
        }
        assert!(!is_signed(&secrets("\n \n"), &request(SIGNATURE)));
        assert!(!is_signed(&secrets("other"), &request(SIGNATURE)));
    }

    #[test]
    fn whoever_signs_with_nothing_proves_nothing() {
        let mut mac = Hmac::<Sha256>::new_from_slice(b"").expect("HMAC takes a key of any length");
        mac.update(b"Hello World!");
        let hex: String = hex::encode(mac.finalize().into_bytes());
        for none in ["", "\n", " \n\n ", &format!("{SECRET}\n\n")] {
            assert!(!is_signed(&secrets(none), &request(&format!("sha256={hex}"))), "{none:?}");
        }
    }
}
