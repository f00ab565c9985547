//! What a record turns out to be later: urgent, about another service, the same failure after all.

use crate::told::{SERVICE, accepted, confirm, decide, opened, reported};
use nabat_domain::catalogue::{Priority, Role};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{Command, Speech, Standing};
use nabat_kit::execute::{Inbox, Order, execute};
use nabat_kit::outages::rows;
use nabat_kit::port::DeskRecordChange;
use nabat_tests::rig::Rig;
use serde_json::{Value, json};
use std::collections::BTreeMap;

async fn updated(rig: &Rig, delivery: &str, desk: &str, change: Value) {
    let mut body = change;
    body["type"] = "incident.updated".into();
    body["id"] = desk.into();
    let answer = rig.desk(delivery, &body).await;
    assert_eq!(answer.status(), 202, "{}", String::from_utf8_lossy(answer.body()));
}

/// Said to an incident that has no room of its own, over the API.
pub async fn said(rig: &Rig, incident: &IncidentId, person: &PersonId, text: &str) {
    let (person, text, masked) = (person.clone(), text.to_owned(), BTreeMap::new());
    let speech = Speech { person, text, prompt: None, direct: false, message: None, masked };
    let command = Command::Say(speech);
    let order = Order { product: &rig.product, incident, command: &command, inbox: Inbox::Clock, spoken: None };
    execute(&rig.env, order).await.expect("the model table takes it");
    rig.pump().await;
}

fn is_high(rig: &Rig, service: &str) -> bool {
    Priority::with_function_lost(rig.catalogue.criticality_of(&service.into())).is_high()
}

/// A service that is no neighbour of the usual one; urgent or not.
fn apart(rig: &Rig, high: bool) -> String {
    let near: Vec<String> =
        rig.catalogue.neighbours_of(&SERVICE.into()).into_iter().map(|neighbour| neighbour.id.to_string()).collect();
    let mut services = rig.catalogue.services.keys().map(ToString::to_string);
    let found = services.find(|id| id != SERVICE && !near.contains(id) && is_high(rig, id) == high);
    found.expect("the example has one")
}

/// An urgent neighbour of the usual service.
fn beside(rig: &Rig) -> String {
    let mut near = rig.catalogue.neighbours_of(&SERVICE.into()).into_iter().map(|neighbour| neighbour.id.to_string());
    near.find(|id| is_high(rig, id)).expect("the example has one")
}

#[tokio::test]
async fn what_becomes_urgent_is_a_duplicate_where_the_service_is_led_already() {
    let mut rig = Rig::new().await;
    let low = apart(&rig, false);
    let (first, second) = (rig.register("SD-1", &low).await, rig.register("SD-2", &low).await);
    updated(&rig, "msg_a", "SD-1", json!({ "priority": "P1" })).await;
    assert_eq!(rig.state(&first).await.head.standing, Standing::Open);
    updated(&rig, "msg_b", "SD-2", json!({ "priority": "P1" })).await;
    assert_eq!(rig.state(&second).await.head.standing, Standing::DuplicateOffered { of: first.clone() });
    assert_eq!(rig.outside.messenger.plain().incident_rooms().len(), 1, "one chat a service");
    rig.answer(&first, "duplicate", "different").await;
    assert_eq!(rig.state(&second).await.head.standing, Standing::Linked { to: first });
    rig.assert_journal(&second).await;
}

#[tokio::test]
async fn a_person_who_raises_what_was_only_recorded_has_it_led() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1", &apart(&rig, false)).await;
    let head = rig.anybody(Role::ShiftHead, &[]);
    said(&rig, &incident, &head, "/приоритет P1 затронуты все поликлиники").await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Open);
    assert!(rig.state(&incident).await.head.room.is_some());
}

#[tokio::test]
async fn a_person_who_moves_what_was_only_recorded_to_an_urgent_service_has_it_led() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1", &apart(&rig, false)).await;
    let first_line = rig.anybody(Role::FirstLine, &[]);
    let function = rig.catalogue.services[&SERVICE.into()].functions[0].id.clone();
    said(&rig, &incident, &first_line, &format!("/изменить service={SERVICE} functions={function}")).await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Open);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn an_incident_moved_to_a_service_that_is_led_already_is_asked_about_there() {
    let mut rig = Rig::new().await;
    let first = accepted(&mut rig).await;
    let second = rig.register("SD-2", &apart(&rig, true)).await;
    let engineer = rig.holder(&second, Role::DutyEngineer).await;
    let function = rig.catalogue.services[&SERVICE.into()].functions[0].id.clone();
    rig.say(&second, &engineer, &format!("/изменить service={SERVICE} functions={function}")).await;
    assert_eq!(rig.state(&second).await.head.standing, Standing::Open, "it is led where it was until answered");
    rig.answer(&first, "duplicate", "same").await;
    assert_eq!(rig.state(&second).await.head.standing, Standing::Merged { into: first });
    let changes = rig.outside.desk.plain().changes("SD-2");
    let linked = |change: &DeskRecordChange| matches!(change, DeskRecordChange::Link { to } if to == "SD-1042");
    assert!(changes.iter().any(linked), "the records are linked: {changes:?}");
    assert!(rig.room(&second).await.contains("SD-1042"), "its chat hears where it is led");
    rig.assert_journal(&second).await;
}

