//! Functions that are told too little, or what nobody means: they say so, keep what they are given, and go on once
//! it is mended.

use super::deployed::Deployed;
use super::recorder::Called;
use super::story::{led, led_to_its_end};
use crate::samples::{PRODUCT, sample};
use nabat_kit::port::Bell;
use nabat_kit::table::Key;
use serde_json::{Value, json};

/// Functions that answer HTTP.
pub(super) const DOORS: [&str; 3] = ["desk-webhook", "chat-webhook", "console"];
/// Functions that answer a queue.
pub(super) const QUEUES: [&str; 8] = [
    "step-recording",
    "chat-creation",
    "chat-posting",
    "closure-decision",
    "report-publishing",
    "notice-sending",
    "webhook-sending",
    "runbook-launch",
];
/// Functions that tick.
pub(super) const TICKS: [&str; 2] = ["clock", "reliability-rollup"];

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_is_missing_is_named_and_looked_for_at_every_event() {
    let deployed = Deployed::start().await;
    let (keys, body) = (deployed.keys().await, sample("registered"));
    deployed.put_keys("{}").await;
    for _ in 0..2 {
        let told = deployed.desk().send(PRODUCT, "msg_1", &body).await;
        assert_eq!(told.status, 503, "the desk sends it again: {}", String::from_utf8_lossy(&told.bytes));
    }
    let log = deployed.log("desk-webhook").await;
    let named = |line: &&String| line.contains("cannot begin") && line.contains("/keys") && line.contains("\"desk\"");
    assert!(log.iter().filter(named).count() >= 3, "when it begins, and at every event: {log:#?}");
    assert!(!log.iter().any(|line| line.contains("whsec_M")), "no value of it stands there");
    deployed.put_keys(&keys).await;
    let api = deployed.api();
    led(&deployed, &api, "msg_1", &body).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_whose_configuration_says_too_little_gives_back_what_it_is_handed() {
    let deployed = Deployed::start().await;
    let whole = deployed.environment("step-recording").await;
    let key = Key::new(format!("{PRODUCT}#I#inc-none"), "S#0");
    let batch = [("m-1", Bell::Incident(key.clone()).write()), ("m-2", Bell::Delivery(key).write())];
    for missing in ["NABAT_TABLE_NAME", "NABAT_QUEUES"] {
        let mut said = whole.clone();
        said.remove(missing).expect("it is said");
        deployed.configure("step-recording", &json!({ "Environment": { "Variables": said } })).await;
        for _ in 0..2 {
            assert_eq!(deployed.batch("step-recording", &batch).await, ["m-1", "m-2"]);
        }
        let log = deployed.log("step-recording").await;
        let named = format!("the environment of this function does not say {missing}");
        // Of which incident it was, too: whoever reads it looks for that one.
        assert!(log.iter().any(|line| line.contains(&named) && line.contains("inc-none")), "{log:#?}");
    }
    deployed.configure("step-recording", &json!({ "Environment": { "Variables": whole } })).await;
    let api = deployed.api();
    led_to_its_end(&deployed, &api, "msg_1").await;
    deployed.assert_journals_hold();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_door_that_is_not_told_of_the_keys_says_so_and_turns_nobody_away_for_good() {
    let deployed = Deployed::start().await;
    for door in ["desk-webhook", "chat-webhook"] {
        let whole = deployed.environment(door).await;
        let mut said = whole.clone();
        said.remove("NABAT_SECRET").expect("it is said");
        deployed.configure(door, &json!({ "Environment": { "Variables": said } })).await;
        for _ in 0..2 {
            let told = deployed.invoke(door, &recorded(door)).await;
            assert_eq!(told["statusCode"], 503, "{door}: who sends it sends it again: {told}");
        }
        let log = deployed.log(door).await;
        let named = "this function cannot begin: the environment of this function does not say NABAT_SECRET";
        assert!(log.iter().filter(|line| line.contains(named)).count() >= 2, "{door}: at every event: {log:#?}");
        deployed.configure(door, &json!({ "Environment": { "Variables": whole } })).await;
    }
    let api = deployed.api();
    led(&deployed, &api, "msg_1", &sample("registered")).await;
}

/// What no function is deployed for.
fn odd() -> [Value; 5] {
    let half = json!({ "rawPath": "/desk/emergency/generic", "requestContext": { "http": {} }, "body": "%%",
                       "isBase64Encoded": true });
    [Value::Null, json!([]), json!({ "kind": "tock" }), json!({ "Records": [{ "body": "{" }] }), half]
}

fn recorded(function: &str) -> Value {
    let path = format!("{}/../events/aws/{function}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).expect("JSON")
}

/// The same, to a connection there is here: whoever knocks where none is hears of no signature.
fn at_a_door(function: &str) -> Value {
    let mut event = recorded(function);
    if function == "chat-webhook" {
        event["rawPath"] = "/live/chat/chats".into();
    }
    event
}

/// How often a function's process began: it asks the table for this row then and never again, or, where it calls
/// partners the table knows of, Secrets Manager for their secrets.
fn begun(deployed: &Deployed, function: &str) -> usize {
    let count = |asked: fn(&Called) -> bool| {
        let calls = deployed.recorder.calls().into_iter();
        calls.filter(|call| call.function == function && asked(call)).count()
    };
    let warm = count(|call| call.operation == "GetItem" && call.body["Key"]["sk"]["S"] == "warm");
    let secrets = |call: &Called| {
        call.operation == "GetSecretValue" && call.body["SecretId"].as_str().is_some_and(|id| id.contains("/partners"))
    };
    if warm > 0 { warm } else { count(secrets) }
}

#[tokio::test(flavor = "multi_thread")]
async fn events_of_no_shape_are_refused_in_words_and_the_recorded_ones_are_answered() {
    let deployed = Deployed::start().await;
    for function in DOORS {
        for event in odd() {
            let told = deployed.invoke(function, &event).await;
            assert_eq!(told["statusCode"], 400, "{function}, {event}: {told}");
        }
        // Signed by nobody this installation knows.
        let told = deployed.invoke(function, &at_a_door(function)).await;
        assert_eq!(told["statusCode"], 401, "{function}: {told}");
    }
    for function in QUEUES.into_iter().chain(TICKS) {
        for event in odd() {
            let told = deployed.invoke(function, &event).await;
            let why = told["errorMessage"].as_str().unwrap_or_default();
            assert!(why.contains("this event is no"), "{function}, {event}: {told}");
        }
        let told = deployed.invoke(function, &recorded(function)).await;
        let expected = if TICKS.contains(&function) { Value::Null } else { json!({ "batchItemFailures": [] }) };
        assert_eq!(told, expected, "{function}");
    }
    for function in DOORS.into_iter().chain(QUEUES).chain(TICKS) {
        // The schedule may have begun another one beside it.
        let scheduled = usize::from(TICKS.contains(&function) || function == "desk-webhook");
        assert!((1..=1 + scheduled).contains(&begun(&deployed, function)), "{function} ended and began anew");
    }
}
