//! What becomes of a desk record: led, recorded only, offered as duplicate or linked, changed, closed.

use crate::client::{Api, Grant};
use crate::host::{Data, Host};
use crate::samples::{PRODUCT, failure, sample};
use crate::until::until;
use serde_json::{Value, json};

#[tokio::test]
async fn a_failure_of_a_high_class_is_led() {
    let (_data, host, api) = start();
    let incident = sent(&host, "registered", "accepted").await;
    let led = until("the chat and the first prompt", async || {
        let incident = api.incident(PRODUCT, &incident).await;
        (incident["room"].is_string() && incident["called_at"].is_string()).then_some(incident)
    })
    .await;
    assert_eq!(led["desk_id"], "SD-1042");
    assert_eq!(led["priority"], "P1");
    assert_eq!(led["standing"], json!({ "is": "open" }));
    assert_eq!(led["scope"], json!({ "organisations": ["station-3", "station-7"] }));
    assert!(led["prompts"].as_array().expect("prompts").iter().any(|prompt| prompt["step"] == "accept"));
}

#[tokio::test]
async fn no_scope_is_all_organisations() {
    let (_data, host, api) = start();
    let incident = sent(&host, "registered-least", "accepted").await;
    assert_eq!(api.incident(PRODUCT, &incident).await["scope"], "all");
}

#[tokio::test]
async fn what_is_not_high_priority_is_recorded_and_left() {
    let (_data, host, api) = start();
    let incident = sent(&host, "recorded-only", "recorded_only").await;
    let recorded = api.incident(PRODUCT, &incident).await;
    assert_eq!(recorded["standing"], json!({ "is": "recorded_only" }));
    assert_eq!(recorded["prompts"], json!([]));
    assert_eq!(recorded["room"], Value::Null);
}

#[tokio::test]
async fn a_desk_that_says_p1_has_it_led() {
    let (_data, host, _api) = start();
    let mut urgent = sample("recorded-only");
    urgent["priority"] = json!("P1");
    outcome(&host, "msg_1", &urgent, "accepted").await;
}

#[tokio::test]
async fn a_second_record_of_a_service_is_offered_as_duplicate() {
    let (_data, host, api) = start();
    let first = sent(&host, "registered", "accepted").await;
    let second = failure("SD-2001", "dispatch", "redirect");
    let second = outcome(&host, "msg_2", &second, "duplicate_offered").await;
    assert_ne!(first, second);
    let offered = api.incident(PRODUCT, &second).await;
    assert_eq!(offered["standing"], json!({ "is": "duplicate_offered", "of": first }));
    until("first line to be asked", async || {
        let incident = api.incident(PRODUCT, &first).await;
        let prompts = incident["prompts"].as_array().expect("prompts").clone();
        prompts.iter().any(|prompt| prompt["kind"] == "duplicate" && prompt["subject"] == *second).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_failure_of_a_neighbour_is_offered_linked() {
    let (_data, host, api) = start();
    let first = sent(&host, "registered", "accepted").await;
    let neighbour = failure("SD-2002", "call-taking", "answer");
    let neighbour = outcome(&host, "msg_2", &neighbour, "linked_offered").await;
    assert_eq!(api.incident(PRODUCT, &neighbour).await["standing"], json!({ "is": "linked", "to": first }));
    until("the duty engineer to be asked", async || {
        let incident = api.incident(PRODUCT, &first).await;
        let prompts = incident["prompts"].as_array().expect("prompts").clone();
        prompts.iter().any(|prompt| prompt["kind"] == "linked" && prompt["subject"] == *neighbour).then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_update_is_accepted_and_said_again_already_known() {
    let (_data, host, api) = start();
    let incident = sent(&host, "registered", "accepted").await;
    outcome(&host, "msg_2", &sample("updated"), "accepted").await;
    assert_eq!(api.incident(PRODUCT, &incident).await["functions"], json!(["assign-crew"]));
    outcome(&host, "msg_3", &sample("updated"), "already_known").await;
}

#[tokio::test]
async fn a_record_closed_by_hand_does_not_end_the_incident() {
    let (_data, host, api) = start();
    let incident = sent(&host, "registered", "accepted").await;
    outcome(&host, "msg_2", &sample("closed"), "accepted").await;
    let open = api.incident(PRODUCT, &incident).await;
    assert_eq!((&open["standing"], &open["closed_at"]), (&json!({ "is": "open" }), &Value::Null));
    // The record is opened again; closed once more, it is news once more.
    let journal = format!("/api/{PRODUCT}/incidents/{incident}/journal");
    until("the record to be opened again", async || {
        api.all(&journal).await.into_iter().find(|event| event["type"] == "desk_reopened")
    })
    .await;
    outcome(&host, "msg_3", &sample("closed"), "accepted").await;
}

#[tokio::test]
async fn updates_of_records_that_are_not_led_are_accepted_too() {
    let (_data, host, _api) = start();
    sent(&host, "registered", "accepted").await;
    outcome(&host, "msg_2", &failure("SD-2001", "dispatch", "redirect"), "duplicate_offered").await;
    outcome(&host, "msg_3", &failure("SD-2002", "call-taking", "answer"), "linked_offered").await;
    sent(&host, "recorded-only", "recorded_only").await;
    for (number, record) in ["SD-2001", "SD-2002", "SD-1046"].into_iter().enumerate() {
        let update = json!({ "type": "incident.updated", "id": record, "summary": "Said in other words" });
        outcome(&host, &format!("msg_u{number}"), &update, "accepted").await;
        outcome(&host, &format!("msg_v{number}"), &update, "already_known").await;
    }
    let closed = json!({ "type": "incident.closed", "id": "SD-1046" });
    outcome(&host, "msg_c1", &closed, "accepted").await;
    outcome(&host, "msg_c2", &closed, "already_known").await;
}

#[tokio::test]
async fn a_failure_already_over_keeps_both_its_times() {
    let (_data, host, api) = start();
    let body = sample("already-over");
    let incident = outcome(&host, "msg_1", &body, "accepted").await;
    let over = api.incident(PRODUCT, &incident).await;
    assert_eq!((&over["began"], &over["restored_at"]), (&body["started_at"], &body["restored_at"]));
    assert_eq!(over["outages"][0]["restored"], body["restored_at"]);
}

#[tokio::test]
async fn a_drill_runs_by_its_own_procedure() {
    let (_data, host, api) = start();
    let incident = sent(&host, "drill", "accepted").await;
    let drill = api.incident(PRODUCT, &incident).await;
    assert_eq!(drill["drill"], true);
    assert!(drill["procedure"].as_str().expect("a procedure").starts_with("drill@"));
    // A real failure of the same service is no duplicate of a drill.
    outcome(&host, "msg_2", &failure("SD-2003", "voice-network", "emergency-line"), "accepted").await;
}

fn start() -> (Data, Host, Api) {
    let data = Data::new();
    let host = Host::start(&data);
    let api = host.api(&data, &Grant::admin(PRODUCT));
    (data, host, api)
}

/// Sends a sample and gives the incident; the answer says this outcome.
async fn sent(host: &Host, name: &str, wanted: &str) -> String {
    outcome(host, &format!("msg_{name}"), &sample(name), wanted).await
}

/// Sends a payload and gives the incident, which can be read; the answer says this outcome.
async fn outcome(host: &Host, id: &str, body: &Value, wanted: &str) -> String {
    let answer = host.desk().send(PRODUCT, id, body).await;
    let said = answer.expect(202);
    assert_eq!(said["outcome"], wanted, "{body}");
    assert_eq!(said.as_object().expect("an object").len(), 2, "{said}");
    answer.text("incident")
}
