//! What cannot be done stands in the dead list, is told to the product's owner, can be put back to
//! work, and keeps neither the clock nor anybody else busy.

use nabat_domain::catalogue::Role;
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::time::{At, Length};
use nabat_kit::dead::{self, Because, Dead};
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::port::{CallError, Said};
use nabat_kit::shard::shard;
use nabat_kit::table::{Action, Condition, Due, Key, Order, Row};
use nabat_tests::rig::{Rig, asked_to_wait};
use std::collections::BTreeSet;

const SERVICE: &str = "appointments";

async fn dead_rows(rig: &Rig) -> Vec<Row> {
    let list = keys::dead_list(&rig.product);
    rig.env.table.list(&list, Order::Ascending, None, 100).await.expect("the list").rows
}

async fn dead(rig: &Rig) -> Vec<Dead> {
    dead_rows(rig).await.iter().map(dead::read).collect()
}

/// Something due that an earlier or later version wrote.
async fn put_due(rig: &Rig, key: Key, body: &str) {
    let due = Some(Due { shard: shard(&key.pk), at: rig.env.now().0 });
    let row = Row { key, body: body.to_owned(), version: 1, due, listed: None, expires: None };
    rig.env.table.write(&[Action::Put(row, Condition::Any)]).await.expect("written");
}

async fn nothing_is_overdue(rig: &Rig) -> bool {
    let next: Option<At> = nabat_clock::next(&rig.env).await.expect("the index");
    next.is_none_or(|next| next > rig.env.now())
}

async fn posts(rig: &Rig, incident: &IncidentId) -> Vec<String> {
    let room = rig.state(incident).await.head.room.expect("a room");
    let posts = rig.outside.messenger.plain().posts(&room);
    posts.into_iter().map(|post| post.message.text).collect()
}

/// Whether somebody of a product tries to discard something and it stays where it is.
async fn is_kept_from_discarding(rig: &Rig, product: &ProductId, key: &Key) -> bool {
    let (table, contacts) = (rig.env.table.as_ref(), BTreeSet::new());
    let why = Because { by: None, reason: "done by hand", at: rig.env.now(), contacts: &contacts };
    let refused = matches!(dead::discard(table, product, key, why).await, Err(Fault::Permanent(_)));
    refused && dead_rows(rig).await.iter().any(|row| row.key == *key)
}

#[tokio::test]
async fn promise_05_a_post_put_back_to_work_is_posted_in_its_chat() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.room(&incident).await;
    let before = posts(&rig, &incident).await.len();
    rig.outside.messenger.plain().fail(1, &CallError::Permanent("too long".to_owned()));
    rig.say(&incident, &engineer, "помощь").await;
    assert_eq!(posts(&rig, &incident).await.len(), before);
    let rows = dead_rows(&rig).await;
    let kinds: Vec<String> = rows.iter().map(|row| dead::read(row).kind).collect();
    assert_eq!(kinds, ["post"]);
    assert_eq!(dead::read(&rows[0]).incident, Some(incident.clone()));
    assert!(is_kept_from_discarding(&rig, &"hospitals".into(), &rows[0].key).await, "another product's");
    dead::retry(&rig.env, &rows[0].key).await.expect("it is put back");
    rig.pump().await;
    assert_eq!(posts(&rig, &incident).await.len(), before + 1, "{:?}", rig.room(&incident).await);
    assert!(dead_rows(&rig).await.is_empty() && rig.stuck().is_empty(), "{:?}", rig.stuck());
    assert!(nothing_is_overdue(&rig).await);
}

#[tokio::test]
async fn promise_05_a_post_the_first_version_gave_up_can_be_put_back_too() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    let before = posts(&rig, &incident).await.len();
    let partition = keys::room_posts(&rig.product, &incident);
    let key = Key::new(partition, format!("X#000001795431600000#{incident}#00000009#00"));
    let wording = serde_json::json!({ "key": "problem-refused", "args": {} });
    let body = serde_json::json!({
        "queue": "chat_posting", "attempts": 12, "last_error": "down", "at": rig.env.now(),
        "job": { "job": "post", "to": "room", "wording": wording, "slot": null, "prompt": null },
    });
    let listed = Some(dead::listed(&rig.product, &key, rig.env.now()));
    let row = Row { key: key.clone(), body: body.to_string(), version: 1, due: None, listed, expires: None };
    rig.env.table.write(&[Action::Put(row, Condition::Any)]).await.expect("written");
    dead::retry(&rig.env, &key).await.expect("it is put back");
    rig.pump().await;
    assert_eq!(posts(&rig, &incident).await.len(), before + 1);
}

