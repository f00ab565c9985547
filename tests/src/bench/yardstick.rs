//! The yardstick of a registration: axum and rusqlite, the same signature checked, the same commits.

use super::bare::{self, Transaction};
use super::times;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use nabat::clocks::MachineClock;
use nabat_kit::port::Clock as _;
use nabat_kit::signature::{sign, verify};
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// A bare server with a file of its own.
pub struct Yardstick {
    address: String,
    work: Arc<Work>,
    client: reqwest::Client,
}

struct Work {
    secrets: Vec<Vec<u8>>,
    file: Mutex<Connection>,
    to_commit: Mutex<Vec<Transaction>>,
    committed: Mutex<Option<Instant>>,
}

impl Yardstick {
    /// Opens the server over a new file.
    pub async fn open(file: &Path, secret: &[u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = format!("http://{}", listener.local_addr().expect("it has an address"));
        let work = Arc::new(Work {
            secrets: vec![secret.to_vec()],
            file: Mutex::new(bare::open(file)),
            to_commit: Mutex::default(),
            committed: Mutex::default(),
        });
        let router = Router::new().route("/", post(take)).with_state(Arc::clone(&work));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let client = nabat_connectors::http::loopback().build().expect("a client");
        Self { address, work, client }
    }

    /// Sends a body for which these commits are made, one after another; from sending it to the last of them.
    pub async fn register(&self, id: &str, body: &[u8], transactions: Vec<Transaction>) -> Duration {
        *self.work.to_commit.lock().expect("nothing panics while holding it") = transactions;
        let seconds = MachineClock.now().0.div_euclid(1_000);
        let request = self
            .client
            .post(&self.address)
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", sign(&self.work.secrets[0], id, seconds, body))
            .body(body.to_vec());
        let sent = times::now();
        let answer = request.send().await.expect("the yardstick answers");
        assert_eq!(answer.status().as_u16(), 202);
        let committed = self.work.committed.lock().expect("nothing panics while holding it").take();
        committed.expect("everything was committed") - sent
    }
}

async fn take(State(work): State<Arc<Work>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &str| headers.get(name)?.to_str().ok().map(str::to_owned);
    if verify(&work.secrets, &header, &body, MachineClock.now()).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    let transactions = std::mem::take(&mut *work.to_commit.lock().expect("nothing panics while holding it"));
    tokio::task::block_in_place(|| {
        let file = work.file.lock().expect("nothing panics while holding it");
        for transaction in &transactions {
            bare::commit(&file, transaction);
        }
    });
    *work.committed.lock().expect("nothing panics while holding it") = Some(times::now());
    StatusCode::ACCEPTED
}
