//! What people do in the desk reaches Nabat by the generic webhook.

use super::{Rig, failure, rig};
use crate::builtin::desk::{NewRecord, Purpose, RegisterError, store};
use crate::builtin::rig::key;
use nabat_domain::time::Length;
use nabat_kit::port::Clock;
use nabat_kit::signature::verify;
use serde_json::{Value, json};

fn bodies(rig: &Rig) -> Vec<Value> {
    let came = rig.receiver.came();
    came.iter()
        .map(|came| {
            let headers = |name: &str| came.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
            verify(&[key().bytes().to_vec()], &headers, &came.body, rig.hand.now()).expect("signed");
            serde_json::from_slice(&came.body).expect("JSON")
        })
        .collect()
}

#[tokio::test]
async fn a_record_is_told_as_the_contract_says() {
    let rig = rig().await;
    let record = rig.desk.register(failure(&rig)).await.expect("registered");
    rig.desk.close(&record, "anna", "by hand").await.expect("closed");
    rig.desk.close(&record, "anna", "again").await.expect("closed already");
    rig.desk.outbox().deliver_due().await.expect("read");
    let told = json!({
        "type": "incident.registered", "id": "SD-1001", "service": "registry", "functions": ["book"],
        "summary": "Nobody can book", "started_at": "2026-06-02T11:30:00Z", "registered_by": "anna",
        "url": "/desk/SD-1001"
    });
    let bodies = bodies(&rig);
    assert_eq!(bodies[0], told);
    assert_eq!(bodies[1]["type"], "incident.closed");
    assert_eq!(bodies.len(), 2);
    let ids: Vec<_> = rig.receiver.came().iter().map(|came| came.headers["webhook-id"].clone()).collect();
    assert_eq!(ids, ["SD-1001.1", "SD-1001.2"]);
}

#[tokio::test]
async fn optional_fields_are_told_where_given() {
    let rig = rig().await;
    let facts = NewRecord {
        priority: Some("P1".to_owned()),
        scope: vec!["clinic-1".into()],
        restored_at: Some(rig.hand.now().plus(Length::minutes(5))),
        purpose: Purpose::Drill,
        ..failure(&rig)
    };
    rig.desk.register(facts).await.expect("registered");
    rig.desk.outbox().deliver_due().await.expect("read");
    let body = &bodies(&rig)[0];
    assert_eq!((&body["priority"], &body["scope"]), (&json!("P1"), &json!(["clinic-1"])));
    assert_eq!((&body["restored_at"], &body["drill"]), (&json!("2026-06-02T11:35:00Z"), &json!(true)));
}

#[tokio::test]
async fn a_refused_registration_is_kept_with_its_reason_and_registered_anew_when_changed() {
    let rig = rig().await;
    rig.receiver.answer_next(422, "no such service: registri");
    rig.receiver.answer_next(202, r#"{"incident":"inc-1","outcome":"accepted"}"#);
    let record = rig.desk.register(failure(&rig)).await.expect("registered");
    assert_eq!(rig.desk.outbox().deliver_due().await.expect("read"), None);
    let find = async || {
        let id = record.clone();
        rig.desk.database.read(move |read| store::find(read, &id)).await.expect("read").expect("there")
    };
    assert_eq!(find().await.refused.as_deref(), Some("no such service: registri"));
    rig.desk.update(&record, failure(&rig)).await.expect("changed");
    rig.desk.outbox().deliver_due().await.expect("read");
    assert_eq!(bodies(&rig)[1]["type"], "incident.registered");
    assert_eq!((find().await.refused, find().await.incident.as_deref()), (None, Some("inc-1")));
    rig.desk.update(&record, failure(&rig)).await.expect("changed");
    rig.desk.outbox().deliver_due().await.expect("read");
    assert_eq!(bodies(&rig)[2]["type"], "incident.updated");
}

#[tokio::test]
async fn what_lacks_something_is_not_registered() {
    let rig = rig().await;
    let no_function = NewRecord { functions: vec![], ..failure(&rig) };
    assert!(matches!(rig.desk.register(no_function).await, Err(RegisterError::NoFunction)));
    let no_words = NewRecord { summary: " ".to_owned(), ..failure(&rig) };
    assert!(matches!(rig.desk.register(no_words).await, Err(RegisterError::NoSummary)));
    let nothing = rig.desk.update(&"SD-1".into(), failure(&rig)).await;
    assert!(matches!(nothing, Err(RegisterError::NoSuchRecord)));
}