#[tokio::test]
async fn promise_05_the_products_owner_hears_of_what_was_given_up_once_in_a_while() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    let owner = rig.anybody(Role::ProductOwner, &[]);
    rig.direct(&owner);
    rig.outside.desk.plain().fail(100, &CallError::Permanent("no such record".to_owned()));
    rig.outside.messenger.plain().fail(1, &CallError::Permanent("too long".to_owned()));
    rig.answer(&incident, "accept", "accepted").await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    rig.minutes(2).await;
    assert!(dead(&rig).await.len() > 1, "{:?}", dead(&rig).await);
    let told = rig.direct(&owner);
    assert_eq!(told.matches("SD-1").count(), 1, "{told}");
}

#[tokio::test]
async fn promise_07_one_person_the_messenger_stumbles_over_keeps_nobody_out_of_the_chat() {
    let rig = Rig::new().await;
    let rota = rig.catalogue.rotas.iter().find(|rota| rota.role == Role::FirstLine).expect("a rota");
    let stumbled = rota.on_duty(rig.env.now(), rig.catalogue.product.zone()).expect("somebody").person.clone();
    rig.outside.messenger.plain().stumble_over(stumbled.as_str());
    let incident = rig.register("SD-1", SERVICE).await;
    rig.minutes(5).await;
    let state = rig.state(&incident).await;
    let room = state.head.room.expect("the chat is there in the end");
    let people = rig.outside.messenger.plain().people(&room);
    assert!(people.len() > 1 && !people.contains(stumbled.as_str()), "{people:?}");
    assert!(state.people.members[&stumbled].unreachable);
    assert!(rig.room(&incident).await.contains(&rig.name_of(&stumbled)), "somebody has to call them");
    assert!(dead(&rig).await.is_empty());
}

#[tokio::test]
async fn promise_07_a_messenger_that_asks_to_wait_does_not_keep_the_clock_busy() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    rig.outside.messenger.plain().fail(1, &asked_to_wait(90));
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.answer(&incident, "accept", "accepted").await;
    assert!(nothing_is_overdue(&rig).await);
    rig.say(&incident, &engineer, "помощь").await;
    assert!(nothing_is_overdue(&rig).await, "what came meanwhile waits too");
    rig.minutes(2).await;
    assert!(rig.stuck().is_empty(), "{:?}", rig.stuck());
}

#[tokio::test]
async fn promise_07_a_desk_that_asks_to_wait_is_not_asked_before() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    rig.answer(&incident, "accept", "accepted").await;
    rig.outside.desk.plain().fail(1, &asked_to_wait(600));
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    rig.minutes(9).await;
    let told = rig.outside.desk.plain().changes("SD-1").len();
    rig.minutes(2).await;
    assert_eq!(rig.outside.desk.plain().changes("SD-1").len(), told + 1);
}

#[tokio::test]
async fn promise_07_a_desk_that_asks_to_wait_for_a_day_is_asked_again_within_an_hour() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    rig.answer(&incident, "accept", "accepted").await;
    rig.outside.desk.plain().fail(1, &asked_to_wait(24 * 3_600));
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "восстановлено сейчас").await;
    let failed = rig.outside.table.plain().dump().into_iter().filter(|row| row.body.contains("\"last_error\":\""));
    let waits: Vec<i64> = failed.filter_map(|row| row.due).map(|due| due.at - rig.env.now().0).collect();
    assert_eq!(waits, [Length::hours(1).0]);
}

#[tokio::test]
async fn promise_06_a_delivery_that_cannot_be_worked_on_is_given_up_and_seen() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    put_due(&rig, Key::new("D#builtin", "poison-1"), "{}").await;
    put_due(&rig, Key::new("D#builtin", "poison-2"), r#"{"body_hash":"","waiting":{"delivery":7},"answer":null}"#)
        .await;
    rig.minutes(1).await;
    let kinds: Vec<String> = dead(&rig).await.into_iter().map(|dead| dead.kind).collect();
    assert_eq!(kinds, ["unreadable", "delivery"]);
    assert!(nothing_is_overdue(&rig).await);
    // The clock goes on only where somebody waits.
    let before = rig.env.now();
    rig.answer(&incident, "accept", "accepted").await;
    assert_eq!(rig.state(&incident).await.head.stage.as_str(), "diagnosis");
    assert_eq!(rig.env.now(), before, "nobody waited for it");
    for row in dead_rows(&rig).await {
        dead::retry(&rig.env, &row.key).await.expect("it is tried again");
    }
    assert!(dead(&rig).await.is_empty());
    rig.minutes(1).await;
    assert_eq!(dead(&rig).await.len(), 2, "and given up again");
}

