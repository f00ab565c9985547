//! The way between the functions and the cloud, and from outside to the functions: everything that passes
//! is written down, some of it goes wrong on request.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use http::header::{CONTENT_LENGTH, HOST};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::TcpListener;

/// One call of a function to the cloud.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Called {
    /// The function, by the name it calls under.
    pub function: String,
    /// `dynamodb`, `sqs`, `secretsmanager`.
    pub service: &'static str,
    /// The operation.
    pub operation: String,
    /// What was asked.
    pub body: Value,
}

/// The way through. Cheap to clone.
#[derive(Clone)]
pub struct Recorder {
    /// Where it listens.
    pub address: String,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    calls: Vec<Called>,
    /// Hosts of functions that answer HTTP, by the beginning of the path.
    doors: BTreeMap<&'static str, String>,
    /// How many of the next calls to a service are told that too much is asked, by function and service.
    throttled: BTreeMap<(String, &'static str), u32>,
    /// How many of the next messages are lost on their way to the queues, and how many go twice.
    lost: u32,
    doubled: u32,
}

#[derive(Clone)]
struct Way {
    to: String,
    client: reqwest::Client,
    kept: Arc<Mutex<Kept>>,
}

impl Recorder {
    /// In front of an emulator.
    pub async fn before(emulator: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let kept = Arc::new(Mutex::new(Kept::default()));
        let client = nabat_connectors::http::loopback().build().expect("a client");
        let way = Way { to: emulator.to_owned(), client, kept: Arc::clone(&kept) };
        let router = Router::new().fallback(pass).with_state(way);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, kept }
    }

    /// What begins so goes to the function of this host.
    pub fn open(&self, path: &'static str, function_url: &str) {
        let host = function_url.trim_start_matches("https://").trim_end_matches('/');
        locked(&self.kept).doors.insert(path, host.to_owned());
    }

    /// Everything the functions called so far.
    pub fn calls(&self) -> Vec<Called> {
        locked(&self.kept).calls.clone()
    }

    /// The next calls of a function to a service are told that too much is asked.
    pub fn throttle(&self, function: &str, service: &'static str, calls: u32) {
        locked(&self.kept).throttled.insert((function.to_owned(), service), calls);
    }

    /// The next messages never arrive, though whoever rings hears that they did.
    pub fn lose_bells(&self, bells: u32) {
        locked(&self.kept).lost = bells;
    }

    /// The next messages arrive twice.
    pub fn double_bells(&self, bells: u32) {
        locked(&self.kept).doubled = bells;
    }

    /// How many of the messages to be lost and doubled have not come yet.
    pub fn troubles_left(&self) -> (u32, u32) {
        let kept = locked(&self.kept);
        (kept.lost, kept.doubled)
    }
}

fn locked(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().expect("nothing panics while holding it")
}

async fn pass(State(way): State<Way>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a whole request").to_vec();
    let path = head.uri.path();
    let door = locked(&way.kept).doors.iter().find(|(begins, _)| path.starts_with(**begins)).map(|(_, to)| to.clone());
    let mut headers = head.headers.clone();
    headers.remove(HOST);
    headers.remove(CONTENT_LENGTH);
    let mut times = 1;
    if let Some(door) = door {
        headers.insert(HOST, door.parse().expect("a host"));
    } else if let Some(call) = called(&head.headers, &body) {
        match written_down(&way, &call) {
            Passes::Once => {}
            Passes::Twice => times = 2,
            Passes::Not => return answer(StatusCode::OK, br#"{"MessageId":"lost","MD5OfMessageBody":""}"#.to_vec()),
            Passes::TooMuch => {
                let told = br#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#;
                return answer(StatusCode::BAD_REQUEST, told.to_vec());
            }
        }
    }
    let url = format!("{}{}", way.to, head.uri.path_and_query().map_or("/", |all| all.as_str()));
    let mut answered = None;
    for time in 0..times {
        let body = if time == 0 { body.clone() } else { as_another_message(&body) };
        let sent = way.client.request(head.method.clone(), &url).headers(headers.clone()).body(body).send().await;
        answered = answered.or(Some(sent.expect("the emulator answers")));
    }
    let answered = answered.expect("it went at least once");
    let (status, told) = (answered.status(), answered.headers().clone());
    let mut built = Response::builder().status(status);
    for (name, value) in told.iter().filter(|(name, _)| *name != CONTENT_LENGTH && name.as_str() != "transfer-encoding")
    {
        built = built.header(name, value);
    }
    let body = answered.bytes().await.expect("a whole answer");
    built.body(Body::from(body)).expect("an answer of known headers")
}

enum Passes {
    Once,
    Twice,
    Not,
    TooMuch,
}

fn written_down(way: &Way, call: &Called) -> Passes {
    let mut kept = locked(&way.kept);
    if let Some(left) = kept.throttled.get_mut(&(call.function.clone(), call.service)).filter(|left| **left > 0) {
        *left -= 1;
        return Passes::TooMuch;
    }
    kept.calls.push(call.clone());
    let rings =
        call.operation == "SendMessage" && !call.body["QueueUrl"].as_str().unwrap_or_default().contains("-dead");
    if rings && kept.lost > 0 {
        kept.lost -= 1;
        return Passes::Not;
    }
    if rings && kept.doubled > 0 {
        kept.doubled -= 1;
        return Passes::Twice;
    }
    Passes::Once
}

/// A FIFO queue would take the same message once.
fn as_another_message(body: &[u8]) -> Vec<u8> {
    let mut message: Value = serde_json::from_slice(body).expect("JSON");
    if let Some(id) = message["MessageDeduplicationId"].as_str() {
        message["MessageDeduplicationId"] = format!("{}again", &id[..id.len() - 5]).into();
    }
    message.to_string().into_bytes()
}

/// The call, if it is one of the JSON protocols and a function made it.
fn called(headers: &http::HeaderMap, body: &[u8]) -> Option<Called> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let function = header("user-agent")?.split(' ').find_map(|part| part.strip_prefix("app/"))?;
    let (service, operation) = header("x-amz-target")?.split_once('.')?;
    let service = match service {
        "DynamoDB_20120810" => "dynamodb",
        "AmazonSQS" => "sqs",
        "secretsmanager" => "secretsmanager",
        other => panic!("a function called {other}"),
    };
    let body = serde_json::from_slice(body).expect("JSON");
    Some(Called { function: function.to_owned(), service, operation: operation.to_owned(), body })
}

fn answer(status: StatusCode, body: Vec<u8>) -> Response {
    let built = Response::builder().status(status).header("content-type", "application/x-amz-json-1.0");
    built.body(Body::from(body)).expect("an answer of known headers")
}
