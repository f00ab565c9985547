//! What people do reaches Nabat: signed, in order, again until it is taken.

use super::{effect, question, rig, words};
use crate::builtin::messenger::SayError;
use nabat_domain::time::Length;
use nabat_kit::port::{Clock, Messenger, Said};

fn text(text: &str) -> Said {
    Said::Text { text: text.to_owned(), prompt: None }
}

#[tokio::test]
async fn everything_people_do_is_delivered_in_order() {
    let rig = rig().await;
    let room = rig.room(&["anna"]).await;
    rig.messenger.post(&effect("q"), &room, &question("Ready?")).await.expect("posted");
    let press = Said::Button { prompt: "accept.1".into(), answer: "yes".to_owned() };
    let answer = Said::Text { text: "since 14:05".to_owned(), prompt: Some("accept.1".into()) };
    rig.messenger.say_as("anna", &room, press.clone()).await.expect("pressed");
    let said = rig.messenger.say_as("anna", &room, answer.clone()).await.expect("said");
    let changed = Said::Edited { text: "since 14:15".to_owned() };
    rig.messenger.say_as("anna", &room, changed.clone()).await.expect("changed");
    rig.messenger.attach_as("anna", &room, "C:\\logs\\a.txt", b"abc".to_vec()).await.expect("attached");
    assert_eq!(rig.messenger.outbox().deliver_due().await.expect("read"), None);

    let taken = rig.taken();
    let file = Said::File {
        name: "a.txt".to_owned(),
        bytes: 3,
        sha256: Some("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".to_owned()),
        source: taken[3].message.as_ref().map(|message| message.0.clone()),
    };
    let whats: Vec<Said> = taken.iter().map(|delivery| delivery.said.clone()).collect();
    assert_eq!(whats, [press, answer, changed, file]);
    assert!(taken.iter().all(|delivery| delivery.user == "anna" && delivery.room == room));
    assert_eq!(taken[2].message, Some(said.clone()), "a change names what it changes");
    assert_eq!((&taken[1].id, &taken[2].id), (&said.0, &format!("{}.e1", said.0)));
}

#[tokio::test]
async fn the_same_doings_have_the_same_ids_on_every_machine() {
    let (one, other) = (rig().await, rig().await);
    for rig in [&one, &other] {
        let room = rig.room(&["anna"]).await;
        rig.messenger.say_as("anna", &room, text("ok")).await.expect("said");
        rig.messenger.say_as("anna", &room, text("ok")).await.expect("said again");
        rig.messenger.outbox().deliver_due().await.expect("read");
    }
    let ids = |rig: &super::Rig| rig.taken().into_iter().map(|delivery| delivery.id).collect::<Vec<_>>();
    assert_eq!(ids(&one), ids(&other));
    assert_eq!(ids(&one).len(), 2);
}

#[tokio::test]
async fn a_delivery_waits_its_turn_and_is_sent_again_under_the_same_id() {
    let rig = rig().await;
    let room = rig.room(&["anna"]).await;
    rig.messenger.say_as("anna", &room, text("one")).await.expect("said");
    rig.messenger.say_as("anna", &room, text("two")).await.expect("said");
    let outbox = rig.messenger.outbox();
    rig.receiver.answer_next(503, "");
    rig.receiver.answer_next(429, "");
    let second = rig.hand.now().plus(Length::seconds(1));
    assert_eq!(outbox.deliver_due().await.expect("read"), Some(second));
    assert_eq!(outbox.deliver_due().await.expect("read"), Some(second), "not before it is due");
    assert_eq!(rig.taken().len(), 1);
    rig.hand.on(Length::seconds(1));
    let third = rig.hand.now().plus(Length::seconds(2));
    assert_eq!(outbox.deliver_due().await.expect("read"), Some(third), "twice as long");
    rig.hand.on(Length::seconds(2));
    assert_eq!(outbox.deliver_due().await.expect("read"), None);
    // Signed anew each time, or the later ones would be outside the window after some waits.
    let said: Vec<Said> = rig.taken().into_iter().map(|delivery| delivery.said).collect();
    assert_eq!(said, [text("one"), text("one"), text("one"), text("two")]);
    let ids: Vec<String> = rig.taken().into_iter().map(|delivery| delivery.id).collect();
    assert!(ids[0] == ids[1] && ids[1] == ids[2] && ids[2] != ids[3]);
}

#[tokio::test]
async fn a_refused_delivery_holds_up_nobody() {
    let rig = rig().await;
    let room = rig.room(&["anna"]).await;
    rig.messenger.say_as("anna", &room, text("one")).await.expect("said");
    rig.messenger.say_as("anna", &room, text("two")).await.expect("said");
    rig.receiver.answer_next(400, "no");
    assert_eq!(rig.messenger.outbox().deliver_due().await.expect("read"), None);
    assert_eq!(rig.taken().len(), 2);
}

#[tokio::test]
async fn what_is_not_theirs_cannot_be_said_or_changed() {
    let rig = rig().await;
    let room = rig.room(&["anna", "boris"]).await;
    let post = rig.messenger.post(&effect("p"), &room, &words("post")).await.expect("posted");
    let said = rig.messenger.say_as("anna", &room, text("mine")).await.expect("said");
    assert!(matches!(rig.messenger.say_as("carl", &room, text("hi")).await, Err(SayError::NoSuchRoom)));
    for message in [&post, &said] {
        let changed = rig.messenger.correct_as("boris", &room, message, "yours").await;
        assert!(matches!(changed, Err(SayError::NotYours)));
    }
    assert!(matches!(rig.messenger.say_as("anna", &room, text(" \n ")).await, Err(SayError::Empty)));
    assert!(matches!(rig.messenger.say_as("anna", &room, text(&"ж".repeat(8_001))).await, Err(SayError::TooLong)));
    rig.messenger.outbox().deliver_due().await.expect("read");
    assert_eq!(rig.taken().len(), 1);
}

#[tokio::test]
async fn a_running_outbox_sends_at_once() {
    let rig = rig().await;
    let room = rig.room(&["anna"]).await;
    tokio::spawn(std::sync::Arc::clone(rig.messenger.outbox()).run());
    for number in 1..=3 {
        rig.messenger.say_as("anna", &room, text("word")).await.expect("said");
        let sent = tokio::time::timeout(std::time::Duration::from_secs(5), async {
            while rig.taken().len() < number {
                tokio::task::yield_now().await;
            }
        });
        sent.await.expect("sent without anybody asking");
    }
}
