//! What tests of the built-in connectors stand on: a clock, people, a receiver over real HTTP.

use super::who::{Viewer, Waits, Who};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use http::{HeaderMap, StatusCode};
use nabat_domain::catalogue::Language;
use nabat_domain::time::{At, Length};
use nabat_kit::port::Clock;
use nabat_kit::signature::SigningSecret;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

/// A clock the test moves; begins on 2 June 2026, 11:30 UTC.
pub struct Hand(AtomicI64);

impl Hand {
    pub fn new() -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(1_780_399_800_000)))
    }

    pub fn on(&self, length: Length) {
        self.0.fetch_add(length.0, Ordering::SeqCst);
    }
}

#[async_trait::async_trait]
impl Clock for Hand {
    fn now(&self) -> At {
        At(self.0.load(Ordering::SeqCst))
    }

    async fn sleep(&self, length: Length) {
        self.on(length);
    }
}

/// Takes the person's id from a header in place of a session.
pub struct Anybody;

pub const CSRF: &str = "token-of-the-session";

impl Who for Anybody {
    fn who(&self, headers: &HeaderMap) -> Option<Viewer> {
        let person = headers.get("x-person")?.to_str().ok()?;
        let product = headers.get("x-product").and_then(|value| value.to_str().ok()).unwrap_or("city");
        Some(Viewer {
            product: product.into(),
            person: person.into(),
            name: self.name_of(person),
            language: Language::En,
            zone: chrono_tz::Tz::Europe__Moscow,
            csrf: CSRF.to_owned(),
            waits: Waits::default(),
        })
    }

    fn name_of(&self, user: &str) -> String {
        format!("Name of {user}")
    }
}

pub fn key() -> SigningSecret {
    SigningSecret::new(b"a key of the tests".to_vec()).expect("not empty")
}

/// A fresh folder, gone with the test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("nabat-builtin-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a temporary folder can be made");
        Self(path)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A file still open on some systems is left to the system's own cleaning.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Something that came in.
#[derive(Clone)]
pub struct Came {
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Takes deliveries; answers what it is told to, 200 when told nothing.
#[derive(Clone, Default)]
pub struct Receiver {
    came: Arc<Mutex<Vec<Came>>>,
    answers: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
}

impl Receiver {
    pub fn answer_next(&self, status: u16, body: &'static str) {
        self.answers.lock().expect("no panic").push_back((status, body));
    }

    pub fn came(&self) -> Vec<Came> {
        self.came.lock().expect("no panic").clone()
    }

    pub fn routes(&self, path: &str) -> Router {
        Router::new().route(path, post(take)).with_state(self.clone())
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> (StatusCode, &'static str) {
    receiver.came.lock().expect("no panic").push(Came { headers, body: body.to_vec() });
    let answer = receiver.answers.lock().expect("no panic").pop_front();
    let (status, body) = answer.unwrap_or((200, "{}"));
    (StatusCode::from_u16(status).expect("a status"), body)
}

/// Serves over real HTTP on a free port of the loopback; gives the base address.
#[nabat_kit::boxed]
pub async fn serve(routes: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("bound"));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    base
}

/// A client that follows no redirects.
pub fn client() -> reqwest::Client {
    nabat_connectors::http::loopback().build().expect("a client of this machine")
}
