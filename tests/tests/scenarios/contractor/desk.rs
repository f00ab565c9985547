//! The desk's record of a failure on contractor, closed and changed behind Nabat's back.

use super::{REPORT, closed, record};
use nabat_domain::catalogue::Role;
use nabat_kit::port::DeskRecordChange;
use nabat_tests::rig::Rig;
use serde_json::json;

#[tokio::test]
async fn closed_by_hand_it_is_opened_again_and_both_hear_what_is_missing() {
    let mut rig = Rig::new().await;
    let (incident, _) = closed(&mut rig).await;
    let (desk, head) = (record(&rig, &incident).await, rig.holder(&incident, Role::ShiftHead).await);
    rig.direct(&head);
    let answer = rig.desk("msg_by_hand", &json!({ "type": "incident.closed", "id": desk })).await;
    assert_eq!(answer.status(), 202);
    let changes = rig.outside.desk.plain().changes(desk.as_str());
    let Some(DeskRecordChange::Reopen { text }) = changes.last() else { panic!("{changes:?}") };
    assert!(text.contains("отчёт о массовом сбое ещё должны"), "{text}");
    assert!(rig.direct(&head).contains("закрыли вручную"));
    let again = rig.desk("msg_by_hand", &json!({ "type": "incident.closed", "id": desk })).await;
    assert_eq!(again.body(), answer.body(), "the same delivery, the same answer");
    assert_eq!(rig.outside.desk.plain().changes(desk.as_str()).len(), changes.len());
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn once_nothing_is_owed_it_may_be_closed() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = closed(&mut rig).await;
    let (desk, head) = (record(&rig, &incident).await, rig.holder(&incident, Role::ShiftHead).await);
    rig.say_direct(&contractor, REPORT).await;
    rig.meet(&head).await;
    rig.say_direct(&head, "/принять-отчёт").await;
    let before = rig.outside.desk.plain().changes(desk.as_str()).len();
    rig.desk("msg_by_hand", &json!({ "type": "incident.closed", "id": desk })).await;
    assert_eq!(rig.outside.desk.plain().changes(desk.as_str()).len(), before);
}

#[tokio::test]
async fn changed_by_hand_it_gets_its_group_and_deadline_back() {
    let mut rig = Rig::new().await;
    let (incident, _) = closed(&mut rig).await;
    let desk = record(&rig, &incident).await;
    let due = super::matter(&rig, &incident).await.report().expect("a report is asked for").due;
    rig.desk("msg_edited", &json!({ "type": "incident.updated", "id": desk })).await;
    let changes = rig.outside.desk.plain().changes(desk.as_str());
    let expected = DeskRecordChange::Assign { work_group: "Ясный код: запись".to_owned(), due };
    assert_eq!(changes.last(), Some(&expected));
}
