//! One root cause must not make sixty chats: neighbours are linked, doubles are asked about.

use crate::told::SERVICE;
use nabat_domain::catalogue::{Direction, Role};
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::problem::{Attached, ProblemCommand, Raise};
use nabat_domain::incident::{Command, Job, Standing};
use nabat_kit::incident::load;
use nabat_tests::rig::Rig;
use serde_json::Value;

async fn outcome(rig: &Rig, desk: &str, service: &str) -> (IncidentId, String) {
    let answer = rig.desk(&format!("msg_{desk}"), &rig.registration(desk, service)).await;
    let body: Value = serde_json::from_slice(answer.body()).expect("the answer is JSON");
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    (IncidentId::new(text("incident")), text("outcome"))
}

/// A hub of the example and its consumers whose failure is high priority.
pub fn hub(rig: &Rig) -> (String, Vec<String>) {
    let consumers =
        rig.catalogue.neighbours_of(&"bus".into()).into_iter().filter(|n| n.direction == Direction::Consumer);
    let high = consumers.filter(|n| {
        nabat_domain::catalogue::Priority::with_function_lost(rig.catalogue.criticality_of(&n.id)).is_high()
    });
    ("bus".to_owned(), high.map(|n| n.id.to_string()).collect())
}

#[tokio::test]
async fn a_hub_fails_and_its_consumers_are_registered_in_five_minutes_one_room() {
    let rig = Rig::new().await;
    let (hub, consumers) = hub(&rig);
    let (parent, first) = outcome(&rig, "SD-1", &hub).await;
    assert_eq!(first, "accepted");
    for (number, consumer) in consumers.iter().enumerate() {
        let (_, outcome) = outcome(&rig, &format!("SD-{}", number + 2), consumer).await;
        assert_eq!(outcome, "linked_offered", "{consumer}");
    }
    assert_eq!(rig.outside.messenger.plain().incident_rooms().len(), 1);
    assert_eq!(rig.state(&parent).await.neighbours.linked.len(), consumers.len());
}

#[tokio::test]
async fn a_linked_incident_keeps_its_interval_and_ends_with_the_other() {
    let mut rig = Rig::new().await;
    let (hub, consumers) = hub(&rig);
    let (parent, _) = outcome(&rig, "SD-1", &hub).await;
    let (child, _) = outcome(&rig, "SD-2", &consumers[0]).await;
    rig.answer(&parent, "accept", "accepted").await;
    rig.answer(&parent, "linked", "keep").await;
    let engineer = rig.holder(&parent, Role::DutyEngineer).await;
    rig.minutes(3).await;
    rig.say(&parent, &engineer, "восстановлено сейчас").await;
    let restored = rig.state(&parent).await.restored_at();
    assert_eq!(rig.state(&child).await.restored_at(), restored, "restored with the other");
    let subjects: Vec<String> =
        rig.state(&parent).await.steps.open.values().filter_map(|p| p.subject.clone()).collect();
    let asked_or_next = subjects.iter().any(|subject| subject.contains(':'));
    assert!(asked_or_next, "functions are verified one by one");
    let manager = rig.anybody(Role::ProcessManager, &[]);
    rig.say(&parent, &manager, "/аннулировать проверка сценария в тестах").await;
    assert_eq!(rig.state(&child).await.head.standing, Standing::Annulled, "over with the other");
    rig.assert_journal(&child).await;
    rig.assert_journal(&parent).await;
}

#[tokio::test]
async fn a_linked_incident_can_be_separated_and_gets_its_own_chat() {
    let mut rig = Rig::new().await;
    let (hub, consumers) = hub(&rig);
    let (parent, _) = outcome(&rig, "SD-1", &hub).await;
    let (child, _) = outcome(&rig, "SD-2", &consumers[0]).await;
    rig.answer(&parent, "linked", "separate").await;
    assert_eq!(rig.state(&child).await.head.standing, Standing::Open);
    assert!(rig.state(&child).await.head.room.is_some());
    assert_eq!(rig.outside.messenger.plain().incident_rooms().len(), 2);
    assert!(!rig.state(&parent).await.neighbours.linked.contains_key(&child));
}

