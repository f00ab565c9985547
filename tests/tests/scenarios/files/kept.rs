//! What is in a file is fetched and kept with the incident, unless it may not be; who posted it hears that in words.

use super::due;
use crate::contractor::{closed, record};
use crate::report::revisions;
use crate::told::{diagnosed, reported};
use nabat_console::pages::incident as page;
use nabat_console::viewer::Viewer;
use nabat_domain::catalogue::{Language, Role};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{ChatFile, FileCame, FileKind, NotKept};
use nabat_domain::journal::sha256_hex;
use nabat_kit::erase::{Places, words};
use nabat_kit::files::content;
use nabat_kit::port::CallError;
use nabat_tests::rig::Rig;

/// A ZIP as office programs write it, with a part that holds macros.
fn with_macros() -> Vec<u8> {
    let mut bytes = Vec::new();
    for name in ["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"] {
        bytes.extend(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend([0, 0]);
        bytes.extend(name.bytes());
    }
    bytes
}

async fn only(rig: &Rig, incident: &IncidentId) -> ChatFile {
    let state = rig.state(incident).await;
    assert_eq!(state.files.posted.len(), 1, "{:?}", state.files);
    state.files.posted[&1].clone()
}

async fn bytes(rig: &Rig, incident: &IncidentId, sha256: &str) -> Option<Vec<u8>> {
    content(rig.outside.table.plain(), &rig.product, incident, sha256).await.expect("it can be read")
}

fn viewer(rig: &Rig, role: Role) -> Viewer {
    Viewer {
        person: rig.anybody(role, &[]),
        product: rig.product.clone(),
        product_name: "Поликлиники".to_owned(),
        roles: [role].into(),
        rights: Default::default(),
        name: String::new(),
        language: Language::Ru,
        csrf: String::new(),
    }
}

async fn shown(rig: &Rig, incident: &IncidentId) -> String {
    let seen = page::load(&rig.env, &viewer(rig, Role::Head), &rig.product, incident).await.expect("a page");
    seen.expect("there is such an incident").into_string()
}

async fn engineer_of(rig: &Rig, incident: &IncidentId) -> PersonId {
    rig.holder(incident, Role::DutyEngineer).await
}

#[tokio::test]
async fn it_is_kept_whole_shown_with_its_hash_and_put_on_the_desks_record() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let engineer = engineer_of(&rig, &incident).await;
    rig.room(&incident).await;
    // Of several pieces, the last of them short.
    let log: Vec<u8> = "14:02 шлюз не отвечает\n".bytes().cycle().take(1_000_001).collect();
    let sha256 = sha256_hex(&log);
    rig.post_content(&incident, &engineer, "шлюз.log", &log).await;
    let file = only(&rig, &incident).await;
    let kept = file.kept().expect("it is kept");
    assert_eq!((&kept.sha256, kept.bytes, kept.kind), (&sha256, 1_000_001, FileKind::Text));
    assert_eq!(bytes(&rig, &incident, &sha256).await, Some(log.clone()));
    assert_eq!(rig.room(&incident).await, "", "what is taken needs no word");
    let seen = shown(&rig, &incident).await;
    assert!(seen.contains("шлюз.log") && seen.contains(&sha256) && seen.contains("files/1"), "{seen}");
    let desk = rig.state(&incident).await.head.desk;
    let attached = rig.outside.desk.plain().files(desk.as_str());
    assert_eq!(attached.len(), 1);
    assert_eq!((attached[0].name.as_str(), &attached[0].content), ("шлюз.log", &log));
    assert!(attached[0].text.contains(&sha256) && attached[0].text.contains("/files/1"), "{}", attached[0].text);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn only_whoever_sees_the_incident_saves_it_and_never_as_something_a_browser_runs() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let engineer = engineer_of(&rig, &incident).await;
    rig.post_content(&incident, &engineer, "../../страница.html", b"<script>alert(1)</script>").await;
    let by = async |role: Role, number: u32| {
        page::saved(&rig.env, &viewer(&rig, role), &rig.product, &incident, number).await.expect("the table answers")
    };
    let saved = by(Role::Head, 1).await.expect("the head of operations sees it");
    assert_eq!((saved.name.as_str(), saved.media_type), ("_.._страница.html", "text/plain; charset=utf-8"));
    assert_eq!(by(Role::Contractor, 1).await, None, "a contractor sees no page of ours");
    assert_eq!(by(Role::Head, 2).await, None);
}

