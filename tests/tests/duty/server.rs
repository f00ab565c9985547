//! A server that answers with a calendar as it is told to, and keeps what it was asked.

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode};
use std::sync::{Arc, Mutex};

/// What it answers, and what it was asked last.
#[derive(Clone)]
pub struct Served {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    asked: HeaderMap,
}

/// The server.
pub struct Server {
    /// The calendar's address.
    pub address: String,
    served: Arc<Mutex<Served>>,
}

impl Server {
    /// On a port of its own; nothing is there yet.
    pub async fn start() -> anyhow::Result<Self> {
        let served = Served { status: 404, headers: Vec::new(), body: Vec::new(), asked: HeaderMap::new() };
        let served = Arc::new(Mutex::new(served));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}/duty.ics", listener.local_addr()?);
        let app = Router::new().fallback(answer).with_state(Arc::clone(&served));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { address, served })
    }

    /// From now on it answers so.
    pub fn answers(&self, status: u16, headers: &[(&'static str, &str)], body: impl Into<Vec<u8>>) {
        let mut served = self.served.lock().expect("nothing panics while holding it");
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        (served.status, served.headers, served.body) = (status, headers, body.into());
    }

    /// A header of the last request.
    pub fn asked(&self, name: &str) -> Option<String> {
        let served = self.served.lock().expect("nothing panics while holding it");
        served.asked.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    }
}

async fn answer(State(served): State<Arc<Mutex<Served>>>, asked: HeaderMap) -> Response<Body> {
    let mut served = served.lock().expect("nothing panics while holding it");
    served.asked = asked;
    let told = |name: &str| served.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
    let asked = |name: &str| served.asked.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    // RFC 9110, 13.1: what is still as the client knows it is not sent again.
    let same = asked("if-none-match").is_some_and(|tag| Some(tag) == told("etag"))
        || asked("if-modified-since").is_some_and(|date| Some(date) == told("last-modified"));
    let mut answer = Response::builder();
    for (name, value) in &served.headers {
        answer = answer.header(*name, value);
    }
    let (status, body) = if same { (304, Vec::new()) } else { (served.status, served.body.clone()) };
    let status = StatusCode::from_u16(status).expect("a status");
    answer.status(status).body(Body::from(body)).expect("an answer of known headers")
}
