//! "Restored" is a claim: if verification fails, the interval never ended.

use crate::told::{confirm, diagnosed};
use nabat_domain::catalogue::Role;
use nabat_tests::rig::Rig;

#[tokio::test]
async fn failed_verification_makes_one_interval() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let began = rig.state(&incident).await.head.began;
    rig.answer(&incident, "restored", "now").await;
    rig.minutes(5).await;
    rig.answer(&incident, "works", "не работает").await;
    let state = rig.state(&incident).await;
    assert_eq!(state.restored_at(), None, "the interval never ended");
    assert_eq!(state.head.stage.as_str(), "restoration");
    assert!(rig.asks(&incident, "restored").await, "restoration is asked anew");
    rig.minutes(10).await;
    rig.answer(&incident, "restored", "now").await;
    confirm(&mut rig, &incident).await;
    let state = rig.state(&incident).await;
    assert_eq!(state.head.outages.len(), 1);
    assert_eq!((state.head.outages[0].began, state.head.outages[0].restored), (began, state.restored_at()));
    assert_eq!(state.head.stage.as_str(), "reporting");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn related_services_are_asked_twice_and_only_the_second_answers_count() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-5", "patient-index").await;
    assert!(rig.asks(&incident, "impact").await, "consumers are asked at the start");
    rig.answer(&incident, "impact", "works").await;
    rig.answer(&incident, "accept", "accepted").await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    assert!(!rig.asks(&incident, "impact").await, "what nobody answered in time is moot");
    assert!(rig.asks(&incident, "recovered").await, "and all are asked again after restoration");
    let asked = rig.state(&incident).await.steps.open.values().filter(|p| p.step.as_str() == "recovered").count();
    while rig.asks(&incident, "works").await {
        rig.answer(&incident, "works", "работает").await;
    }
    for _ in 0..asked {
        assert_eq!(rig.state(&incident).await.head.stage.as_str(), "verification", "verification waits for every one");
        rig.answer(&incident, "recovered", "работает").await;
    }
    assert_ne!(rig.state(&incident).await.head.stage.as_str(), "verification");
}

#[tokio::test]
async fn degraded_needs_a_word_and_does_not_block() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    rig.answer(&incident, "restored", "now").await;
    let prompt = rig.prompt(&incident, "recovered").await;
    rig.answer(&incident, "recovered", "degraded").await;
    assert!(rig.state(&incident).await.steps.open.contains_key(&prompt.id), "a word is asked for");
    let owner = prompt.holder.clone().expect("somebody owns it");
    rig.answer_as(&incident, &owner, &prompt, "работает, но медленно").await;
    assert!(!rig.state(&incident).await.steps.open.contains_key(&prompt.id));
}

#[tokio::test]
async fn a_log_pasted_behind_an_answer_confirms_nothing_and_a_short_answer_is_asked_for() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    rig.answer(&incident, "restored", "now").await;
    let log = "14:02:07 WARN pool is exhausted, waiting\n".repeat(220);
    for first in ["Да, запись работает, но печать не работает", "работает"] {
        let prompt = rig.prompt(&incident, "works").await;
        rig.answer(&incident, "works", &format!("{first}\n{log}")).await;
        assert!(rig.state(&incident).await.steps.open.contains_key(&prompt.id), "{first} is not taken by half");
    }
    let prompt = rig.prompt(&incident, "works").await;
    rig.answer(&incident, "works", "работает").await;
    assert!(!rig.state(&incident).await.steps.open.contains_key(&prompt.id));
}

#[tokio::test]
async fn a_confirmation_corrected_to_does_not_work_reopens_the_interval() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    rig.answer(&incident, "restored", "now").await;
    let subject = rig.prompt(&incident, "works").await.subject.expect("a function is asked about");
    confirm(&mut rig, &incident).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, &format!("/исправить works.{subject} не работает; снова жалобы")).await;
    let state = rig.state(&incident).await;
    assert_eq!(state.restored_at(), None, "a correction is a fact like any other");
    assert_eq!(state.head.stage.as_str(), "restoration");
    rig.assert_journal(&incident).await;
}
