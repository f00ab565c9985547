//! Actions of the runbook: offered with buttons, done at the registration or when asked for, answered in the chat.

use crate::told::SERVICE;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{Came, Hindrance, action_prompt};
use nabat_kit::port::{CallError, Said};
use nabat_kit::signature::sign_by_all;
use nabat_kit::table::{Order, Table as _};
use nabat_tests::rig::{NAMED_SECRET, Rig, Watching};

/// Everything posted in the room.
async fn posts(rig: &Rig, incident: &IncidentId) -> Vec<String> {
    let room = rig.state(incident).await.head.room.expect("the incident has a room");
    rig.outside.messenger.plain().posts(&room).into_iter().map(|post| post.message.text).collect()
}

async fn last_result(rig: &Rig, incident: &IncidentId) -> Came {
    rig.state(incident).await.findings.actions.results.last().expect("something came").came.clone()
}

#[tokio::test]
async fn the_registration_shows_a_table_a_page_and_what_else_can_be_done() {
    let rig = Rig::acting().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let posts = posts(&rig, &incident).await;
    let said = |begins: &str, holds: &str| posts.iter().any(|text| text.starts_with(begins) && text.contains(holds));
    assert!(said("Что можно сделать", "gateway-restart: Перезапустить шлюз записи"), "{posts:#?}");
    assert!(said("Кто сейчас записывается:", "organisation=clinic-1 = "), "{posts:#?}");
    assert!(said("Памятка по шлюзу записи:", "https://wiki.example.org/appointments/gateway"), "{posts:#?}");
    assert!(rig.outside.outward.plain().calls().is_empty(), "what is not marked so waits to be asked for");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn an_automation_is_called_signed_and_its_answer_is_posted_as_data() {
    let rig = Rig::acting().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let answer =
        format!("Готово: **перезапущено** [тут](http://x.example), звоните +7 916 123-45-67 {}", "я".repeat(3_000));
    rig.outside.outward.plain().says(200, &answer);
    let prompt = format!("{incident}/{}", action_prompt(&"gateway-restart".into())).as_str().into();
    let pressed = Said::Button { prompt, answer: "gateway-restart".to_owned() };
    rig.deliver_as(&incident, &engineer, pressed, "press-1").await;
    let calls = rig.outside.outward.plain().calls();
    assert_eq!(calls.len(), 1);
    let call = &calls[0];
    let signed = sign_by_all(NAMED_SECRET.as_bytes(), &call.id, call.timestamp, &call.body).expect("a secret");
    assert_eq!(call.signature, signed);
    let body: serde_json::Value = serde_json::from_slice(&calls[0].body).expect("JSON");
    assert_eq!((&body["data"]["action"], &body["data"]["desk_id"]), (&"gateway-restart".into(), &"SD-1042".into()));
    assert_eq!(body["data"]["by"], engineer.as_str());
    let posts = posts(&rig, &incident).await;
    let posted = posts.iter().find(|text| text.starts_with("Перезапустить шлюз записи: Готово")).expect("it is posted");
    assert!(!posted.contains("916 123"), "personal data is masked: {posted}");
    assert!(posted.chars().count() < 1_100, "it is cut");
}

#[tokio::test]
async fn an_automation_that_is_down_is_tried_again_under_the_same_id_and_then_given_up_in_the_open() {
    let mut rig = Rig::acting().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.outside.outward.plain().says(503, "");
    rig.say(&incident, &engineer, "/действие gateway-restart").await;
    rig.outside.outward.plain().says(200, "ок");
    rig.minutes(1).await;
    let calls = rig.outside.outward.plain().calls();
    assert_eq!((calls.len(), &calls[0].id), (2, &calls[1].id), "the automation can tell repeats");
    assert_eq!(last_result(&rig, &incident).await, Came::Answer { text: "ок".to_owned() });
    rig.outside.outward.plain().fail(1, &CallError::Permanent("10.0.0.1 is not a public address".to_owned()));
    rig.say(&incident, &engineer, "/действие Перезапустить шлюз записи").await;
    rig.minutes(1).await;
    assert!(matches!(last_result(&rig, &incident).await, Came::Failed { .. }));
    let told = posts(&rig, &incident).await;
    assert!(told.iter().any(|text| text.contains("не получилось: так вызывать нельзя (10.0.0.1 is")), "{told:#?}");
    let dead = nabat_kit::keys::dead_list(&rig.product);
    let dead = rig.outside.table.plain().list(&dead, Order::Descending, None, 9).await.expect("the list is read");
    assert_eq!(dead.rows.len(), 1, "it lies in the dead list");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn why_an_automation_did_not_work_is_said_in_the_language_of_the_chat() {
    let mut rig = Rig::acting().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    (0..99).for_each(|_| rig.outside.outward.plain().says(503, "Internal <b>words</b>"));
    rig.say(&incident, &engineer, "/действие gateway-restart").await;
    rig.minutes(180).await;
    let failed = |why| Came::Failed { reason: String::new(), why: Some(why) };
    assert_eq!(last_result(&rig, &incident).await, failed(Hindrance::Status { status: 503 }));
    rig.outside.outward.plain().forget_secrets();
    rig.say(&incident, &engineer, "/действие gateway-restart").await;
    rig.minutes(1).await;
    let told = posts(&rig, &incident).await;
    for why in ["ответ 503", "секрет automation не задан или не подписывает"] {
        let words = format!("Перезапустить шлюз записи: не получилось: {why}");
        assert!(told.contains(&words), "{words} is not in {told:#?}");
    }
}

#[tokio::test]
async fn without_a_name_or_with_a_wrong_one_the_actions_are_named() {
    let mut rig = Rig::acting().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.room(&incident).await;
    rig.say(&incident, &engineer, "/действие").await;
    rig.say(&incident, &engineer, "/действие сварить кофе").await;
    let told = rig.room(&incident).await;
    assert_eq!(told.matches("Какое именно?").count(), 2, "{told}");
    assert!(told.contains("memo: Памятка по шлюзу записи"), "{told}");
}

#[tokio::test]
async fn where_there_are_none_that_is_said() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1042", SERVICE).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.room(&incident).await;
    rig.say(&incident, &engineer, "/действие memo").await;
    assert!(rig.room(&incident).await.contains("действий нет"));
}

#[tokio::test]
async fn a_table_that_monitoring_does_not_answer_is_said_to_be_missing() {
    let rig = Rig::acting().await;
    rig.outside.monitoring.plain().becomes(Watching::Html);
    let incident = rig.register("SD-1042", SERVICE).await;
    rig.minutes(1).await;
    let posts = posts(&rig, &incident).await;
    let told =
        posts.iter().find(|text| text.starts_with("Кто сейчас записывается: не получилось")).expect("it is told");
    assert!(told.contains("мониторинг не ответил (") && !told.contains("bob@example.org"), "{told}");
    assert!(rig.asks(&incident, "accept").await, "the incident goes on");
}
