//! A provider that keeps to the protocol but for one lie, and sees whether its client does.

use crate::nabat::{MAIL, SECRET};
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, StatusCode};
use nabat::clocks::MachineClock;
use nabat_kit::port::Clock as _;
use nabat_kit::signing::SigningKey;
use reqwest::Url;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::sync::{Arc, Mutex, MutexGuard};

/// What is wrong with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lie {
    /// Nothing.
    Nothing,
    /// The token is to another question.
    Nonce,
    /// The token is to no question.
    NoNonce,
    /// The token is for somebody else.
    Audience,
    /// The token is for us and for somebody else.
    TwoAudiences,
    /// The token is another provider's.
    Issuer,
    /// The token is over.
    Expired,
    /// A word of the token was changed after it was signed.
    Changed,
    /// The token is signed by nobody.
    Unsigned,
    /// The token is signed by a secret two have.
    Shared,
    /// The token is signed by a key the provider does not have.
    ForeignKey,
    /// No token at all.
    NoToken,
    /// Something that is no token.
    NoWords,
    /// The answer to the code is no JSON.
    NoJson,
    /// The code is no longer taken.
    Code,
    /// The answer to the code is elsewhere.
    Elsewhere,
    /// The token says nothing of a mail address, and who is asked about is somebody else.
    AnotherSubject,
    /// It says it is another provider.
    Name,
    /// What it can is elsewhere.
    Moved,
    /// Its keys are where clouds have their metadata.
    Metadata,
    /// It says of no address whether it was verified.
    Unsaid,
    /// It takes the question what it can, and never answers.
    Hangs,
    /// It takes a code, and never answers.
    HangsAtToken,
}

struct Inner {
    lie: Lie,
    /// What it calls the person.
    subject: String,
    base: String,
    nonce: String,
    challenge: String,
    key: SigningKey,
    asked_for_keys: usize,
    asked_what_it_can: usize,
    followed: bool,
}

/// The provider.
#[derive(Clone)]
pub struct Liar(Arc<Mutex<Inner>>);

impl Liar {
    /// On a port of its own; it tells the truth until it is told to lie.
    pub async fn start() -> anyhow::Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let (nonce, challenge) = (String::new(), String::new());
        let inner = Inner {
            lie: Lie::Nothing,
            subject: "polina".to_owned(),
            base,
            nonce,
            challenge,
            key: SigningKey::of_seed([7; 32]),
            asked_for_keys: 0,
            asked_what_it_can: 0,
            followed: false,
        };
        let liar = Self(Arc::new(Mutex::new(inner)));
        let app = Router::new()
            .route("/.well-known/openid-configuration", get(can))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(me))
            .fallback(followed)
            .with_state(liar.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(liar)
    }

    /// Says nothing for longer than anybody waits.
    async fn hangs_if(&self, lie: Lie) {
        let hangs = self.inner().lie == lie;
        if hangs {
            std::future::pending::<()>().await;
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().expect("nothing panics while holding it")
    }

    /// Its issuer.
    pub fn base(&self) -> String {
        self.inner().base.clone()
    }

    /// From now on it lies so.
    pub fn lies(&self, lie: Lie) {
        self.inner().lie = lie;
    }

    /// It calls the person so.
    pub fn calls_them(&self, subject: &str) {
        self.inner().subject = subject.to_owned();
    }

    /// A question came to it; where its answer goes.
    pub fn answers(&self, question: &Url) -> String {
        let asked = |name: &str| {
            let found = question.query_pairs().find(|(key, _)| key == name);
            found.map(|(_, value)| value.into_owned()).unwrap_or_else(|| panic!("no {name} in {question}"))
        };
        assert_eq!((asked("response_type"), asked("client_id")), ("code".to_owned(), "nabat".to_owned()));
        assert_eq!(asked("code_challenge_method"), "S256");
        assert!(["openid email", "openid"].contains(&asked("scope").as_str()), "{question}");
        let mut inner = self.inner();
        (inner.nonce, inner.challenge) = (asked("nonce"), asked("code_challenge"));
        format!("{}?code=a-code&state={}", asked("redirect_uri"), asked("state"))
    }

    /// It signs with another key from now on.
    pub fn changes_key(&self, seed: u8) {
        self.inner().key = SigningKey::of_seed([seed; 32]);
    }

    /// How often it was asked for its keys.
    pub fn asked_for_keys(&self) -> usize {
        self.inner().asked_for_keys
    }

    /// How often it was asked what it can.
    pub fn asked_what_it_can(&self) -> usize {
        self.inner().asked_what_it_can
    }

    /// Whether somebody followed it elsewhere.
    pub fn was_followed(&self) -> bool {
        self.inner().followed
    }
}

