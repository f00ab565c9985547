//! Monitoring is searched unasked; what it shows stands in the chat and in the report.

use crate::told::{SERVICE, reported};
use nabat_console::marking::mark;
use nabat_console::viewer::Viewer;
use nabat_domain::catalogue::{Language, Role};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{Mark, finding_prompt};
use nabat_domain::time::Length;
use nabat_kit::document::Block;
use nabat_kit::port::{PageName, Said};
use nabat_tests::rig::{Rig, Watching};

/// An incident of a service that waits for another one, whose processor is eaten up.
async fn watched() -> (Rig, IncidentId) {
    let rig = Rig::watched().await;
    let began = rig.env.now().minus(Length::minutes(4));
    rig.outside.monitoring.plain().plant(CULPRIT, &[SERVICE], began);
    let incident = rig.register("SD-1042", SERVICE).await;
    (rig, incident)
}

/// A service the failing one needs.
const CULPRIT: &str = "identity";

/// The posts on monitoring, as they stand now.
async fn posts(rig: &Rig, incident: &IncidentId) -> Vec<String> {
    let room = rig.state(incident).await.head.room.expect("the incident has a room");
    let posts = rig.outside.messenger.plain().posts(&room).into_iter();
    posts.map(|post| post.message.text).filter(|text| text.starts_with("Мониторинг вокруг")).collect()
}

async fn presses(rig: &Rig, incident: &IncidentId, person: &PersonId, place: usize, mark: Mark, id: &str) {
    let search = rig.state(incident).await.findings.last().expect("a search").search.number;
    let prompt = format!("{incident}/{}", finding_prompt(search, place)).as_str().into();
    rig.deliver_as(incident, person, Said::Button { prompt, answer: mark.as_str().to_owned() }, id).await;
}

#[tokio::test]
async fn the_culprit_is_named_in_the_chat_with_buttons_and_charts() {
    let (rig, incident) = watched().await;
    let state = rig.state(&incident).await;
    let found = state.findings.last().expect("monitoring was searched");
    assert_eq!(found.findings[0].series.service.as_str(), CULPRIT);
    let room = rig.room(&incident).await;
    let post = room.split("\n----\n").find(|post| post.starts_with("Мониторинг вокруг")).expect("it is posted");
    insta::assert_snapshot!(post);
    let files = rig.outside.messenger.plain().files();
    assert_eq!(files.len(), 1);
    if files[0].contains("PNG\r\n") {
        // A messenger that shows no drawings gets a picture; what is on it has tests of its own.
        return;
    }
    assert_eq!(files[0].matches("<svg ").count(), 1 + found.findings.len(), "one sheet, a chart a series");
    assert!(files[0].contains("Единый вход"), "charts speak of services by name");
}

#[tokio::test]
async fn a_product_without_monitoring_hears_nothing_of_it() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    assert!(posts(&rig, &incident).await.is_empty());
    assert!(rig.state(&incident).await.findings.is_empty());
}

#[tokio::test]
async fn whoever_asks_where_there_is_no_monitoring_is_told_so() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.room(&incident).await;
    rig.say(&incident, &engineer, "ещё раз").await;
    assert!(rig.room(&incident).await.contains("не настроен мониторинг"));
}

#[tokio::test]
async fn monitoring_that_is_down_is_asked_twice_and_then_said_to_be_missing() {
    let rig = Rig::watched().await;
    rig.outside.monitoring.plain().becomes(Watching::Down);
    let incident = rig.register("SD-1042", SERVICE).await;
    assert!(posts(&rig, &incident).await.is_empty(), "it may only have stumbled");
    rig.minutes(1).await;
    assert_eq!(rig.outside.monitoring.plain().asked().len(), 2);
    insta::assert_snapshot!(posts(&rig, &incident).await.join("\n----\n"));
    rig.minutes(10).await;
    assert_eq!(posts(&rig, &incident).await.len(), 1, "it is said once");
    assert!(rig.asks(&incident, "accept").await, "the incident goes on");
}

#[tokio::test]
async fn a_page_of_something_else_is_shown_masked() {
    let rig = Rig::watched().await;
    rig.outside.monitoring.plain().becomes(Watching::Html);
    let incident = rig.register("SD-1042", SERVICE).await;
    rig.minutes(1).await;
    insta::assert_snapshot!(posts(&rig, &incident).await.join("\n----\n"));
}

#[tokio::test]
async fn half_of_it_is_told_with_what_is_missing() {
    let rig = Rig::watched().await;
    rig.outside.monitoring.plain().plant(CULPRIT, &[SERVICE], rig.env.now().minus(Length::minutes(4)));
    rig.outside.monitoring.plain().becomes(Watching::Half);
    let incident = rig.register("SD-1042", SERVICE).await;
    let state = rig.state(&incident).await;
    let found = state.findings.last().expect("monitoring was searched");
    assert!(!found.findings.is_empty() && found.lacking.len() == 5 && found.more_lacking > 0, "{found:?}");
    assert!(posts(&rig, &incident).await[0].contains("too many samples"));
}

