//! What goes wrong at a messenger, over every one of them: who is not asked, not there any more, or not of ours says
//! something; what is answered is pressed again; somebody deletes, closes, throws out. Whom it concerns is told in
//! plain words, it is on record, nothing is lost.

use nabat_domain::catalogue::Role;
use nabat_domain::ids::{IncidentId, PersonId, RoomId};
use nabat_domain::incident::Slot;
use nabat_kit::chat::ChatRow;
use nabat_kit::keys;
use nabat_kit::port::{MessageId, Said};
use nabat_kit::table::Table as _;
use nabat_tests::messengers::{Act, Meddling, Peer};
use nabat_tests::rig::Rig;

const SERVICE: &str = "appointments";

/// Markup of every messenger, mentions, links, and letters that turn a line around.
const HOSTILE: &str = "**ж** <b>ж</b> <!channel> <@U1> @{mention:1} @all [x](https://evil.example) \u{202e}\u{2066}gnp.exe\u{200b} :smile:";

fn peer(rig: &Rig) -> &dyn Peer {
    rig.outside.messenger.plain().over().expect("a messenger's model").peer()
}

async fn room_of(rig: &Rig, incident: &IncidentId) -> RoomId {
    rig.state(incident).await.head.room.expect("it has a room")
}

async fn version(rig: &Rig, incident: &IncidentId) -> u64 {
    rig.state(incident).await.head.version
}

/// A press of a prompt's button by somebody, under a name of its own.
async fn presses(rig: &Rig, incident: &IncidentId, person: &PersonId, prompt: &str, answer: &str, id: &str) {
    let said = Said::Button { prompt: format!("{incident}/{prompt}").as_str().into(), answer: answer.to_owned() };
    rig.deliver_as(incident, person, said, id).await;
}

/// The message in a place of the incident's room.
async fn standing(rig: &Rig, incident: &IncidentId, slot: &Slot) -> MessageId {
    let key = keys::chat(&keys::room_posts(&rig.product, incident));
    let row = rig.outside.table.plain().get(&key).await.expect("the table answers").expect("there is a chat");
    let chat: ChatRow = serde_json::from_str(&row.body).expect("a chat");
    chat.slot(incident, slot).cloned().expect("it stands there")
}

async fn who_is_not_asked_is_told_who_is(messenger: &str) {
    let mut rig = Rig::over(messenger).await;
    let incident = rig.register("SD-1", SERVICE).await;
    let first_line = rig.holder(&incident, Role::FirstLine).await;
    let prompt = rig.prompt(&incident, "accept").await;
    rig.room(&incident).await;
    let engineer = rig.name_of(prompt.holder.as_ref().expect("somebody holds it"));
    presses(&rig, &incident, &first_line, &prompt.id.to_string(), "accepted", "press-of-another").await;
    let told = rig.room(&incident).await + rig.direct(&first_line).as_str();
    assert!(told.contains(&engineer), "{messenger}: who is asked is named: {told}");
    assert!(rig.asks(&incident, "accept").await, "{messenger}: it is still asked");
    rig.answer(&incident, "accept", "accepted").await;
    // Answered, pressed once more, by a callback of its own and by the same one delivered again.
    let engineer = prompt.holder.clone().expect("somebody holds it");
    rig.room(&incident).await;
    let done = version(&rig, &incident).await;
    for id in ["late", "late"] {
        presses(&rig, &incident, &engineer, &prompt.id.to_string(), "accepted", id).await;
    }
    assert_eq!(version(&rig, &incident).await, done, "{messenger}: it is answered once");
    rig.assert_journal(&incident).await;
}

