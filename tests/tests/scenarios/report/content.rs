//! What a report says, in both languages and both views.

use super::{links, read, restored_and_reported, revisions};
use crate::told::{decide, opened, reported};
use nabat_domain::catalogue::{Language, Role};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::Standing;
use nabat_kit::document::{Block, Document};
use nabat_kit::port::PageName;
use nabat_tests::rig::Rig;

fn redacted(rig: &Rig, incident: &IncidentId) -> Document {
    let made = rig.outside.wiki.plain().revisions(&PageName(format!("clinics/{incident}")));
    made.last().expect("a page").1.redacted.clone()
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
async fn words_erased_after_publication_stand_as_erased_in_the_next_revision() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    let words = nabat_kit::incident::texts(&rig.env, &rig.product, &incident).await.expect("words");
    let (text, _) = words.iter().find(|(_, said)| said.contains("Записывают на бумаге")).expect("it was said");
    let key = nabat_kit::keys::text(&rig.product, &incident, text);
    let erase = nabat_kit::table::Action::Delete(key, nabat_kit::table::Condition::Any);
    rig.env.table.write(&[erase]).await.expect("the words are gone");
    decide(&mut rig, &incident, "new_problem").await;
    rig.minutes(2).await;
    let pages = revisions(&rig, &incident);
    assert!(read(&pages[0]).contains("Записывают на бумаге"));
    assert!(!read(&pages[1]).contains("Записывают на бумаге") && read(&pages[1]).contains("(стёрто)"));
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn markup_typed_by_people_stays_text_and_the_redacted_view_names_nobody() {
    let (rig, incident) = eventful(Language::Ru).await;
    let full = read(&revisions(&rig, &incident).pop().expect("a page"));
    let redacted = read(&redacted(&rig, &incident));
    assert!(full.contains("<b>шлюз</b>"), "what was typed is data");
    assert!(full.contains("обходного пути нет") && full.contains("Договор: D-2026-040"));
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
