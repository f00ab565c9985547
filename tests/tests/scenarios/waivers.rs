//! Waivers and corrections: by those who may, with a reason, both values on record.

use crate::told::{accepted, opened};
use nabat_domain::catalogue::Role;
use nabat_domain::incident::Done;
use nabat_domain::time::Length;
use nabat_tests::rig::Rig;

#[tokio::test]
async fn only_shift_head_or_process_manager_waives_and_never_without_a_reason() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &engineer, "/снять changed изменений не было, проверили журнал").await;
    assert!(rig.asks(&incident, "changed").await, "whom it falls on cannot waive it");
    let first_line = rig.holder(&incident, Role::FirstLine).await;
    rig.say(&incident, &first_line, "/снять changed изменений не было, проверили журнал").await;
    assert!(rig.asks(&incident, "changed").await, "nor can anybody without the right");
    for no_reason in ["/снять changed", "/снять changed ...", "/снять changed —"] {
        rig.say(&incident, &head, no_reason).await;
        assert!(rig.asks(&incident, "changed").await, "a reason is asked for: {no_reason}");
    }
    rig.say(&incident, &head, "/снять changed изменений не было, проверили журнал").await;
    let state = rig.state(&incident).await;
    assert!(matches!(state.steps.done.get("changed"), Some(Done::Waived(waiver)) if waiver.by == head));
}

#[tokio::test]
async fn a_corrected_beginning_moves_the_interval_and_keeps_both_values() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let before = rig.state(&incident).await.head.began;
    rig.say(&incident, &engineer, "/исправить began 13:40; по мониторингу раньше").await;
    assert_eq!(rig.state(&incident).await.head.began, before, "the engineer may not");
    rig.say(&incident, &head, "/исправить began 13:40; по мониторингу раньше").await;
    let state = rig.state(&incident).await;
    assert_eq!(state.head.began, before.minus(Length::minutes(10)));
    assert_eq!(state.head.outages[0].began, state.head.began);
    let corrected =
        rig.journal(&incident).await.into_iter().find(|event| event.bytes.contains("\"type\":\"corrected\""));
    let corrected = corrected.expect("the correction is on record");
    assert!(
        corrected.bytes.contains(&before.0.to_string()) && corrected.bytes.contains(&state.head.began.0.to_string())
    );
}

#[tokio::test]
async fn the_shift_head_answers_for_somebody_else_under_his_own_name() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &head, "/за changed Вечером обновляли шлюз записи").await;
    let state = rig.state(&incident).await;
    let answer = state.answer("changed").expect("answered");
    assert_eq!((&answer.by, answer.on_behalf_of.as_ref()), (&head, Some(&engineer)));
}

#[tokio::test]
async fn an_answer_given_twice_is_already_so_and_another_one_is_a_question() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let prompt = rig.prompt(&incident, "began").await;
    let first_line = prompt.holder.clone().expect("somebody holds it");
    rig.answer_as(&incident, &first_line, &prompt, "as_registered").await;
    let version = rig.state(&incident).await.head.version;
    rig.answer_as(&incident, &first_line, &prompt, "as_registered").await;
    assert_eq!(rig.state(&incident).await.head.version, version, "said again, nothing is recorded again");
    rig.answer_as(&incident, &first_line, &prompt, "13:30").await;
    assert_eq!(rig.state(&incident).await.head.version, version, "said otherwise, the bot asks for a correction");
}