#[tokio::test]
async fn what_is_empty_has_macros_or_runs_is_not_kept_and_its_author_hears_why() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let engineer = engineer_of(&rig, &incident).await;
    let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    old.resize(1_024, 0);
    old.extend("_VBA_PROJECT".encode_utf16().flat_map(u16::to_le_bytes));
    let mut program = b"MZ".to_vec();
    program.resize(64, 0);
    program[60] = 64;
    program.extend(b"PE\0\0");
    for (place, (name, content, why, word)) in (1..).zip([
        ("пусто.txt", Vec::new(), NotKept::Empty, "пуст"),
        ("отчёт.docx", with_macros(), NotKept::Macros, "макросы"),
        ("отчёт.doc", old, NotKept::Macros, "макросы"),
        ("снимок.png", program, NotKept::Runs, "запускается"),
    ]) {
        rig.room(&incident).await;
        rig.post_content(&incident, &engineer, name, &content).await;
        let told = rig.room(&incident).await;
        assert!(told.contains(name) && told.contains(word), "{name}: {told}");
        let state = rig.state(&incident).await;
        assert_eq!(state.files.posted[&place].came, Some(FileCame::NotKept { why }), "{name}");
    }
    let pieces = rig.outside.table.plain().dump().into_iter().filter(|row| row.key.pk.contains("#B#")).count();
    assert_eq!(pieces, 0, "nothing of them is in the table");
    let desk = rig.state(&incident).await.head.desk;
    assert!(rig.outside.desk.plain().files(desk.as_str()).is_empty());
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn larger_than_the_messenger_said_it_is_not_kept_either() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let engineer = engineer_of(&rig, &incident).await;
    let source = rig.outside.messenger.plain().upload(&vec![b'x'; 20_000_001]);
    rig.room(&incident).await;
    rig.post_source(&incident, &engineer, "дамп.bin", 10, &source).await;
    let told = rig.room(&incident).await;
    assert!(told.contains("дамп.bin") && told.contains("20 МБ"), "{told}");
    assert_eq!(only(&rig, &incident).await.came, Some(FileCame::NotKept { why: NotKept::Large }));
}

#[tokio::test]
async fn a_messenger_down_for_an_hour_gives_it_later_and_one_that_lost_it_is_told_of() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let engineer = engineer_of(&rig, &incident).await;
    rig.outside.messenger.plain().fail(10_000, &CallError::Transient("down".to_owned()));
    rig.post_content(&incident, &engineer, "журнал.log", b"12:00 down").await;
    assert_eq!(only(&rig, &incident).await.came, None);
    rig.minutes(60).await;
    rig.outside.messenger.plain().mend();
    rig.minutes(3).await;
    assert!(only(&rig, &incident).await.kept().is_some(), "{:?}", only(&rig, &incident).await);
    rig.room(&incident).await;
    rig.post_source(&incident, &engineer, "нет.log", 10, "nothing").await;
    let told = rig.room(&incident).await;
    assert!(told.contains("нет.log") && told.contains("уже нет"), "{told}");
}

