//! `/overdue` from recorded state: a contractor's work and report, a problem's fix and stage, a committee's decision.

use crate::committee::viewer;
use crate::contractor::{closed, handed_over};
use crate::problem::{cause_found, raised, until};
use nabat_console::committee::{Sent, decide, done};
use nabat_console::pages::overdue::load;
use nabat_domain::catalogue::Role;
use nabat_domain::time::Length;
use nabat_tests::rig::Rig;

/// Rows of the page of one sort, as the shift head sees it.
async fn rows(rig: &Rig, sort: &str) -> Vec<String> {
    let page = load(&rig.env, &viewer(rig, Role::ShiftHead)).await.expect("the table answers");
    let page = page.expect("a shift head sees it").into_string();
    page.split("<tr").filter(|row| row.contains(sort)).map(str::to_owned).collect()
}

async fn days(rig: &Rig, days: i64) {
    until(rig, rig.env.now().plus(Length::hours(24 * days))).await;
}

#[tokio::test]
async fn a_contractors_work_is_late_by_its_own_clock_and_only_while_it_has_it() {
    let mut rig = Rig::new().await;
    let (incident, _) = handed_over(&mut rig).await;
    assert!(rows(&rig, ">подрядчик:<").await.is_empty(), "within its terms nothing is late");
    rig.minutes(30).await;
    let late = rows(&rig, ">подрядчик:<").await;
    assert_eq!(late.len(), 1, "twenty minutes to react are over: {late:?}");
    assert!(late[0].contains("Реакция") && late[0].contains("SD-1042"), "{late:?}");
    rig.answer(&incident, "received", "accepted").await;
    for _ in 0..6 {
        rig.hour().await;
    }
    let late = rows(&rig, ">подрядчик:<").await;
    assert!(late.iter().any(|row| row.contains("Восстановление")), "{late:?}");
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, "/исправить handover keep; забираем себе").await;
    assert!(rows(&rig, ">подрядчик:<").await.is_empty(), "what it has no more in hand it does not owe");
}

#[tokio::test]
async fn a_contractors_report_is_late_from_its_day_on_until_it_is_in() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = closed(&mut rig).await;
    assert!(rows(&rig, ">отчёт подрядчика:<").await.is_empty());
    let due = crate::contractor::matter(&rig, &incident).await.report().expect("it is asked for").due;
    until(&rig, due.plus(Length::minutes(10))).await;
    let late = rows(&rig, ">отчёт подрядчика:<").await;
    assert_eq!(late.len(), 1, "{late:?}");
    rig.say_direct(&contractor, crate::contractor::REPORT).await;
    assert!(rows(&rig, ">отчёт подрядчика:<").await.is_empty());
}

#[tokio::test]
async fn a_problems_stage_and_then_its_fix_are_late_by_what_was_promised() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    rig.answer(&problem, "lead", "accepted").await;
    assert!(rows(&rig, ">проблема:<").await.is_empty());
    days(&rig, 15).await;
    let late = rows(&rig, ">проблема:<").await;
    assert!(late.len() == 1 && late[0].contains("Поиск причины") && late[0].contains("PRB-0001"), "{late:?}");
    rig.answer(&problem, "cause", "Кончилась память шлюза записи").await;
    let prompt = rig.prompt(&problem, "cause").await;
    let leader = prompt.holder.clone().expect("somebody leads");
    rig.answer_as(&problem, &leader, &prompt, "root_cause").await;
    rig.answer(&problem, "evidence", "График памяти в отчёте по сбою").await;
    rig.answer(&problem, "meanwhile", "Перезапускать шлюз раз в сутки").await;
    rig.answer(&problem, "course", "fix").await;
    let engineer = rig.anybody(Role::DutyEngineer, &[]);
    rig.answer(&problem, "fixer", engineer.as_str()).await;
    rig.answer(&problem, "fix_day", "через неделю").await;
    rig.answer(&problem, "change", "CHG-204, новая версия шлюза").await;
    days(&rig, 9).await;
    let late = rows(&rig, ">проблема:<").await;
    assert!(late.len() == 1 && late[0].contains("исправление"), "{late:?}");
    assert!(late[0].contains(&rig.name_of(&engineer)), "of whoever was named: {late:?}");
    rig.answer(&problem, "fixed", "now").await;
    assert!(rows(&rig, ">проблема:<").await.is_empty());
}

#[tokio::test]
async fn a_committees_decision_is_late_until_it_is_done() {
    let mut rig = Rig::new().await;
    let (_, problem) = raised(&mut rig).await;
    cause_found(&mut rig, &problem).await;
    let (head, owner) = (viewer(&rig, Role::ShiftHead), rig.anybody(Role::ServiceOwner, &[]));
    let words = "Заменить шлюз записи до конца квартала".to_owned();
    let (committee, due) = ("problems".to_owned(), "2026-12-10".to_owned());
    let sent = Sent { committee, problem: problem.clone(), words: words.clone(), owner: owner.clone(), due };
    decide(&rig.env, &head, &sent).await.expect("the table answers");
    assert!(rows(&rig, ">решение комитета:<").await.is_empty());
    days(&rig, 20).await;
    let late = rows(&rig, ">решение комитета:<").await;
    assert!(late.len() == 1 && late[0].contains(&words) && late[0].contains(&rig.name_of(&owner)), "{late:?}");
    done(&rig.env, &head, &problem, 0).await.expect("the table answers");
    assert!(rows(&rig, ">решение комитета:<").await.is_empty());
}