#[tokio::test]
async fn people_say_what_is_the_cause_and_what_is_noise() {
    let (mut rig, incident) = watched().await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    presses(&rig, &incident, &engineer, 1, Mark::Cause, "press-1").await;
    rig.say(&incident, &engineer, "/метка 2 шум").await;
    let marks = rig.state(&incident).await.findings.marks.clone();
    assert_eq!(marks.values().map(|marked| marked.mark).collect::<Vec<_>>().len(), 2);
    let posts = posts(&rig, &incident).await;
    assert_eq!(posts.len(), 1, "the post is changed, not repeated");
    assert!(posts[0].contains("[причина:") && posts[0].contains("[шум:"), "{}", posts[0]);
    rig.room(&incident).await;
    rig.say(&incident, &engineer, "/метка 99 шум").await;
    assert!(rig.room(&incident).await.contains("Такой находки нет"));
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn the_next_incident_with_a_like_series_is_told_what_it_was_called() {
    let (mut rig, incident) = watched().await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    presses(&rig, &incident, &engineer, 1, Mark::Noise, "press-1").await;
    let manager = rig.anybody(Role::ProcessManager, &[]);
    rig.say(&incident, &manager, "/аннулировать ложная тревога, ошибка проверки").await;
    let next = rig.register("SD-1043", SERVICE).await;
    let told = posts(&rig, &next).await;
    assert!(told[0].contains("в прошлый раз (SD-1042") && told[0].contains("назвали так: шум"), "{}", told[0]);
}

#[tokio::test]
async fn it_is_searched_again_for_another_service_and_another_moment() {
    let (mut rig, incident) = watched().await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.minutes(5).await;
    rig.say(&incident, &engineer, "Ещё раз!").await;
    rig.say(&incident, &engineer, "/искать identity 13:30").await;
    let state = rig.state(&incident).await;
    let searches: Vec<String> = state
        .findings
        .found
        .iter()
        .map(|found| format!("{} {}", found.search.service, found.search.until.to_rfc3339()))
        .collect();
    assert_eq!(
        searches,
        ["appointments 2026-11-23T11:00:00Z", "appointments 2026-11-23T11:05:00Z", "identity 2026-11-23T10:30:00Z"]
    );
    assert_eq!(posts(&rig, &incident).await.len(), 3);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn the_report_shows_what_was_found_with_charts_and_marks() {
    let mut rig = Rig::watched().await;
    rig.outside.monitoring.plain().plant(CULPRIT, &[SERVICE], rig.env.now().minus(Length::minutes(4)));
    let incident = reported(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "/метка 1 причина").await;
    rig.minutes(2).await;
    let revisions = rig.outside.wiki.plain().revisions(&PageName(format!("clinics/{incident}")));
    let (_, last) = revisions.last().expect("the report was published");
    let page = last.full.as_ref().expect("this wiki keeps two views");
    let charts = page.blocks.iter().filter(|block| matches!(block, Block::Chart(_))).count();
    let found = rig.state(&incident).await.findings.found[0].findings.len();
    assert_eq!(charts, found);
    let says = |words: &str| {
        page.blocks.iter().any(|block| matches!(block, Block::Paragraph { text } if text.contains(words)))
    };
    assert!(says("[причина:"), "the mark stands in the report");
}

/// Somebody signed in to the pages.
pub fn viewer(rig: &Rig, person: &PersonId) -> Viewer {
    let roles = rig.catalogue.people[person].roles.clone();
    let (product, name) = (rig.product.clone(), rig.name_of(person));
    Viewer {
        person: person.clone(),
        product,
        product_name: "Поликлиники".to_owned(),
        rights: Default::default(),
        roles,
        name,
        language: Language::Ru,
        csrf: "guard".to_owned(),
    }
}

#[tokio::test]
async fn the_page_shows_charts_coverage_and_marks_and_a_mark_set_there_stands_in_the_chat() {
    let (rig, incident) = watched().await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let viewer = viewer(&rig, &engineer);
    let page = async || {
        let page = nabat_console::pages::incident::load(&rig.env, &viewer, &rig.product, &incident).await;
        page.expect("the page is made").expect("there is such an incident").into_string()
    };
    let before = page().await;
    let found = rig.state(&incident).await.findings.found[0].clone();
    assert_eq!(before.matches("<figure class=\"series\"><svg").count(), found.findings.len(), "a chart a series");
    assert!(before.contains("Прочитано") && before.contains("aria-pressed=\"false\""), "what was looked at is told");
    assert!(!before.contains("aria-pressed=\"true\""));
    assert!(before.contains("Затронуто пользователей"));
    let number = found.search.number;
    let set = mark(&rig.env, &viewer, &incident, (number, 1), Mark::Cause).await.expect("the table works");
    rig.pump().await;
    assert!(set && page().await.contains("value=\"cause\" aria-pressed=\"true\""));
    assert!(posts(&rig, &incident).await[0].contains("[причина:"), "the chat shows it");
    let head = rig.anybody(Role::Observer, &[]);
    let stranger = Viewer { person: head.clone(), roles: [Role::Observer].into(), ..viewer.clone() };
    mark(&rig.env, &stranger, &incident, (number, 1), Mark::Noise).await.expect("the table works");
    let marks = rig.state(&incident).await.findings.marks.clone();
    assert!(marks.values().all(|marked| marked.mark == Mark::Cause), "who may not answer changes nothing");
}

#[tokio::test]
async fn the_page_says_when_nothing_stands_out_and_what_could_not_be_read() {
    let rig = Rig::watched().await;
    rig.outside.monitoring.plain().becomes(Watching::Html);
    let incident = rig.register("SD-1042", SERVICE).await;
    rig.minutes(1).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let page = nabat_console::pages::incident::load(&rig.env, &viewer(&rig, &engineer), &rig.product, &incident).await;
    let page = page.expect("the page is made").expect("there is such an incident").into_string();
    assert!(page.contains("Мониторинг не ответил") && !page.contains("<html>Sign"), "words of others are text");
}
