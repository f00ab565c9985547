//! What stands between Nabat and a wiki: passes calls on, and lets somebody be quicker at the right moment.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// What is done before a call is passed on.
type Deed = Box<dyn FnOnce() + Send>;

/// The way through.
#[derive(Clone)]
pub struct Proxy {
    /// Where it listens.
    pub base: String,
    to: String,
    client: reqwest::Client,
    planned: Arc<Mutex<Vec<(&'static str, Deed)>>>,
    passed: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// In front of a wiki.
    pub async fn before(wiki: &str) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let client = nabat_connectors::http::loopback().build()?;
        let proxy = Self { base, to: wiki.to_owned(), client, planned: Arc::default(), passed: Arc::default() };
        let router = Router::new().fallback(pass).with_state(proxy.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(proxy)
    }

    /// Before the next call whose body contains `words`, this happens.
    pub fn before_next(&self, words: &'static str, deed: impl FnOnce() + Send + 'static) {
        self.planned.lock().expect("nothing panics while holding it").push((words, Box::new(deed)));
    }

    /// Of the calls that contained one of `words`, which, in order.
    pub fn order(&self, words: &[&'static str]) -> Vec<&'static str> {
        let passed = self.passed.lock().expect("nothing panics while holding it");
        let which = |body: &String| words.iter().copied().find(|word| body.contains(word));
        passed.iter().filter_map(which).collect()
    }
}

async fn pass(State(proxy): State<Proxy>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, 32 * 1024 * 1024).await.expect("a body");
    let text = String::from_utf8_lossy(&body).into_owned();
    let deed = {
        let mut planned = proxy.planned.lock().expect("nothing panics while holding it");
        let at = planned.iter().position(|(words, _)| text.contains(words));
        at.map(|at| planned.remove(at).1)
    };
    if let Some(deed) = deed {
        deed();
    }
    proxy.passed.lock().expect("nothing panics while holding it").push(text);
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let mut sent = proxy.client.request(head.method, format!("{}{path}", proxy.to)).body(body);
    for (name, value) in head.headers.iter().filter(|(name, _)| !matches!(name.as_str(), "host" | "content-length")) {
        sent = sent.header(name, value);
    }
    let answer = sent.send().await.expect("the wiki answers");
    let mut response = Response::builder().status(answer.status());
    for (name, value) in
        answer.headers().iter().filter(|(name, _)| !matches!(name.as_str(), "transfer-encoding" | "connection"))
    {
        response = response.header(name, value);
    }
    response.body(Body::from(answer.bytes().await.expect("its body"))).expect("an answer")
}