async fn who_is_nobody_of_ours_is_not_heard(messenger: &str) {
    let mut rig = Rig::over(messenger).await;
    let incident = rig.register("SD-1", SERVICE).await;
    let (room, before) = (room_of(&rig, &incident).await, version(&rig, &incident).await);
    peer(&rig).add_person("stranger");
    peer(&rig).enters(&room, "stranger");
    rig.deliver_as(&incident, &"stranger".into(), Said::Text { text: "восстановлено".to_owned(), prompt: None }, "x")
        .await;
    assert_eq!(version(&rig, &incident).await, before, "{messenger}: a stranger says nothing");
    // A chat of the same messenger that is none of ours, and somebody of ours in it.
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let elsewhere = peer(&rig).direct(engineer.as_str());
    let requests = peer(&rig).does(&elsewhere, engineer.as_str(), Act::Says("восстановлено 14:32"));
    for request in requests {
        let taken = nabat_chat_webhook::handle(&rig.env, &"builtin".into(), request).await;
        assert!(taken.status().is_success(), "{messenger}: it is taken, or it would come again for ever");
    }
    rig.pump().await;
    assert!(!rig.state(&incident).await.steps.done.contains_key("restored"), "{messenger}");
    assert!(rig.dead().await.is_empty(), "{messenger}");
    rig.answer(&incident, "accept", "accepted").await;
    assert!(!rig.asks(&incident, "accept").await, "{messenger}: nobody else was held up");
}

async fn what_is_typed_is_shown_as_typed_and_calls_nobody(messenger: &str) {
    let mut rig = Rig::over(messenger).await;
    let mut body = rig.registration("SD-1", SERVICE);
    (body["summary"], body["registered_by"]) = (HOSTILE.into(), HOSTILE.into());
    assert_eq!(rig.desk("msg_1", &body).await.status(), 202);
    let incident = IncidentId::of_desk_record(&rig.product, &"SD-1".into());
    rig.answer(&incident, "accept", "accepted").await;
    for (step, answer) in [("began", "as_registered"), ("scope", "all"), ("detected", "users"), ("planned", "no_works")]
    {
        rig.answer(&incident, step, answer).await;
    }
    rig.answer(&incident, "changed", HOSTILE).await;
    rig.answer(&incident, "located", &format!("{SERVICE} suspected")).await;
    rig.answer(&incident, "word", &HOSTILE.repeat(700)).await;
    let posts = peer(&rig).seen(&room_of(&rig, &incident).await).posts;
    assert!(posts.iter().any(|post| post.text.contains("<!channel> <@U1>")), "{messenger}: it is shown");
    for post in &posts {
        assert!(!post.text.contains("‹rings›"), "{messenger}: {}", post.text);
        let unseen = ['\u{202e}', '\u{2066}', '\u{200b}'].into_iter().find(|c| post.text.contains(*c));
        assert_eq!(unseen, None, "{messenger}: {}", post.text);
    }
    assert!(rig.dead().await.is_empty() && rig.stuck().is_empty(), "{messenger}: 50 KB of it are posted too");
    rig.assert_journal(&incident).await;
}

async fn a_deleted_card_is_posted_anew(messenger: &str) {
    let mut rig = Rig::over(messenger).await;
    let incident = rig.register("SD-1", SERVICE).await;
    let (room, card) = (room_of(&rig, &incident).await, standing(&rig, &incident, &Slot::Card).await);
    assert!(peer(&rig).meddle(&room, Meddling::Deletes(&card)), "{messenger}");
    rig.answer(&incident, "accept", "accepted").await;
    rig.minutes(5).await;
    let anew = standing(&rig, &incident, &Slot::Card).await;
    assert_ne!(anew, card, "{messenger}");
    let seen = peer(&rig).seen(&room).posts;
    assert!(seen.iter().any(|post| post.id == anew && post.pinned), "{messenger}: it is pinned as the first was");
    assert!(rig.dead().await.is_empty(), "{messenger}: {:?}", rig.dead().await);
}

