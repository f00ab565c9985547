//! What the desk adds to its record is taken; what people change is told to the desk.

use crate::told::{SERVICE, accepted, opened};
use nabat_domain::catalogue::Role;
use nabat_domain::ids::ServiceId;
use nabat_domain::time::Length;
use nabat_kit::incident::text;
use nabat_kit::port::DeskRecordChange;
use nabat_kit::refused::waiting;
use nabat_tests::rig::Rig;
use serde_json::{Value, json};

async fn updated(rig: &Rig, delivery: &str, mut body: Value) -> (u16, String) {
    body["type"] = "incident.updated".into();
    body["id"] = "SD-1042".into();
    let answer = rig.desk(delivery, &body).await;
    (answer.status().as_u16(), String::from_utf8_lossy(answer.body()).into_owned())
}

fn comments(rig: &Rig) -> Vec<String> {
    let changes = rig.outside.desk.plain().changes("SD-1042").into_iter();
    changes
        .filter_map(|change| if let DeskRecordChange::Comment { text } = change { Some(text) } else { None })
        .collect()
}

#[tokio::test]
async fn words_times_and_address_of_an_update_are_taken() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let (began, restored) = (rig.env.now().minus(Length::minutes(25)), rig.env.now().minus(Length::minutes(2)));
    let body = json!({
        "description": "Регистратура не видит расписание",
        "url": "https://desk.example/SD-1042",
        "started_at": began.to_rfc3339(),
    });
    assert_eq!(updated(&rig, "msg_a", body.clone()).await.0, 202);
    let state = rig.state(&incident).await;
    assert_eq!((state.head.began, state.head.outages[0].began), (began, began));
    assert_eq!(state.head.url.as_deref(), Some("https://desk.example/SD-1042"));
    let kept = state.head.description.expect("it was changed");
    let words = text(&rig.env, &rig.product, &incident, &kept).await.expect("the words can be read");
    assert_eq!(words.as_deref(), Some("Регистратура не видит расписание"));
    // The same again says nothing new.
    let (_, answer) = updated(&rig, "msg_b", body).await;
    assert!(answer.contains("already_known"), "{answer}");
    updated(&rig, "msg_c", json!({ "restored_at": restored.to_rfc3339() })).await;
    assert_eq!(rig.state(&incident).await.restored_at(), Some(restored));
    assert!(rig.asks(&incident, "works").await, "a claim, to be verified");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn when_it_began_is_what_people_stated() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let stated = rig.state(&incident).await.head.began;
    updated(&rig, "msg_a", json!({ "started_at": stated.minus(Length::minutes(30)).to_rfc3339() })).await;
    assert_eq!(rig.state(&incident).await.head.began, stated);
}

#[tokio::test]
async fn a_service_newer_than_the_incident_is_refused_not_swallowed() {
    let mut rig = Rig::new().await;
    accepted(&mut rig).await;
    let mut catalogue = rig.catalogue.clone();
    let newer = ServiceId::from("newer");
    let mut service = catalogue.services[&SERVICE.into()].clone();
    service.id = newer.clone();
    let function = service.functions[0].id.clone();
    catalogue.services.insert(newer, service);
    let names = nabat_domain::catalogue::PeopleNames::new();
    nabat_kit::configuration::push(rig.outside.table.plain(), &catalogue, &names).await.expect("the table takes it");
    let (status, answer) = updated(&rig, "msg_a", json!({ "service": "newer", "functions": [function] })).await;
    assert_eq!(status, 422, "{answer}");
}

#[tokio::test]
async fn the_desk_hears_what_people_say_of_scope_and_priority() {
    let mut rig = Rig::new().await;
    let incident = accepted(&mut rig).await;
    let head = rig.holder(&incident, Role::ShiftHead).await;
    let before = comments(&rig).len();
    rig.say(&incident, &head, "/приоритет P2 затронута одна поликлиника").await;
    rig.say(&incident, &head, "/изменить scope=clinic-7").await;
    let told = comments(&rig)[before..].join("\n");
    assert!(told.contains("P2") && told.contains("Поликлиника № 7"), "{told}");
    // What the desk says itself it is not told.
    let before = comments(&rig).len();
    updated(&rig, "msg_a", json!({ "scope": [] })).await;
    assert_eq!(comments(&rig).len(), before);
}

#[tokio::test]
async fn a_drill_says_so_outside_its_own_chat() {
    let mut rig = Rig::new().await;
    let mut body = rig.registration("SD-1042", SERVICE);
    body["drill"] = true.into();
    rig.desk("msg_drill", &body).await;
    let incident = nabat_domain::ids::IncidentId::of_desk_record(&rig.product, &"SD-1042".into());
    let owner = rig.prompt(&incident, "impact").await.holder.expect("an owner is asked");
    assert!(rig.direct(&owner).contains("УЧЕНИЯ"));
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    let told = comments(&rig);
    assert!(!told.is_empty() && told.iter().all(|words| words.contains("УЧЕНИЯ")), "{told:?}");
}

#[tokio::test]
async fn what_can_never_be_taken_is_refused_once_and_for_all_and_kept_for_people() {
    let mut rig = Rig::new().await;
    let procedure = rig.catalogue.procedures["incident"].clone();
    rig.reconfigure(|catalogue| catalogue.procedures.retain(|id, _| id != "incident")).await;
    let body = rig.registration("SD-1042", SERVICE);
    for _ in 0..2 {
        let answer = rig.desk("msg_1", &body).await;
        let told = String::from_utf8_lossy(answer.body());
        assert!(answer.status() == 422 && told.contains("cannot take this"), "{told}");
        let waiting = waiting(&rig.env, &rig.product, 10).await.expect("the list");
        assert_eq!(waiting.iter().map(|refused| &refused.payload["id"]).collect::<Vec<_>>(), ["SD-1042"]);
    }
    rig.reconfigure(|catalogue| catalogue.procedures.extend([("incident".to_owned(), procedure)])).await;
    rig.register("SD-1042", SERVICE).await;
    let waiting = waiting(&rig.env, &rig.product, 10).await.expect("the list");
    assert!(waiting.is_empty(), "sent once more under another id it is taken, and waits no more");
}
