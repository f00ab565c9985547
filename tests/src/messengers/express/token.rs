//! Tokens as the server makes and checks them: HS256 with the bot's secret key (the vendor's library, `bot/jwt`).

use super::{BOT, HOST};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use nabat_domain::time::At;
use serde_json::{Value, json};
use sha2::Sha256;

/// A token with these claims.
pub(super) fn of(secret: &str, algorithm: &str, claims: &Value) -> String {
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", encode(&json!({ "alg": algorithm, "typ": "JWT" })), encode(claims));
    let signature = if algorithm == "none" { String::new() } else { URL_SAFE_NO_PAD.encode(digest(secret, &signed)) };
    format!("{signed}.{signature}")
}

/// What the server sends along now.
pub(super) fn of_server(secret: &str, now: At) -> String {
    of(secret, "HS256", &claims(now))
}

/// Of this bot, on this server, for a minute.
pub(super) fn claims(now: At) -> Value {
    let now = now.0 / 1_000;
    json!({ "iss": BOT, "aud": HOST, "iat": now, "nbf": now, "exp": now + 60, "jti": "1", "version": 2 })
}

/// Whether what came with a call is good.
pub(super) fn is_good(secret: &str, header: Option<&String>, now: At) -> bool {
    let Some((signed, signature)) = header.and_then(|text| text.strip_prefix("Bearer ")?.rsplit_once('.')) else {
        return false;
    };
    let claims = signed.split('.').nth(1).and_then(|claims| URL_SAFE_NO_PAD.decode(claims).ok());
    let claims: Value = claims.and_then(|claims| serde_json::from_slice(&claims).ok()).unwrap_or_default();
    let ours = claims["iss"] == BOT && claims["aud"] == HOST && claims["version"] == 2 && claims["jti"].is_string();
    let in_time = claims["exp"].as_i64().is_some_and(|until| until >= now.0 / 1_000);
    ours && in_time && URL_SAFE_NO_PAD.decode(signature).is_ok_and(|given| given == digest(secret, signed))
}

fn digest(secret: &str, signed: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length will do");
    mac.update(signed.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
