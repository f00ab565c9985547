//! What a provider of OpenID Connect says: what it can, its keys, a token, and of the person.

use super::partner::{ITSELF, asked, input, own, parts};
use crate::rig::Rig;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use nabat::web::{Attempt, Provider};
use nabat_connectors::connections::{Connection, Connections, OpenIdConnection, SignIn};
use nabat_domain::ids::{ConnectionId, SecretId};
use nabat_domain::time::At;
use nabat_kit::env::Env;
use nabat_kit::port::NamedSecrets;
use nabat_kit::signing::SigningKey;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

const NOW: At = At(1_800_000_000_000);
const NONCE: &str = "nonce-of-the-fuzzers";

struct OneSecret;

impl NamedSecrets for OneSecret {
    fn secret(&self, _: &SecretId) -> Option<Vec<u8>> {
        Some(b"secret-of-the-fuzzers".to_vec())
    }

    fn cure(&self, _: &SecretId) -> String {
        "there is one".to_owned()
    }
}

thread_local! {
    static RIG: RefCell<Option<Rig>> = const { RefCell::new(None) };
}

fn env() -> Env {
    RIG.with_borrow_mut(|kept| {
        let made = || tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(Rig::new());
        kept.get_or_insert_with(made).env.clone()
    })
}

fn sign_in(env: &Env, base: String, id: &ConnectionId) -> Arc<SignIn> {
    let connection = OpenIdConnection {
        issuer: base,
        client: "nabat".to_owned(),
        secret: "sso".into(),
        claim: "email".to_owned(),
        scopes: Vec::new(),
        name: None,
        unproved: false,
        private: true,
    };
    let configured = BTreeMap::from([(id.clone(), Connection::OpenId(connection))]);
    let open = Connections::open(&configured, &OneSecret, &env.clock).expect("it opens");
    Arc::clone(&open.sign_ins[id])
}

/// What it can, its keys, what it answers to a code, what it says of the person: nobody signed it.
pub(super) fn token(bytes: &[u8]) -> Vec<String> {
    let found = vouched(&parts(bytes));
    assert!(found.is_err(), "nobody signed for {found:?}");
    found.err().into_iter().collect()
}

/// The same with a third part that is rightly signed, whatever it says.
pub(super) fn claims(bytes: &[u8]) -> Vec<String> {
    let mut says = parts(bytes);
    let claims = says.get(2).map(|claims| own(claims)).unwrap_or_default();
    if let Some(answer) = says.get_mut(2) {
        let answered = json!({ "access_token": "a", "token_type": "Bearer", "id_token": signed(&claims) });
        *answer = answered.to_string().into_bytes();
    }
    let found = vouched(&says);
    if let Ok(found) = &found {
        let of: Value = serde_json::from_slice(&claims).unwrap_or_default();
        assert_eq!(of["nonce"], NONCE, "{found} by a token to another question");
        let until = of["exp"].as_f64().unwrap_or_default();
        assert!(until * 1_000.0 > NOW.0 as f64, "{found} by a token that is over");
    }
    found.err().into_iter().collect()
}

fn key() -> SigningKey {
    SigningKey::of_seed([7; 32])
}

/// By the key of the examples.
fn signed(claims: &[u8]) -> String {
    let head = URL_SAFE_NO_PAD.encode(json!({ "alg": "EdDSA", "typ": "JWT", "kid": "k" }).to_string());
    let text = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims));
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(key().sign(text.as_bytes())))
}

/// By whom somebody is found to be who they say, at a provider that says this.
fn vouched(says: &[Vec<u8>]) -> Result<String, String> {
    let (env, id) = (env(), ConnectionId::from("sso"));
    let mut attempt = Attempt::new(&env, &id, "/".to_owned());
    attempt.nonce = NONCE.to_owned();
    asked(says, async |base| {
        let provider = Provider::new(sign_in(&env, base, &id), "https://nabat.test", &id);
        provider.question(NOW, &attempt).await.map_err(|why| why.to_string())?;
        let _ = provider.way_out(NOW).await;
        provider.vouches(NOW, &attempt, "a-code".to_owned()).await.map_err(|why| why.to_string())
    })
}

fn can() -> String {
    json!({
        "issuer": ITSELF, "authorization_endpoint": format!("{ITSELF}/authorize"), "token_endpoint": format!("{ITSELF}/token"),
        "userinfo_endpoint": format!("{ITSELF}/me"), "jwks_uri": format!("{ITSELF}/keys"),
        "end_session_endpoint": format!("{ITSELF}/end"), "response_types_supported": ["code"],
        "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
    })
    .to_string()
}

fn keys() -> String {
    let text = key().public().to_string();
    let bytes = STANDARD.decode(text.rsplit(':').next().expect("a key has its prefix")).expect("base64");
    let x = URL_SAFE_NO_PAD.encode(bytes);
    json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": "k", "x": x }] })
        .to_string()
}

fn person() -> String {
    json!({ "sub": "polina", "email": "polina@example.org", "email_verified": true }).to_string()
}

pub(super) fn token_seeds() -> Vec<Vec<u8>> {
    let token = json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": "eyJhbGciOiJub25lIn0.e30." });
    let rsa = json!({ "keys": [{ "kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "k", "use": "sig" }, { "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA" }] });
    vec![
        input(&[can(), keys(), token.to_string(), person()]),
        input(&[can(), rsa.to_string(), json!({ "error": "invalid_grant" }).to_string()]),
    ]
}

pub(super) fn claims_seeds() -> Vec<Vec<u8>> {
    let seconds = NOW.0 / 1_000;
    let claims = json!({
        "iss": ITSELF, "sub": "polina", "aud": "nabat", "exp": seconds + 60, "iat": seconds, "nonce": NONCE,
        "email": "polina@example.org", "email_verified": true,
    });
    let mut unsaid = claims.clone();
    unsaid["email"] = Value::Null;
    vec![input(&[can(), keys(), claims.to_string()]), input(&[can(), keys(), unsaid.to_string(), person()])]
}