#[tokio::test]
async fn promise_06_a_post_that_cannot_be_read_does_not_block_its_chat() {
    let mut rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    let partition = keys::room_posts(&rig.product, &incident);
    put_due(&rig, Key::new(partition, "P#000000000000000#a#00000001#00"), r#"{"job":"of a later version"}"#).await;
    let (before, now) = (posts(&rig, &incident).await.len(), rig.env.now());
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say(&incident, &engineer, "помощь").await;
    assert_eq!(posts(&rig, &incident).await.len(), before + 1);
    assert_eq!(rig.env.now(), now, "nobody waited for it");
    assert_eq!(dead(&rig).await.len(), 1);
    assert!(nothing_is_overdue(&rig).await);
}

#[tokio::test]
async fn promise_06_a_job_that_cannot_be_read_does_not_stop_the_clock() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    let partition = keys::incident(&rig.product, &incident);
    put_due(&rig, Key::new(partition.as_str(), "J#00000099#00#later"), r#"{"queue":"of a later version"}"#).await;
    // Here the queue can be read and the rest cannot.
    let fax = r#"{"queue":"chat_creation","job":{"job":"fax"},"attempts":0,"last_error":null,"at":0}"#;
    put_due(&rig, Key::new(partition.as_str(), "J#00000099#01#fax"), fax).await;
    // Whom this waits for looks elsewhere, and that stands where nothing of today does.
    put_due(&rig, Key::new(partition, "J#00000099#02#post"), r#"{"queue":"chat_posting"}"#).await;
    put_due(&rig, Key::new(format!("{}#LATER", rig.product), "1"), fax).await;
    let accept = rig.state(&incident).await.steps.terms.accept;
    rig.minutes(accept.0 / Length::minutes(1).0 + 1).await;
    assert_eq!(rig.state(&incident).await.steps.escalated.len(), 1, "timers fire beside it");
    let kinds: Vec<String> = dead(&rig).await.into_iter().map(|dead| dead.kind).collect();
    assert_eq!(kinds, ["unreadable"; 4]);
}

#[tokio::test]
async fn promise_06_timers_that_cannot_be_fired_are_seen_and_fire_once_mended() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    let part = keys::part(&rig.product, &incident, "steps");
    let good = rig.env.table.get(&part).await.expect("read").expect("a part");
    let bad = Row { body: "{".to_owned(), ..good.clone() };
    rig.env.table.write(&[Action::Put(bad, Condition::Any)]).await.expect("written");
    rig.minutes(15).await;
    let kinds: Vec<String> = dead(&rig).await.into_iter().map(|dead| dead.kind).collect();
    assert_eq!(kinds, ["wake"]);
    assert!(nothing_is_overdue(&rig).await);
    rig.env.table.write(&[Action::Put(good, Condition::Any)]).await.expect("mended");
    let rows = dead_rows(&rig).await;
    // Without them it would stand still for ever.
    assert!(is_kept_from_discarding(&rig, &rig.product, &rows[0].key).await);
    dead::retry(&rig.env, &rows[0].key).await.expect("they are looked at again");
    rig.pump().await;
    assert!(!rig.state(&incident).await.steps.escalated.is_empty());
    assert!(dead(&rig).await.is_empty());
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn words_of_somebody_who_is_nobody_here_are_not_kept() {
    let rig = Rig::new().await;
    let incident = rig.register("SD-1", SERVICE).await;
    let said = Said::Text { text: "совсем посторонние слова".to_owned(), prompt: None };
    rig.deliver_as(&incident, &"nobody-of-ours".into(), said, "stranger").await;
    let room = rig.state(&incident).await.head.room.expect("a room");
    let key = keys::delivery(&"builtin".into(), &room, "stranger");
    let row = rig.env.table.get(&key).await.expect("read").expect("it came");
    assert!(!row.body.contains("посторонние") && row.expires.is_some(), "{row:?}");
}
