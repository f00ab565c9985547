//! An incident that began as an alert: the desk has a record of it, and it is followed there like any other.

use crate::told::{SERVICE, decide, led};
use nabat_console::forms::{Registered, register_as};
use nabat_console::viewer::Viewer;
use nabat_domain::catalogue::{Language, Priority, PublicEvent, Role};
use nabat_domain::ids::{DeskId, IncidentId};
use nabat_domain::incident::{Standing, publication};
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::At;
use nabat_kit::dead::{Because, discard};
use nabat_kit::incident::text;
use nabat_kit::keys;
use nabat_kit::port::{CallError, DeskNews, DeskRecordChange, NewsOf};
use nabat_kit::refused::waiting;
use nabat_kit::table::Order;
use nabat_tests::rig::Rig;
use serde_json::{Map, Value, json};

const CRITICAL: [(&str, &str); 1] = [("severity", "critical")];

async fn registered() -> (Rig, IncidentId, DeskId) {
    let rig = Rig::registering_alerts(&CRITICAL).await;
    let (incident, alert) = rig.alerted(&rig.alert(SERVICE, "book").await);
    (rig, incident, alert)
}

fn changes(rig: &Rig, record: &str) -> Vec<DeskRecordChange> {
    rig.outside.desk.plain().changes(record)
}

/// The record as the desk tells it.
fn news(rig: &Rig, id: &str, fields: &Value) -> DeskNews {
    let mut told = fields.as_object().cloned().unwrap_or_else(Map::new);
    told.insert("id".to_owned(), id.into());
    DeskNews {
        id: id.into(),
        about: NewsOf::Incident,
        stamp: fields.to_string(),
        at: rig.env.now(),
        fields: told,
        closed: false,
        ours: false,
        made_by_nabat: true,
    }
}