#[tokio::test]
async fn a_duplicate_moved_to_another_service_is_asked_about_no_more() {
    let rig = Rig::new().await;
    let (first, second) = (rig.register("SD-1", SERVICE).await, rig.register("SD-2", SERVICE).await);
    assert!(rig.asks(&first, "duplicate").await);
    let other = apart(&rig, true);
    let function = rig.catalogue.services[&other.as_str().into()].functions[0].id.clone();
    updated(&rig, "msg_b", "SD-2", json!({ "service": other, "functions": [function] })).await;
    assert_eq!(rig.state(&second).await.head.standing, Standing::Open);
    assert!(!rig.asks(&first, "duplicate").await);
    rig.assert_journal(&first).await;
}

#[tokio::test]
async fn a_function_added_to_a_linked_incident_is_verified_in_the_shared_chat() {
    let mut rig = Rig::new().await;
    let parent = opened(&mut rig).await;
    let service = beside(&rig);
    let functions = rig.catalogue.services[&service.as_str().into()].functions.clone();
    assert!(functions.len() > 1, "the neighbour has a function to add");
    let child = rig.register("SD-2", &service).await;
    assert_eq!(rig.state(&child).await.head.standing, Standing::Linked { to: parent.clone() });
    let added = [&functions[0].id, &functions[1].id];
    updated(&rig, "msg_b", "SD-2", json!({ "functions": added })).await;
    let engineer = rig.holder(&parent, Role::DutyEngineer).await;
    rig.say(&parent, &engineer, "восстановлено сейчас").await;
    let subject = format!("{service}:{}", functions[1].id);
    confirm(&mut rig, &parent).await;
    let done = rig.state(&parent).await.steps.done.clone();
    assert!(done.contains_key(&format!("works.{subject}")), "the added function is confirmed too: {:?}", done.keys());
    assert!(rig.state(&child).await.restored_at().is_some());
    rig.assert_journal(&parent).await;
}

#[tokio::test]
async fn no_interval_of_a_linked_incident_outlives_the_chat() {
    let mut rig = Rig::new().await;
    let parent = reported(&mut rig).await;
    let service = beside(&rig);
    let child = rig.register("SD-2", &service).await;
    assert_eq!(rig.state(&child).await.head.standing, Standing::Linked { to: parent.clone() });
    let head = rig.holder(&parent, Role::ShiftHead).await;
    let function = rig.catalogue.services[&service.as_str().into()].functions[0].id.clone();
    rig.say(&parent, &head, &format!("/снять works.{service}:{function} владелец недоступен до утра")).await;
    decide(&mut rig, &parent, "new_problem").await;
    let state = rig.state(&child).await;
    assert_eq!(state.head.standing, Standing::Closed);
    assert_eq!(state.restored_at(), rig.state(&parent).await.restored_at());
    assert!(rows(&state).values().all(|row| row.counted));
    // A false alarm found out afterwards takes along what was closed with it.
    let manager = rig.anybody(Role::ProcessManager, &[]);
    rig.say(&parent, &manager, "/аннулировать ложная тревога мониторинга").await;
    assert_eq!(rig.state(&child).await.head.standing, Standing::Annulled);
    assert!(rows(&rig.state(&child).await).values().all(|row| !row.counted));
    rig.assert_journal(&child).await;
}

#[tokio::test]
async fn a_linked_incident_can_be_annulled_by_itself() {
    let mut rig = Rig::new().await;
    let parent = accepted(&mut rig).await;
    let child = rig.register("SD-2", &beside(&rig)).await;
    let manager = rig.anybody(Role::ProcessManager, &[]);
    said(&rig, &child, &manager, "/аннулировать ложная тревога мониторинга").await;
    assert_eq!(rig.state(&child).await.head.standing, Standing::Annulled);
    let state = rig.state(&parent).await;
    assert!(state.is_open() && !state.neighbours.linked.contains_key(&child));
    assert!(!rig.asks(&parent, "linked").await, "nothing is left to keep or separate");
    rig.assert_journal(&child).await;
}

#[tokio::test]
async fn a_record_closed_by_hand_again_is_opened_again() {
    let mut rig = Rig::new().await;
    accepted(&mut rig).await;
    for delivery in ["msg_c1", "msg_c2"] {
        rig.desk(delivery, &json!({ "type": "incident.closed", "id": "SD-1042" })).await;
    }
    let changes = rig.outside.desk.plain().changes("SD-1042");
    assert_eq!(changes.iter().filter(|change| matches!(change, DeskRecordChange::Reopen { .. })).count(), 2);
}

#[tokio::test]
async fn a_neighbour_that_does_not_work_is_offered_as_a_linked_failure() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let asked = rig.prompt(&incident, "impact").await;
    let _ = rig.room(&incident).await;
    rig.answer(&incident, "impact", "does_not_work").await;
    let service = asked.subject.expect("a neighbour is asked about");
    let name = &rig.catalogue.services[&service.as_str().into()].name;
    let said = rig.room(&incident).await;
    let first_line = rig.name_of(&rig.holder(&incident, Role::FirstLine).await);
    assert!(said.contains(name) && said.contains(&first_line), "first line is to register it: {said}");
}