/// Whoever answers for the product hears that the chat cannot be posted to; what was to be said waits, and is said
/// when it can be.
async fn a_chat_that_is_shut_is_told_of_and_loses_nothing(messenger: &str, shut: Meddling<'_>, open: Meddling<'_>) {
    let mut rig = Rig::over(messenger).await;
    let incident = rig.register("SD-1", SERVICE).await;
    let room = room_of(&rig, &incident).await;
    rig.answer(&incident, "accept", "accepted").await;
    let owners: Vec<PersonId> = rig
        .catalogue
        .people
        .values()
        .filter(|person| person.roles.contains(&Role::ProductOwner))
        .map(|person| person.id.clone())
        .collect();
    owners.iter().for_each(|owner| drop(rig.direct(owner)));
    if !peer(&rig).meddle(&room, shut) {
        // There the bot writes in a closed room all the same.
        return;
    }
    let before = peer(&rig).seen(&room).posts.len();
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.say_elsewhere(&incident, &engineer, "/статус").await;
    rig.minutes(3).await;
    let now = room_of(&rig, &incident).await;
    if now != room {
        // Where the bot can tell that it was thrown out, the talk goes on in another room.
        rig.minutes(2).await;
        let seen = peer(&rig).seen(&now);
        assert!(seen.people.contains(engineer.as_str()) && !seen.posts.is_empty(), "{messenger}: {seen:?}");
        assert!(rig.dead().await.is_empty() && rig.stuck().is_empty(), "{messenger}: {:?}", rig.stuck());
        rig.assert_journal(&incident).await;
        return;
    }
    let dead = rig.dead().await;
    assert!(!dead.is_empty(), "{messenger}: what could not be said is on record");
    let told: String = owners.iter().map(|owner| rig.direct(owner)).collect();
    // Telegram's bot reaches everybody directly who wrote to it.
    assert!(told.contains("SD-1"), "{messenger}: the product's owner hears which incident: {told}");
    let engineers_word = Said::Text { text: "восстановлено сейчас".to_owned(), prompt: None };
    assert!(peer(&rig).meddle(&room, open), "{messenger}");
    for row in dead {
        rig.retry(&row.key).await;
    }
    rig.minutes(2).await;
    assert!(
        rig.dead().await.is_empty() && rig.stuck().is_empty(),
        "{messenger}: {:?} {:?}",
        rig.dead().await,
        rig.stuck()
    );
    assert!(peer(&rig).seen(&room).posts.len() > before, "{messenger}: it is said");
    rig.deliver_as(&incident, &engineer, engineers_word, "back").await;
    rig.assert_journal(&incident).await;
    assert!(rig.state(&incident).await.steps.done.contains_key("restored"), "{messenger}: it is led on");
}

async fn who_left_the_catalogue_is_not_heard(messenger: &str) {
    let mut rig = Rig::over(messenger).await;
    let incident = rig.register("SD-1", SERVICE).await;
    let prompt = rig.prompt(&incident, "accept").await;
    let engineer = prompt.holder.clone().expect("somebody holds it");
    let gone = engineer.clone();
    rig.reconfigure(|catalogue| drop(catalogue.people.remove(&gone))).await;
    let before = version(&rig, &incident).await;
    presses(&rig, &incident, &engineer, &prompt.id.to_string(), "accepted", "press").await;
    assert_eq!(version(&rig, &incident).await, before, "{messenger}: who left decides nothing");
    assert!(rig.asks(&incident, "accept").await, "{messenger}");
}

async fn every_rough_thing(messenger: &str) {
    who_is_not_asked_is_told_who_is(messenger).await;
    who_is_nobody_of_ours_is_not_heard(messenger).await;
    who_left_the_catalogue_is_not_heard(messenger).await;
    what_is_typed_is_shown_as_typed_and_calls_nobody(messenger).await;
    a_deleted_card_is_posted_anew(messenger).await;
    a_chat_that_is_shut_is_told_of_and_loses_nothing(messenger, Meddling::ThrowsOut, Meddling::LetsIn).await;
    a_chat_that_is_shut_is_told_of_and_loses_nothing(messenger, Meddling::Closes, Meddling::Opens).await;
}

#[tokio::test]
async fn what_goes_wrong_at_matrix() {
    every_rough_thing("matrix").await;
}

#[tokio::test]
async fn what_goes_wrong_at_mattermost() {
    every_rough_thing("mattermost").await;
}

#[tokio::test]
async fn what_goes_wrong_at_slack() {
    every_rough_thing("slack").await;
}

#[tokio::test]
async fn what_goes_wrong_at_telegram() {
    every_rough_thing("telegram").await;
}

#[tokio::test]
async fn what_goes_wrong_at_express() {
    every_rough_thing("express").await;
}
