//! Machines are told of problems too: from the decision that raised one to its exit, and of a second interval.

use crate::committee::viewer;
use crate::problem::{raised, until, watched};
use crate::told::{SERVICE, verified};
use crate::webhooks::{assert_documented, kinds, told_of};
use nabat_console::committee::{Sent, decide, done};
use nabat_domain::catalogue::{PublicEvent, Role};
use nabat_domain::incident::problem::watched_until;
use nabat_domain::time::Length;
use nabat_tests::rig::Rig;
use serde_json::Value;

/// A machine that asked for everything about problems and nothing else.
async fn told_of_problems() -> Rig {
    let events: Vec<PublicEvent> = PublicEvent::ALL.into_iter().filter(|event| event.is_of_problem()).collect();
    told_of(&events).await
}

fn bodies(rig: &Rig, event: &str) -> Vec<Value> {
    let all = rig.outside.outward.plain().bodies().into_iter();
    all.filter(|body| body["type"] == format!("problem.{event}")).collect()
}

#[tokio::test]
async fn a_problem_is_told_from_its_beginning_to_its_exit() {
    let mut rig = told_of_problems().await;
    let (incident, problem) = raised(&mut rig).await;
    let opened = bodies(&rig, "opened").remove(0);
    assert_eq!(
        (&opened["data"]["problem"], &opened["data"]["desk_id"]),
        (&problem.as_str().into(), &"PRB-0001".into())
    );
    assert_eq!(bodies(&rig, "linked")[0]["data"]["change"]["incidents"][0], incident.as_str());
    watched(&mut rig, &problem).await;
    let answered = bodies(&rig, "answered");
    let change = |step: &str| {
        let found = answered.iter().find(|body| body["data"]["change"]["step"] == step);
        found.unwrap_or_else(|| panic!("{step} is not in {answered:?}"))["data"]["change"].clone()
    };
    assert_eq!(change("course")["choice"], "fix");
    assert_eq!(change("fixer")["person"], rig.anybody(Role::DutyEngineer, &[]).as_str());
    assert!(change("fix_day")["before"].is_string() && change("fixed")["fixed_at"].is_string());
    let stages: Vec<Value> =
        bodies(&rig, "stage_changed").into_iter().map(|body| body["data"]["change"]["stage"].clone()).collect();
    assert!(
        ["workaround", "planning", "fixing", "watch"].iter().all(|stage| stages.contains(&(*stage).into())),
        "{stages:?}"
    );
    let end = watched_until(&rig.state(&problem).await).expect("it is watched");
    until(&rig, end).await;
    rig.answer(&problem, "lessons", "Проверить соединения у соседних шлюзов").await;
    assert_eq!(bodies(&rig, "watched").len(), 1);
    let closed = bodies(&rig, "closed").remove(0);
    assert_eq!((&closed["data"]["exit"], &closed["data"]["standing"]), (&"fixed_and_watched".into(), &"closed".into()));
    let all = rig.outside.outward.plain().bodies();
    all.iter().for_each(assert_documented);
    assert!(kinds(&rig).iter().all(|kind| kind.starts_with("problem.")), "nothing else was asked for");
    let text: String = all.iter().map(Value::to_string).collect();
    assert!(!text.contains("Кончилась память"), "typed words are told to no machine: {text}");
}

#[tokio::test]
async fn a_repeat_a_late_fix_and_a_committees_decision_are_told() {
    let mut rig = told_of_problems().await;
    let (_, problem) = raised(&mut rig).await;
    watched(&mut rig, &problem).await;
    rig.minutes(20).await;
    let second = rig.register("SD-2000", SERVICE).await;
    let returned = bodies(&rig, "returned").remove(0);
    assert_eq!(returned["data"]["change"]["incident"], second.as_str());
    assert_eq!((&returned["data"]["repeats"], &returned["data"]["returns"]), (&1.into(), &1.into()));
    let (head, owner) = (viewer(&rig, Role::ShiftHead), rig.anybody(Role::ServiceOwner, &[]));
    let sent = Sent {
        committee: "problems".to_owned(),
        problem: problem.clone(),
        words: "Заменить шлюз записи до конца квартала".to_owned(),
        owner,
        due: "2026-12-10".to_owned(),
    };
    decide(&rig.env, &head, &sent).await.expect("the table answers");
    rig.pump().await;
    assert_eq!(bodies(&rig, "committee_decided")[0]["data"]["change"]["committee"], "problems");
    until(&rig, rig.env.now().plus(Length::hours(24 * 20))).await;
    let overdue: Vec<Value> =
        bodies(&rig, "overdue").into_iter().map(|body| body["data"]["change"]["what"].clone()).collect();
    assert!(overdue.contains(&"decision".into()) && overdue.contains(&"stage".into()), "{overdue:?}");
    done(&rig.env, &head, &problem, 0).await.expect("the table answers");
    rig.pump().await;
    assert_eq!(bodies(&rig, "decision_done").len(), 1);
    rig.outside.outward.plain().bodies().iter().for_each(assert_documented);
}

#[tokio::test]
async fn withdrawn_says_that_it_is_a_second_interval_where_it_is_one() {
    let mut rig = told_of(&[PublicEvent::Withdrawn]).await;
    let incident = verified(&mut rig).await;
    rig.minutes(20).await;
    crate::again::fails_again(&mut rig, &incident, "не работает").await;
    let body = rig.outside.outward.plain().bodies().remove(0);
    assert_eq!(body["data"]["change"]["is"], "second_interval", "{body}");
    assert_eq!(body["data"]["change"]["began_anew_at"], rig.env.now().to_rfc3339());
    assert_documented(&body);
}
