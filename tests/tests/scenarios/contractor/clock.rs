//! The contractor's own clock: from the delivered hand-over to the accepted hand-back.

use super::{handed_over, matter, minutes, read};
use crate::told::{confirm, diagnosed};
use nabat_domain::catalogue::Role;
use nabat_domain::incident::{Hand, overruns};
use nabat_domain::time::Length;
use nabat_kit::port::CallError;
use nabat_tests::rig::Rig;

#[tokio::test]
async fn it_begins_when_the_hand_over_is_delivered_and_not_when_it_is_recorded() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let down = CallError::Transient("the messenger is down".to_owned());
    rig.outside.messenger.plain().fail(4, &down);
    rig.say(&incident, &head, "/исправить handover hand_over; передаём подрядчику").await;
    let recorded = matter(&rig, &incident).await.handed.expect("handed over");
    assert_eq!(recorded.delivered, None, "nobody has it before their eyes yet");
    rig.minutes(5).await;
    let delivered = matter(&rig, &incident).await.handed.and_then(|handed| handed.delivered).expect("delivered");
    assert!(delivered > recorded.at);
    assert_eq!(read(&rig, &incident).await.from, delivered);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn it_stands_while_we_owe_an_answer() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = handed_over(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.minutes(4).await;
    rig.direct(&contractor);
    rig.say(&incident, &contractor, "/запрос доступ к серверу базы").await;
    rig.minutes(7).await;
    assert_eq!(minutes(&rig, &incident).await, (4, 7, 0));
    assert_eq!(rig.prompt(&incident, "provided").await.holder, Some(engineer), "somebody is asked to answer");
    assert!(rig.direct(&contractor).contains("Время стоит"), "the contractor sees its own clock");
    rig.answer(&incident, "provided", "Доступ выдан, учётная запись в сейфе").await;
    assert!(rig.direct(&contractor).contains("Доступ выдан"), "and hears the answer");
    rig.minutes(2).await;
    assert_eq!(minutes(&rig, &incident).await, (6, 7, 0));
    assert!(!rig.asks(&incident, "provided").await);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_hand_back_counts_from_its_own_moment_once_it_is_accepted() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = handed_over(&mut rig).await;
    rig.minutes(10).await;
    rig.say(&incident, &contractor, "/вернуть").await;
    assert!(matter(&rig, &incident).await.back.is_none(), "why is asked");
    rig.say(&incident, &contractor, "/вернуть неисправность не в нашей части").await;
    rig.say(&incident, &contractor, "/вернуть неисправность не в нашей части").await;
    assert_eq!(matter(&rig, &incident).await.backs, 1, "said twice is handed back once");
    rig.minutes(8).await;
    assert_eq!(minutes(&rig, &incident).await.0, 18, "offered is not accepted");
    rig.answer(&incident, "hand_back", "accept").await;
    assert_eq!(minutes(&rig, &incident).await, (10, 0, 0));
    assert_eq!(read(&rig, &incident).await.now, None);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_refused_hand_back_never_stopped_it() {
    let mut rig = Rig::new().await;
    let (incident, _) = handed_over(&mut rig).await;
    rig.answer(&incident, "received", "accepted").await;
    rig.answer(&incident, "contractor_cause", "Закончилось место на томе журнала").await;
    rig.minutes(10).await;
    rig.answer(&incident, "contractor_done", "Расширили том и перезапустили базу").await;
    rig.minutes(5).await;
    rig.answer(&incident, "hand_back", "refuse").await;
    assert!(rig.asks(&incident, "contractor_done").await, "what was not done is asked again");
    rig.minutes(5).await;
    assert_eq!(minutes(&rig, &incident).await, (20, 0, 0));
    rig.answer(&incident, "contractor_done", "Перезапустили и проверили запись").await;
    rig.answer(&incident, "hand_back", "accept").await;
    rig.minutes(5).await;
    assert_eq!(minutes(&rig, &incident).await, (20, 0, 0));
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_failed_verification_gives_it_back_to_whoever_said_it_was_done() {
    let mut rig = Rig::new().await;
    let (incident, _) = handed_over(&mut rig).await;
    rig.answer(&incident, "received", "accepted").await;
    rig.answer(&incident, "contractor_cause", "Закончилось место на томе журнала").await;
    rig.answer(&incident, "contractor_done", "Расширили том и перезапустили базу").await;
    // The contract's number in whatever letters, as people type it.
    let prompt = rig.prompt(&incident, "hand_back").await;
    let engineer = prompt.holder.clone().expect("the duty engineer is asked");
    rig.say(&incident, &engineer, &format!("/ответ {} принимаю", prompt.instance())).await;
    assert_eq!(read(&rig, &incident).await.now, None);
    rig.answer(&incident, "restored", "now").await;
    rig.minutes(3).await;
    rig.answer(&incident, "works", "does_not_work").await;
    assert_eq!(read(&rig, &incident).await.now, Some(Hand::Held), "it never stopped");
    assert_eq!(minutes(&rig, &incident).await.0, 3);
}

#[tokio::test]
async fn where_nobody_hands_back_it_stops_when_the_failure_did() {
    let mut rig = Rig::new().await;
    let (incident, _) = handed_over(&mut rig).await;
    rig.minutes(30).await;
    rig.answer(&incident, "restored", "now").await;
    let restored = rig.state(&incident).await.restored_at().expect("restored");
    rig.minutes(4).await;
    confirm(&mut rig, &incident).await;
    let clock = read(&rig, &incident).await;
    assert_eq!((clock.until, clock.now), (restored, None));
}

#[tokio::test]
async fn a_hand_over_taken_back_stops_it_and_another_service_hands_it_to_another() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = handed_over(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.answer(&incident, "received", "accepted").await;
    rig.minutes(6).await;
    rig.direct(&contractor);
    rig.say(&incident, &engineer, "/изменить service=lab functions=result").await;
    let state = rig.state(&incident).await;
    let held = state.contractors.held().map(|(contract, _)| contract.to_string());
    assert_eq!(held.as_deref(), Some("D-2026-033"), "the contract follows the service");
    assert_eq!(minutes(&rig, &incident).await, (6, 0, 0));
    assert!(rig.direct(&contractor).contains("отозвана"));
    assert!(rig.asks(&incident, "received").await, "the other contractor has not taken it yet");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn outside_the_hours_of_the_contract_nothing_counts() {
    // 14:00 in Moscow; this contract works until 14:30 and from 20:00 on.
    let mut rig = Rig::with_hours(super::CONTRACT, &[("08:00", "14:30"), ("20:00", "23:00")]).await;
    let (incident, _) = handed_over(&mut rig).await;
    rig.minutes(45).await;
    assert_eq!(minutes(&rig, &incident).await, (30, 0, 15));
    let matter = matter(&rig, &incident).await;
    let over = overruns(&matter, rig.env.now());
    assert_eq!(over.reaction.expect("a clock").over(), Length::minutes(10), "twenty are allowed, thirty were held");
    assert_eq!(over.restoration.expect("a clock").over(), Length(0));
}