#[tokio::test]
async fn a_second_record_of_the_same_service_is_asked_about_and_has_no_outage_until_answered() {
    let mut rig = Rig::new().await;
    let (first, _) = outcome(&rig, "SD-1", SERVICE).await;
    let (second, offered) = outcome(&rig, "SD-2", SERVICE).await;
    assert_eq!(offered, "duplicate_offered");
    let state = rig.state(&second).await;
    assert!(state.head.room.is_none());
    assert!(nabat_kit::outages::rows(&state).is_empty());
    rig.answer(&first, "duplicate", "same").await;
    assert_eq!(rig.state(&second).await.head.standing, Standing::Merged { into: first });
}

#[tokio::test]
async fn a_different_failure_of_the_same_service_becomes_linked() {
    let mut rig = Rig::new().await;
    let (first, _) = outcome(&rig, "SD-1", SERVICE).await;
    let (second, _) = outcome(&rig, "SD-2", SERVICE).await;
    rig.answer(&first, "duplicate", "different").await;
    assert_eq!(rig.state(&second).await.head.standing, Standing::Linked { to: first.clone() });
    assert!(rig.state(&first).await.neighbours.linked.contains_key(&second));
    assert_eq!(nabat_kit::outages::rows(&rig.state(&second).await).len(), 1);
}

#[tokio::test]
async fn a_hub_is_restored_and_closed_with_every_question_open_and_forty_consumers_linked() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", "bus").await;
    let mut linked = Vec::new();
    let consumers: Vec<_> =
        rig.catalogue.neighbours_of(&"bus".into()).into_iter().map(|neighbour| neighbour.id).collect();
    for (number, service) in consumers.iter().enumerate() {
        linked.push(rig.register(&format!("SD-{}", number + 100), service.as_str()).await);
    }
    rig.answer(&incident, "accept", "accepted").await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    assert!(rig.state(&incident).await.restored_at().is_some(), "the transaction is small enough");
    rig.minutes(2).await;
    for one in &linked {
        let state = rig.state(one).await;
        let alone = !matches!(state.head.standing, nabat_domain::incident::Standing::Linked { .. });
        assert!(alone || state.restored_at().is_some(), "{one} heard of it");
        rig.assert_journal(one).await;
    }
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn what_ended_with_an_incident_is_of_the_problem_it_raised() {
    let mut rig = Rig::new().await;
    let (hub, consumers) = hub(&rig);
    let (parent, _) = outcome(&rig, "SD-1", &hub).await;
    let (child, _) = outcome(&rig, "SD-2", &consumers[0]).await;
    let (separate, _) = outcome(&rig, "SD-3", &consumers[1]).await;
    rig.answer(&parent, "linked", "keep").await;
    rig.minutes(4).await;
    rig.answer(&parent, "linked", "separate").await;
    let kept: Vec<IncidentId> = rig.state(&parent).await.neighbours.linked.keys().cloned().collect();
    assert_eq!(kept.len(), 1, "{child} or {separate}");
    to_the_decision(&mut rig, &parent).await;
    crate::told::decide(&mut rig, &parent, "new_problem").await;
    rig.minutes(2).await;
    assert_eq!(rig.state(&kept[0]).await.head.standing, Standing::Closed);
    let number = rig.state(&parent).await.head.problem.expect("the desk has it");
    assert_eq!(rig.state(&kept[0]).await.head.problem, Some(number.clone()));
    let problem = rig.state(&IncidentId::of_problem(&rig.product, &number)).await;
    let record = problem.head.as_problem.expect("it is a problem");
    assert_eq!(record.incidents.keys().collect::<Vec<_>>().len(), 2, "{:?}", record.incidents);
    assert!(record.incidents.contains_key(&kept[0]) && record.incidents.contains_key(&parent));
    assert_eq!((&record.raised_by, &problem.head.service), (&parent, &hub.as_str().into()));
    rig.assert_journal(&kept[0]).await;
}

