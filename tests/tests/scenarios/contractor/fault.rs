//! The failure on contractor: opened by itself, by the closer's yes, or not at all.

use super::{CONTRACT, at_fault, closed, matter, record};
use crate::told::{reported, verified};
use nabat_domain::catalogue::Role;
use nabat_domain::incident::OnStanding;
use nabat_kit::port::DeskRecordChange;
use nabat_tests::rig::Rig;

#[tokio::test]
async fn certain_and_covered_opens_by_itself_on_the_contractors_group() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = at_fault(&mut rig, "certain").await;
    let given = rig.outside.desk.plain().given();
    let (desk, new) = given.first_key_value().expect("one record is opened");
    assert_eq!((given.len(), new.work_group.as_str(), new.from.as_str()), (1, "Ясный код: запись", "SD-1042"));
    let times = rig.outside.desk.plain().changes(desk.as_str());
    let DeskRecordChange::Comment { text } = &times[0] else { panic!("{times:?}") };
    insta::assert_snapshot!(text);
    let linked = rig.outside.desk.plain().changes("SD-1042");
    assert!(linked.iter().any(|change| *change == DeskRecordChange::Link { to: desk.to_string() }));
    insta::assert_snapshot!(rig.direct(&contractor));
    assert!(!rig.asks(&incident, "on_contractor").await);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn suspected_waits_for_the_closers_yes() {
    let mut rig = Rig::new().await;
    let (incident, _) = at_fault(&mut rig, "suspected").await;
    assert!(rig.outside.desk.plain().given().is_empty());
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let prompt = rig.prompt(&incident, "on_contractor").await;
    assert_eq!(prompt.holder.as_ref(), Some(&head));
    rig.answer_as(&incident, &head, &prompt, "open").await;
    assert_eq!(rig.outside.desk.plain().given().len(), 1);
    rig.answer_as(&incident, &head, &prompt, "open").await;
    assert_eq!(rig.outside.desk.plain().given().len(), 1, "said twice is opened once");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn suspected_and_declined_opens_none() {
    let mut rig = Rig::new().await;
    let (incident, _) = at_fault(&mut rig, "suspected").await;
    rig.answer(&incident, "on_contractor", "leave").await;
    assert!(rig.outside.desk.plain().given().is_empty());
    assert_eq!(matter(&rig, &incident).await.on.map(|on| on.standing), Some(OnStanding::Declined));
}

#[tokio::test]
async fn a_contract_that_ended_yesterday_opens_none_and_the_chat_hears_why() {
    let mut rig = Rig::with_contract_until(CONTRACT, "2026-11-22").await;
    let incident = verified(&mut rig).await;
    rig.answer(&incident, "summary", "Обновление шлюза сломало запись, откатили").await;
    rig.answer(&incident, "fault_service", "appointments certain").await;
    let _ = rig.room(&incident).await;
    rig.answer(&incident, "whose_fault", "contractor").await;
    assert!(rig.outside.desk.plain().given().is_empty());
    let room = rig.room(&incident).await;
    assert!(room.contains("на 23.11.2026 договора"), "{room}");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn without_a_hand_over_there_is_a_failure_on_contractor_and_no_clock() {
    let mut rig = Rig::new().await;
    let incident = verified(&mut rig).await;
    rig.answer(&incident, "summary", "Обновление шлюза сломало запись, откатили").await;
    rig.answer(&incident, "fault_service", "appointments certain").await;
    rig.answer(&incident, "whose_fault", "contractor").await;
    assert_eq!(rig.outside.desk.plain().given().len(), 1);
    assert_eq!(matter(&rig, &incident).await.handed, None);
}

#[tokio::test]
async fn ours_opens_none() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    assert!(rig.outside.desk.plain().given().is_empty());
    assert!(rig.state(&incident).await.contractors.is_empty());
}

#[tokio::test]
async fn whose_fault_corrected_after_closing_takes_it_back() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = closed(&mut rig).await;
    let desk = record(&rig, &incident).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.direct(&contractor);
    rig.say(&incident, &head, "/исправить whose_fault ours; том наш, подрядчик ни при чём").await;
    assert_eq!(matter(&rig, &incident).await.on.map(|on| on.standing), Some(OnStanding::Dropped));
    let changes = rig.outside.desk.plain().changes(desk.as_str());
    assert!(matches!(changes.last(), Some(DeskRecordChange::Close { .. })), "{changes:?}");
    assert!(rig.direct(&contractor).contains("больше не нужен"));
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn the_start_corrected_after_the_report_moves_the_times_in_the_record() {
    let mut rig = Rig::new().await;
    let (incident, _) = closed(&mut rig).await;
    let desk = record(&rig, &incident).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let before = rig.outside.desk.plain().changes(desk.as_str()).len();
    rig.say(&incident, &head, "/исправить began 10:50; по журналам началось раньше").await;
    let changes = rig.outside.desk.plain().changes(desk.as_str());
    let Some(DeskRecordChange::Comment { text }) = changes.get(before) else { panic!("{changes:?}") };
    assert!(text.contains("исправлены") && text.contains("23.11 10:50"), "{text}");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_contractor_at_fault_named_early_is_written_up_after_recovery_alone() {
    let mut rig = Rig::new().await;
    let incident = crate::told::diagnosed(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "/ответ fault_service appointments certain").await;
    rig.say(&incident, &engineer, "/ответ whose_fault contractor").await;
    assert!(rig.outside.desk.plain().given().is_empty(), "it still burns");
    rig.answer(&incident, "restored", "now").await;
    crate::told::confirm(&mut rig, &incident).await;
    assert_eq!(rig.outside.desk.plain().given().len(), 1);
}
