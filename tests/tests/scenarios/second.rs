//! A messenger that does not answer, and a room the bot is thrown out of: the incident goes on elsewhere.

use crate::told::{SERVICE, accepted, opened};
use nabat_domain::catalogue::{Contact, Role};
use nabat_domain::ids::{IncidentId, RoomId};
use nabat_domain::incident::ChatLost;
use nabat_kit::port::{CallError, Said};
use nabat_tests::rig::{Rig, SECOND};

/// More calls than anything makes in a test.
const FOR_LONG: usize = 100_000;

/// Seven attempts: the rig's clock looks once a minute, where a host would be done within two.
const UNTIL_IT_TURNS: i64 = 8;

fn go_down(rig: &Rig) {
    rig.outside.messenger.plain().fail(FOR_LONG, &CallError::Transient("the messenger is down".to_owned()));
}

async fn room_of(rig: &Rig, incident: &IncidentId) -> RoomId {
    rig.state(incident).await.head.room.expect("the incident has a room")
}

/// Everything in a room, one message after another.
fn told(rig: &Rig, room: &RoomId) -> String {
    let (first, second) = (rig.outside.messenger.plain(), rig.outside.second.plain());
    let posts = if second.has(room) { second.posts(room) } else { first.posts(room) };
    posts.iter().map(|post| post.message.text.clone()).collect::<Vec<_>>().join("\n----\n")
}