#[tokio::test]
async fn a_linked_incident_never_begins_the_problem_however_the_race_ends() {
    let mut rig = Rig::new().await;
    let (hub, consumers) = hub(&rig);
    let (parent, _) = outcome(&rig, "SD-1", &hub).await;
    let (child, _) = outcome(&rig, "SD-2", &consumers[0]).await;
    rig.answer(&parent, "linked", "keep").await;
    let case = IncidentId::of_problem(&rig.product, &"PRB-0001".into());
    let of_child = rig.state(&child).await.head;
    let attached = Attached { desk: of_child.desk.clone(), service: of_child.service.clone(), began: of_child.began };
    let early = IncidentId::from("inc-early");
    let raise = Raise {
        number: "PRB-0001".into(),
        url: String::new(),
        incidents: [(early.clone(), attached)].into(),
        raised_by: early.clone(),
        summary: of_child.summary,
        service: of_child.service,
        functions: of_child.functions,
        criticality: of_child.criticality,
        priority: of_child.priority,
        drill: false,
        restricted: false,
        after: Some(parent.clone()),
    };
    // What one that is closed with it says comes first.
    let command = Box::new(Command::Problem(ProblemCommand::Raise(Box::new(raise))));
    rig.put_job(&child, Job::Tell { incident: case.clone(), command }).await;
    rig.minutes(2).await;
    let table = rig.outside.table.plain();
    assert!(load(table, &rig.product, &case).await.expect("it can be read").is_none(), "it waits");
    to_the_decision(&mut rig, &parent).await;
    crate::told::decide(&mut rig, &parent, "new_problem").await;
    rig.minutes(30).await;
    let record = rig.state(&case).await.head.as_problem.expect("it is a problem");
    assert_eq!(record.raised_by, parent, "the one whose chat it was begins it");
    assert!(record.incidents.contains_key(&child) && record.incidents.contains_key(&parent));
    assert!(record.incidents.contains_key(&early), "and what waited joins it");
    assert_eq!(rig.dead().await.len(), 0);
    rig.assert_journal(&case).await;
}

/// Answers whatever is asked, in whatever order, until only the decision is missing.
async fn to_the_decision(rig: &mut Rig, incident: &IncidentId) {
    let service = rig.state(incident).await.head.service;
    for _ in 0..400 {
        let open: Vec<_> = rig.state(incident).await.steps.open.values().cloned().collect();
        let Some(prompt) = open.iter().find(|prompt| prompt.step.as_str() != "decision") else { return };
        let said = match prompt.step.as_str() {
            "accept" => "accepted".to_owned(),
            "began" => "as_registered".to_owned(),
            "scope" => "all".to_owned(),
            "detected" => "users".to_owned(),
            "planned" => "no_works".to_owned(),
            "located" | "fault_service" => format!("{service} certain"),
            "handover" => "keep".to_owned(),
            "restored" => "now".to_owned(),
            "works" | "recovered" | "impact" => "works".to_owned(),
            "whose_fault" => "ours".to_owned(),
            "linked" => "keep".to_owned(),
            _ => "Обновили шину, очередь встала, откатили".to_owned(),
        };
        let holder = match &prompt.holder {
            Some(holder) => holder.clone(),
            None => rig.holder(incident, Role::ShiftHead).await,
        };
        rig.answer_as(incident, &holder, prompt, &said).await;
        // Neighbours asked for nothing more than their word are waived where nobody owns them.
        if rig.state(incident).await.steps.open.contains_key(&prompt.id) {
            let head = rig.holder(incident, Role::ShiftHead).await;
            rig.say(incident, &head, &format!("/снять {} за него ответить некому", prompt.instance())).await;
        }
    }
}
