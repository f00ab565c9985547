//! Standard Webhooks, symmetric (v1): how deliveries are signed and checked.
//!
//! HMAC-SHA256 over `{id}.{timestamp}.{raw body}`; the header `webhook-signature` is a list,
//! parted by spaces, of `v1,` and base64, so that a secret can be changed without a gap.

use crate::port::Reject;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use nabat_domain::time::At;
use sha2::Sha256;
use std::fmt;
use subtle::ConstantTimeEq as _;

/// Header with the sender's id of the delivery.
pub const ID_HEADER: &str = "webhook-id";
/// Header with the time of sending, whole seconds since 1970, UTC.
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
/// Header with the list of signatures.
pub const SIGNATURE_HEADER: &str = "webhook-signature";
/// How far the sender's clock may be from ours, either way, seconds.
pub const WINDOW_SECONDS: u64 = 300;

const SECRET_PREFIX: &str = "whsec_";
const SCHEME: &str = "v1";

/// A secret both sides know; never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningSecret(Vec<u8>);

/// Why a text is no signing secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SecretError {
    /// Another prefix, or none.
    #[error("a signing secret begins with whsec_")]
    Prefix,
    /// What follows the prefix is not base64.
    #[error("a signing secret is base64 after whsec_")]
    Base64,
    /// Nothing follows the prefix.
    #[error("a signing secret has bytes after whsec_")]
    Empty,
}

impl SigningSecret {
    /// The secret with these bytes.
    ///
    /// # Errors
    /// No bytes.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Result<Self, SecretError> {
        let bytes = bytes.into();
        if bytes.is_empty() { Err(SecretError::Empty) } else { Ok(Self(bytes)) }
    }

    /// Reads `whsec_` and base64; space around it is ignored, as in a file with a last newline.
    ///
    /// # Errors
    /// The text is anything else.
    pub fn parse(text: &str) -> Result<Self, SecretError> {
        let encoded = text.trim().strip_prefix(SECRET_PREFIX).ok_or(SecretError::Prefix)?;
        Self::new(STANDARD.decode(encoded).map_err(|_| SecretError::Base64)?)
    }

    /// `whsec_` and base64, as senders are given it.
    pub fn to_text(&self) -> String {
        format!("{SECRET_PREFIX}{}", STANDARD.encode(&self.0))
    }

    /// The bytes the signature is made with.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningSecret(..)")
    }
}

/// The signature of one delivery, `v1,` and base64. `timestamp_seconds` is UTC.
pub fn sign(secret: &[u8], id: &str, timestamp_seconds: i64, body: &[u8]) -> String {
    format!("{SCHEME},{}", STANDARD.encode(digest(secret, id, &timestamp_seconds.to_string(), body)))
}

/// The list of signatures by every secret of a text, one a line: two while a secret is being changed.
///
/// # Errors
/// A line is no signing secret, or there is none.
pub fn sign_by_all(secrets: &[u8], id: &str, timestamp_seconds: i64, body: &[u8]) -> Result<String, SecretError> {
    let text = String::from_utf8_lossy(secrets);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let signed: Vec<String> = lines
        .map(|line| SigningSecret::parse(line).map(|secret| sign(secret.bytes(), id, timestamp_seconds, body)))
        .collect::<Result<_, _>>()?;
    if signed.is_empty() { Err(SecretError::Empty) } else { Ok(signed.join(" ")) }
}

/// Checks a delivery and gives its `webhook-id`. Any of `secrets` may have signed it; empty ones
/// never have. Header names are lower case; `body` is the bytes as they came.
///
/// # Errors
/// A header is missing, the time is outside the window, or no signature is ours.
pub fn verify(
    secrets: &[Vec<u8>],
    headers: &dyn Fn(&str) -> Option<String>,
    body: &[u8],
    now: At,
) -> Result<String, Reject> {
    let header = |name: &str| {
        let found = headers(name).filter(|value| !value.is_empty());
        found.ok_or_else(|| Reject::Signature(format!("no {name} header")))
    };
    let id = header(ID_HEADER)?;
    let timestamp = header(TIMESTAMP_HEADER)?;
    let signatures = header(SIGNATURE_HEADER)?;
    check_window(&timestamp, now)?;
    let good = secrets
        .iter()
        .filter(|secret| !secret.is_empty())
        .any(|secret| any_matches(&signatures, &digest(secret, &id, &timestamp, body)));
    if good { Ok(id) } else { Err(Reject::Signature("no signature in the list is right".to_owned())) }
}

fn check_window(timestamp: &str, now: At) -> Result<(), Reject> {
    let sent: i64 =
        timestamp.parse().map_err(|_| Reject::Signature(format!("{TIMESTAMP_HEADER} is not whole seconds")))?;
    let apart = now.0.div_euclid(1_000).abs_diff(sent);
    if apart > WINDOW_SECONDS {
        return Err(Reject::Signature(format!("sent {apart} s from our time, at most {WINDOW_SECONDS} s is taken")));
    }
    Ok(())
}

