//! A client that knows nothing but the contract leads incidents to their end.

use crate::client::{Api, Grant};
use crate::host::{Data, Host};
use crate::samples::{failure, sample};
use crate::until::until;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[tokio::test]
async fn an_incident_is_led_from_the_webhook_to_closed() {
    led("emergency", &sample("registered")).await;
}

#[tokio::test]
async fn an_incident_that_speaks_russian_is_led_too() {
    led("clinics", &failure("SD-5001", "lab", "order-test")).await;
}

#[tokio::test]
async fn a_failure_already_over_is_led_too() {
    led("emergency", &sample("already-over")).await;
}

#[tokio::test]
async fn a_drill_is_led_too() {
    led("emergency", &sample("drill")).await;
}

async fn led(product: &'static str, body: &Value) {
    let data = Data::new();
    let host = Host::start(&data);
    let incident = host.desk().send(product, "msg_1", body).await.text("incident");
    let api = host.api(&data, &Grant::acting(product));
    lead(&api, product, &incident).await;
    let closed = api.incident(product, &incident).await;
    assert_eq!((&closed["stage"], &closed["standing"]), (&json!("closed"), &json!({ "is": "closed" })));
    assert!(closed["closed_at"].is_string() && closed["restored_at"].is_string() && closed["decided_by"].is_string());
    assert_eq!(closed["prompts"], json!([]));
    stages_are_whole(&closed);
    assert!(host.terminate().success());
    data.assert_journals_hold();
}

/// Answers whatever is asked until the incident is closed.
pub async fn lead(api: &Api, product: &str, incident: &str) {
    lead_saying(api, product, incident, answer_to).await;
}

/// The same with these answers.
pub async fn lead_saying(api: &Api, product: &str, incident: &str, answer_to: impl Fn(&Value) -> String) {
    lead_until(api, (product, incident), answer_to, |shown| shown["standing"]["is"] == "closed").await;
}

/// Answers whatever is asked so until it stands as wanted.
pub async fn lead_until(
    api: &Api,
    (product, incident): (&str, &str),
    answer_to: impl Fn(&Value) -> String,
    stands: impl Fn(&Value) -> bool,
) {
    let mut stuck = BTreeSet::new();
    until("the incident to stand as wanted", async || {
        let shown = api.incident(product, incident).await;
        if stands(&shown) {
            return Some(());
        }
        for prompt in shown["prompts"].as_array().expect("prompts") {
            let (Some(id), Some(holder)) = (prompt["id"].as_str(), prompt["holder"].as_str()) else { continue };
            let answer = api.answers(product, incident, holder, id, &answer_to(prompt)).await.expect(202);
            // A prompt may lose its point between reading and answering; one that stays is a fault.
            if answer["outcome"] != "recorded" && answer["outcome"] != "already_so" {
                assert!(stuck.insert((id.to_owned(), shown["version"].as_u64())), "{prompt}: {answer}");
            }
        }
        None
    })
    .await;
}

/// The first choice, or something sensible by kind.
pub fn answer_to(prompt: &Value) -> String {
    if let Some(choice) = prompt["choices"].get(0).and_then(Value::as_str) {
        return choice.to_owned();
    }
    match prompt["kind"].as_str().expect("a kind") {
        "began" => "30 minutes ago".to_owned(),
        "restored" => "now".to_owned(),
        "word" => "Restarting the service, next word in 10 minutes".to_owned(),
        "problem" => "PRB-0001".to_owned(),
        _ => "The service was restarted after the night update and works again".to_owned(),
    }
}

/// No gaps, no overlaps, and every stage has ended.
pub fn stages_are_whole(incident: &Value) {
    let stages = incident["stages"].as_array().expect("stages");
    assert!(!stages.is_empty());
    assert_eq!(stages[0]["began"], incident["began"]);
    for pair in stages.windows(2) {
        assert_eq!(pair[0]["ended"], pair[1]["began"], "{} and {}", pair[0]["stage"], pair[1]["stage"]);
    }
    assert!(stages.iter().all(|stage| stage["ended"].is_string()), "{stages:?}");
}
