//! What the bot posts.

use super::stage::{Stage, key, question, words};
use crate::messengers::Act;
use nabat_domain::time::Length;
use nabat_kit::port::{Attachment, CallError, MessageId};

/// The same key is the same message.
#[nabat_kit::boxed]
pub async fn a_post_is_made_once(stage: &Stage) {
    let room = stage.room().await;
    let first = stage.post(&room, "1", &words("раз")).await;
    if stage.can().keyed_posts {
        assert_eq!(stage.post(&room, "1", &words("раз")).await, first);
    }
    let second = stage.post(&room, "2", &words("раз")).await;
    assert_ne!(second, first, "the same words under another key are another message");
    assert_eq!(stage.posts(&room).len(), 2);
}

/// The call was carried out and its answer never heard: it is repeated, and there is one message.
#[nabat_kit::boxed]
pub async fn a_post_whose_answer_was_lost_is_made_once(stage: &Stage) {
    let room = stage.room().await;
    stage.post(&room, "0", &words("ноль")).await;
    stage.peer.lose_answers(1);
    let lost = stage.messenger().post(&key("1"), &room, &words("раз")).await;
    assert!(matches!(lost, Err(CallError::Transient(_))), "{lost:?}");
    stage.peer.recover();
    stage.post(&room, "1", &words("раз")).await;
    let expected = if stage.can().keyed_posts { 2 } else { 3 };
    assert_eq!(stage.posts(&room).len(), expected);
}

/// Long after what it remembers of senders' ids is gone, and with a process that knows nothing.
#[nabat_kit::boxed]
pub async fn a_post_is_known_after_a_restart(stage: &Stage) {
    if !stage.can().keyed_posts {
        return;
    }
    let room = stage.room().await;
    let first = stage.post(&room, "1", &words("раз")).await;
    stage.pass(Length::hours(1));
    let restarted = stage.restarted();
    assert_eq!(restarted.post(&room, "1", &words("раз")).await, first);
    assert_eq!(restarted.posts(&room).len(), 1);
}

/// Nothing anybody typed is markup, rings anybody, or turns the line around.
#[nabat_kit::boxed]
pub async fn words_are_shown_as_they_are(stage: &Stage) {
    let room = stage.room().await;
    let nasty = "**ой** _x_ ~y~ `z` <b>b</b> &amp; [a](http://b) <!channel> <@U1>\n# 1\n- 2\n> 3\n1. 4\n|5|6|\n\
                 @all @here @channel @anna :smile: \\ end";
    stage.post(&room, "1", &words(nasty)).await;
    assert_eq!(stage.posts(&room)[0].text, nasty);
    stage.post(&room, "2", &words("a\u{202e}b https://nabat.test/i/inc_1_x?a=1&b=2 c")).await;
    assert_eq!(stage.posts(&room)[1].text, "ab https://nabat.test/i/inc_1_x?a=1&b=2 c");
}

/// What the capabilities call the longest is taken, be it all letters that need two.
#[nabat_kit::boxed]
pub async fn the_longest_text_is_taken(stage: &Stage) {
    let room = stage.room().await;
    let longest = stage.can().longest;
    for (number, letter) in ["ы", "*", "&", "@a ", "👍"].iter().enumerate() {
        let text: String = letter.chars().cycle().take(longest).collect();
        stage.post(&room, &number.to_string(), &words(&text)).await;
        let shown = &stage.posts(&room)[number].text;
        assert!(shown.chars().count() >= longest / 2, "{letter}: {} of {longest}", shown.chars().count());
    }
}

/// A question has its answers below it, and loses them once it is answered.
#[nabat_kit::boxed]
pub async fn buttons_come_and_go_with_an_edit(stage: &Stage) {
    let room = stage.room().await;
    let id = stage.post(&room, "1", &question("Работает ли?")).await;
    if stage.can().buttons {
        assert_eq!(stage.posts(&room)[0].buttons, ["Работает", "Не работает"]);
    }
    assert!(stage.can().edits, "every messenger so far can");
    for _ in 0..2 {
        stage.messenger().edit(&key("edit"), &room, &id, &words("Работает (Анна)")).await.expect("it is changed");
    }
    let seen = &stage.posts(&room)[0];
    assert_eq!((seen.text.as_str(), seen.buttons.len()), ("Работает (Анна)", 0));
    let gone = stage.messenger().edit(&key("gone"), &room, &MessageId("999999".to_owned()), &words("нет")).await;
    assert!(matches!(gone, Err(CallError::Permanent(_))), "{gone:?}");
}

/// Pinned once, pinned twice.
#[nabat_kit::boxed]
pub async fn a_message_is_pinned(stage: &Stage) {
    let room = stage.room().await;
    let id = stage.post(&room, "1", &words("Правила")).await;
    stage.post(&room, "2", &words("Слово")).await;
    for _ in 0..2 {
        stage.messenger().pin(&key("pin"), &room, &id).await.expect("it is pinned");
    }
    let pinned: Vec<bool> = stage.posts(&room).iter().map(|post| post.pinned).collect();
    assert_eq!(pinned, [true, false]);
}

/// A file with its name and every byte, once.
#[nabat_kit::boxed]
pub async fn a_file_is_posted_once(stage: &Stage) {
    let room = stage.room().await;
    let file = Attachment { name: "график & «1».svg".to_owned(), content: b"<svg>\x00\xff</svg>".to_vec() };
    let posted = stage.messenger().attach(&key("file"), &room, &file).await;
    if !stage.can().files {
        assert!(matches!(posted, Err(CallError::Permanent(_))), "what cannot be done is said: {posted:?}");
        return;
    }
    let id = posted.expect("it is posted");
    if stage.can().keyed_posts {
        assert_eq!(stage.messenger().attach(&key("file"), &room, &file).await, Ok(id));
    }
    let posts = stage.posts(&room);
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].file.as_deref(), Some(file.content.as_slice()));
    assert!(posts[0].text.contains("график & «1».svg"), "{}", posts[0].text);
}

/// Personal data is taken out of the chat with the message it stands in.
#[nabat_kit::boxed]
pub async fn a_persons_message_is_removed(stage: &Stage) {
    let room = stage.room().await;
    let heard = stage.hears(&room, Act::Says("мой полис 7700 0000")).await;
    let message = heard[0].message.clone().expect("it can be named");
    if !stage.can().erases {
        return;
    }
    for _ in 0..2 {
        stage.messenger().erase(&key("erase"), &room, &message).await.expect("it is removed");
    }
    let mut erased = stage.peer.erased();
    erased.dedup();
    assert_eq!(erased, [(room, message)]);
}