fn any_matches(signatures: &str, expected: &[u8]) -> bool {
    signatures.split(' ').any(|signature| {
        let Some((SCHEME, encoded)) = signature.split_once(',') else { return false };
        STANDARD.decode(encoded).is_ok_and(|given| bool::from(given.ct_eq(expected)))
    })
}

fn digest(secret: &[u8], id: &str, timestamp: &str, body: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(id.as_bytes());
    mac.update(b".");
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    // The vector published with the scheme.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const SENT: i64 = 1_614_265_330;
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    struct Sent {
        id: Option<&'static str>,
        timestamp: Option<&'static str>,
        signature: Option<String>,
        body: &'static [u8],
        secrets: Vec<Vec<u8>>,
        now: i64,
    }

    fn good() -> Sent {
        Sent {
            id: Some(ID),
            timestamp: Some("1614265330"),
            signature: Some(SIGNATURE.to_owned()),
            body: BODY,
            secrets: vec![secret()],
            now: SENT,
        }
    }

    fn secret() -> Vec<u8> {
        SigningSecret::parse(SECRET).expect("published").bytes().to_vec()
    }

    fn check(sent: &Sent) -> Result<String, Reject> {
        let headers = |name: &str| match name {
            ID_HEADER => sent.id.map(str::to_owned),
            TIMESTAMP_HEADER => sent.timestamp.map(str::to_owned),
            SIGNATURE_HEADER => sent.signature.clone(),
            _ => None,
        };
        verify(&sent.secrets, &headers, sent.body, At(sent.now * 1_000))
    }

    fn refused(sent: &Sent) {
        assert!(matches!(check(sent), Err(Reject::Signature(_))));
    }

    #[test]
    fn the_published_vector_is_made_and_taken() {
        assert_eq!(sign(&secret(), ID, SENT, BODY), SIGNATURE);
        assert_eq!(check(&good()), Ok(ID.to_owned()));
    }

    #[test]
    fn a_flipped_byte_or_another_right_sized_mac_is_refused() {
        refused(&Sent { body: br#"{"test": 2432232315}"#, ..good() });
        let other = sign(&secret(), "msg_other", SENT, BODY);
        refused(&Sent { signature: Some(other), ..good() });
        refused(&Sent { signature: Some("v1,AAAA".to_owned()), ..good() });
    }

    #[test]
    fn a_missing_or_empty_header_is_refused() {
        refused(&Sent { id: None, ..good() });
        refused(&Sent { id: Some(""), ..good() });
        refused(&Sent { timestamp: None, ..good() });
        refused(&Sent { timestamp: Some("soon"), ..good() });
        refused(&Sent { signature: None, ..good() });
        refused(&Sent { signature: Some(String::new()), ..good() });
    }

    #[test]
    fn no_secret_and_an_empty_secret_take_nothing() {
        refused(&Sent { secrets: vec![], ..good() });
        let by_nobody = sign(b"", ID, SENT, BODY);
        refused(&Sent { secrets: vec![vec![]], signature: Some(by_nobody), ..good() });
    }

    #[test]
    fn another_scheme_is_refused() {
        refused(&Sent { signature: Some(SIGNATURE.replacen("v1,", "v2,", 1)), ..good() });
        refused(&Sent { signature: Some(SIGNATURE.replacen("v1,", "v1a,", 1)), ..good() });
        refused(&Sent { signature: Some(SIGNATURE.replacen("v1,", "", 1)), ..good() });
    }

    #[test]
    fn the_window_is_300_seconds_either_way() {
        for now in [SENT - 300, SENT + 300] {
            assert!(check(&Sent { now, ..good() }).is_ok());
        }
        for now in [SENT - 301, SENT + 301] {
            refused(&Sent { now, ..good() });
        }
    }

    #[test]
    fn the_right_one_may_be_second_of_signatures_and_of_secrets() {
        let wrong = sign(b"another", ID, SENT, BODY);
        let both = Some(format!("{wrong} {SIGNATURE}"));
        assert!(check(&Sent { signature: both, secrets: vec![b"old".to_vec(), secret()], ..good() }).is_ok());
    }

    #[test]
    fn while_a_secret_is_changed_both_sign() {
        let two = format!("whsec_YW5vdGhlciBzZWNyZXQgb2YgdGVzdHM=\n{SECRET}\n");
        let signed = sign_by_all(two.as_bytes(), ID, SENT, BODY).expect("both can sign");
        assert!(check(&Sent { signature: Some(signed), ..good() }).is_ok());
        assert_eq!(sign_by_all(b"not a secret", ID, SENT, BODY), Err(SecretError::Prefix));
        assert_eq!(sign_by_all(b"", ID, SENT, BODY), Err(SecretError::Empty));
    }

    #[test]
    fn a_secret_is_written_as_it_is_read() {
        let read = SigningSecret::parse(&format!(" {SECRET}\n")).expect("published");
        assert_eq!(read.to_text(), SECRET);
        assert_eq!(format!("{read:?}"), "SigningSecret(..)");
        assert_eq!(SigningSecret::parse("MfKQ9r8G"), Err(SecretError::Prefix));
        assert_eq!(SigningSecret::parse("whsec_"), Err(SecretError::Empty));
        assert_eq!(SigningSecret::parse("whsec_!!"), Err(SecretError::Base64));
    }
}
