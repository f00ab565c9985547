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
    for no_reason in ["/приоритет P2", "/приоритет P2 ...", "/приоритет P2 —"] {
        rig.say(&incident, &head, no_reason).await;
        assert_eq!(rig.state(&incident).await.head.priority, before, "{no_reason}");
    }
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

#[tokio::test]
async fn class_budgets_and_questions_follow_the_service_and_whoever_leads_goes_on_leading() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1042", "patient-index").await;
    rig.answer(&incident, "accept", "accepted").await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let before = rig.state(&incident).await;
    let owners = before.steps.open.values().filter(|prompt| prompt.step.as_str() == "impact").count();
    assert!(owners > 0, "consumers of the wrong service are asked");
    let other = rig.catalogue.services.values().find(|service| {
        service.id != before.head.service
            && rig.catalogue.criticality_of(&service.id) != before.head.criticality
            && rig.catalogue.neighbours_of(&service.id).iter().all(|n| n.id.as_str() != "patient-index")
    });
    let other = other.expect("the example has services of several classes").id.clone();
    rig.say(&incident, &engineer, &format!("/изменить service={other} functions={}", first_function(&rig, &other)))
        .await;
    let state = rig.state(&incident).await;
    assert_eq!(state.head.criticality, rig.catalogue.criticality_of(&other));
    assert_ne!(state.steps.terms, before.steps.terms, "budgets are those of the new class");
    assert_eq!(rig.holder(&incident, Role::DutyEngineer).await, engineer, "nobody is left without a lead");
    let related: Vec<_> = state.neighbours.related.keys().map(|service| service.to_string()).collect();
    let nagged = state.steps.open.values().filter(|prompt| prompt.step.as_str() == "impact");
    assert!(nagged.clone().all(|prompt| prompt.subject.as_ref().is_some_and(|subject| related.contains(subject))));
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn contract_and_search_follow_the_service() {
    let mut rig = Rig::watched().await;
    let incident = opened(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let speaks = |rig: &Rig, service: &str| {
        let service = service.into();
        let contract = rig.catalogue.contracts.values().find(|contract| contract.services.contains(&service));
        contract.expect("the example has a contract for it").representatives.clone()
    };
    assert!(speaks(&rig, "appointments").contains(&rig.holder(&incident, Role::Contractor).await));
    let function = first_function(&rig, &"ehr".into());
    rig.say(&incident, &engineer, &format!("/изменить service=ehr functions={function}")).await;
    assert!(
        speaks(&rig, "ehr").contains(&rig.holder(&incident, Role::Contractor).await),
        "the other contract's people"
    );
    let searched = rig.state(&incident).await.findings.found.clone();
    let around: Vec<&str> = searched.iter().map(|found| found.search.service.as_str()).collect();
    assert_eq!(around, ["appointments", "ehr"]);
    rig.assert_journal(&incident).await;
}

fn first_function(rig: &Rig, service: &nabat_domain::ids::ServiceId) -> FunctionId {
    rig.catalogue.services[service].functions[0].id.clone()
}

#[tokio::test]
async fn nobody_changes_what_fails_without_a_part_in_it() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let contractor = rig.holder(&incident, Role::Contractor).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, "/приоритет P2 затронута одна поликлиника").await;
    let before = rig.state(&incident).await.head;
    let change = format!("/изменить service=ehr functions={}", first_function(&rig, &"ehr".into()));
    for said in [change.as_str(), "/приоритет P1 срочно"] {
        rig.say(&incident, &contractor, said).await;
        let after = rig.state(&incident).await.head;
        assert_eq!((after.service, after.priority), (before.service.clone(), before.priority), "{said}");
    }
    for said in [change.as_str(), "/приоритет P1 срочно"] {
        rig.say(&incident, &head, said).await;
    }
    let after = rig.state(&incident).await.head;
    assert_eq!((after.service.as_str(), after.priority), ("ehr", Priority::P1), "it was no matter of the words");
}
