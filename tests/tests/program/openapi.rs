//! The OpenAPI document: complete, served, its examples right, and real answers as it says.

use crate::api::holder;
use crate::client::{Answer, Api, Grant};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, recorded, sample};
use crate::schema::Document;
use crate::until::until;
use nabat_console::access::ENDPOINTS;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const WEBHOOK: &str = "/desk/{product}/generic";
const MESSAGES: &str = "/api/{product}/incidents/{incident}/messages";

/// Sample payloads under `events/generic`.
const SAMPLES: [&str; 8] = [
    "registered",
    "registered-least",
    "updated",
    "closed",
    "already-over",
    "drill",
    "recorded-only",
    "unknown-service",
];

#[test]
fn every_endpoint_and_the_webhook_are_in_it_and_nothing_else() {
    let document = Document::checked_in();
    let mut wanted: BTreeSet<(String, String)> =
        ENDPOINTS.iter().map(|(method, pattern, ..)| (method.as_str().to_lowercase(), template(pattern))).collect();
    wanted.insert(("post".to_owned(), WEBHOOK.to_owned()));
    wanted.insert(("get".to_owned(), "/openapi.json".to_owned()));
    let paths = document.0["paths"].as_object().expect("paths");
    let methods = ["get", "put", "post", "delete", "patch"];
    let written: BTreeSet<(String, String)> = paths
        .iter()
        .flat_map(|(path, item)| {
            let operations = item.as_object().expect("a path item").keys();
            operations.filter(|key| methods.contains(&key.as_str())).map(|method| (method.clone(), path.clone()))
        })
        .collect();
    assert_eq!(written, wanted);
    for (method, path) in wanted {
        let operation = document.operation(&method, &path);
        assert!(operation["operationId"].is_string() && operation["summary"].is_string(), "{method} {path}");
        for parameter in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
            let named = |given: &&Value| document.resolve(given)["name"] == parameter;
            assert!(
                operation["parameters"].as_array().expect("parameters").iter().any(|given| named(&given)),
                "{path}: {parameter}"
            );
        }
    }
}

#[test]
fn every_reference_leads_somewhere_and_examples_are_right() {
    let document = Document::checked_in();
    references(&document, &document.0);
    let mut examples = 0;
    for (path, item) in document.0["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("a path item") {
            let request = &operation["requestBody"]["content"]["application/json"];
            let answers = operation["responses"].as_object().into_iter().flatten();
            let answers = answers
                .map(|(status, answer)| (status.clone(), &document.resolve(answer)["content"]["application/json"]));
            for (what, content) in answers.chain([("request".to_owned(), request)]) {
                for (name, example) in content["examples"].as_object().into_iter().flatten() {
                    let at = format!("{method} {path} {what} {name}");
                    assert_eq!(document.faults(&content["schema"], &example["value"], &at), [] as [String; 0]);
                    examples += 1;
                }
            }
        }
    }
    assert!(examples >= 20, "{examples} examples");
}

#[test]
fn the_samples_are_as_it_says() {
    let document = Document::checked_in();
    let schema = document.operation("post", WEBHOOK)["requestBody"]["content"]["application/json"]["schema"].clone();
    for name in SAMPLES {
        assert_eq!(document.faults(&schema, &recorded(name), name), [] as [String; 0]);
    }
    let mut without = recorded("registered");
    without.as_object_mut().expect("an object").remove("summary");
    assert!(!document.faults(&schema, &without, "without").is_empty(), "the schema lets everything through");
}

#[tokio::test]
async fn it_is_served_as_it_is_checked_in() {
    let data = Data::new();
    let host = Host::start(&data);
    let served = Api::new(&host.address, None).get("/openapi.json").await.expect(200);
    assert_eq!(served, Document::checked_in().0);
}

