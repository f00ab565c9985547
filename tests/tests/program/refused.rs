//! A registration the catalogue does not know: refused to the machine, never lost for people.

use crate::client::{Api, Grant};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, failure, sample};
use crate::until::until;
use serde_json::{Value, json};

const REFUSED: &str = "/api/emergency/refused";

#[tokio::test]
async fn an_unknown_service_is_named_and_kept() {
    let (_data, host, api) = start();
    let answer = host.desk().send(PRODUCT, "msg_1", &sample("unknown-service")).await;
    assert_eq!(answer.expect(422)["field"], "service");
    assert!(answer.text("error").contains("dispach"));
    let kept = api.all(REFUSED).await;
    assert_eq!(kept.len(), 1);
    assert_eq!(
        kept[0]["payload"],
        sample("unknown-service")
            .as_object()
            .map(|sent| {
                // Only what is personal is masked; times stand as they were sent.
                let mut sent = sent.clone();
                sent.insert("started_at".to_owned(), kept[0]["payload"]["started_at"].clone());
                Value::Object(sent)
            })
            .expect("an object")
    );
    assert!(kept[0]["reason"].as_str().expect("a reason").contains("dispach"));
    assert_eq!(api.all("/api/emergency/incidents").await.len(), 0);
}

#[tokio::test]
async fn a_line_break_in_what_was_sent_begins_no_line_of_the_log() {
    let (_data, host, _api) = start();
    let sent = failure("SD-3001", "dispatch\nforged ERROR all is lost", "assign-crew");
    host.desk().send(PRODUCT, "msg_1", &sent).await.expect(422);
    let told = || host.log().lines().any(|line| line.contains("registration refused and kept"));
    until("the line", async || told().then_some(())).await;
    assert!(!host.log().lines().any(|line| line.starts_with("forged")), "{}", host.log());
    assert!(host.log().contains("dispatch\\nforged"), "{}", host.log());
}

#[tokio::test]
async fn an_unknown_function_is_named_and_kept() {
    let (_data, host, api) = start();
    let answer = host.desk().send(PRODUCT, "msg_1", &failure("SD-3001", "dispatch", "assign-krew")).await;
    assert_eq!(answer.expect(422)["field"], "functions");
    assert!(answer.text("error").contains("assign-krew"));
    assert_eq!(api.all(REFUSED).await.len(), 1);
}

#[tokio::test]
async fn the_same_id_is_422_again_and_kept_once() {
    let (_data, host, api) = start();
    let body = sample("unknown-service");
    let first = host.desk().send(PRODUCT, "msg_1", &body).await;
    first.expect(422);
    assert_eq!(host.desk().send(PRODUCT, "msg_1", &body).await, first);
    assert_eq!(api.all(REFUSED).await.len(), 1);
    let mut other = body;
    other["service"] = json!("dispatch");
    host.desk().send(PRODUCT, "msg_1", &other).await.expect(409);
}

#[tokio::test]
async fn corrected_under_a_new_id_it_is_registered_and_waits_for_nobody() {
    let (_data, host, api) = start();
    host.desk().send(PRODUCT, "msg_1", &sample("unknown-service")).await.expect(422);
    let mut corrected = sample("unknown-service");
    corrected["service"] = json!("dispatch");
    let answer = host.desk().send(PRODUCT, "msg_2", &corrected).await;
    assert_eq!(answer.expect(202)["outcome"], "accepted");
    assert_eq!(api.all(REFUSED).await, [] as [Value; 0]);
    assert_eq!(api.incident(PRODUCT, &answer.text("incident")).await["desk_id"], "SD-1047");
}

#[tokio::test]
async fn a_message_about_an_unknown_record_is_kept() {
    let (_data, host, api) = start();
    for (number, name) in ["updated", "closed"].into_iter().enumerate() {
        let answer = host.desk().send(PRODUCT, &format!("msg_{number}"), &sample(name)).await;
        assert_eq!(answer.expect(422)["field"], "id");
        assert!(answer.text("error").contains("SD-1042"));
        assert_eq!(api.all(REFUSED).await.len(), number + 1);
    }
}

#[tokio::test]
async fn an_update_to_an_unknown_service_is_refused_and_changes_nothing() {
    let (_data, host, api) = start();
    let incident = host.desk().send(PRODUCT, "msg_1", &sample("registered")).await.text("incident");
    let update = json!({ "type": "incident.updated", "id": "SD-1042", "service": "dispach" });
    assert_eq!(host.desk().send(PRODUCT, "msg_2", &update).await.expect(422)["field"], "service");
    assert_eq!(api.incident(PRODUCT, &incident).await["service"], "dispatch");
    assert_eq!(api.all(REFUSED).await.len(), 1);
}

#[tokio::test]
async fn what_was_refused_is_there_after_kill_9() {
    let data = Data::new();
    let host = Host::start(&data);
    host.desk().send(PRODUCT, "msg_1", &sample("unknown-service")).await.expect(422);
    host.kill();
    let host = Host::start(&data);
    assert_eq!(host.api(&data, &Grant::admin(PRODUCT)).all(REFUSED).await.len(), 1);
}

fn start() -> (Data, Host, Api) {
    let data = Data::new();
    let host = Host::start(&data);
    let api = host.api(&data, &Grant::admin(PRODUCT));
    (data, host, api)
}
