//! Signing secret, version 0: HMAC-SHA256 over `v0:{timestamp}:{raw body}`.

use hmac::{Hmac, KeyInit as _, Mac as _};
use nabat_domain::time::At;
use nabat_kit::port::Reject;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// How far the sender's clock may be from ours, either way, seconds ("Verifying requests from Slack": five minutes).
const WINDOW_SECONDS: u64 = 300;

/// The signature of a body, as the header has it.
pub(super) fn sign(secret: &[u8], timestamp: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(format!("v0:{timestamp}:").as_bytes());
    mac.update(body);
    format!("v0={}", hex::encode(mac.finalize().into_bytes()))
}

/// Checks a request; when it was sent.
///
/// # Errors
/// No signature, one that is not ours, or one that is too old or too new.
pub(super) fn check(
    secrets: &[String],
    headers: &dyn Fn(&str) -> Option<String>,
    body: &[u8],
    now: At,
) -> Result<At, Reject> {
    let timestamp = headers("x-slack-request-timestamp").unwrap_or_default();
    let given = headers("x-slack-signature").unwrap_or_default();
    let sent: i64 = timestamp.parse().map_err(|_| Reject::Signature("no time of sending".to_owned()))?;
    let ours =
        |secret: &String| bool::from(sign(secret.as_bytes(), &timestamp, body).as_bytes().ct_eq(given.as_bytes()));
    if !secrets.iter().any(ours) {
        return Err(Reject::Signature("the signature is not ours".to_owned()));
    }
    if now.0.div_euclid(1_000).abs_diff(sent) > WINDOW_SECONDS {
        return Err(Reject::Signature("sent too long ago, or too early".to_owned()));
    }
    Ok(At(sent * 1_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of "Verifying requests from Slack".
    const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
    const SENT: i64 = 1_531_420_618;
    const BODY: &str = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    const SIGNATURE: &str = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    fn checked(secret: &str, signature: &str, body: &str, seconds_later: i64) -> Result<At, Reject> {
        let headers = |name: &str| match name {
            "x-slack-request-timestamp" => Some(SENT.to_string()),
            "x-slack-signature" => Some(signature.to_owned()),
            _ => None,
        };
        let secrets: Vec<String> =
            [secret].into_iter().filter(|secret| !secret.is_empty()).map(str::to_owned).collect();
        check(&secrets, &headers, body.as_bytes(), At((SENT + seconds_later) * 1_000))
    }

    #[test]
    fn the_published_example_is_taken_and_nothing_like_it() {
        assert_eq!(checked(SECRET, SIGNATURE, BODY, 0), Ok(At(SENT * 1_000)));
        assert!(checked(SECRET, SIGNATURE, BODY, 300).is_ok() && checked(SECRET, SIGNATURE, BODY, -300).is_ok());
        let wrong = SIGNATURE.replace("v0=a", "v0=b");
        let version = SIGNATURE.replace("v0=", "v1=");
        let flipped = BODY.replace("foobar", "foobaz");
        for (secret, signature, body, later) in [
            (SECRET, wrong.as_str(), BODY, 0),
            (SECRET, version.as_str(), BODY, 0),
            (SECRET, SIGNATURE, flipped.as_str(), 0),
            (SECRET, "", BODY, 0),
            ("", SIGNATURE, BODY, 0),
            (SECRET, SIGNATURE, BODY, 301),
            (SECRET, SIGNATURE, BODY, -301),
        ] {
            assert!(
                matches!(checked(secret, signature, body, later), Err(Reject::Signature(_))),
                "{signature} {later}"
            );
        }
    }
}
