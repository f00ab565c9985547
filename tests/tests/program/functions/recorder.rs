//! The way between the functions and the cloud, and from outside to the functions: everything that passes
//! is written down, some of it goes wrong on request.

use super::processes;
use super::troubles::{Fate, Sent, Troubles};
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
    /// What was answered; nothing before it is.
    pub answer: Value,
    /// Made while somebody asked the console how things stand.
    pub of_a_look: bool,
}

impl Called {
    /// Whether it puts a message into the queue of a function.
    pub fn rings(&self) -> bool {
        self.operation == "SendMessage" && !self.body["QueueUrl"].as_str().unwrap_or_default().contains("-dead")
    }
}

/// The way through. Cheap to clone.
#[derive(Clone)]
pub struct Recorder {
    /// Where it listens.
    pub address: String,
    /// What goes wrong on the way.
    pub troubles: Troubles,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    calls: Vec<Called>,
    /// Hosts of functions that answer HTTP, by the beginning of the path.
    doors: BTreeMap<&'static str, String>,
    /// How often the console was asked how things stand, and how many wait for an answer.
    looks: u32,
    looking: u32,
}

#[derive(Clone)]
struct Way {
    to: String,
    address: String,
    client: reqwest::Client,
    troubles: Troubles,
    kept: Arc<Mutex<Kept>>,
}

impl Recorder {
    /// In front of an emulator.
    pub async fn before(emulator: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let (troubles, kept) = (Troubles::default(), Arc::new(Mutex::new(Kept::default())));
        let client = nabat_connectors::http::loopback().build().expect("a client");
        let way = Way {
            to: emulator.to_owned(),
            address: address.clone(),
            client,
            troubles: troubles.clone(),
            kept: Arc::clone(&kept),
        };
        let router = Router::new().fallback(pass).with_state(way);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, troubles, kept }
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

    /// How often the console was asked how things stand.
    pub fn looks(&self) -> u32 {
        locked(&self.kept).looks
    }
}

fn locked(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().expect("nothing panics while holding it")
}

async fn pass(State(way): State<Way>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a whole request").to_vec();
    let mut headers = head.headers.clone();
    headers.remove(HOST);
    headers.remove(CONTENT_LENGTH);
    let call = called(&head.headers, &body);
    if let Some(door) = way.door(head.uri.path()) {
        headers.insert(HOST, door.parse().expect("a host"));
    }
    let path = head.uri.path_and_query().map_or("/", |all| all.as_str());
    let sent = Sent { method: head.method.clone(), url: format!("{}{path}", way.to), headers, body };
    let Some(mut call) = call else {
        let looks = head.method == http::Method::GET && head.uri.path().starts_with("/api/");
        way.looking(looks, 1);
        let answered = way.send(sent).await.0;
        way.looking(looks, -1);
        return answered;
    };
    let fate = way.troubles.fate(&call);
    if fate != Fate::TooMuch {
        let mut kept = locked(&way.kept);
        call.of_a_look = call.function == "console" && kept.looking > 0;
        kept.calls.push(call.clone());
    }
    match fate {
        Fate::Passes => way.recorded(&call, sent).await,
        Fate::Twice => {
            let again = Sent { body: as_another_message(&sent.body), ..sent.clone() };
            let answered = way.recorded(&call, sent).await;
            way.send(again).await;
            answered
        }
        Fate::Lost => told(StatusCode::OK, TAKEN),
        Fate::Collected => {
            for one in way.troubles.collect(sent) {
                way.send(one).await;
            }
            told(StatusCode::OK, TAKEN)
        }
        Fate::TooMuch => told(StatusCode::BAD_REQUEST, THROTTLED),
        Fate::Kills => {
            processes::kill(&call.function, &way.address);
            told(StatusCode::OK, TAKEN)
        }
        Fate::Waits => {
            way.troubles.released(&call.function).await;
            way.recorded(&call, sent).await
        }
    }
}

/// What whoever rings hears of a message that goes nowhere, or later.
const TAKEN: &str = r#"{"MessageId":"taken","MD5OfMessageBody":""}"#;
const THROTTLED: &str = r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#;

impl Way {
    /// The host of the function a path leads to.
    fn door(&self, path: &str) -> Option<String> {
        locked(&self.kept).doors.iter().find(|(begins, _)| path.starts_with(**begins)).map(|(_, to)| to.clone())
    }

    /// Somebody begins to ask how things stand, or has heard it.
    fn looking(&self, looks: bool, more: i32) {
        if looks {
            let mut kept = locked(&self.kept);
            kept.looking = kept.looking.saturating_add_signed(more);
            kept.looks += u32::from(more > 0);
        }
    }

    /// Passes a call on, and writes down what was answered.
    async fn recorded(&self, call: &Called, sent: Sent) -> Response {
        let (response, body) = self.send(sent).await;
        let answer = serde_json::from_slice(&body).unwrap_or_default();
        let mut kept = locked(&self.kept);
        let open = |one: &&mut Called| one.answer.is_null() && one.body == call.body && one.function == call.function;
        if let Some(written) = kept.calls.iter_mut().rev().find(open) {
            written.answer = answer;
        }
        response
    }

    async fn send(&self, sent: Sent) -> (Response, Vec<u8>) {
        let asked = self.client.request(sent.method, &sent.url).headers(sent.headers).body(sent.body);
        let answered = asked.send().await.expect("the emulator answers");
        let mut built = Response::builder().status(answered.status());
        let kept = |name: &str| name != CONTENT_LENGTH.as_str() && name != "transfer-encoding";
        for (name, value) in answered.headers().iter().filter(|(name, _)| kept(name.as_str())) {
            built = built.header(name, value);
        }
        let body = answered.bytes().await.expect("a whole answer").to_vec();
        (built.body(Body::from(body.clone())).expect("an answer of known headers"), body)
    }
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
    let (body, answer) = (serde_json::from_slice(body).expect("JSON"), Value::Null);
    let (function, operation) = (function.to_owned(), operation.to_owned());
    Some(Called { function, service, operation, body, answer, of_a_look: false })
}

fn told(status: StatusCode, body: &'static str) -> Response {
    let built = Response::builder().status(status).header("content-type", "application/x-amz-json-1.0");
    built.body(Body::from(body)).expect("an answer of known headers")
}