async fn can(State(liar): State<Liar>) -> Response {
    liar.inner().asked_what_it_can += 1;
    liar.hangs_if(Lie::Hangs).await;
    let inner = liar.inner();
    let base = &inner.base;
    if inner.lie == Lie::Moved {
        return Redirect::temporary("/elsewhere").into_response();
    }
    let issuer = if inner.lie == Lie::Name { "https://sso.example.org" } else { base };
    let keys = if inner.lie == Lie::Metadata { "http://169.254.169.254/keys".into() } else { format!("{base}/keys") };
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{base}/authorize"),
        "token_endpoint": format!("{base}/token"),
        "userinfo_endpoint": format!("{base}/me"),
        "jwks_uri": keys,
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // It offers what must not be taken.
        "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
    }))
    .into_response()
}

async fn keys(State(liar): State<Liar>) -> Json<Value> {
    let mut inner = liar.inner();
    inner.asked_for_keys += 1;
    Json(json!({ "keys": [public(&inner.key)] }))
}

/// A public key as RFC 8037 writes it, under a name of its own.
fn public(key: &SigningKey) -> Value {
    let text = key.public().to_string();
    let bytes = STANDARD.decode(text.rsplit(':').next().expect("a key has its prefix")).expect("base64");
    json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": kid(key), "x": URL_SAFE_NO_PAD.encode(bytes) })
}

fn kid(key: &SigningKey) -> String {
    key.public().to_string().chars().filter(char::is_ascii_alphanumeric).take(20).collect()
}

async fn token(State(liar): State<Liar>, headers: HeaderMap, body: String) -> Response {
    liar.hangs_if(Lie::HangsAtToken).await;
    let inner = liar.inner();
    let field = |name: &str| {
        form_urlencoded::parse(body.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    let basic = format!("Basic {}", STANDARD.encode(format!("nabat:{SECRET}")));
    let known = headers.get("authorization").is_some_and(|sent| sent.to_str().is_ok_and(|sent| sent == basic));
    let proof = URL_SAFE_NO_PAD.encode(Sha256::digest(field("code_verifier").unwrap_or_default()));
    let ours = field("code").as_deref() == Some("a-code") && proof == inner.challenge;
    if !known || !ours || inner.lie == Lie::Code {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    }
    let id_token = match inner.lie {
        Lie::Elsewhere => return Redirect::temporary("/elsewhere").into_response(),
        Lie::NoJson => return "code accepted".into_response(),
        Lie::NoToken => Value::Null,
        Lie::NoWords => json!("a.b.c"),
        _ => json!(signed(&inner)),
    };
    Json(json!({ "access_token": "secret-access", "token_type": "Bearer", "expires_in": 60, "id_token": id_token }))
        .into_response()
}

/// The token, with its lie.
fn signed(inner: &Inner) -> String {
    let now = MachineClock.now().0.div_euclid(1_000);
    let mut claims = json!({
        "iss": inner.base, "sub": inner.subject, "aud": "nabat", "exp": now + 60, "iat": now,
        "nonce": inner.nonce, "email": MAIL, "email_verified": true,
    });
    match inner.lie {
        Lie::Nonce => claims["nonce"] = json!("of-another-question"),
        Lie::NoNonce => claims["nonce"] = Value::Null,
        Lie::Audience => claims["aud"] = json!("payroll"),
        Lie::TwoAudiences => claims["aud"] = json!(["nabat", "payroll"]),
        Lie::Issuer => claims["iss"] = json!("https://sso.example.org"),
        Lie::Expired => (claims["exp"], claims["iat"]) = (json!(now - 60), json!(now - 120)),
        Lie::AnotherSubject => claims["email"] = Value::Null,
        Lie::Unsaid => claims["email_verified"] = Value::Null,
        _ => {}
    }
    let foreign = SigningKey::of_seed([99; 32]);
    let key = if inner.lie == Lie::ForeignKey { &foreign } else { &inner.key };
    let head = match inner.lie {
        Lie::Unsigned => json!({ "alg": "none" }),
        Lie::Shared => json!({ "alg": "HS256", "typ": "JWT" }),
        _ => json!({ "alg": "EdDSA", "typ": "JWT", "kid": kid(key) }),
    };
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&head), part(&claims));
    let signature = match inner.lie {
        Lie::Unsigned => Vec::new(),
        Lie::Shared => {
            let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length of key will do");
            mac.update(text.as_bytes());
            mac.finalize().into_bytes().to_vec()
        }
        _ => key.sign(text.as_bytes()).to_vec(),
    };
    let text = if inner.lie == Lie::Changed {
        claims["sub"] = json!("petrov");
        format!("{}.{}", part(&head), part(&claims))
    } else {
        text
    };
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

async fn me(State(liar): State<Liar>) -> Json<Value> {
    if liar.inner().lie == Lie::Unsaid {
        return Json(json!({ "sub": "polina", "email": MAIL }));
    }
    Json(json!({ "sub": "somebody-else", "email": MAIL, "email_verified": true }))
}

async fn followed(State(liar): State<Liar>) -> StatusCode {
    liar.inner().followed = true;
    StatusCode::NOT_FOUND
}