#[tokio::test]
async fn a_contractors_report_file_goes_to_its_own_record_and_one_with_macros_is_owed_again() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = closed(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    rig.direct(&head);
    rig.direct(&contractor);
    rig.post_content_direct(&contractor, "Отчёт о сбое.docx", &with_macros()).await;
    let told = rig.direct(&contractor);
    assert!(told.contains("Отчёт о сбое.docx") && told.contains("макросы"), "{told}");
    assert!(due(&rig, &incident).await.is_owed(), "it does not count");
    let told = rig.direct(&head);
    assert!(told.contains("снова ждём"), "whoever heard that it is in hears that it is not: {told}");
    rig.post_content_direct(&contractor, "Отчёт о сбое.pdf", b"%PDF-1.7 report").await;
    assert!(due(&rig, &incident).await.is_unread());
    let own = record(&rig, &incident).await;
    let attached = rig.outside.desk.plain().files(own.as_str());
    assert_eq!(attached.len(), 1);
    assert_eq!((attached[0].name.as_str(), attached[0].media_type.as_str()), ("Отчёт о сбое.pdf", "application/pdf"));
    assert!(!rig.room(&incident).await.contains("Отчёт о сбое"), "nobody else's chat hears of it");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn erased_by_its_hash_content_name_and_message_are_gone_and_the_page_says_so() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let engineer = engineer_of(&rig, &incident).await;
    rig.post_content(&incident, &engineer, "жалоба Захаровой.txt", b"a patient's own words").await;
    let sha256 = only(&rig, &incident).await.kept().expect("kept").sha256.clone();
    let table = rig.outside.table.plain();
    let erased = words(Places::alone(table), &rig.product, &incident, &sha256)
        .await
        .expect("the table takes it")
        .expect("known");
    assert_eq!((erased.texts, erased.messages, erased.files), (1, 1, 1));
    assert_eq!(bytes(&rig, &incident, &sha256).await, None);
    assert!(
        rig.outside.table.plain().dump().iter().all(|row| !row.body.contains("Захаровой")),
        "no row holds its name"
    );
    let seen = shown(&rig, &incident).await;
    assert!(seen.contains("(стёрто)") && !seen.contains("files/1"), "{seen}");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn personal_data_in_a_name_is_masked_and_its_message_removed_once_it_was_fetched() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let engineer = engineer_of(&rig, &incident).await;
    let name = "карта СНИЛС 112-233-445 95.txt";
    rig.outside.messenger.plain().fail(1_000, &CallError::Transient("not now".to_owned()));
    rig.post_content(&incident, &engineer, name, b"content is not masked: 112-233-445 95").await;
    assert_eq!(rig.outside.messenger.plain().erased().len(), 0, "with the message the file would be gone");
    rig.outside.messenger.plain().mend();
    rig.minutes(2).await;
    assert_eq!(rig.outside.messenger.plain().erased().len(), 1);
    let kept = only(&rig, &incident).await.kept().cloned().expect("kept");
    let content = bytes(&rig, &incident, &kept.sha256).await.expect("there");
    assert!(String::from_utf8_lossy(&content).contains("112-233-445 95"));
    assert!(rig.outside.table.plain().dump().iter().all(|row| !row.body.contains("112-233-445 95")));
    // What is refused has to go all the same, and at once.
    rig.post_content(&incident, &engineer, "СНИЛС 112-233-445 95.exe", b"x").await;
    assert_eq!(rig.outside.messenger.plain().erased().len(), 2);
}

#[tokio::test]
async fn the_report_lists_it_with_its_hash() {
    let mut rig = Rig::new().await;
    let incident = reported(&mut rig).await;
    let engineer = engineer_of(&rig, &incident).await;
    rig.post_content(&incident, &engineer, "график нагрузки.png", b"\x89PNG\r\n\x1a\n...").await;
    rig.minutes(2).await;
    let last = format!("{:?}", revisions(&rig, &incident).pop().expect("a page"));
    let sha256 = only(&rig, &incident).await.kept().expect("kept").sha256.clone();
    assert!(last.contains("Файлы из чата") && last.contains("график нагрузки.png") && last.contains(&sha256), "{last}");
}

#[tokio::test]
async fn one_posted_twice_is_kept_once_and_no_more_than_a_hundred_are_taken() {
    let mut rig = Rig::new().await;
    let incident = diagnosed(&mut rig).await;
    let engineer = engineer_of(&rig, &incident).await;
    for _ in 0..100 {
        rig.post_content(&incident, &engineer, "журнал.log", b"the same").await;
    }
    assert_eq!(rig.state(&incident).await.files.kept().count(), 100);
    let pieces = rig.outside.table.plain().dump().into_iter().filter(|row| row.key.pk.contains("#B#")).count();
    assert_eq!(pieces, 1);
    rig.room(&incident).await;
    rig.post_content(&incident, &engineer, "ещё один.log", b"more").await;
    let told = rig.room(&incident).await;
    assert!(told.contains("ещё один.log") && told.contains("ссылку"), "{told}");
    assert_eq!(rig.state(&incident).await.files.posted.len(), 100);
}
