//! The yardstick under load: the same signature checked, the same commits made, the first of them before the answer.

use crate::bench::bare::{self, Change, Transaction};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use nabat::clocks::MachineClock;
use nabat_kit::port::Clock as _;
use nabat_kit::signature::verify;
use rusqlite::Connection;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

struct Work {
    secrets: Vec<Vec<u8>>,
    file: Mutex<Connection>,
    /// What a registration commits, in order.
    commits: Vec<Transaction>,
}

/// Serves over a new file; the address.
pub async fn serve(file: &Path, secret: &[u8], commits: Vec<Transaction>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = format!("http://{}", listener.local_addr().expect("it has an address"));
    let work = Work { secrets: vec![secret.to_vec()], file: Mutex::new(bare::open(file)), commits };
    let router = Router::new().route("/", post(take)).with_state(Arc::new(work));
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn take(State(work): State<Arc<Work>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &str| headers.get(name)?.to_str().ok().map(str::to_owned);
    if verify(&work.secrets, &header, &body, MachineClock.now()).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    let id = header("webhook-id").unwrap_or_default();
    let (first, behind) = work.commits.split_first().expect("a registration commits something");
    let first = own(first, &id);
    let before = Arc::clone(&work);
    let committed = tokio::task::spawn_blocking(move || before.commit(&first)).await;
    committed.expect("a commit does not panic");
    let behind: Vec<Transaction> = behind.iter().map(|transaction| own(transaction, &id)).collect();
    tokio::task::spawn_blocking(move || behind.iter().for_each(|transaction| work.commit(transaction)));
    StatusCode::ACCEPTED
}

impl Work {
    fn commit(&self, transaction: &Transaction) {
        bare::commit(&self.file.lock().expect("nothing panics while holding it"), transaction);
    }
}

/// The same transaction under keys of this delivery's own.
fn own(transaction: &Transaction, id: &str) -> Transaction {
    let one = |change: &Change| match change {
        Change::Put(pk, sk, body) => Change::Put(format!("{id} {pk}"), sk.clone(), body.clone()),
        Change::Delete(pk, sk) => Change::Delete(format!("{id} {pk}"), sk.clone()),
    };
    Transaction(transaction.0.iter().map(one).collect())
}