#[tokio::test]
async fn the_desk_has_its_record_with_what_is_known_and_the_incident_goes_by_its_number() {
    let (rig, incident, alert) = registered().await;
    let opened = rig.outside.desk.plain().incidents();
    assert_eq!(opened.len(), 1, "{opened:?}");
    let (id, new) = opened.first_key_value().expect("one");
    assert_eq!((id.as_str(), new.title.as_str(), new.priority), ("OPS-0001", "Запись не отвечает", Priority::P1));
    assert_eq!((new.service.as_str(), new.functions.len()), (SERVICE, 1));
    assert_eq!(Some(new.began), At::from_rfc3339("2026-11-23T10:58:15.825Z"));
    let page = format!("/incidents/{}/{incident}", rig.product);
    for part in ["https://prometheus.example/graph?g0=1", &page, "13:58", "alertname=BookingFails"] {
        assert!(new.text.contains(part), "{part}: {}", new.text);
    }
    let head = rig.state(&incident).await.head;
    assert_eq!((&head.desk, &head.alert), (id, &Some(alert)));
    assert!(head.url.as_deref().is_some_and(|url| url.ends_with("/records/OPS-0001") && url.starts_with("http")));
    assert!(rig.room(&incident).await.contains("OPS-0001"), "the chat hears the number");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn machines_hear_the_number() {
    let (rig, incident, alert) = registered().await;
    let state = rig.state(&incident).await;
    let events = rig.journal(&incident).await;
    let event = events.iter().map(|sealed| nabat_domain::incident::read(sealed).expect("read"));
    let told: Vec<Value> = event
        .filter(|event| publication(&state, event) == Some(PublicEvent::Changed))
        .map(|event| nabat_domain::incident::publication_data(&state, &event, 1))
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((&told[0]["desk_id"], &told[0]["change"]), (&json!("OPS-0001"), &json!({ "old_desk_id": alert })));
}

#[tokio::test]
async fn it_is_followed_there_to_its_end() {
    let (mut rig, incident, alert) = registered().await;
    led(&mut rig, &incident).await;
    decide(&mut rig, &incident, "new_problem").await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Closed);
    let done = changes(&rig, "OPS-0001");
    assert!(done.iter().any(|change| matches!(change, DeskRecordChange::Comment { .. })), "{done:?}");
    assert!(done.iter().any(|change| matches!(change, DeskRecordChange::Close { .. })), "{done:?}");
    assert!(changes(&rig, alert.as_str()).is_empty(), "nothing is written where there is no record");
    assert_eq!(rig.outside.desk.plain().problems().len(), 1);
    assert!(rig.state(&incident).await.head.problem.is_some());
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn what_is_to_be_said_there_waits_while_the_desk_is_down() {
    let rig = Rig::registering_alerts(&CRITICAL).await;
    rig.outside.desk.plain().fail(5, &CallError::Transient("down".to_owned()));
    let (incident, alert) = rig.alerted(&rig.alert(SERVICE, "book").await);
    rig.put_job(&incident, comment()).await;
    assert!(rig.state(&incident).await.lacks_record());
    assert!(changes(&rig, alert.as_str()).is_empty());
    rig.outside.desk.plain().mend();
    rig.minutes(5).await;
    assert!(changes(&rig, alert.as_str()).is_empty());
    assert_eq!(changes(&rig, "OPS-0001").len(), 1, "it was said once the record was there");
    assert_eq!(rig.outside.desk.plain().incidents().len(), 1);
    rig.assert_journal(&incident).await;
}

fn comment() -> nabat_domain::incident::Job {
    nabat_domain::incident::Job::DeskComment { wording: nabat_domain::incident::Wording::new("problem-refused") }
}

#[tokio::test]
async fn a_record_the_desk_never_opens_keeps_the_rest_waiting_until_somebody_discards_it() {
    let rig = Rig::registering_alerts(&CRITICAL).await;
    rig.outside.desk.plain().fail(1, &CallError::Permanent("`Impact` is asked for".to_owned()));
    let (incident, alert) = rig.alerted(&rig.alert(SERVICE, "book").await);
    rig.put_job(&incident, comment()).await;
    rig.minutes(5).await;
    assert!(changes(&rig, alert.as_str()).is_empty() && rig.outside.desk.plain().incidents().is_empty());
    let list = rig.env.table.list(&keys::dead_list(&rig.product), Order::Ascending, None, 10).await.expect("listed");
    assert_eq!(list.rows.len(), 1, "the record alone was given up: {:?}", list.rows);
    let names = std::collections::BTreeSet::new();
    let why = Because { by: None, reason: "no record is wanted", at: rig.env.now(), contacts: &names };
    discard(rig.env.table.as_ref(), &rig.product, &list.rows[0].key, why).await.expect("discarded");
    rig.minutes(20).await;
    assert_eq!(changes(&rig, alert.as_str()).len(), 1, "the desk is told as before there were records");
}

#[tokio::test]
async fn what_people_do_to_the_record_is_heard_and_makes_no_second_incident() {
    let (rig, incident, _) = registered().await;
    let known = rig.incidents().await;
    let events = rig.journal(&incident).await.len();
    // As it stands there: what Nabat wrote itself, to the second.
    let same = json!({ "service": SERVICE, "functions": ["book"], "summary": "Запись не отвечает", "priority": "P1",
        "started_at": "2026-11-23T10:58:15Z", "registered_by": "nabat", "url": rig.state(&incident).await.head.url });
    rig.reconciled(news(&rig, "OPS-0001", &same)).await;
    assert_eq!(rig.journal(&incident).await.len(), events, "nothing of it is news");
    let mut registered = same.clone();
    (registered["type"], registered["id"]) = ("incident.registered".into(), "OPS-0001".into());
    let answer = rig.desk("msg_created", &registered).await;
    let answer: Value = serde_json::from_slice(answer.body()).expect("JSON");
    assert_eq!((&answer["incident"], &answer["outcome"]), (&json!(incident), &json!("already_known")));
    let mut edited = same.clone();
    edited["summary"] = "Запись не отвечает во всех поликлиниках".into();
    // A form people edit it in has no seconds.
    edited["started_at"] = "2026-11-23T10:58:00Z".into();
    let began = rig.state(&incident).await.head.began;
    rig.reconciled(news(&rig, "OPS-0001", &edited)).await;
    assert_eq!(rig.state(&incident).await.head.began, began, "an edited line moves no beginning");
    let summary = rig.state(&incident).await.head.summary;
    let told = text(&rig.env, &rig.product, &incident, &summary).await.expect("read").expect("there are words");
    assert!(told.ends_with("во всех поликлиниках"), "an edited line is followed: {told}");
    rig.reconciled(DeskNews { closed: true, ..news(&rig, "OPS-0001", &json!({ "closed": 1 })) }).await;
    let last = changes(&rig, "OPS-0001").pop();
    assert!(matches!(last, Some(DeskRecordChange::Reopen { .. })), "closing by hand does not end it: {last:?}");
    assert_eq!(rig.incidents().await, known);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_record_that_was_made_and_is_not_known_yet_is_nobodys_new_incident() {
    let rig = Rig::registering_alerts(&CRITICAL).await;
    rig.alert(SERVICE, "book").await;
    let known = rig.incidents().await;
    // Made under a name that was never heard back, and touched by somebody since.
    let told = json!({ "service": "registry", "functions": ["open"], "summary": "x", "priority": "P1",
        "started_at": "2026-11-23T10:58:15Z", "registered_by": "nabat" });
    rig.reconciled(news(&rig, "OPS-0099", &told)).await;
    assert_eq!(rig.incidents().await, known);
    assert!(waiting(&rig.env, &rig.product, 10).await.expect("read").is_empty(), "and waits for nobody");
}

#[tokio::test]
async fn a_proposal_that_is_registered_by_first_line_has_its_record_too() {
    let rig = Rig::registering_alerts(&[]).await;
    let (incident, _) = rig.alerted(&rig.alert(SERVICE, "book").await);
    assert!(rig.outside.desk.plain().incidents().is_empty(), "a proposal is none yet");
    let viewer = Viewer {
        person: rig.anybody(Role::FirstLine, &[]),
        product: rig.product.clone(),
        product_name: "Поликлиники".to_owned(),
        roles: [Role::FirstLine].into(),
        rights: Default::default(),
        name: String::new(),
        language: Language::Ru,
        csrf: String::new(),
    };
    let refused = waiting(&rig.env, &rig.product, 10).await.expect("read").remove(0);
    let done = register_as(&rig.env, &viewer, &refused.id, &SERVICE.into(), &["book".into()]).await.expect("done");
    assert_eq!(done, Registered::Incident(incident.clone()));
    rig.pump().await;
    assert_eq!(rig.outside.desk.plain().incidents().len(), 1);
    assert_eq!(rig.state(&incident).await.head.desk, "OPS-0001".into());
}

#[tokio::test]
async fn two_records_of_one_failure_are_linked_by_the_number_the_alert_was_given() {
    let (mut rig, incident, _) = registered().await;
    rig.answer(&incident, "accept", "accepted").await;
    rig.register("SD-7", SERVICE).await;
    rig.answer(&incident, "duplicate", "same").await;
    let linked = changes(&rig, "SD-7");
    assert!(linked.contains(&DeskRecordChange::Link { to: "OPS-0001".to_owned() }), "{linked:?}");
}

#[tokio::test]
async fn no_name_of_an_alert_is_found_again_by_trying_out_what_its_labels_may_say() {
    let (rig, _, alert) = registered().await;
    let began = At::from_rfc3339("2026-11-23T10:58:15.825Z").expect("a moment");
    let group = format!("{{}}:{{service=\"{SERVICE}\"}}");
    let letter = |digit: u8| char::from(if digit.is_ascii_digit() { digit - b'0' + b'a' } else { digit + 10 });
    let name = sha256_hex(format!("{group}\n{}", began.0).as_bytes()).bytes().take(16).map(letter).collect::<String>();
    let rows = rig.outside.table.plain().dump().into_iter();
    let rows: Vec<String> = rows.map(|row| format!("{:?} {}", row.key, row.body)).collect();
    assert!(rows.iter().any(|row| row.contains("#D#alerts") && row.contains(alert.as_str())), "it is remembered");
    for tried in [sha256_hex(group.as_bytes()), name] {
        let held: Vec<&String> = rows.iter().filter(|row| row.contains(&tried)).collect();
        assert!(held.is_empty(), "whoever knows what a label says finds it: {held:?}");
    }
}
