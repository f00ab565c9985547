//! What a registration has to hold: 400 names the field, 404 the product.

use crate::client::Grant;
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, minutes_ago, sample};
use serde_json::{Value, json};

/// Fields without which nothing is registered.
const REQUIRED: [&str; 7] = ["type", "id", "service", "functions", "summary", "started_at", "registered_by"];

#[tokio::test]
async fn a_missing_required_field_is_named() {
    let data = Data::new();
    let host = Host::start(&data);
    for field in REQUIRED {
        let mut without = sample("registered");
        without.as_object_mut().expect("an object").remove(field);
        bad(&host, field, &without).await;
        let mut null = sample("registered");
        null[field] = Value::Null;
        bad(&host, field, &null).await;
    }
    nothing_registered(&data, &host).await;
}

#[tokio::test]
async fn a_mistyped_field_is_named() {
    let data = Data::new();
    let host = Host::start(&data);
    for field in REQUIRED {
        for wrong in [json!(17), json!({ "of": "another type" }), json!(""), json!([3])] {
            bad(&host, field, &with("registered", field, wrong)).await;
        }
    }
    for wrong in ["soon", "2026-11-24", "24.11.2026 03:00", "2026-11-24T03:00:00"] {
        bad(&host, "started_at", &with("registered", "started_at", json!(wrong))).await;
    }
    for (field, wrong) in [
        ("description", json!(5)),
        ("url", json!(5)),
        ("priority", json!("urgent")),
        ("priority", json!(1)),
        ("scope", json!("station-3")),
        ("restored_at", json!("later")),
        ("restored_at", json!(minutes_ago(600))),
        ("drill", json!("yes")),
    ] {
        bad(&host, field, &with("registered", field, wrong)).await;
    }
    nothing_registered(&data, &host).await;
}

#[tokio::test]
async fn no_function_is_refused_by_name() {
    let data = Data::new();
    let host = Host::start(&data);
    bad(&host, "functions", &with("registered", "functions", json!([]))).await;
    nothing_registered(&data, &host).await;
}

#[tokio::test]
async fn an_unknown_type_is_refused_by_name() {
    let data = Data::new();
    let host = Host::start(&data);
    bad(&host, "type", &with("registered", "type", json!("incident.forgotten"))).await;
    for kind in ["updated", "closed"] {
        let mut nameless = sample(kind);
        nameless.as_object_mut().expect("an object").remove("id");
        bad(&host, "id", &nameless).await;
    }
    nothing_registered(&data, &host).await;
}

#[tokio::test]
async fn a_refused_body_may_be_sent_again_corrected_under_the_same_id() {
    let data = Data::new();
    let host = Host::start(&data);
    let desk = host.desk();
    desk.send(PRODUCT, "msg_1", &with("registered", "summary", Value::Null)).await.expect(400);
    desk.send(PRODUCT, "msg_1", &sample("registered")).await.expect(202);
}

#[tokio::test]
async fn an_unknown_product_is_not_found() {
    let data = Data::new();
    let host = Host::start(&data);
    let answer = host.desk().send("no-such-product", "msg_1", &sample("registered")).await;
    assert!(answer.expect(404)["error"].as_str().expect("a reason").contains("no-such-product"));
}

fn with(name: &str, field: &str, value: Value) -> Value {
    let mut body = sample(name);
    body[field] = value;
    body
}

async fn bad(host: &Host, field: &str, body: &Value) {
    let answer = host.desk().send(PRODUCT, "msg_bad", body).await;
    assert_eq!(answer.status, 400, "{field}: {body}: {}", String::from_utf8_lossy(&answer.bytes));
    assert_eq!(answer.text("field"), field, "{body}");
    assert!(answer.text("error").contains(field), "{}", answer.text("error"));
}

async fn nothing_registered(data: &Data, host: &Host) {
    let api = host.api(data, &Grant::admin(PRODUCT));
    assert_eq!(api.all(&format!("/api/{PRODUCT}/incidents")).await, [] as [Value; 0]);
    assert_eq!(api.all(&format!("/api/{PRODUCT}/refused")).await, [] as [Value; 0]);
}
