//! Machines that build on what happens are told: signed, once by their id, again on a schedule, replayed.

use crate::told::{SERVICE, accepted, diagnosed, reported};
use nabat_domain::catalogue::{PublicEvent, Role, Webhook};
use nabat_kit::port::{CallError, Taken};
use nabat_kit::signature::{SigningSecret, verify};
use nabat_kit::webhooks::{off, switch_on};
use nabat_tests::rig::{NAMED_SECRET, Rig};
use serde_json::Value;

pub async fn told_of(events: &[PublicEvent]) -> Rig {
    let hook = Webhook {
        url: "https://bus.example/nabat".to_owned(),
        secret: "bus".into(),
        private: false,
        events: events.iter().copied().collect(),
    };
    let mut rig = Rig::new().await;
    rig.reconfigure(|catalogue| catalogue.webhooks = [("bus".into(), hook)].into()).await;
    rig
}

pub fn kinds(rig: &Rig) -> Vec<String> {
    let mut bodies = rig.outside.outward.plain().bodies();
    bodies.sort_by_key(|body| body["data"]["number"].as_u64());
    bodies.iter().map(|body| body["type"].as_str().expect("a type").to_owned()).collect()
}

#[tokio::test]
async fn every_event_asked_for_is_told_once_and_nothing_else() {
    let mut rig = told_of(&PublicEvent::ALL).await;
    let incident = reported(&mut rig).await;
    let told = kinds(&rig);
    for event in ["registered", "chat_opened", "accepted", "updated", "stage_changed", "restored"] {
        assert!(told.contains(&format!("incident.{event}")), "{event} is not in {told:?}");
    }
    let calls = rig.outside.outward.plain().calls();
    assert_eq!(calls.len(), told.len(), "each once");
    let first: Value = rig.outside.outward.plain().bodies().remove(0);
    insta::assert_snapshot!(serde_json::to_string_pretty(&first).expect("JSON"));
    assert_eq!(first["data"]["incident"], incident.as_str());

    let mut rig = told_of(&[PublicEvent::Accepted]).await;
    accepted(&mut rig).await;
    assert_eq!(kinds(&rig), ["incident.accepted"]);
}

