//! Secrets of a deployed function: kept for five minutes by its own clock, read anew then; what cannot be read anew
//! stays as it was.

use async_trait::async_trait;
use nabat_aws::Cloud;
use nabat_aws::function::{Keys, Place, Ports, alone};
use nabat_domain::incident::Queue;
use nabat_domain::time::{At, Length};
use nabat_kit::port::Clock;
use nabat_kit::signature::SigningSecret;
use nabat_tests::emulator::{Emulator, Kind};
use nabat_tests::proxy::{Fate, Proxy};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A desk's secret and what it is changed for.
const BEFORE: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const AFTER: &str = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

/// What is answered where somebody took a secret away.
const GONE: Fate = Fate::Answered(r#"{"__type":"ResourceNotFoundException","message":"no such secret"}"#);

/// A clock the test moves.
struct Hand(AtomicI64);

impl Hand {
    fn on(&self, length: Length) {
        self.0.fetch_add(length.0, Ordering::SeqCst);
    }
}

#[async_trait]
impl Clock for Hand {
    fn now(&self) -> At {
        At(self.0.load(Ordering::SeqCst))
    }

    async fn sleep(&self, length: Length) {
        self.on(length);
    }
}

/// What the template tells a function.
fn says(variable: &str) -> Option<String> {
    let said = match variable {
        "NABAT_TABLE_NAME" | "NABAT_QUEUES" => "night",
        "NABAT_SECRET" => "night/keys",
        "NABAT_NAMED_SECRETS" => "night/partners",
        _ => return None,
    };
    Some(said.to_owned())
}

/// A function that has begun.
struct Function {
    emulator: Emulator,
    proxy: Proxy,
    clock: Arc<Hand>,
    ports: Arc<Ports>,
}

impl Function {
    async fn begin() -> Self {
        let emulator = Emulator::start(Kind::Ministack);
        let cloud = Cloud::at(&emulator.address).await;
        cloud.table("night").make().await.expect("the table can be made");
        cloud.queues("night").make().await.expect("queues can be made");
        for (id, text) in secrets(BEFORE, "before") {
            asks(&emulator, "CreateSecret", &json!({ "Name": id, "SecretString": text })).await;
        }
        let proxy = Proxy::before(&emulator.address).await;
        let clock = Arc::new(Hand(AtomicI64::new(1_780_399_800_000)));
        let own = Arc::clone(&clock) as Arc<dyn Clock>;
        let (cloud, queue) = (Ok(Cloud::at(&proxy.address).await), Queue::StepRecording);
        let place = Place { cloud, clock: own, says, queue, keys: Keys::ToCheck };
        let ports = Ports::begin(place, alone).await;
        Self { emulator, proxy, clock, ports }
    }

    /// Somebody changes both secrets.
    async fn changed(&self) {
        for (id, text) in secrets(AFTER, "after") {
            asks(&self.emulator, "PutSecretValue", &json!({ "SecretId": id, "SecretString": text })).await;
        }
    }

    /// What the function has in hand: the desk's secret and one of a connection.
    async fn holds(&self) -> (Vec<u8>, Vec<u8>) {
        let env = self.ports.env().await.expect("its ports are open");
        let token = env.outward.secrets.secret(&"token".into()).expect("it is named");
        (env.secrets.desk[0].clone(), token)
    }

    /// How often it asked for a secret.
    fn asked(&self) -> u32 {
        self.proxy.calls("GetSecretValue")
    }
}

/// Both secrets, as the template has them.
fn secrets(desk: &str, token: &str) -> [(&'static str, String); 2] {
    let keys = json!({ "desk": [desk], "body": desk }).to_string();
    [("night/keys", keys), ("night/partners", json!({ "token": token }).to_string())]
}

/// What is in hand where those were read.
fn held(desk: &str, token: &str) -> (Vec<u8>, Vec<u8>) {
    (SigningSecret::parse(desk).expect("a secret").bytes().to_vec(), token.as_bytes().to_vec())
}

/// Asks Secrets Manager itself, past the function.
async fn asks(emulator: &Emulator, operation: &str, body: &Value) {
    let client = nabat_connectors::http::loopback().build().expect("a client");
    let credential = "AWS4-HMAC-SHA256 Credential=t/20261129/us-east-1/secretsmanager/aws4_request, Signature=0";
    let asked = client.post(&emulator.address).header("authorization", credential);
    let asked = asked.header("x-amz-target", format!("secretsmanager.{operation}"));
    let asked = asked.header("content-type", "application/x-amz-json-1.1").body(body.to_string());
    let told = asked.send().await.expect("the emulator answers");
    assert!(told.status().is_success(), "{operation}: {}", told.text().await.unwrap_or_default());
}

/// The last moment at which what was read still holds.
fn almost_five_minutes() -> Length {
    Length(Length::minutes(5).0 - 1)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_was_changed_is_read_anew_after_five_minutes_and_not_before() {
    let function = Function::begin().await;
    let (before, after) = (held(BEFORE, "before"), held(AFTER, "after"));
    assert_eq!((function.holds().await, function.asked()), (before.clone(), 2), "each is read once");
    function.changed().await;
    function.clock.on(almost_five_minutes());
    assert_eq!((function.holds().await, function.asked()), (before, 2), "nobody asks before it is time");
    function.clock.on(Length(1));
    assert_eq!((function.holds().await, function.asked()), (after.clone(), 4), "then both are read anew");
    function.clock.on(almost_five_minutes());
    assert_eq!((function.holds().await, function.asked()), (after, 4), "and hold as long as the first ones did");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_anew_stays_as_it_was_and_is_asked_for_another_time() {
    let function = Function::begin().await;
    let (before, after) = (held(BEFORE, "before"), held(AFTER, "after"));
    function.changed().await;
    function.proxy.next(100, "GetSecretValue", GONE);
    function.clock.on(Length::minutes(5));
    assert_eq!(function.holds().await, before, "what was good is better than nothing");
    assert!(function.asked() > 2, "it was asked for");
    function.proxy.mend();
    function.clock.on(almost_five_minutes());
    assert_eq!(function.holds().await, before, "who does not answer is not asked at every event");
    function.clock.on(Length(1));
    assert_eq!(function.holds().await, after);
}
