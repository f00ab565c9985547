//! The port's calls: once for ever, one commit each, and wrong on request.

use super::{effect, question, rig, words};
use crate::builtin::faults::Fault;
use crate::builtin::messenger::{BuiltinMessenger, SayError, store};
use crate::builtin::rig::{Hand, key};
use nabat_domain::ids::RoomId;
use nabat_domain::time::Length;
use nabat_kit::port::{CallError, MessageId, Messenger, NewRoom, Said};

async fn texts(messenger: &BuiltinMessenger, room: &RoomId) -> Vec<String> {
    let room = room.clone();
    let page = messenger.database.read(move |read| store::page(read, &room, None)).await.expect("read");
    page.messages.into_iter().map(|message| message.text).collect()
}

async fn people(messenger: &BuiltinMessenger, room: &RoomId) -> Vec<String> {
    let room = room.clone();
    messenger.database.read(move |read| store::people(read, &room)).await.expect("read")
}

#[tokio::test]
async fn a_repeated_call_gives_the_first_result_and_does_nothing() {
    let rig = rig().await;
    let room = rig.room(&["anna"]).await;
    let first = rig.messenger.post(&effect("p1"), &room, &words("one")).await.expect("posted");
    let again = rig.messenger.post(&effect("p1"), &room, &words("one")).await.expect("posted");
    assert_eq!(first, again);
    assert_eq!(texts(&rig.messenger, &room).await, ["one"]);

    // The invitation repeated after the person was taken out does not bring them back.
    rig.messenger.remove(&effect("out"), &room, "anna").await.expect("removed");
    rig.messenger.invite(&effect("invite anna"), &room, "anna").await.expect("already done");
    assert!(people(&rig.messenger, &room).await.is_empty());
    rig.messenger.invite(&effect("in again"), &room, "anna").await.expect("invited");
    assert_eq!(people(&rig.messenger, &room).await, ["anna"]);
}

#[tokio::test]
async fn the_same_name_is_the_same_room_and_a_person_has_one_direct_room() {
    let rig = rig().await;
    let room = rig.room(&[]).await;
    let new = NewRoom { name: "inc-1".to_owned(), title: "Other".to_owned(), topic: String::new() };
    assert_eq!(rig.messenger.open_room(&effect("again"), &new).await, Ok(room));
    let direct = rig.messenger.direct(&effect("d1"), "anna").await.expect("opened");
    assert_eq!(rig.messenger.direct(&effect("d2"), "anna").await, Ok(direct.clone()));
    assert_ne!(rig.messenger.direct(&effect("d3"), "boris").await, Ok(direct));
    let odd = NewRoom { name: "сбой / 1".to_owned(), ..new };
    let odd = rig.messenger.open_room(&effect("odd"), &odd).await.expect("opened");
    assert!(odd.as_str().chars().all(|c| c.is_ascii_alphanumeric() || c == '.'), "{odd}");
}

#[tokio::test]
async fn what_was_done_survives_the_program() {
    let rig = rig().await;
    let room = rig.room(&["anna"]).await;
    let id = rig.messenger.post(&effect("p1"), &room, &words("one")).await.expect("posted");
    let other = BuiltinMessenger::open(&rig.path, Hand::new(), key()).expect("opened again");
    assert_eq!(other.post(&effect("p1"), &room, &words("one")).await, Ok(id));
    assert_eq!(texts(&other, &room).await, ["one"]);
}

#[tokio::test]
async fn a_post_can_be_changed_and_pinned_and_a_persons_message_removed() {
    let rig = rig().await;
    let room = rig.room(&["anna"]).await;
    let post = rig.messenger.post(&effect("p1"), &room, &words("one")).await.expect("posted");
    rig.messenger.edit(&effect("e1"), &room, &post, &words("two")).await.expect("edited");
    rig.messenger.pin(&effect("pin"), &room, &post).await.expect("pinned");
    let said = rig.messenger.say_as("anna", &room, text("secret")).await.expect("said");
    rig.messenger.erase(&effect("x1"), &room, &said).await.expect("erased");
    assert_eq!(texts(&rig.messenger, &room).await, ["two", ""]);

    for (key, result) in [
        ("x2", rig.messenger.erase(&effect("x2"), &room, &post).await),
        ("e2", rig.messenger.edit(&effect("e2"), &room, &said, &words("three")).await),
        ("e3", rig.messenger.edit(&effect("e3"), &room, &MessageId("none".to_owned()), &words("three")).await),
        ("i1", rig.messenger.invite(&effect("i1"), &"none".into(), "anna").await),
    ] {
        assert!(matches!(result, Err(CallError::Permanent(_))), "{key}: {result:?}");
    }
}

#[tokio::test]
async fn an_archived_room_is_read_only() {
    let rig = rig().await;
    let room = rig.room(&["anna"]).await;
    let said = rig.messenger.say_as("anna", &room, text("before")).await.expect("said");
    rig.messenger.archive(&effect("a"), &room).await.expect("archived");
    assert!(matches!(rig.messenger.say_as("anna", &room, text("after")).await, Err(SayError::Archived)));
    let posted = rig.messenger.post(&effect("p"), &room, &words("after")).await;
    assert!(matches!(posted, Err(CallError::Permanent(_))));
    rig.messenger.erase(&effect("x"), &room, &said).await.expect("what must go can still go");
}

#[tokio::test]
async fn faults_strike_as_asked() {
    let rig = rig().await;
    let room = rig.room(&[]).await;
    let faults = rig.messenger.faults();
    faults.next(1, Fault::Fail);
    faults.next(1, Fault::Throttle(Some(Length::seconds(7))));
    faults.next(1, Fault::Forget);
    let post = async |key: &str| rig.messenger.post(&effect(key), &room, &words(key)).await;
    assert!(matches!(post("p1").await, Err(CallError::Transient(_))));
    assert_eq!(post("p1").await, Err(CallError::Throttled { retry_after: Some(Length::seconds(7)) }));
    assert!(texts(&rig.messenger, &room).await.is_empty());
    assert!(matches!(post("p1").await, Err(CallError::Transient(_))));
    assert_eq!(texts(&rig.messenger, &room).await, ["p1"], "it was done, only not told");
    post("p1").await.expect("told now");
    assert_eq!(texts(&rig.messenger, &room).await, ["p1"]);
    assert_eq!(faults.calls(), 5);
}

#[tokio::test]
async fn a_call_is_one_commit_and_a_repeat_is_none() {
    let rig = rig().await;
    let room = rig.room(&["anna"]).await;
    let commits = || commits(&rig.path.with_extension("db-wal"));
    let before = commits();
    rig.messenger.post(&effect("p1"), &room, &question("ready?")).await.expect("posted");
    assert_eq!(commits(), before + 1);
    rig.messenger.post(&effect("p1"), &room, &question("ready?")).await.expect("posted");
    assert_eq!(commits(), before + 1, "a repeat writes nothing");
}

/// Commits in a write-ahead log that has not been reset: frames that carry the file's size.
fn commits(log: &std::path::Path) -> usize {
    let log = std::fs::read(log).expect("there is a log");
    let number = |at: &[u8]| u32::from_be_bytes([at[0], at[1], at[2], at[3]]);
    let page = number(&log[8..]) as usize;
    log[32..].chunks_exact(24 + page).filter(|frame| number(&frame[4..]) != 0).count()
}

fn text(text: &str) -> Said {
    Said::Text { text: text.to_owned(), prompt: None }
}
