//! Words that are none, and words that want to be more than words.

use crate::contractor::{at_fault, handed_over};
use crate::told::{SERVICE, accepted, confirm, decide, opened};
use nabat_domain::catalogue::Role;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::Done;
use nabat_tests::rig::Rig;

/// Markup, a mention, a link, HTML, and characters that turn a line around.
const HOSTILE: &str = "**жирно** @all <b onclick=x()>ё</b> [вход](https://evil.example/x) \u{202e}\u{2066}gnp.exe\u{200b} \u{7}конец слов";

/// A mandatory text answered with nothing, with dots, then with two letters: questioned once, then recorded.
async fn questioned_once(rig: &mut Rig, incident: &IncidentId, step: &str) {
    for (number, words) in ["", "...", "ок"].into_iter().enumerate() {
        let mut forked = rig.fork().await;
        let prompt = forked.prompt(incident, step).await;
        let holder = prompt.holder.clone().expect("somebody holds it");
        forked.room(incident).await;
        forked.answer_as(incident, &holder, &prompt, words).await;
        assert!(forked.asks(incident, step).await, "{step}: «{words}» is questioned");
        let asked = forked.room(incident).await + forked.direct(&holder).as_str();
        assert!(!asked.trim().is_empty(), "{step}: and the author is asked ({number})");
        forked.answer_as(incident, &holder, &prompt, words).await;
        let state = forked.state(incident).await;
        assert!(matches!(state.steps.done.get(step), Some(Done::Answered(_))), "{step}: «{words}» twice is recorded");
        forked.assert_journal(incident).await;
    }
}

#[tokio::test]
async fn empty_dotted_and_two_letter_answers_are_questioned_once_and_then_recorded() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    questioned_once(&mut rig, &incident, "changed").await;
    rig.answer(&incident, "changed", "Вечером обновили шлюз записи").await;
    rig.answer(&incident, "located", "appointments certain").await;
    rig.answer(&incident, "handover", "keep").await;
    questioned_once(&mut rig, &incident, "word").await;
    rig.answer(&incident, "word", "Откатываем обновление шлюза").await;
    questioned_once(&mut rig, &incident, "workaround").await;
    rig.answer(&incident, "workaround", "Записывают на бумаге").await;
    rig.answer(&incident, "restored", "now").await;
    confirm(&mut rig, &incident).await;
    questioned_once(&mut rig, &incident, "summary").await;
    rig.answer(&incident, "summary", "Обновление шлюза сломало запись, откатили").await;
    rig.answer(&incident, "fault_service", "appointments certain").await;
    rig.answer(&incident, "whose_fault", "ours").await;
    decide(&mut rig, &incident, "no_problem").await;
    questioned_once(&mut rig, &incident, "comment").await;
}

#[tokio::test]
async fn the_contractors_words_are_questioned_once_too() {
    let mut rig = Rig::new().await;
    let (incident, _) = handed_over(&mut rig).await;
    rig.answer(&incident, "received", "accepted").await;
    questioned_once(&mut rig, &incident, "contractor_cause").await;
    rig.answer(&incident, "contractor_cause", "Закончилось место на томе журнала").await;
    questioned_once(&mut rig, &incident, "contractor_done").await;
}

/// Everything anybody was shown: posts of every room, changes of every record, pages.
fn shown(rig: &Rig) -> Vec<String> {
    let messenger = rig.outside.messenger.plain();
    let mut rooms = messenger.incident_rooms();
    let people = rig.catalogue.people.keys();
    rooms.extend(people.map(|person| nabat_tests::rig::direct_room(person.as_str())));
    let posts = rooms.iter().flat_map(|room| messenger.posts(room));
    let mut all: Vec<String> = posts.map(|post| format!("{:?}", post.message)).collect();
    let wiki = rig.outside.wiki.plain();
    let pages = wiki.names().into_iter().flat_map(|name| wiki.revisions(&name));
    all.extend(pages.map(|(_, page)| serde_json::to_string(&page).expect("a page is JSON")));
    let desk = rig.outside.desk.plain();
    all.extend(["SD-1042"].iter().flat_map(|record| desk.changes(record)).map(|change| format!("{change:?}")));
    all.extend(desk.given().values().map(|record| format!("{record:?}")));
    all
}

