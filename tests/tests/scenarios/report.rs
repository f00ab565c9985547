//! The report: published after its facts, revised after what changes it, late where the wiki is down.

use crate::told::{decide, diagnosed, opened, reported, verified};
use nabat_domain::catalogue::{Language, Role};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{Published, Standing};
use nabat_kit::document::{Block, Document};
use nabat_kit::port::{DeskRecordChange, PageName};
use nabat_tests::rig::{Health, Rig};

/// The address every test's page gets.
fn address(incident: &IncidentId) -> String {
    format!("/wiki/clinics/{incident}")
}

/// The revisions of the incident's page, in the view of those who see everything.
fn revisions(rig: &Rig, incident: &IncidentId) -> Vec<Document> {
    let name = PageName(format!("clinics/{incident}"));
    let made = rig.outside.wiki.plain().revisions(&name).into_iter();
    made.map(|(_, page)| page.full.expect("this wiki keeps two views")).collect()
}

fn redacted(rig: &Rig, incident: &IncidentId) -> Document {
    let made = rig.outside.wiki.plain().revisions(&PageName(format!("clinics/{incident}")));
    made.last().expect("a page").1.redacted.clone()
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
        DeskRecordChange::Close { .. } | DeskRecordChange::Reopen { .. } | DeskRecordChange::Link { .. } => false,
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

/// An incident in which something is corrected, waived and handed to the contractor.
async fn eventful(language: Language) -> (Rig, IncidentId) {
    let mut rig = Rig::speaking(language).await;
    let incident = opened(&mut rig).await;
    rig.answer(&incident, "changed", "Вечером обновили <b>шлюз</b> записи").await;
    rig.minutes(12).await;
    rig.answer(&incident, "located", "appointments certain").await;
    rig.answer(&incident, "handover", "hand_over").await;
    rig.answer(&incident, "word", "Откатываем обновление шлюза").await;
    rig.answer(&incident, "received", "accepted").await;
    rig.minutes(4).await;
    rig.answer(&incident, "contractor_cause", "Истёк сертификат шлюза").await;
    rig.answer(&incident, "contractor_done", "Выпустили новый сертификат").await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say(&incident, &head, "/снять workaround обходного пути нет, проверили с первой линией").await;
    rig.answer(&incident, "restored", "now").await;
    rig.minutes(2).await;
    crate::told::confirm(&mut rig, &incident).await;
    rig.answer(&incident, "summary", "Истёк сертификат шлюза, запись отказывала; выпустили новый").await;
    rig.answer(&incident, "fault_service", "appointments certain").await;
    rig.answer(&incident, "whose_fault", "contractor").await;
    rig.say(&incident, &head, "/исправить began 13:45; мониторинг видит раньше").await;
    decide(&mut rig, &incident, "new_problem").await;
    rig.minutes(2).await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Closed);
    (rig, incident)
}

/// Hashes and the incident's id differ from run to run only with the code; they say nothing to a reader.
fn without_hash(text: &str, head: &str) -> String {
    text.replace(head, "‹head›")
}

async fn told_in(language: Language) -> (String, String) {
    let (rig, incident) = eventful(language).await;
    let last = revisions(&rig, &incident).pop().expect("a page");
    let Some(Block::Facts { rows }) = last.blocks.last() else { panic!("the journal's head stands last") };
    let head = rows.last().expect("a head").value.clone();
    (without_hash(&read(&last), &head), without_hash(&read(&redacted(&rig, &incident)), &head))
}

#[tokio::test]
async fn a_report_in_russian() {
    let (full, redacted) = told_in(Language::Ru).await;
    insta::assert_snapshot!("a_report_in_russian", full);
    insta::assert_snapshot!("a_redacted_report_in_russian", redacted);
}