/// The body keeps to the document others are given.
pub fn assert_documented(body: &Value) {
    let document: Value =
        serde_json::from_str(include_str!("../../../events/schema/webhooks.json")).expect("the document is JSON");
    let keys = |value: &Value| value.as_object().map(|all| all.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let message = &document["components"]["messages"][body["type"].as_str().expect("a type")];
    let data = message["payload"]["properties"]["data"]["allOf"][0]["$ref"]
        .as_str()
        .expect("a schema")
        .trim_start_matches('#');
    let data = document.pointer(data).expect("it stands in the document");
    let mut required = data["required"].as_array().expect("a list").clone();
    required.sort_by_key(Value::to_string);
    let mut found: Vec<Value> = keys(&body["data"]).into_iter().map(Value::from).collect();
    found.sort_by_key(Value::to_string);
    assert_eq!(found, required, "{body}");
    let change = keys(&message["payload"]["properties"]["data"]["allOf"][1]["properties"]["change"]["properties"]);
    assert!(keys(&body["data"]["change"]).iter().all(|key| change.contains(key)), "{body}");
}

#[tokio::test]
async fn every_body_is_as_the_document_says() {
    let mut rig = told_of(&PublicEvent::ALL).await;
    let incident = diagnosed(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, "/приоритет P2 затронута одна поликлиника").await;
    rig.answer(&incident, "restored", "now").await;
    rig.answer(&incident, "works", "не работает").await;
    rig.minutes(90).await;
    let bodies = rig.outside.outward.plain().bodies();
    bodies.iter().for_each(assert_documented);
    let told = kinds(&rig);
    for event in ["changed", "withdrawn", "budget_spent"] {
        assert!(told.contains(&format!("incident.{event}")), "{event} is not in {told:?}");
    }
    let never = bodies.iter().find(|body| body["type"] == "incident.withdrawn").expect("it was told");
    assert_eq!(never["data"]["change"]["is"], "never_ended", "{never}");
    let rig = told_of(&[PublicEvent::Escalated]).await;
    rig.register("SD-1042", SERVICE).await;
    rig.minutes(6).await;
    let bodies = rig.outside.outward.plain().bodies();
    assert_eq!(bodies.len(), 1, "nobody accepted in time");
    bodies.iter().for_each(assert_documented);
}

#[tokio::test]
async fn no_body_holds_a_name_or_a_typed_word() {
    let mut rig = told_of(&PublicEvent::ALL).await;
    let incident = reported(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let text: String = rig.outside.outward.plain().bodies().iter().map(Value::to_string).collect();
    assert!(text.contains(engineer.as_str()), "people stand by their ids");
    assert!(!text.contains(&rig.name_of(&engineer)) && !text.contains("Откатываем"), "{text}");
}

#[tokio::test]
async fn a_delivery_is_signed_anew_at_each_attempt_and_keeps_its_id_and_bytes() {
    let rig = told_of(&[PublicEvent::Registered]).await;
    rig.outside.outward.plain().answer(2, Taken::Refused(503));
    rig.register("SD-1042", SERVICE).await;
    rig.minutes(10).await;
    let calls = rig.outside.outward.plain().calls();
    assert_eq!(calls.len(), 3, "at once, after 5 s, after 5 min");
    assert!(calls.iter().all(|call| call.id == calls[0].id && call.body == calls[0].body));
    assert!(!calls[0].id.contains('.'));
    assert!(calls[2].timestamp - calls[1].timestamp >= 300);
    let secret = SigningSecret::parse(NAMED_SECRET).expect("published").bytes().to_vec();
    let call = &calls[2];
    let headers = |name: &str| match name {
        "webhook-id" => Some(call.id.clone()),
        "webhook-timestamp" => Some(call.timestamp.to_string()),
        "webhook-signature" => Some(call.signature.clone()),
        _ => None,
    };
    assert_eq!(verify(&[secret], &headers, &call.body, rig.env.now()), Ok(call.id.clone()));
}

#[tokio::test]
async fn a_receiver_that_asks_to_wait_is_not_called_before() {
    let rig = told_of(&[PublicEvent::Registered]).await;
    let wait = CallError::Throttled { retry_after: Some(nabat_domain::time::Length::minutes(20)) };
    rig.outside.outward.plain().fail(1, &wait);
    rig.register("SD-1042", SERVICE).await;
    rig.minutes(19).await;
    assert_eq!(rig.outside.outward.plain().calls().len(), 0);
    rig.minutes(2).await;
    assert_eq!(rig.outside.outward.plain().calls().len(), 1);
}

#[tokio::test]
async fn gone_turns_the_receiver_off_and_its_owner_is_told() {
    let mut rig = told_of(&[PublicEvent::Registered, PublicEvent::Accepted]).await;
    rig.outside.outward.plain().answer(1, Taken::Gone);
    accepted(&mut rig).await;
    assert_eq!(rig.outside.outward.plain().calls().len(), 1, "what happens later is not even put down");
    assert!(rig.direct(&rig.anybody(Role::ProductOwner, &[])).contains("Отправить вебхук"));
    let table = rig.outside.table.plain();
    let url = "https://bus.example/nabat";
    assert!(off(table, &rig.product, &"bus".into(), url).await.expect("it can be read").is_some());
    assert!(off(table, &rig.product, &"bus".into(), "https://other.example").await.expect("it can be read").is_none());
    switch_on(table, &rig.product, &"bus".into()).await.expect("it can be written");
    let dead = rig.dead().await;
    rig.retry(&dead[0].key).await;
    assert_eq!(rig.outside.outward.plain().calls().len(), 2, "from the dead list it goes out under the same id");
    let calls = rig.outside.outward.plain().calls();
    assert_eq!(calls[0].id, calls[1].id);
}

#[tokio::test]
async fn a_receiver_that_is_down_for_days_delays_nobody_and_is_given_up() {
    let mut rig = told_of(&[PublicEvent::Registered]).await;
    rig.outside.outward.plain().fail(10, &CallError::Transient("no connection".to_owned()));
    let incident = diagnosed(&mut rig).await;
    assert_eq!(rig.state(&incident).await.head.stage.as_str(), "restoration");
    for _ in 0..90 {
        rig.hour().await;
    }
    assert_eq!(rig.outside.outward.plain().calls().len(), 0);
    let dead = rig.dead().await;
    let given_up: Vec<_> =
        dead.iter().filter(|row| row.body.contains("webhook_send") || row.body.contains("\"send\"")).collect();
    assert_eq!(given_up.len(), 1);
    assert!(given_up[0].body.contains("could not be reached for three days"), "{}", given_up[0].body);
}

#[tokio::test]
async fn a_drill_is_told_to_no_machine() {
    let rig = told_of(&PublicEvent::ALL).await;
    let mut body = rig.registration("SD-9", SERVICE);
    body["drill"] = true.into();
    assert_eq!(rig.desk("msg_9", &body).await.status(), 202);
    rig.minutes(5).await;
    assert_eq!(kinds(&rig), [""; 0]);
}
