//! What stands between the program and DynamoDB: passes calls on, or lets happen to them what happens
//! on the way.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

/// Attempts the SDK makes of one call.
pub const ATTEMPTS: u32 = 4;

/// The operation that writes.
pub const WRITE: &str = "TransactWriteItems";

/// What happens to a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// Nothing of it is done, and this is answered.
    Answered(&'static str),
    /// It is done, and the connection ends without an answer.
    AnswerLost,
    /// It is done, and what is answered is a fault of the store's own.
    FailedAfter,
    /// Somebody else writes a row of the transaction at this moment: the one in this place, or the last one before it.
    Conflict(usize),
    /// What the same index answered the first time is answered again.
    Stale,
    /// It is done, and every row of the answer is told twice: the index was looked through while they moved in it.
    Twice,
}

/// Throughput is spent.
pub const THROTTLED: Fate =
    Fate::Answered(r#"{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"Rate exceeded"}"#);

/// The store's own fault.
const FAILED: &[u8] = br#"{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"lost"}"#;

/// The way through.
#[derive(Clone)]
pub struct Proxy {
    /// Where it listens.
    pub address: String,
    plan: Arc<Mutex<Plan>>,
}

#[derive(Default)]
struct Plan {
    /// By operation: how many of the next calls pass, how many come to a fate, and which.
    fates: BTreeMap<String, (u32, u32, Fate)>,
    /// Calls made, by operation.
    calls: BTreeMap<String, u32>,
    /// First answers, by index.
    answers: BTreeMap<String, Vec<u8>>,
}

#[derive(Clone)]
struct Way {
    to: String,
    client: reqwest::Client,
    plan: Arc<Mutex<Plan>>,
}

impl Proxy {
    /// In front of an emulator.
    pub async fn before(emulator: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let plan = Arc::new(Mutex::new(Plan::default()));
        let client = nabat_connectors::http::loopback().build().expect("a client");
        let way = Way { to: emulator.to_owned(), client, plan: Arc::clone(&plan) };
        let router = Router::new().fallback(pass).with_state(way);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, plan }
    }

    /// The next calls of an operation come to this.
    pub fn next(&self, calls: u32, operation: &str, fate: Fate) {
        self.after(0, calls, operation, fate);
    }

    /// The same once so many more have passed.
    pub fn after(&self, passing: u32, calls: u32, operation: &str, fate: Fate) {
        locked(&self.plan).fates.insert(operation.to_owned(), (passing, calls, fate));
    }

    /// Every call passes again; whether what was planned has come about to its end.
    pub fn mend(&self) -> bool {
        let planned = std::mem::take(&mut locked(&self.plan).fates);
        planned.values().all(|(_, left, _)| *left == 0)
    }

    /// How often an operation was asked for.
    pub fn calls(&self, operation: &str) -> u32 {
        locked(&self.plan).calls.get(operation).copied().unwrap_or(0)
    }
}

fn locked(plan: &Mutex<Plan>) -> MutexGuard<'_, Plan> {
    plan.lock().expect("nothing panics while holding it")
}

async fn pass(State(way): State<Way>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a whole request");
    let target = head.headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
    let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
    let index = asked["IndexName"].as_str().unwrap_or_default().to_owned();
    let fate = fate_of(&way, &operation);
    match fate {
        Some(Fate::Answered(body)) => return answer(StatusCode::BAD_REQUEST, body.as_bytes().to_vec()),
        Some(Fate::Conflict(place)) => {
            let rows = asked["TransactItems"].as_array().map_or(1, Vec::len);
            return answer(StatusCode::BAD_REQUEST, conflict(place.min(rows - 1), rows));
        }
        Some(Fate::Stale) => {
            let before = locked(&way.plan).answers.get(&index).cloned().expect("the index was asked before");
            return answer(StatusCode::OK, before);
        }
        Some(Fate::AnswerLost | Fate::FailedAfter | Fate::Twice) | None => {}
    }
    let mut headers = head.headers;
    headers.remove("host");
    let passed = way.client.post(&way.to).headers(headers).body(body.to_vec()).send().await.expect("it answers");
    let (status, body) = (passed.status(), passed.bytes().await.expect("a whole answer").to_vec());
    match fate {
        Some(Fate::AnswerLost) => return cut_off(),
        Some(Fate::FailedAfter) => return answer(StatusCode::INTERNAL_SERVER_ERROR, FAILED.to_vec()),
        _ => {}
    }
    if fate == Some(Fate::Twice) {
        let mut told: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
        let rows = told["Items"].as_array_mut().expect("rows");
        rows.extend(rows.clone());
        return answer(status, told.to_string().into_bytes());
    }
    if !index.is_empty() {
        locked(&way.plan).answers.entry(index).or_insert_with(|| body.clone());
    }
    answer(status, body)
}

fn fate_of(way: &Way, operation: &str) -> Option<Fate> {
    let mut plan = locked(&way.plan);
    *plan.calls.entry(operation.to_owned()).or_default() += 1;
    let (passing, left, fate) = plan.fates.get_mut(operation)?;
    if *passing > 0 {
        *passing -= 1;
        return None;
    }
    *left = left.checked_sub(1)?;
    Some(fate.clone())
}

/// A transaction of so many rows, cancelled for the one in this place.
fn conflict(place: usize, rows: usize) -> Vec<u8> {
    let ongoing = json!({ "Code": "TransactionConflict", "Message": "Transaction is ongoing for the item" });
    let reason = |row| if row == place { ongoing.clone() } else { json!({ "Code": "None" }) };
    let cancelled = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "message": "Transaction cancelled, please refer cancellation reasons for specific reasons",
        "CancellationReasons": (0..rows).map(reason).collect::<Vec<_>>(),
    });
    cancelled.to_string().into_bytes()
}

/// An answer whose body cannot be read: the server ends the connection, and whoever asked hears of neither yes nor no.
fn cut_off() -> Response {
    let torn: Result<Vec<u8>, io::Error> = Err(io::ErrorKind::ConnectionReset.into());
    Response::new(Body::from_stream(futures_util::stream::iter([torn])))
}

fn answer(status: StatusCode, body: Vec<u8>) -> Response {
    let built = Response::builder().status(status).header("content-type", "application/x-amz-json-1.0");
    built.body(Body::from(body)).expect("an answer of known headers")
}