fn nothing_turns_a_line(rig: &Rig) {
    // As they are, and as `Debug` and JSON write them.
    let written =
        ["\u{202e}", "\u{2066}", "\u{200b}", "\u{7}", "u{202e}", "u{2066}", "u{200b}", "u{7}", "u202e", "u0007"];
    for text in shown(rig) {
        for tricky in written {
            assert!(!text.contains(tricky), "{tricky:?} in {text}");
        }
    }
}

#[tokio::test]
async fn markup_mentions_and_bidi_tricks_are_data_in_every_field_a_desk_sends() {
    let mut rig = Rig::new().await;
    let mut body = rig.registration("SD-1042", SERVICE);
    (body["summary"], body["description"], body["registered_by"]) = (HOSTILE.into(), HOSTILE.into(), HOSTILE.into());
    assert_eq!(rig.desk("msg_1", &body).await.status(), 202);
    let incident = IncidentId::of_desk_record(&rig.product, &"SD-1042".into());
    rig.answer(&incident, "accept", "accepted").await;
    body["type"] = "incident.updated".into();
    body["summary"] = format!("{HOSTILE} ещё раз").into();
    rig.desk("msg_2", &body).await;
    rig.minutes(5).await;
    let texts = nabat_kit::incident::texts(&rig.env, &rig.product, &incident).await.expect("they can be read");
    let summary = &texts[&rig.state(&incident).await.head.summary];
    assert!(
        summary.contains("<b onclick") && summary.contains("gnp.exe") && !summary.contains('\u{202e}'),
        "{summary}"
    );
    nothing_turns_a_line(&rig);
    let mut unknown = rig.registration("SD-\u{202e}7", SERVICE);
    unknown["service"] = HOSTILE.into();
    assert_eq!(rig.desk("msg_3", &unknown).await.status(), 422);
    rig.minutes(5).await;
    nothing_turns_a_line(&rig);
}

#[tokio::test]
async fn markup_mentions_and_bidi_tricks_are_data_in_every_answer_and_reason() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    for step in ["changed", "workaround", "word", "summary"] {
        rig.say(&incident, &engineer, &format!("/ответ {step} {HOSTILE}")).await;
    }
    rig.say(&incident, &head, &format!("/снять planned {HOSTILE}")).await;
    rig.say(&incident, &head, &format!("/приоритет P2 {HOSTILE}")).await;
    rig.say(&incident, &head, &format!("/исправить began 13:40; {HOSTILE}")).await;
    rig.say(&incident, &head, &format!("/неизвестное-{HOSTILE}")).await;
    rig.post_file(&incident, &engineer, &format!("{HOSTILE}.exe"), 10).await;
    rig.say(&incident, &engineer, &format!("/передать duty_engineer {HOSTILE}")).await;
    rig.say(&incident, &engineer, HOSTILE).await;
    rig.minutes(5).await;
    assert!(rig.state(&incident).await.answer("changed").is_some());
    nothing_turns_a_line(&rig);
}

#[tokio::test]
async fn markup_mentions_and_bidi_tricks_are_data_on_the_page_and_in_the_contractors_record() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = at_fault(&mut rig, "certain").await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.say_direct(&contractor, &format!("/возражение {HOSTILE}")).await;
    rig.say_direct(&contractor, &format!("/отчёт {HOSTILE}")).await;
    rig.say_direct(&contractor, &format!("/отчёт {HOSTILE}")).await;
    rig.meet(&head).await;
    rig.say_direct(&head, &format!("SD-1042 /отклонить-отчёт {HOSTILE}")).await;
    rig.say(&incident, &head, &format!("/исправить summary {HOSTILE}; {HOSTILE}")).await;
    decide(&mut rig, &incident, "no_problem").await;
    rig.answer(&incident, "comment", HOSTILE).await;
    rig.minutes(10).await;
    nothing_turns_a_line(&rig);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_scope_or_a_person_named_by_tricks_is_asked_about() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    rig.answer(&incident, "began", "as_registered").await;
    rig.answer(&incident, "scope", HOSTILE).await;
    assert!(rig.asks(&incident, "scope").await);
    nothing_turns_a_line(&rig);
}