#[tokio::test]
async fn real_answers_of_the_webhook_are_as_it_says() {
    let data = Data::new();
    let host = Host::start(&data);
    let desk = host.desk();
    let document = Document::checked_in();
    let mut seen = BTreeSet::new();
    for (number, name) in SAMPLES.into_iter().enumerate() {
        let answer = desk.send(PRODUCT, &format!("msg_{number}"), &sample(name)).await;
        seen.insert(as_written(&document, "post", WEBHOOK, &answer));
    }
    let mut incomplete = sample("registered");
    incomplete["summary"] = Value::Null;
    for answer in [
        desk.send(PRODUCT, "msg_bad", &incomplete).await,
        desk.send_bytes(PRODUCT, "msg_text", b"text").await,
        desk.post(PRODUCT, &[], b"{}").await.expect("answered"),
        desk.send("no-such-product", "msg_0", &sample("registered")).await,
        desk.send(PRODUCT, "msg_0", &incomplete).await,
        desk.send_bytes(PRODUCT, "msg_large", &vec![b' '; 300_000]).await,
    ] {
        seen.insert(as_written(&document, "post", WEBHOOK, &answer));
    }
    assert_eq!(seen, BTreeSet::from([202, 400, 401, 404, 409, 413, 422]));
}

#[tokio::test]
async fn real_answers_of_the_api_are_as_it_says() {
    let data = Data::new();
    let host = Host::start(&data);
    let document = Document::checked_in();
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    host.desk().send(PRODUCT, "msg_2", &sample("recorded-only")).await.expect(202);
    host.desk().send(PRODUCT, "msg_3", &sample("unknown-service")).await.expect(422);
    let api = host.api(&data, &Grant::acting(PRODUCT));
    until("the chat", async || api.incident(PRODUCT, &incident).await["called_at"].is_string().then_some(())).await;
    let none = Api::new(&host.address, None);
    let other = host.api(&data, &Grant::acting("hospitals"));
    for (method, pattern, ..) in ENDPOINTS {
        let template = template(pattern);
        let path = |incident: &str| template.replace("{product}", PRODUCT).replace("{incident}", incident);
        let body = json!({ "as": holder(&api.incident(PRODUCT, &incident).await, "began"), "text": "help" });
        let mut seen = BTreeSet::new();
        for (api, incident) in
            [(&api, &*incident), (&none, &*incident), (&other, &*incident), (&api, "inc-000000000000")]
        {
            let sent = (*method == Method::POST).then_some(&body);
            let answer = api.call(method.clone(), &path(incident), sent).await.expect("answered");
            seen.insert(as_written(&document, method.as_str(), &template, &answer));
        }
        assert!(seen.contains(&401), "{template}: {seen:?}");
    }
    let person = holder(&api.incident(PRODUCT, &incident).await, "began");
    for body in [
        json!({ "as": person, "prompt": "began.1", "answer": "25:70" }),
        json!({ "as": person, "prompt": "began.1", "answer": "as_registered" }),
        json!({ "as": person, "prompt": "began.1", "answer": "as_registered" }),
        json!({ "as": "nobody-we-know", "text": "as_registered" }),
        json!({ "as": person }),
    ] {
        let answer = api.post(&format!("/api/{PRODUCT}/incidents/{incident}/messages"), &body).await;
        as_written(&document, "post", MESSAGES, &answer);
    }
}

/// Fails unless the answer is as the document says; gives its status.
fn as_written(document: &Document, method: &str, path: &str, answer: &Answer) -> u16 {
    let operation = document.operation(method, path);
    if document.is_text(operation, answer.status) {
        assert!(std::str::from_utf8(&answer.bytes).is_ok_and(|text| text.ends_with('\n')), "{path} is no text");
        return answer.status;
    }
    let schema = document.answer(operation, answer.status);
    let at = format!("{method} {path} {}", answer.status);
    assert_eq!(document.faults(&schema, &answer.json(), &at), [] as [String; 0]);
    answer.status
}

/// A pattern of the table as the document writes it.
fn template(pattern: &[&str]) -> String {
    let mut names = ["{product}", "{incident}"].into_iter();
    let parts: Vec<&str> =
        pattern.iter().map(|part| if *part == "*" { names.next().expect("two at most") } else { part }).collect();
    format!("/api/{}", parts.join("/"))
}

/// Follows every `$ref` below a value.
fn references(document: &Document, value: &Value) {
    match value {
        Value::Object(fields) => {
            document.resolve(value);
            fields.values().for_each(|field| references(document, field));
        }
        Value::Array(items) => items.iter().for_each(|item| references(document, item)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