#[tokio::test]
async fn a_messenger_down_at_the_registration_makes_the_chat_in_the_second_one() {
    let mut rig = Rig::with_second().await;
    go_down(&rig);
    let incident = rig.register("SD-1042", SERVICE).await;
    rig.minutes(UNTIL_IT_TURNS).await;
    let room = room_of(&rig, &incident).await;
    assert!(rig.outside.second.plain().has(&room), "it is in the second one");
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    assert!(rig.outside.second.plain().people(&room).contains(engineer.as_str()), "the team is called there");
    let state = rig.state(&incident).await;
    assert!(state.head.called_at.is_some());
    assert_eq!(state.head.moved.to, Some(SECOND.into()));
    rig.answer(&incident, "accept", "accepted").await;
    assert!(!rig.asks(&incident, "accept").await, "people answer there");
    rig.outside.messenger.plain().mend();
    rig.minutes(10).await;
    assert_eq!(rig.outside.messenger.plain().incident_rooms().len(), 0, "no second chat of one incident");
    assert!(rig.dead().await.is_empty());
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn where_people_choose_their_names_nobody_is_whom_they_call_themselves_after() {
    let mut rig = Rig::with_second().await;
    go_down(&rig);
    let incident = rig.register("SD-1042", SERVICE).await;
    rig.minutes(UNTIL_IT_TURNS).await;
    let room = room_of(&rig, &incident).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    // The person of that number has no name there, or another one: somebody took the number for theirs.
    for theirs in [None, Some("anna")] {
        let user = |user: &str| Contact::Messenger { connection: SECOND.to_owned(), user: user.to_owned() };
        rig.names.get_mut(&engineer).expect("a name").contacts = theirs.map(user).into_iter().collect();
        rig.reconfigure(|_| {}).await;
        rig.say_in(&room, &engineer, "принял").await;
        assert!(rig.asks(&incident, "accept").await, "{theirs:?}");
    }
    rig.say_in(&room, &"anna".into(), "принял").await;
    assert!(!rig.asks(&incident, "accept").await, "by their own name they are heard");
}

#[tokio::test]
async fn a_messenger_that_goes_down_in_the_middle_loses_no_post_and_no_answer() {
    let mut rig = Rig::with_second().await;
    let incident = opened(&mut rig).await;
    let before = room_of(&rig, &incident).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    go_down(&rig);
    rig.answer(&incident, "changed", "Вечером обновили шлюз записи").await;
    rig.minutes(UNTIL_IT_TURNS).await;
    let after = room_of(&rig, &incident).await;
    assert_ne!(after, before);
    let seen = told(&rig, &after);
    assert!(seen.contains("Мессенджер не отвечает, поэтому работа по сбою продолжается здесь"), "{seen}");
    let state = rig.state(&incident).await;
    assert_eq!(state.head.moved.why, Some(ChatLost::Unreachable));
    let people = |messenger: &nabat_tests::rig::ModelMessenger, room: &RoomId| messenger.people(room);
    let (there, here) = (people(rig.outside.messenger.plain(), &before), people(rig.outside.second.plain(), &after));
    assert!(here.contains(engineer.as_str()) && here.len() >= there.len(), "{there:?} {here:?}");
    for prompt in state.steps.open.values().filter(|prompt| !prompt.kind.is_asked_directly()) {
        let asked = |post: &&nabat_tests::rig::Posted| {
            post.message.reply_to.as_ref().is_some_and(|asked| asked.as_str().ends_with(prompt.id.as_str()))
        };
        let posts = rig.outside.second.plain().posts(&after);
        assert_eq!(posts.iter().filter(asked).count(), 1, "{} is asked there once: {seen}", prompt.id);
    }
    // What somebody typed in the first one before it went down arrives late: it counts, and is answered in the new one.
    rig.say_in(&before, &engineer, "/ответ workaround Записывают на бумаге").await;
    assert!(!rig.asks(&incident, "workaround").await, "{seen}");
    rig.outside.messenger.plain().mend();
    rig.minutes(5).await;
    let left = told(&rig, &before);
    assert!(left.ends_with("что вы успели написать, записано."), "{left}");
    assert_eq!(left.matches("продолжается в другом чате").count(), 1);
    assert!(rig.outside.messenger.plain().is_archived(&before));
    assert_eq!(room_of(&rig, &incident).await, after, "it stays where it went");
    assert!(rig.dead().await.is_empty(), "nothing was given up");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_direct_question_is_asked_in_the_second_one_and_the_first_is_tried_again_later() {
    let mut rig = Rig::with_second().await;
    let incident = accepted(&mut rig).await;
    let state = rig.state(&incident).await;
    let asked = state.steps.open.values().find(|prompt| prompt.kind.is_asked_directly());
    let owner = asked.expect("an owner is asked").holder.clone().expect("it has a holder");
    rig.direct(&owner);
    go_down(&rig);
    rig.minutes(30).await;
    let there = nabat_tests::rig::direct_room(owner.as_str());
    let seen = told(&rig, &there);
    assert!(rig.outside.second.plain().has(&there), "what was due directly is said there");
    rig.say_in(&there, &owner, "работает").await;
    let open = rig.state(&incident).await.steps.open.clone();
    assert!(!open.values().any(|prompt| prompt.holder.as_ref() == Some(&owner)), "the answer counts: {seen}");
    rig.outside.messenger.plain().mend();
    assert!(rig.dead().await.is_empty());
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_bot_thrown_out_goes_on_in_a_new_room_of_the_same_messenger() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let before = room_of(&rig, &incident).await;
    rig.outside.messenger.plain().throw_out(&before);
    rig.answer(&incident, "changed", "Вечером обновили шлюз записи").await;
    rig.minutes(2).await;
    let after = room_of(&rig, &incident).await;
    assert_ne!(after, before);
    let seen = told(&rig, &after);
    assert!(seen.contains("Бота исключили из прежнего чата"), "{seen}");
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    assert!(rig.outside.messenger.plain().people(&after).contains(engineer.as_str()));
    rig.answer(&incident, "located", "appointments certain").await;
    assert!(!rig.asks(&incident, "located").await);
    assert!(rig.dead().await.is_empty(), "nothing was given up");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn who_throws_the_bot_out_again_and_again_is_left_alone_and_the_operator_sees_it() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    for _ in 0..5 {
        let room = room_of(&rig, &incident).await;
        rig.outside.messenger.plain().throw_out(&room);
        let engineer = rig.holder(&incident, Role::DutyEngineer).await;
        rig.say_in(&room, &engineer, "/помощь").await;
        rig.minutes(3).await;
    }
    assert_eq!(rig.state(&incident).await.head.moved.times, 3);
    assert!(!rig.dead().await.is_empty(), "what could not be said is in the dead list");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn who_walks_out_is_asked_directly_and_called_back_in() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let (asked, room) = (rig.prompt(&incident, "changed").await, room_of(&rig, &incident).await);
    rig.direct(&engineer);
    rig.leaves(&room, &engineer).await;
    let told = told(&rig, &room);
    assert!(told.contains("Вышли из чата, хотя ещё нужны"), "{told}");
    assert!(rig.state(&incident).await.people.members[&engineer].is_in(), "called back in");
    assert!(!rig.direct(&engineer).is_empty(), "what was asked is asked directly");
    rig.answer_as(&incident, &engineer, &asked, "Вечером обновили шлюз записи").await;
    assert!(!rig.asks(&incident, "changed").await, "the answer counts");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn who_leaves_the_bots_own_room_with_them_leaves_no_incident() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    rig.meet(&engineer).await;
    let before = rig.state(&incident).await.head.version;
    rig.leaves(&nabat_tests::rig::direct_room(engineer.as_str()), &engineer).await;
    assert_eq!(rig.state(&incident).await.head.version, before, "nothing is recorded");
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn what_is_taken_back_stands_and_whoever_said_it_hears_so() {
    let mut rig = Rig::new().await;
    let incident = opened(&mut rig).await;
    let engineer = rig.holder(&incident, Role::DutyEngineer).await;
    let said = |text: &str| Said::Text { text: text.to_owned(), prompt: None };
    rig.deliver_as(&incident, &engineer, said("/ответ workaround Записывают на бумаге"), "said-w").await;
    rig.deliver_as(&incident, &engineer, said("коллеги, кофе кто-нибудь хочет"), "said-c").await;
    rig.direct(&engineer);
    rig.deliver_as(&incident, &engineer, Said::Deleted { said: "said-c".to_owned() }, "gone-c").await;
    assert_eq!(rig.direct(&engineer), "", "nothing of it was on record");
    rig.deliver_as(&incident, &engineer, Said::Deleted { said: "said-w".to_owned() }, "gone-w").await;
    let told = rig.direct(&engineer);
    assert!(told.contains("записано и остаётся в силе") && told.contains("/исправить"), "{told}");
    assert!(!rig.asks(&incident, "workaround").await, "the answer stands");
    rig.assert_journal(&incident).await;
}
