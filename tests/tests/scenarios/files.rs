//! A file is data, whatever it is called; a contractor may hand its report in as one.

mod kept;

use crate::contractor::{REPORT, closed, matter, record};
use crate::told::diagnosed;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::ReportDue;
use nabat_kit::port::DeskRecordChange;
use nabat_tests::rig::Rig;

async fn due(rig: &Rig, incident: &IncidentId) -> ReportDue {
    matter(rig, incident).await.report().cloned().expect("a report is asked for")
}

#[tokio::test]
async fn a_file_states_nothing_by_its_name() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let before = rig.state(&incident).await;
    for name in ["восстановлено 14:02", "/ответ summary Всё починили сами", "восстановлено сейчас.png", "помощь"]
    {
        rig.post_file(&incident, &engineer, name, 1_000).await;
    }
    let state = rig.state(&incident).await;
    assert_eq!(state.restored_at(), None);
    assert_eq!(
        (state.steps.done.clone(), state.steps.questioned.clone()),
        (before.steps.done.clone(), before.steps.questioned.clone())
    );
}

#[tokio::test]
async fn a_file_too_large_or_that_runs_is_refused_with_its_cure_and_stays_on_record() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.room(&incident).await;
    rig.post_file(&incident, &engineer, "дамп памяти.hprof", 900_000_000).await;
    let told = rig.room(&incident).await;
    assert!(told.contains("дамп памяти.hprof") && told.contains("900 МБ") && told.contains("20 МБ"), "{told}");
    rig.post_file(&incident, &engineer, "отчёт.pdf.EXE", 9_000).await;
    let told = rig.room(&incident).await;
    assert!(told.contains("отчёт.pdf.EXE") && told.contains("запускается"), "{told}");
    rig.post_file(&incident, &engineer, "отчёт.docm", 9_000).await;
    let told = rig.room(&incident).await;
    assert!(told.contains("отчёт.docm") && told.contains("макросами"), "{told}");
    rig.post_file(&incident, &engineer, "журнал.log", 9_000).await;
    assert_eq!(rig.room(&incident).await, "", "what is taken needs no word");
    let table = format!("{:?}", rig.outside.table.plain().dump());
    for name in ["дамп памяти.hprof", "отчёт.pdf.EXE", "журнал.log"] {
        assert!(table.contains(name), "{name} is on record");
    }
}

#[tokio::test]
async fn the_contractors_file_is_attached_and_the_parts_it_cannot_show_are_asked_for() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = closed(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.direct(&contractor);
    rig.direct(&head);
    rig.post_direct(&contractor, "Отчёт о сбое.pdf", 120_000).await;
    let given = due(&rig, &incident).await;
    assert_eq!((given.is_unread(), given.given[0].lacks.len()), (true, 7), "in, and nobody here has read it");
    insta::assert_snapshot!(rig.direct(&contractor));
    assert!(rig.direct(&head).contains("Отчёт о сбое.pdf"), "the closer hears of it");
    rig.say_direct(&contractor, REPORT).await;
    let given = due(&rig, &incident).await;
    assert!(given.given.len() == 2 && given.given[1].lacks.is_empty(), "the words have every part");
    let changes = rig.outside.desk.plain().changes(record(&rig, &incident).await.as_str());
    let says = |words: &str| {
        changes.iter().any(|change| matches!(change, DeskRecordChange::Comment { text } if text.contains(words)))
    };
    assert!(says("Отчёт о сбое.pdf") && says("порог 80 %"), "both are with the record: {changes:?}");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_file_beside_a_whole_report_adds_to_it() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = closed(&mut rig).await;
    rig.say_direct(&contractor, REPORT).await;
    rig.post_direct(&contractor, "журнал базы.zip", 2_000_000).await;
    let given = due(&rig, &incident).await;
    assert_eq!(given.given.len(), 2);
    assert!(given.given[1].lacks.is_empty(), "what was said stays said");
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.meet(&head).await;
    rig.say_direct(&head, "SD-1042 /принять-отчёт").await;
    assert!(due(&rig, &incident).await.accepted.is_some());
}
