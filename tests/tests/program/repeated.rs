//! The same delivery again: the same answer byte for byte, before and after a restart.

use crate::client::Grant;
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, sample};
use serde_json::{Value, json};

#[tokio::test]
async fn the_same_id_is_answered_byte_for_byte_also_after_a_restart() {
    let data = Data::new();
    let host = Host::start(&data);
    let registered = sample("registered");
    let first = host.desk().send(PRODUCT, "msg_1", &registered).await;
    first.expect(202);
    let unknown = sample("unknown-service");
    let refused = host.desk().send(PRODUCT, "msg_2", &unknown).await;
    refused.expect(422);
    assert_eq!(host.desk().send(PRODUCT, "msg_1", &registered).await, first);
    assert!(host.terminate().success());
    let host = Host::start(&data);
    assert_eq!(host.desk().send(PRODUCT, "msg_1", &registered).await, first);
    assert_eq!(host.desk().send(PRODUCT, "msg_2", &unknown).await, refused);
    assert_eq!(registrations(&data, &host, &first.text("incident")).await, 1);
}

#[tokio::test]
async fn the_same_id_with_another_body_is_a_conflict() {
    let data = Data::new();
    let host = Host::start(&data);
    let first = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await;
    let mut other = sample("registered");
    other["summary"] = json!("Something else");
    host.desk().send(PRODUCT, "msg_1", &other).await.expect(409);
    host.desk().send(PRODUCT, "msg_1", &sample("closed")).await.expect(409);
    // And nothing of it was taken.
    assert_eq!(registrations(&data, &host, &first.text("incident")).await, 1);
}

#[tokio::test]
async fn the_same_id_for_another_product_is_another_delivery() {
    let data = Data::new();
    let host = Host::start(&data);
    host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.expect(202);
    let mut other = sample("registered");
    other["service"] = json!("admission");
    other["functions"] = json!(["register"]);
    host.desk().send("hospitals", "msg_1", &other).await.expect(202);
}

#[tokio::test]
async fn another_id_for_the_same_record_is_already_known() {
    let data = Data::new();
    let host = Host::start(&data);
    let first = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.expect(202);
    let again = host.desk().send(PRODUCT, "msg_2", &sample("registered")).await.expect(202);
    assert_eq!(first, json!({ "incident": first["incident"], "outcome": "accepted" }));
    assert_eq!(again, json!({ "incident": first["incident"], "outcome": "already_known" }));
    // Also where the record says something else by now: changes come as `updated`.
    let mut other = sample("registered");
    other["summary"] = json!("Said in other words");
    let third = host.desk().send(PRODUCT, "msg_3", &other).await.expect(202);
    assert_eq!(third, again);
    assert_eq!(registrations(&data, &host, first["incident"].as_str().expect("an id")).await, 1);
}

#[tokio::test]
async fn the_same_delivery_ten_times_at_once_is_one_registration() {
    let data = Data::new();
    let host = Host::start(&data);
    let body = sample("registered");
    let sends = (0..10).map(|_| {
        let (desk, body) = (host.desk(), body.clone());
        tokio::spawn(async move { desk.send(PRODUCT, "msg_1", &body).await })
    });
    let mut answers = Vec::new();
    for sent in sends.collect::<Vec<_>>() {
        answers.push(sent.await.expect("sent"));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(registrations(&data, &host, &answers[0].text("incident")).await, 1);
}

/// How often the journal says that the incident was registered.
async fn registrations(data: &Data, host: &Host, incident: &str) -> usize {
    let api = host.api(data, &Grant::admin(PRODUCT));
    assert_eq!(api.all(&format!("/api/{PRODUCT}/incidents")).await.len(), 1);
    let events: Vec<Value> = api.all(&format!("/api/{PRODUCT}/incidents/{incident}/journal")).await;
    events.iter().filter(|event| event["type"] == "registered").count()
}
