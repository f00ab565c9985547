//! A server on this machine: each call is answered by a function, some are lost or told to wait.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// A call as it came.
pub struct Call {
    /// `GET`, `POST`, …
    pub method: String,
    /// Parts of the path, unescaped.
    pub path: Vec<String>,
    /// What stands behind the question mark.
    pub query: BTreeMap<String, String>,
    /// Headers by lower-case name.
    pub headers: BTreeMap<String, String>,
    /// The bytes.
    pub body: Vec<u8>,
}

impl Call {
    /// The body as JSON, null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The body as a form.
    pub fn form(&self) -> BTreeMap<String, String> {
        pairs(&String::from_utf8_lossy(&self.body))
    }
}

/// An answer.
pub struct Reply {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: Vec<(&'static str, String)>,
    /// Its bytes.
    pub body: Vec<u8>,
}

impl Reply {
    /// An answer in JSON.
    pub fn json(status: u16, body: &Value) -> Self {
        Self { status, headers: vec![("content-type", "application/json".to_owned())], body: body.to_string().into() }
    }
}

/// What goes wrong on request.
#[derive(Default)]
pub struct Trouble {
    calls: AtomicU64,
    lost: AtomicU32,
    wait: AtomicU32,
}

impl Trouble {
    /// So many answers of calls that change something are lost.
    pub fn lose(&self, answers: u32) {
        self.lost.store(answers, Ordering::SeqCst);
    }

    /// The next call is told to wait so many seconds.
    pub fn ask_to_wait(&self, seconds: u32) {
        self.wait.store(seconds, Ordering::SeqCst);
    }

    /// Calls so far.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::SeqCst)
    }
}

/// Serves until the runtime ends; the address.
pub fn serve(
    trouble: Arc<Trouble>,
    too_many: impl Fn(u32) -> Reply + Send + Sync + 'static,
    answer: impl Fn(&Call) -> Reply + Send + Sync + 'static,
) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("this machine has a port left");
    listener.set_nonblocking(true).expect("a listener of this machine");
    let address = format!("http://{}", listener.local_addr().expect("it listens"));
    let both = Arc::new((too_many, answer, Mutex::new(())));
    let router = axum::Router::new().fallback(move |request: Request| {
        let (trouble, both) = (Arc::clone(&trouble), Arc::clone(&both));
        async move {
            let call = read(request).await;
            trouble.calls.fetch_add(1, Ordering::SeqCst);
            let wait = trouble.wait.swap(0, Ordering::SeqCst);
            if wait > 0 {
                return sent((both.0)(wait));
            }
            let answer = {
                let _one_at_a_time = both.2.lock();
                (both.1)(&call)
            };
            let lose = |left: u32| (call.method != "GET").then(|| left.checked_sub(1)).flatten();
            match trouble.lost.fetch_update(Ordering::SeqCst, Ordering::SeqCst, lose) {
                Ok(_) => sent(Reply { status: 502, headers: Vec::new(), body: b"bad gateway".to_vec() }),
                Err(_) => sent(answer),
            }
        }
    });
    let listener = tokio::net::TcpListener::from_std(listener).expect("a runtime");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn read(request: Request) -> Call {
    let (head, body) = request.into_parts();
    let path = head.uri.path().trim_matches('/').split('/').map(unescaped).collect();
    let named = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    Call {
        method: head.method.to_string(),
        path,
        query: pairs(head.uri.query().unwrap_or_default()),
        headers: head.headers.iter().map(named).collect(),
        body: to_bytes(body, 64 * 1024 * 1024).await.unwrap_or_default().to_vec(),
    }
}

fn sent(reply: Reply) -> Response {
    let mut response = Response::builder().status(reply.status);
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(reply.body)).expect("a status and headers that exist")
}

/// A form's fields.
pub fn pairs(text: &str) -> BTreeMap<String, String> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// A form of fields.
pub fn form(fields: &[(&str, &str)]) -> Vec<u8> {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes()
}

/// A part of a path; `+` is no space there.
fn unescaped(part: &str) -> String {
    let escaped = part.replace('+', "%2B").replace('=', "%3D").replace('&', "%26");
    form_urlencoded::parse(escaped.as_bytes()).map(|(name, _)| name.into_owned()).next().unwrap_or_default()
}
