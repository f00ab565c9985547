//! One id from a desk's webhook to the effects that follow, in lines that are JSON and name the incident.

use crate::client::Grant;
use crate::desk::{SECRET, bytes, seconds_now, signature};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, sample};
use crate::until::until;
use nabat::clocks::MachineClock;
use nabat_kit::port::{Clock as _, Said};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The id the desk says.
const ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

fn log(host: &Host) -> Vec<Value> {
    let lines = host.log();
    lines.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"))).collect()
}

/// A field of a line, its own or of the work in hand.
fn field<'l>(line: &'l Value, name: &str) -> Option<&'l str> {
    line[name].as_str().or_else(|| line["span"][name].as_str())
}

#[tokio::test]
async fn one_id_leads_from_the_webhook_to_its_effects_and_every_line_names_the_incident() {
    let data = Data::with_environment(vec![("NABAT_LOG", "json".to_owned())]);
    let host = Host::start(&data);
    let body = bytes(&sample("registered"));
    let (sent, parent) = (seconds_now().to_string(), format!("00-{ID}-00f067aa0ba902b7-01"));
    let signed = signature(SECRET, "msg_1", &sent, &body);
    let headers = [
        ("webhook-id", "msg_1"),
        ("webhook-timestamp", sent.as_str()),
        ("webhook-signature", signed.as_str()),
        ("traceparent", parent.as_str()),
    ];
    let incident = host.desk().post(PRODUCT, &headers, &body).await.expect("answered").text("incident");
    let kinds = |lines: &[Value]| -> BTreeSet<String> {
        let of = lines.iter().filter(|line| field(line, "trace.id") == Some(ID));
        of.filter_map(|line| Some(field(line, "job.kind")?.to_owned())).collect()
    };
    // The chat is made by a job of the registration; its card is posted by what came of that job.
    until("effects under the id", async || {
        let kinds = kinds(&log(&host));
        (kinds.contains("open_chat") && kinds.contains("card")).then_some(())
    })
    .await;
    let lines = log(&host);
    // On a Monday or a first of the month the schedule posts too, under ids of its own.
    let ours: Vec<&Value> = lines.iter().filter(|line| field(line, "trace.id") == Some(ID)).collect();
    assert!(ours.iter().filter(|line| field(line, "job.kind").is_some()).count() > 3, "{lines:?}");
    // Every line, once the incident is known: whatever is said of the request, its effects or what they lead to.
    let known = ours.iter().position(|line| field(line, "incident.id").is_some()).expect("some line names it");
    for line in &ours[known..] {
        assert_eq!(field(line, "incident.id"), Some(incident.as_str()), "{line}");
    }
    let before: Vec<_> = ours[..known]
        .iter()
        .filter_map(|line| line["message"].as_str().or(line["fields"]["message"].as_str()))
        .collect();
    assert!(before.len() <= 1, "the first thing said of it names it: {before:?}");
    // What a person says is another piece of work, under an id of its own.
    let api = host.api(&data, &Grant::acting(PRODUCT));
    let engineer = crate::api::holder(&api.incident(PRODUCT, &incident).await, "accept");
    api.says(PRODUCT, &incident, &engineer, "принял").await.expect(202);
    until("an effect under another id", async || {
        let lines = log(&host);
        let other = lines.iter().find(|line| {
            let id = field(line, "trace.id").is_some_and(|id| id != ID && id.len() == 32);
            id && field(line, "job.kind").is_some() && field(line, "incident.id") == Some(&incident)
        });
        other.map(|_| ())
    })
    .await;
}

#[tokio::test]
async fn what_a_messenger_delivers_goes_on_under_its_id_after_it_was_answered() {
    let data = Data::with_environment(vec![("NABAT_LOG", "json".to_owned())]);
    let host = Host::start(&data);
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    let api = host.api(&data, &Grant::acting(PRODUCT));
    let room =
        until("a chat", async || api.incident(PRODUCT, &incident).await["room"].as_str().map(str::to_owned)).await;
    let engineer = crate::api::holder(&api.incident(PRODUCT, &incident).await, "accept");
    let said = Said::Text { text: "принял".to_owned(), prompt: None };
    let delivery = json!({ "id": "d-1", "room": room, "user": engineer, "message": "m-1", "at": MachineClock.now(), "said": said });
    let (body, sent) = (bytes(&delivery), seconds_now().to_string());
    let secret = std::fs::read_to_string(data.path().join("messenger.secret")).expect("the host made it");
    let request = nabat_connectors::http::loopback().build().expect("a client");
    let request = request.post(format!("{}/chat/builtin", host.address));
    let request = request.header("webhook-id", "d-1").header("webhook-timestamp", &sent);
    let request = request.header("webhook-signature", signature(secret.trim(), "d-1", &sent, &body));
    let request = request.header("traceparent", format!("00-{ID}-00f067aa0ba902b7-01"));
    let answer = request.body(body).send().await.expect("answered");
    assert!(answer.status().is_success(), "{}", answer.status());
    until("the card changed under the id", async || {
        let lines = log(&host);
        let of = lines.iter().filter(|line| field(line, "trace.id") == Some(ID));
        let mut kinds = of.filter_map(|line| field(line, "job.kind"));
        kinds.any(|kind| kind == "card").then_some(())
    })
    .await;
}

#[tokio::test]
async fn whoever_asks_is_told_the_id_their_own_or_a_new_one() {
    let data = Data::new();
    let host = Host::start(&data);
    let client = nabat_connectors::http::loopback().build().expect("a client");
    let ask = async |header: Option<String>| {
        let request = client.get(format!("{}/health/live", host.address));
        let request = header.into_iter().fold(request, |request, header| request.header("traceparent", header));
        let answer = request.send().await.expect("answered");
        answer.headers()["x-trace-id"].to_str().expect("text").to_owned()
    };
    assert_eq!(ask(Some(format!("00-{ID}-00f067aa0ba902b7-01"))).await, ID);
    let (one, other) = (ask(None).await, ask(Some("no such id".to_owned())).await);
    assert!(one.len() == 32 && other.len() == 32 && one != other, "{one} {other}");
}
