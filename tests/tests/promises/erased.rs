//! With words and people erased, everything reads the same with "erased" in their place.

use crate::phases;
use nabat_console::pages::incident;
use nabat_console::viewer::Viewer;
use nabat_domain::catalogue::{Language, Role};
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{Command, Speech, Target, TextRef, Value};
use nabat_kit::configuration::{self, erase_person, push};
use nabat_kit::erase::{Erased, Places, words};
use nabat_kit::execute::{Inbox, Order, Spoken, execute};
use nabat_kit::keys;
use nabat_tests::rig::Rig;

/// The page of the last phase's incident as somebody of the product sees it.
pub(crate) async fn page(rig: &Rig, incident: &IncidentId) -> String {
    let viewer = Viewer {
        person: rig.anybody(Role::Head, &[]),
        product: rig.product.clone(),
        product_name: "Поликлиники".to_owned(),
        roles: [Role::Head].into(),
        rights: Default::default(),
        name: String::new(),
        language: Language::Ru,
        csrf: String::new(),
    };
    let page = incident::load(&rig.env, &viewer, &rig.product, incident).await.expect("the page can be made");
    page.expect("there is such an incident").into_string()
}

/// An incident led to its end, and the hash of the summary its duty engineer gave.
pub(crate) async fn closed() -> (Rig, IncidentId, TextRef) {
    let phase = phases::closure("builtin").await;
    let rig = phase.carry_through(phase.rig.outside.fork()).await;
    let state = rig.state(&phase.incident).await;
    let Some(Value::Text { text }) = state.answer("summary").map(|answer| answer.value.clone()) else {
        panic!("the summary is words");
    };
    (rig, phase.incident, text)
}

/// Words of the incident by their hash.
pub(crate) async fn text_of(rig: &Rig, incident: &IncidentId, hash: &TextRef) -> String {
    let found = nabat_kit::incident::text(&rig.env, &rig.product, incident, hash).await.expect("it can be read");
    found.expect("it is not erased yet")
}

pub(crate) fn holds(rig: &Rig, words: &str) -> Vec<String> {
    let rows = rig.outside.table.plain().dump();
    rows.into_iter().filter(|row| row.body.contains(words)).map(|row| format!("{:?}", row.key)).collect()
}

#[tokio::test]
async fn promise_09_with_some_erased_the_report_is_the_same_with_erased_in_their_place() {
    let (rig, incident, summary) = closed().await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let (said, name) = (text_of(&rig, &incident, &summary).await, rig.name_of(&engineer));
    let before = page(&rig, &incident).await;
    assert!(before.contains(&said) && before.contains(&name));
    let table = rig.outside.table.plain();
    let erased = words(Places::alone(table), &rig.product, &incident, &summary.0).await.expect("the table takes it");
    assert!(erased.is_some_and(|erased| erased.texts == 1 && erased.messages == 1), "{erased:?}");
    assert!(erase_person(table, &rig.product, &engineer, rig.env.now()).await.expect("the table takes it"));
    assert_eq!(holds(&rig, &said), [""; 0], "no row holds the words");
    let expected = before.replace(&said, "(стёрто)").replace(&name, &format!("({engineer}, имя стёрто)"));
    assert_eq!(page(&rig, &incident).await, expected, "the host that ran all the time");
    let clean = Rig::of(rig.outside.fork()).await;
    assert_eq!(page(&clean, &incident).await, expected, "a clean machine");
    clean.assert_journal(&incident).await;
    assert_eq!(clean.state(&incident).await, rig.state(&incident).await);
}

#[tokio::test]
async fn a_message_is_erased_by_its_id_with_what_was_put_aside_of_it() {
    let (rig, incident, summary) = closed().await;
    let said = text_of(&rig, &incident, &summary).await;
    let rows = rig.outside.table.plain().dump();
    let of = |row: &nabat_kit::table::Row| {
        let message: serde_json::Value = serde_json::from_str(&row.body).ok()?;
        (row.key.sk.starts_with("M#") && message["text"] == *said).then(|| message["id"].as_str().map(str::to_owned))?
    };
    let id = rows.iter().find_map(of).expect("the message is kept");
    let table = rig.outside.table.plain();
    let erased = words(Places::alone(table), &rig.product, &incident, &id).await.expect("the table takes it");
    assert_eq!(erased.map(|erased| (erased.texts, erased.messages)), Some((1, 1)));
    assert_eq!(holds(&rig, &said), [""; 0]);
    assert_eq!(
        words(Places::alone(table), &rig.product, &incident, "nothing").await.expect("the table answers"),
        None::<Erased>
    );
}

/// Somebody says it to a machine that speaks for them; the room is to be shown it.
async fn said_elsewhere(rig: &Rig, incident: &IncidentId, said: &str) {
    let person = rig.holder(incident, Role::DutyEngineer).await;
    let speech = Speech {
        person: person.clone(),
        text: said.to_owned(),
        prompt: None,
        direct: false,
        message: None,
        masked: Default::default(),
    };
    let spoken = Spoken {
        id: "call-1".to_owned(),
        person: person.clone(),
        text: said.to_owned(),
        prompt: None,
        kind: "said".to_owned(),
        reply_to: Target::Person(person),
        elsewhere: true,
    };
    let inbox = Inbox::Said(keys::desk_delivery(&rig.product, "call-1"));
    let command = Command::Say(speech);
    let order = Order { product: &rig.product, incident, command: &command, inbox, spoken: Some(spoken) };
    rig.room(incident).await;
    execute(&rig.env, order).await.expect("it is taken");
}

#[tokio::test]
async fn what_was_said_elsewhere_and_shown_in_the_room_is_erased_with_it() {
    let phase = phases::closure("builtin").await;
    let incident = &phase.incident;
    let said = "звонил пациент Иван Захаров, ждёт ответа";
    for posted in [true, false] {
        let rig = &Rig::of(phase.rig.outside.fork()).await;
        said_elsewhere(rig, incident, said).await;
        if posted {
            rig.pump().await;
            assert!(rig.room(incident).await.contains(said), "the room is shown it");
        }
        let table = rig.outside.table.plain();
        words(Places::alone(table), &rig.product, incident, "call-1")
            .await
            .expect("the table takes it")
            .expect("it is known");
        assert_eq!(holds(rig, said), [""; 0], "posted: {posted}");
        rig.pump().await;
        assert!(!rig.room(incident).await.contains(said), "what waited is posted without it");
        assert_eq!(holds(rig, said), [""; 0], "posted: {posted}");
    }
}

#[tokio::test]
async fn an_erased_name_stays_erased_whatever_the_files_say() {
    let (rig, _, _) = closed().await;
    let person: PersonId = rig.anybody(Role::DutyEngineer, &[]);
    let known = || async {
        let current = configuration::of(&rig.env, &rig.product).await.expect("it is configured");
        current.names.people.clone()
    };
    let names = known().await;
    assert!(names.contains_key(&person));
    let table = rig.outside.table.plain();
    assert!(erase_person(table, &rig.product, &person, rig.env.now()).await.expect("the table takes it"));
    assert!(!known().await.contains_key(&person), "a running host sees it");
    push(table, &rig.catalogue, &names).await.expect("the table takes it");
    assert!(!known().await.contains_key(&person));
    assert_eq!(holds(&rig, &names[&person].name), [""; 0]);
    assert!(!erase_person(table, &rig.product, &"nobody".into(), rig.env.now()).await.expect("the table answers"));
}
