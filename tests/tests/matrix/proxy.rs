//! What stands between Nabat and the homeserver and writes down what was called, in its order.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// One call, with what came of it.
#[derive(Clone, Debug)]
pub struct Call {
    /// When it began.
    pub at: Instant,
    /// How.
    pub method: Method,
    /// Where, with what stands behind the question mark.
    pub path: String,
    /// What kind of bytes.
    pub kind: String,
    /// With what.
    pub body: Vec<u8>,
    /// What was answered.
    pub answer: Vec<u8>,
}

/// A proxy before one homeserver.
#[derive(Clone)]
pub struct Proxy {
    to: String,
    client: reqwest::Client,
    calls: Arc<Mutex<Vec<Call>>>,
    /// Where it stands.
    pub base: String,
}

impl Proxy {
    /// Stands before the homeserver.
    pub async fn before(homeserver: &str) -> anyhow::Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let client = nabat_connectors::http::loopback().build()?;
        let proxy = Self { to: homeserver.to_owned(), client, calls: Arc::default(), base };
        let routes = Router::new().fallback(passed).with_state(proxy.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Ok(proxy)
    }

    /// What was called since it was last forgotten.
    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().expect("nothing panics while holding it").clone()
    }

    /// Waits until nobody has called for a while, and forgets what was.
    pub async fn forget(&self) {
        let mut before = usize::MAX;
        while std::mem::replace(&mut before, self.calls().len()) != self.calls().len() {
            tokio::time::sleep(Duration::from_millis(700)).await;
        }
        self.calls.lock().expect("nothing panics while holding it").clear();
    }
}

async fn passed(State(proxy): State<Proxy>, request: Request) -> Response {
    match pass(&proxy, request).await {
        Ok(response) => response,
        Err(error) => {
            let body = Body::from(format!("{{\"errcode\":\"M_UNKNOWN\",\"error\":\"{error}\"}}"));
            Response::builder().status(StatusCode::BAD_GATEWAY).body(body).expect("a status and a body")
        }
    }
}

async fn pass(proxy: &Proxy, request: Request) -> anyhow::Result<Response> {
    #[expect(clippy::disallowed_methods, reason = "the test measures time")]
    let at = Instant::now();
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await?.to_vec();
    let path = head.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let header =
        |headers: &HeaderMap, name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let kind = header(&head.headers, "content-type").unwrap_or_default();
    let mut sent = proxy.client.request(head.method.clone(), format!("{}{path}", proxy.to)).body(body.clone());
    for name in ["authorization", "content-type"] {
        if let Some(value) = header(&head.headers, name) {
            sent = sent.header(name, value);
        }
    }
    let answer = sent.send().await?;
    let (status, answered) = (answer.status(), answer.bytes().await?.to_vec());
    let call = Call { at, method: head.method, path, kind, body, answer: answered.clone() };
    proxy.calls.lock().expect("nothing panics while holding it").push(call);
    Ok(Response::builder().status(status).header("content-type", "application/json").body(Body::from(answered))?)
}
