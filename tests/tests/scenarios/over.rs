//! What is over stays over; what is not asked is not answered; facts never run ahead of the failure.

use crate::told::{accepted, confirm, decide, diagnosed, opened, reported};
use nabat_domain::catalogue::Role;
use nabat_domain::incident::{Done, Standing};
use nabat_tests::rig::Rig;

#[tokio::test]
async fn nothing_said_later_reopens_a_closed_incident() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    rig.answer(&incident, "restored", "now").await;
    let works = rig.prompt(&incident, "works").await;
    confirm(&mut rig, &incident).await;
    rig.answer(&incident, "summary", "Обновление шлюза сломало запись, откатили").await;
    rig.answer(&incident, "fault_service", "appointments certain").await;
    rig.answer(&incident, "whose_fault", "ours").await;
    decide(&mut rig, &incident, "new_problem").await;
    let closed = rig.state(&incident).await;
    assert_eq!(closed.head.standing, Standing::Closed);
    let (first_line, head) =
        (rig.holder(&incident, Role::FirstLine).await, rig.holder(&incident, Role::ShiftHead).await);
    rig.answer_as(&incident, &first_line, &works, "does_not_work").await;
    for said in [
        format!("/исправить works.{} не работает; снова жалобы", works.subject.as_deref().unwrap_or_default()),
        "/изменить service=ehr".to_owned(),
        "/снять summary уже не нужно никому".to_owned(),
        "/приоритет P2 уже не срочно".to_owned(),
    ] {
        rig.say(&incident, &head, &said).await;
    }
    let now = rig.state(&incident).await;
    assert_eq!((now.head.outages, now.head.service), (closed.head.outages, closed.head.service));
    assert_eq!(now.steps.done, closed.steps.done);
}

#[tokio::test]
async fn what_is_summed_up_early_ends_no_stage_before_the_failure_ends() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    for said in [
        "/ответ summary Сломался шлюз записи, виден возврат ошибок",
        "/ответ fault_service appointments certain",
        "/ответ whose_fault ours",
    ] {
        rig.say(&incident, &engineer, said).await;
    }
    assert_eq!(rig.state(&incident).await.head.stage.as_str(), "diagnosis");
    assert!(rig.state(&incident).await.answer("summary").is_some(), "it is on record all the same");
}

#[tokio::test]
async fn a_failure_that_comes_back_before_closing_is_restoration_again() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    rig.answer(&incident, "restored", "now").await;
    let works = rig.prompt(&incident, "works").await;
    confirm(&mut rig, &incident).await;
    rig.answer(&incident, "summary", "Обновление шлюза сломало запись, откатили").await;
    rig.answer(&incident, "fault_service", "appointments certain").await;
    rig.answer(&incident, "whose_fault", "ours").await;
    let first_line = rig.holder(&incident, Role::FirstLine).await;
    rig.answer_as(&incident, &first_line, &works, "не работает").await;
    let state = rig.state(&incident).await;
    assert_eq!(state.restored_at(), None);
    assert_eq!(state.head.stage.as_str(), "restoration");
    assert!(rig.asks(&incident, "restored").await);
}

#[tokio::test]
async fn a_step_nobody_asked_is_neither_answered_nor_waived() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    for said in [
        "/снять works проверять нечего",
        "/за began.foo 10:00",
        "/за recovered.nope работает",
        "/снять recovered.nope не нужен",
    ] {
        rig.say(&incident, &head, said).await;
    }
    let state = rig.state(&incident).await;
    let bogus: Vec<&String> = state.steps.done.keys().filter(|name| *name != "accept").collect();
    assert!(bogus.is_empty(), "{bogus:?}");
}

#[tokio::test]
async fn a_fact_after_a_waiver_is_a_fact() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &head, "/снять workaround обходить нечего, всё стоит").await;
    assert!(matches!(rig.state(&incident).await.steps.done.get("workaround"), Some(Done::Waived(_))));
    rig.say(&incident, &engineer, "/ответ workaround Записываем на бумаге").await;
    assert!(rig.state(&incident).await.answer("workaround").is_some());
}

#[tokio::test]
async fn a_word_given_early_sets_the_rhythm() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "/ответ word Смотрим журналы, следующее слово через 10 минут").await;
    rig.minutes(14).await;
    assert!(rig.asks(&incident, "word").await);
    let state = rig.state(&incident).await;
    assert!(state.head.next_due.is_none_or(|due| due > rig.env.now()), "no timer stays in the past");
}

#[tokio::test]
async fn silence_to_the_last_reaches_the_shift_head() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.direct(&head);
    rig.minutes(60 * 16).await;
    let first_line = rig.state(&incident).await.steps.escalated.clone();
    assert!(first_line.keys().any(|prompt| prompt.as_str().starts_with("began")), "{first_line:?}");
    assert!(!rig.direct(&head).is_empty());
}

#[tokio::test]
async fn help_names_what_is_owed_and_what_is_offered() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let next = rig.anybody(Role::ShiftHead, std::slice::from_ref(&head));
    rig.say(&incident, &head, &format!("/передать shift_head {next}")).await;
    rig.room(&incident).await;
    rig.say(&incident, &next, "помощь").await;
    assert!(rig.room(&incident).await.contains("Вам передают роль"));
}
