//! The report: published after its facts, revised after what changes it.

mod content;
mod down;

use crate::told::{decide, opened, reported, verified};
use nabat_domain::catalogue::Role;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{Published, Standing};
use nabat_kit::document::{Block, Document};
use nabat_kit::port::{DeskRecordChange, PageName};
use nabat_tests::rig::Rig;

/// The address every test's page gets.
fn address(incident: &IncidentId) -> String {
    format!("/wiki/clinics/{incident}")
}

/// The revisions of the incident's page, in the view of those who see everything.
pub fn revisions(rig: &Rig, incident: &IncidentId) -> Vec<Document> {
    let name = PageName(format!("clinics/{incident}"));
    let made = rig.outside.wiki.plain().revisions(&name).into_iter();
    made.map(|(_, page)| page.full.expect("this wiki keeps two views")).collect()
}

async fn published(rig: &Rig, incident: &IncidentId) -> Option<Published> {
    rig.state(incident).await.head.report
}

/// Posts of the incident's room that name the page.
async fn links(rig: &Rig, incident: &IncidentId) -> usize {
    let room = rig.state(incident).await.head.room.expect("the incident has a room");
    let posts = rig.outside.messenger.plain().posts(&room);
    posts.iter().filter(|post| post.message.text.contains(&address(incident))).count()
}

/// Comments on the desk's record that name the page.
fn comments(rig: &Rig, incident: &IncidentId) -> usize {
    let names = |change: &DeskRecordChange| match change {
        DeskRecordChange::Comment { text } => text.contains(&address(incident)),
        DeskRecordChange::Close { .. }
        | DeskRecordChange::Reopen { .. }
        | DeskRecordChange::Link { .. }
        | DeskRecordChange::Assign { .. } => false,
    };
    rig.outside.desk.plain().changes("SD-1042").iter().filter(|change| names(change)).count()
}

/// A document as a person would read it aloud.
fn read(document: &Document) -> String {
    let mut lines = vec![format!("# {}", document.title)];
    lines.extend(document.changes.iter().map(|change| format!("changed: {change}")));
    for block in &document.blocks {
        match block {
            Block::Heading { text } => lines.push(format!("\n## {text}")),
            Block::Notice { text } => lines.push(format!("[{text}]")),
            Block::Paragraph { text } => lines.push(text.clone()),
            Block::Facts { rows } => lines.extend(rows.iter().map(|fact| format!("{}: {}", fact.name, fact.value))),
            Block::Table { head, rows } => {
                lines.push(head.join(" | "));
                lines.extend(rows.iter().map(|row| row.join(" | ")));
            }
            Block::Link { text, address } => lines.push(format!("{text} -> {address}")),
            Block::Chart(chart) => lines.push(format!("{} ({} points)", chart.title, chart.points.len())),
        }
    }
    lines.join("\n")
}

#[tokio::test]
async fn it_is_published_once_its_facts_are_complete_and_not_before() {
    let mut rig = Rig::new().await;
    let incident = verified(&mut rig).await;
    rig.answer(&incident, "summary", "Обновление шлюза сломало запись, откатили").await;
    rig.answer(&incident, "fault_service", "appointments certain").await;
    rig.minutes(5).await;
    assert_eq!(published(&rig, &incident).await, None, "whose fault it is has not been said");
    rig.answer(&incident, "whose_fault", "ours").await;
    let page = published(&rig, &incident).await.expect("it is published at once");
    assert_eq!((page.address, page.revision), (address(&incident), 1));
    assert_eq!((links(&rig, &incident).await, comments(&rig, &incident)), (1, 1));
    assert!(rig.room(&incident).await.contains(&format!("http://nabat.test{}", address(&incident))), "a link to click");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_waived_fact_counts_as_given() {
    let mut rig = Rig::new().await;
    let incident = verified(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    for step in ["summary", "fault_service", "whose_fault"] {
        assert_eq!(published(&rig, &incident).await, None, "{step} is still owed");
        rig.say(&incident, &head, &format!("/снять {step} инженера увезли в больницу, спросить некого")).await;
    }
    assert!(published(&rig, &incident).await.is_some());
    let page = revisions(&rig, &incident).pop().expect("a page");
    assert!(read(&page).contains("инженера увезли"), "the reasons stand in the report");
}

#[tokio::test]
async fn a_correction_after_publication_makes_revision_two_and_no_second_link() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, "/исправить began 11:00; мониторинг видел раньше").await;
    rig.minutes(3).await;
    let pages = revisions(&rig, &incident);
    assert_eq!(pages.len(), 2);
    assert!(!read(&pages[0]).contains("11:00") && read(&pages[1]).contains("11:00"), "three hours earlier");
    assert!(pages[0].changes.is_empty() && pages[1].changes.iter().any(|change| change.contains("мониторинг")));
    assert_eq!(published(&rig, &incident).await.map(|page| page.revision), Some(2));
    assert_eq!((links(&rig, &incident).await, comments(&rig, &incident)), (1, 1), "the link is given once");
}

