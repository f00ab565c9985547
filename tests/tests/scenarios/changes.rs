//! Service, functions and priority can be changed mid-way; duty, neighbours and budgets follow.

use crate::told::opened;
use nabat_domain::catalogue::{Priority, Role};
use nabat_domain::ids::FunctionId;
use nabat_tests::rig::Rig;

#[tokio::test]
async fn a_wrong_service_is_corrected_and_both_stay_on_record() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let function: FunctionId = rig.catalogue.services[&"ehr".into()].functions[0].id.clone();
    rig.say(&incident, &engineer, &format!("/изменить service=ehr functions={function}")).await;
    let state = rig.state(&incident).await;
    assert_eq!(state.head.service.as_str(), "ehr");
    assert_eq!(state.head.outages.len(), 1);
    assert_eq!(state.head.outages[0].service.as_str(), "ehr");
    assert_eq!(state.head.outages[0].began, state.head.began);
    let related: Vec<&str> = state.neighbours.related.keys().map(|service| service.as_str()).collect();
    assert!(
        rig.catalogue.neighbours_of(&"ehr".into()).iter().all(|n| related.contains(&n.id.as_str())),
        "neighbours follow"
    );
    let desk = rig.outside.desk.plain().changes("SD-1042");
    assert!(!desk.is_empty(), "the desk is told");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn only_a_person_lowers_the_priority_with_a_reason() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let before = rig.state(&incident).await.head.priority;
    assert_eq!(before, Priority::P1);
    let mut body = rig.registration("SD-1042", "appointments");
    body["type"] = "incident.updated".into();
    body["priority"] = "P4".into();
    rig.desk("msg_lower", &body).await;
    assert_eq!(rig.state(&incident).await.head.priority, before, "the desk does not lower it");
    rig.say(&incident, &head, "/приоритет P2 затронута одна поликлиника").await;
    assert_eq!(rig.state(&incident).await.head.priority, Priority::P2);
}

#[tokio::test]
async fn an_update_that_says_nothing_new_changes_nothing() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let version = rig.state(&incident).await.head.version;
    let mut body = rig.registration("SD-1042", "appointments");
    body["type"] = "incident.updated".into();
    let answer = rig.desk("msg_same", &body).await;
    assert!(String::from_utf8_lossy(answer.body()).contains("already_known"));
    assert_eq!(rig.state(&incident).await.head.version, version);
}
