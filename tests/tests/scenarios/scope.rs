//! Where it is felt: organisations of the catalogue, by id or by name. What is recorded are ids.

use crate::told::accepted;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::Scope;
use nabat_tests::rig::Rig;
use serde_json::{Value, json};

fn some(ids: &[&str]) -> Scope {
    Scope::Organisations(ids.iter().map(|id| (*id).into()).collect())
}

fn read(answer: &nabat_kit::http::Answer) -> Value {
    serde_json::from_slice(answer.body()).expect("the answer is JSON")
}

#[tokio::test]
async fn first_line_names_organisations_in_a_sentence() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    rig.answer(&incident, "began", "as_registered").await;
    rig.answer(&incident, "scope", "не работает в поликлинике № 12 и в детской поликлинике 3").await;
    assert_eq!(rig.state(&incident).await.head.scope, some(&["children-clinic-3", "clinic-12"]));
    assert!(rig.room(&incident).await.contains("Поликлиника № 12"), "the room sees names");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_plain_sentence_with_nothing_but_organisations_answers_the_question() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let first_line = rig.holder(&incident, Role::FirstLine).await;
    rig.answer(&incident, "began", "as_registered").await;
    rig.say(&incident, &first_line, "только в двенадцатой поликлинике").await;
    assert_eq!(rig.state(&incident).await.head.scope, some(&["clinic-12"]));
}

#[tokio::test]
async fn typed_words_are_no_scope_and_are_in_no_event() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    rig.answer(&incident, "began", "as_registered").await;
    rig.room(&incident).await;
    for words in ["пациентка Иванова Мария", "поликлиника № 12, пациентка Иванова", "везде, кроме поликлиники № 12"]
    {
        rig.answer(&incident, "scope", words).await;
        assert!(rig.asks(&incident, "scope").await, "{words} is asked about");
        assert!(!rig.room(&incident).await.is_empty(), "{words} is asked about");
    }
    assert_eq!(rig.state(&incident).await.head.scope, Scope::All);
    let journal = serde_json::to_string(&rig.journal(&incident).await).expect("events");
    assert!(!journal.contains("Иванова"));
}

#[tokio::test]
async fn a_changed_scope_is_named_too() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let book = rig.state(&incident).await.head.functions.first().cloned().expect("it lost a function");
    rig.say(&incident, &engineer, &format!("/изменить scope=поликлиника № 7, clinic-8 functions={book}")).await;
    assert_eq!(rig.state(&incident).await.head.scope, some(&["clinic-7", "clinic-8"]));
    rig.say(&incident, &engineer, "/изменить scope=поликлиника № 77").await;
    assert_eq!(rig.state(&incident).await.head.scope, some(&["clinic-7", "clinic-8"]));
    rig.say(&incident, &engineer, "/изменить scope=all").await;
    assert_eq!(rig.state(&incident).await.head.scope, Scope::All);
}

#[tokio::test]
async fn an_unknown_organisation_holds_no_registration_up_and_is_set_aside_masked() {
    let rig = Rig::new().await;
    let mut body = rig.registration("SD-9", "appointments");
    body["scope"] = json!(["clinic-1", "112-233-445 95", "+7 916 123-45-67", "polyclinic nine"]);
    let answer = rig.desk("msg_9", &body).await;
    assert_eq!(answer.status(), 202, "the chat is made whatever the organisation is called");
    let incident = IncidentId::from(read(&answer)["incident"].as_str().expect("an incident"));
    assert_eq!(rig.state(&incident).await.head.scope, some(&["clinic-1"]));
    let rows = rig.outside.table.plain().dump();
    assert!(rows.iter().any(|row| row.body.contains("polyclinic nine")), "what was sent is kept");
    assert!(rows.iter().all(|row| !row.body.contains("445 95") && !row.body.contains("123-45-67")));
    body["type"] = "incident.updated".into();
    body["scope"] = json!(["clinic-1", "clinic-99"]);
    let changed = rig.desk("msg_11", &body).await;
    assert_eq!((changed.status().as_u16(), &read(&changed)["field"]), (422, &json!("scope")));
    assert!(read(&changed)["error"].as_str().expect("words").contains("clinic-99"));
}

#[tokio::test]
async fn a_product_without_organisations_takes_none_by_name_and_says_so() {
    let mut rig = Rig::without_organisations().await;
    let mut body = rig.registration("SD-9", "appointments");
    body["scope"] = json!(["clinic-1"]);
    let answer = rig.desk("msg_9", &body).await;
    assert_eq!(answer.status(), 202);
    let alone = IncidentId::from(read(&answer)["incident"].as_str().expect("an incident"));
    assert_eq!(rig.state(&alone).await.head.scope, Scope::All);
    let incident = alone;
    rig.answer(&incident, "accept", "accepted").await;
    rig.answer(&incident, "began", "as_registered").await;
    rig.room(&incident).await;
    rig.answer(&incident, "scope", "поликлиника № 12").await;
    assert!(rig.asks(&incident, "scope").await);
    assert!(rig.room(&incident).await.contains("organisations.yaml"));
    rig.answer(&incident, "scope", "везде").await;
    assert!(!rig.asks(&incident, "scope").await);
}

#[tokio::test]
async fn a_record_whose_number_is_somebodys_is_refused_and_kept_masked() {
    let rig = Rig::new().await;
    for (number, desk) in ["+7 916 123-45-67", "112-233-445-95", "ivanova@mail.example"].iter().enumerate() {
        let answer = rig.desk(&format!("msg_{number}"), &rig.registration(desk, "appointments")).await;
        assert_eq!(answer.status(), 422, "{desk}");
        assert_eq!(read(&answer)["field"], "id");
        assert!(rig.outside.table.plain().dump().iter().all(|row| !row.body.contains(desk)), "{desk}");
    }
    for (number, desk) in ["SD-1042", "INC00891612345", "7707083893", "REQ/2026/000117"].iter().enumerate() {
        let answer = rig.desk(&format!("msg_ok_{number}"), &rig.registration(desk, "appointments")).await;
        assert_eq!(answer.status(), 202, "{desk}");
    }
}