#[tokio::test]
async fn a_report_in_english() {
    let (full, redacted) = told_in(Language::En).await;
    insta::assert_snapshot!("a_report_in_english", full);
    insta::assert_snapshot!("a_redacted_report_in_english", redacted);
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

/// Leads an incident to its end with the wiki down for an hour from one stage on.
async fn down_from(stage: &str) {
    let mut rig = Rig::new().await;
    let incident = match stage {
        "diagnosis" => opened(&mut rig).await,
        "restoration" => diagnosed(&mut rig).await,
        "verification" => verified(&mut rig).await,
        _ => reported(&mut rig).await,
    };
    let before = revisions(&rig, &incident).len();
    rig.outside.wiki.plain().becomes(Health::Down);
    match stage {
        "diagnosis" => {
            rig.answer(&incident, "changed", "Вечером обновили шлюз записи").await;
            rig.answer(&incident, "located", "appointments certain").await;
            rig.answer(&incident, "handover", "keep").await;
            rig.answer(&incident, "word", "Откатываем обновление шлюза").await;
            rig.answer(&incident, "workaround", "Записывают на бумаге").await;
            restored_and_reported(&mut rig, &incident).await;
        }
        "restoration" => restored_and_reported(&mut rig, &incident).await,
        "verification" => facts(&mut rig, &incident).await,
        _ => {}
    }
    decide(&mut rig, &incident, "new_problem").await;
    assert_eq!(rig.state(&incident).await.head.standing, Standing::Closed, "{stage}: closing waits for no wiki");
    rig.minutes(60).await;
    assert_eq!(revisions(&rig, &incident).len(), before, "{stage}: it is down");
    assert!(rig.outside.wiki.plain().refused() > 5, "{stage}: it was tried again and again");
    rig.outside.wiki.plain().becomes(Health::Up);
    rig.minutes(40).await;
    let pages = revisions(&rig, &incident);
    assert_eq!(pages.len(), before + 1, "{stage}: the page follows once");
    let last = read(pages.last().expect("a page"));
    assert!(last.contains("PRB-0001") && last.contains("Лариса Климова"), "{stage}: with everything up to the end");
    let links = links(&rig, &incident).await;
    assert_eq!((links, comments(&rig, &incident)), (before, 1), "{stage}: nothing goes into an archived chat");
    let room = rig.state(&incident).await.head.room.expect("a room");
    assert!(rig.outside.messenger.plain().is_archived(&room));
    let dead = nabat_kit::keys::dead_list(&rig.product);
    let dead = rig.env.table.list(&dead, nabat_kit::table::Order::Descending, None, 10).await.expect("the list");
    assert!(dead.rows.is_empty(), "{stage}: nothing was given up");
    rig.assert_journal(&incident).await;
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
async fn a_wiki_down_for_an_hour_at_any_stage_holds_nothing_up_and_gets_one_page() {
    for stage in ["diagnosis", "restoration", "verification", "closure"] {
        down_from(stage).await;
    }
}

#[tokio::test]
async fn a_wiki_down_for_longer_than_a_day_is_seen_in_the_dead_list_and_can_be_tried_again() {
    let mut rig = Rig::new().await;
    let incident = verified(&mut rig).await;
    rig.outside.wiki.plain().becomes(Health::Down);
    facts(&mut rig, &incident).await;
    decide(&mut rig, &incident, "new_problem").await;
    rig.minutes(26 * 60).await;
    let list = nabat_kit::keys::dead_list(&rig.product);
    let dead = rig.env.table.list(&list, nabat_kit::table::Order::Descending, None, 10).await.expect("the list");
    assert!(!dead.rows.is_empty(), "a day is long enough to look");
    rig.outside.wiki.plain().becomes(Health::Up);
    for row in &dead.rows {
        nabat_kit::perform::retry_dead(&rig.env, &row.key).await.expect("it is put back to work");
    }
    rig.minutes(2).await;
    assert_eq!(revisions(&rig, &incident).len(), 1);
}

#[tokio::test]
async fn an_annulled_incident_says_so_on_its_page() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    let manager = rig.anybody(Role::ProcessManager, &[]);
    rig.say(&incident, &manager, "/аннулировать ложная тревога мониторинга").await;
    rig.minutes(2).await;
    let pages = revisions(&rig, &incident);
    assert_eq!(pages.len(), 2);
    assert!(matches!(&pages[1].blocks[0], Block::Notice { text } if text.contains("ложная тревога мониторинга")));
    assert_eq!(links(&rig, &incident).await, 1);
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
async fn a_drill_is_marked_in_both_views() {
    let mut rig = Rig::new().await;
    let mut body = rig.registration("SD-1042", "appointments");
    body["drill"] = true.into();
    let answer = rig.desk("msg_drill", &body).await;
    assert_eq!(answer.status(), 202);
    let incident = IncidentId::of_desk_record(&rig.product, &"SD-1042".into());
    rig.answer(&incident, "accept", "accepted").await;
    for (step, said) in [("began", "as_registered"), ("scope", "all"), ("detected", "users"), ("planned", "no_works")] {
        rig.answer(&incident, step, said).await;
    }
    rig.answer(&incident, "changed", "Ничего не менялось за сутки").await;
    rig.answer(&incident, "located", "appointments certain").await;
    rig.answer(&incident, "handover", "keep").await;
    rig.answer(&incident, "word", "Откатываем обновление шлюза").await;
    rig.answer(&incident, "workaround", "Записывают на бумаге").await;
    restored_and_reported(&mut rig, &incident).await;
    for page in [revisions(&rig, &incident).pop().expect("a page"), redacted(&rig, &incident)] {
        assert!(page.title.contains("учебном"), "{}", page.title);
        assert!(matches!(&page.blocks[0], Block::Notice { text } if text.contains("учебным")));
    }
}

#[tokio::test]
async fn what_is_not_led_has_no_report() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    let linked = rig.register("SD-2", "referrals").await;
    decide(&mut rig, &incident, "new_problem").await;
    rig.minutes(5).await;
    let names = rig.outside.wiki.plain().names();
    let own = !matches!(rig.state(&linked).await.head.standing, Standing::Open);
    assert_eq!(names.len(), 1, "{names:?}, led by itself: {}", !own);
}

#[tokio::test]
async fn markup_typed_by_people_stays_text_and_the_redacted_view_names_nobody() {
    let (rig, incident) = eventful(Language::Ru).await;
    let full = read(&revisions(&rig, &incident).pop().expect("a page"));
    let redacted = read(&redacted(&rig, &incident));
    assert!(full.contains("<b>шлюз</b>"), "what was typed is data");
    assert!(full.contains("обходного пути нет") && full.contains("Картосфера") || full.contains("Договор"));
    let state = rig.state(&incident).await;
    let people: Vec<&PersonId> = state.people.members.keys().collect();
    assert!(people.len() > 4);
    for person in people {
        let name = rig.name_of(person);
        assert!(full.contains(&name), "{name} stands in the full view");
        assert!(!redacted.contains(&name), "{name} does not stand in the redacted one");
        assert!(!redacted.contains(person.as_str()), "{person} neither");
    }
    for typed in ["обходного пути нет", "мониторинг видит", "сертификат шлюза</b>", "Выпустили новый", "Не работает\n"]
    {
        assert!(!redacted.contains(typed), "{typed}");
    }
    assert!(redacted.contains("Истёк сертификат шлюза, запись отказывала"), "the summary is for everybody");
    assert!(!redacted.contains("Договор") && !redacted.contains("по договору"), "terms are not");
}
