//! The report of a mass failure: asked for, questioned once, chased, looked at; after the chat is over.

use super::{REPORT, closed, matter, record};
use nabat_domain::catalogue::Role;
use nabat_domain::incident::{ReportDue, Standing};
use nabat_kit::port::DeskRecordChange;
use nabat_tests::rig::Rig;

async fn owed(rig: &Rig, incident: &nabat_domain::ids::IncidentId) -> ReportDue {
    matter(rig, incident).await.report().cloned().expect("a report is asked for")
}

#[tokio::test]
async fn it_is_owed_after_the_chat_is_archived_and_comes_by_direct_message() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = closed(&mut rig).await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Closed);
    let head = rig.holder(&incident, Role::ShiftHead).await;
    assert!(owed(&rig, &incident).await.is_owed());
    rig.say_direct(&contractor, "помощь").await;
    assert!(rig.direct(&contractor).contains("отчёт о массовом сбое SD-1042"), "help says what is owed");
    rig.direct(&head);
    rig.say_direct(&contractor, REPORT).await;
    let given = owed(&rig, &incident).await;
    assert!(given.is_unread() && given.given[0].lacks.is_empty());
    insta::assert_snapshot!(rig.direct(&head));
    rig.meet(&head).await;
    rig.say_direct(&head, "SD-1042 /принять-отчёт").await;
    assert!(owed(&rig, &incident).await.accepted.is_some());
    let changes = rig.outside.desk.plain().changes(record(&rig, &incident).await.as_str());
    let attached = changes
        .iter()
        .any(|change| matches!(change, DeskRecordChange::Comment { text } if text.contains("порог 80 %")));
    assert!(attached && matches!(changes.last(), Some(DeskRecordChange::Close { .. })), "{changes:?}");
    assert_eq!(rig.state(&incident).await.head.next_due, None, "nothing is owed any more");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn an_empty_one_is_questioned_once_and_then_stands_as_it_is() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = closed(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.direct(&contractor);
    rig.say_direct(&contractor, "/отчёт").await;
    assert!(owed(&rig, &incident).await.is_owed());
    insta::assert_snapshot!(rig.direct(&contractor));
    rig.direct(&head);
    rig.say_direct(&contractor, "/отчёт всё починили, причина понятна").await;
    let given = owed(&rig, &incident).await;
    assert_eq!((given.is_unread(), given.given[0].lacks.len()), (true, 7));
    assert!(rig.direct(&head).contains("Не хватает"));
    rig.meet(&head).await;
    rig.say_direct(&head, "/отклонить-отчёт нет ни причины, ни мер").await;
    assert!(owed(&rig, &incident).await.is_owed(), "refused is owed again");
    assert!(rig.direct(&contractor).contains("нет ни причины, ни мер"));
    rig.say_direct(&contractor, REPORT).await;
    assert!(owed(&rig, &incident).await.is_unread());
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_late_one_is_chased_once_a_day() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = closed(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let due = owed(&rig, &incident).await.due;
    rig.direct(&contractor);
    rig.direct(&head);
    rig.at(due.minus(nabat_domain::time::Length(1))).await;
    assert_eq!(owed(&rig, &incident).await.chased, 0, "never early");
    assert_eq!(rig.direct(&contractor), "");
    rig.at(due).await;
    rig.tick().await;
    assert_eq!(owed(&rig, &incident).await.chased, 1, "never twice");
    assert!(rig.direct(&contractor).contains("ждали до"));
    assert!(rig.direct(&head).contains("Ясный код"));
    rig.at(due.plus(nabat_domain::time::Length::hours(24))).await;
    assert_eq!(owed(&rig, &incident).await.chased, 2);
    rig.say_direct(&contractor, REPORT).await;
    let over =
        nabat_domain::incident::overruns(&matter(&rig, &incident).await, rig.env.now()).report.expect("a report");
    assert_eq!(over.over(), nabat_domain::time::Length::hours(24));
    rig.direct(&head);
    rig.at(due.plus(nabat_domain::time::Length::hours(49))).await;
    assert!(rig.direct(&head).contains("ждёт вашего слова"), "what came is not forgotten either");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn the_same_delivery_twice_is_one_report() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = closed(&mut rig).await;
    rig.say_direct_as(&contractor, REPORT, "said-again").await;
    rig.say_direct_as(&contractor, REPORT, "said-again").await;
    assert_eq!(owed(&rig, &incident).await.given.len(), 1);
}

#[tokio::test]
async fn nobody_else_hands_it_in_and_only_a_closer_looks_at_it() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = closed(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.meet(&engineer).await;
    rig.say_direct(&engineer, REPORT).await;
    assert!(owed(&rig, &incident).await.is_owed());
    rig.say_direct(&contractor, REPORT).await;
    rig.say_direct(&contractor, "/принять-отчёт").await;
    assert!(owed(&rig, &incident).await.is_unread());
}

#[tokio::test]
async fn a_contractor_hands_back_objects_and_reports_late_first_emptily() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = closed(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let ended = matter(&rig, &incident).await.ended().expect("it was handed back and accepted");
    rig.say_direct(&contractor, "/возражение доступ выдали через час после запроса").await;
    let due = owed(&rig, &incident).await.due;
    rig.at(due.plus(nabat_domain::time::Length::hours(5))).await;
    rig.say_direct(&contractor, "/отчёт").await;
    assert!(owed(&rig, &incident).await.is_owed(), "nothing is no report");
    rig.say_direct(&contractor, "/отчёт починили").await;
    rig.say_direct(&contractor, REPORT).await;
    let matter = matter(&rig, &incident).await;
    assert_eq!((matter.ended(), matter.objections.len()), (Some(ended), 1), "both stand beside each other");
    let over = nabat_domain::incident::overruns(&matter, rig.env.now()).report.expect("a report was owed");
    assert!(over.over() >= nabat_domain::time::Length::hours(5), "late is late");
    rig.meet(&head).await;
    rig.say_direct(&head, "SD-1042 /принять-отчёт").await;
    assert!(owed(&rig, &incident).await.accepted.is_some());
    rig.assert_journal(&incident).await;
}
