//! Records closed by hand, questions nobody answered, drills beside real failures: nothing is orphaned.

use crate::told::{SERVICE, accepted, decide, reported};
use nabat_domain::catalogue::{Priority, Role};
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::Standing;
use nabat_kit::outages::rows;
use nabat_kit::port::DeskRecordChange;
use nabat_tests::rig::Rig;
use serde_json::{Value, json};

async fn registered(rig: &Rig, desk: &str, service: &str, change: impl Fn(&mut Value)) -> (IncidentId, String) {
    let mut body = rig.registration(desk, service);
    change(&mut body);
    let answer = rig.desk(&format!("msg_{desk}"), &body).await;
    let answer: Value = serde_json::from_slice(answer.body()).expect("the answer is JSON");
    let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    (IncidentId::new(text("incident")), text("outcome"))
}

async fn closed_by_hand(rig: &Rig, delivery: &str, desk: &str) {
    rig.desk(delivery, &json!({ "type": "incident.closed", "id": desk })).await;
}

fn reopened(rig: &Rig, desk: &str) -> Vec<String> {
    let changes = rig.outside.desk.plain().changes(desk).into_iter();
    let words = |change| if let DeskRecordChange::Reopen { text } = change { Some(text) } else { None };
    changes.filter_map(words).collect()
}

#[tokio::test]
async fn a_duplicate_closed_by_hand_stays_a_question() {
    let mut rig = Rig::new().await;
    let (first, _) = registered(&rig, "SD-1", SERVICE, |_| {}).await;
    let (second, _) = registered(&rig, "SD-2", SERVICE, |_| {}).await;
    closed_by_hand(&rig, "msg_c", "SD-2").await;
    assert_eq!(rig.state(&second).await.head.standing, Standing::DuplicateOffered { of: first.clone() });
    assert!(rows(&rig.state(&second).await).is_empty(), "no outage until answered");
    assert_eq!(reopened(&rig, "SD-2").len(), 1, "the desk hears that it is not over");
    rig.answer(&first, "duplicate", "same").await;
    assert_eq!(rig.state(&second).await.head.standing, Standing::Merged { into: first });
    rig.assert_journal(&second).await;
}

#[tokio::test]
async fn what_was_only_recorded_ends_with_its_desk_record() {
    let rig = Rig::new().await;
    let mut services = rig.catalogue.services.keys();
    let low = services.find(|id| !Priority::with_function_lost(rig.catalogue.criticality_of(id)).is_high());
    let low = low.expect("the example has a less critical service").to_string();
    let (incident, _) = registered(&rig, "SD-1", &low, |_| {}).await;
    closed_by_hand(&rig, "msg_c", "SD-1").await;
    let state = rig.state(&incident).await;
    assert_eq!(state.head.standing, Standing::Closed);
    assert_eq!(rows(&state).values().map(|row| row.outage.restored).collect::<Vec<_>>(), [Some(rig.env.now())]);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_false_alarm_leaves_no_outage_that_lasts() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let manager = rig.anybody(Role::ProcessManager, &[]);
    rig.say(&incident, &manager, "/аннулировать ложная тревога мониторинга").await;
    let rows = rows(&rig.state(&incident).await);
    assert!(rows.values().all(|row| row.outage.restored.is_some() && !row.counted));
}

#[tokio::test]
async fn closing_waits_for_the_answer_about_a_duplicate() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    registered(&rig, "SD-2", SERVICE, |_| {}).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, "/ответ decision new_problem").await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Open, "what the second record is was not said");
    rig.answer(&incident, "duplicate", "same").await;
    decide(&mut rig, &incident, "new_problem").await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Closed);
}

#[tokio::test]
async fn a_duplicate_of_a_false_alarm_is_led_by_itself() {
    let mut rig = Rig::new().await;
    let first = accepted(&mut rig).await;
    let (second, _) = registered(&rig, "SD-2", SERVICE, |_| {}).await;
    let manager = rig.anybody(Role::ProcessManager, &[]);
    rig.say(&first, &manager, "/аннулировать ложная тревога мониторинга").await;
    let state = rig.state(&second).await;
    assert_eq!(state.head.standing, Standing::Open);
    assert!(state.head.room.is_some(), "it has a chat of its own");
}

#[tokio::test]
async fn a_drill_on_a_service_does_not_hide_a_real_failure_of_it() {
    let rig = Rig::new().await;
    let (_, drill) = registered(&rig, "SD-0", SERVICE, |body| body["drill"] = true.into()).await;
    let (first, real) = registered(&rig, "SD-1", SERVICE, |_| {}).await;
    assert_eq!((drill.as_str(), real.as_str()), ("accepted", "accepted"));
    let (second, outcome) = registered(&rig, "SD-2", SERVICE, |_| {}).await;
    assert_eq!(outcome, "duplicate_offered", "one chat a service");
    assert_eq!(rig.state(&second).await.head.standing, Standing::DuplicateOffered { of: first });
}

#[tokio::test]
async fn a_failure_over_when_registered_does_not_answer_for_one_that_burns_now() {
    let rig = Rig::new().await;
    let ended = rig.env.now().minus(nabat_domain::time::Length::minutes(5)).to_rfc3339();
    registered(&rig, "SD-1", SERVICE, |body| body["restored_at"] = ended.as_str().into()).await;
    let (_, outcome) = registered(&rig, "SD-2", SERVICE, |_| {}).await;
    assert_eq!(outcome, "accepted");
}

#[tokio::test]
async fn the_desk_hears_of_everything_that_is_missing_not_only_of_what_is_asked_now() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    closed_by_hand(&rig, "msg_c", "SD-1042").await;
    let told = reopened(&rig, "SD-1042").join("\n");
    for step in ["summary", "whose_fault", "decision"] {
        let name = nabat_kit::messages::say(rig.catalogue.product.language, &format!("step-{step}"), &[]);
        assert!(told.contains(&name), "{step} is missing too: {told}");
    }
    rig.assert_journal(&incident).await;
}