#[tokio::test]
async fn a_burst_makes_one_revision() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    for clock in ["13:40", "13:41", "13:42", "13:43"] {
        rig.say(&incident, &head, &format!("/исправить began {clock}; сверяем с мониторингом")).await;
    }
    decide(&mut rig, &incident, "new_problem").await;
    rig.minutes(5).await;
    let pages = revisions(&rig, &incident);
    assert_eq!(pages.len(), 2, "corrections, decision, closing and the problem's number are one revision");
    assert!(read(&pages[1]).contains("PRB-0001"));
    rig.minutes(60).await;
    assert_eq!(revisions(&rig, &incident).len(), 2, "and nothing follows");
}

#[tokio::test]
async fn a_problem_recorded_after_closing_still_reaches_the_page() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    let down = nabat_kit::port::CallError::Transient("the desk is down".to_owned());
    rig.outside.desk.plain().fail(6, &down);
    decide(&mut rig, &incident, "new_problem").await;
    rig.minutes(10).await;
    let state = rig.state(&incident).await;
    assert!(state.head.problem.is_some() && state.head.closed_at.is_some());
    let last = revisions(&rig, &incident).pop().expect("a page");
    assert!(read(&last).contains("PRB-0001"));
}

async fn restored_and_reported(rig: &mut Rig, incident: &IncidentId) {
    rig.answer(incident, "restored", "now").await;
    crate::told::confirm(rig, incident).await;
    facts(rig, incident).await;
}

async fn facts(rig: &mut Rig, incident: &IncidentId) {
    rig.answer(incident, "summary", "Обновление шлюза сломало запись, откатили").await;
    rig.answer(incident, "fault_service", "appointments certain").await;
    rig.answer(incident, "whose_fault", "ours").await;
}

#[tokio::test]
async fn a_false_alarm_annulled_before_its_facts_has_no_report() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let manager = rig.anybody(Role::ProcessManager, &[]);
    rig.say(&incident, &manager, "/аннулировать ложная тревога мониторинга").await;
    rig.minutes(5).await;
    assert!(rig.outside.wiki.plain().names().is_empty());
}

#[tokio::test]
async fn a_neighbour_led_in_the_same_chat_stands_in_its_report_and_has_none_of_its_own() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let (linked, recorded) = (rig.register("SD-2", "patient-portal").await, rig.register("SD-3", "kiosk").await);
    assert!(matches!(rig.state(&linked).await.head.standing, Standing::Linked { .. }));
    rig.answer(&incident, "changed", "Вечером обновили шлюз записи").await;
    rig.answer(&incident, "located", "appointments certain").await;
    rig.answer(&incident, "handover", "keep").await;
    rig.answer(&incident, "word", "Откатываем обновление шлюза").await;
    rig.answer(&incident, "workaround", "Записывают на бумаге").await;
    restored_and_reported(&mut rig, &incident).await;
    decide(&mut rig, &incident, "new_problem").await;
    rig.minutes(5).await;
    assert_eq!(rig.state(&linked).await.head.standing, Standing::Closed, "it is closed with its parent");
    assert_eq!(rig.outside.wiki.plain().names().len(), 1, "{recorded}");
    assert!(read(&revisions(&rig, &incident).pop().expect("a page")).contains("SD-2"));
}

#[tokio::test]
async fn facts_given_early_make_the_page_once_it_is_verified_and_late_answers_revise_it() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "/ответ summary Обновление шлюза сломало запись, откатываем").await;
    rig.say(&incident, &engineer, "/ответ fault_service точно appointments").await;
    rig.say(&incident, &engineer, "/ответ whose_fault наша").await;
    assert!(revisions(&rig, &incident).is_empty(), "what is summed up early has restored nothing");
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    crate::told::confirm(&mut rig, &incident).await;
    let first = revisions(&rig, &incident);
    assert_eq!(first.len(), 1, "nothing is asked that was said early");
    assert!(matches!(&first[0].blocks[0], Block::Notice { .. }), "it says that the incident goes on");
    rig.say(&incident, &engineer, "/ответ changed Вечером обновили шлюз записи").await;
    rig.minutes(2).await;
    let pages = revisions(&rig, &incident);
    assert_eq!(pages.len(), 2);
    assert!(read(&pages[1]).contains("Вечером обновили") && !read(&pages[0]).contains("Вечером обновили"));
}
