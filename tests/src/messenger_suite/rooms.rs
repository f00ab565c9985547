//! Rooms, and people in them.

use super::stage::{ANNA, Stage, key, new_room, words};
use nabat_domain::time::Length;
use nabat_kit::port::{CallError, Entering, Rooms};

/// The same name is the same room, whatever happened to the answers, and to the process.
#[nabat_kit::boxed]
pub async fn a_room_is_made_once(stage: &Stage) {
    let room = stage.room().await;
    if stage.can().rooms == Rooms::Made {
        let again = stage.messenger().open_room(&key("open"), &new_room("clinics-inc-0a1b2c")).await;
        assert_eq!(again.expect("it is there"), room);
        stage.pass(Length::hours(2));
        let restarted = stage.restarted();
        let again = restarted.messenger().open_room(&key("open"), &new_room("clinics-inc-0a1b2c")).await;
        assert_eq!(again.expect("it is there"), room);
        stage.peer.lose_answers(1);
        let lost = stage.messenger().open_room(&key("two"), &new_room("notices.clinics.Heads")).await;
        assert!(matches!(lost, Err(CallError::Transient(_))), "{lost:?}");
        stage.peer.recover();
    }
    let other = stage.messenger().open_room(&key("two"), &new_room("notices.clinics.Heads")).await;
    assert_ne!(other.expect("it is made"), room, "another name is another room");
    assert_eq!(stage.peer.rooms().len(), 2);
}

/// People see what it is about; a title that is too long is cut.
#[nabat_kit::boxed]
pub async fn a_room_has_its_title(stage: &Stage) {
    let room = stage.room().await;
    let seen = stage.peer.seen(&room);
    assert_eq!(seen.title, "SD-1 Запись к врачу");
    if stage.can().rooms == Rooms::Made {
        assert_eq!(seen.topic, "Сбой записи");
    }
    let mut long = new_room("clinics-inc-ffff");
    (long.title, long.topic) = ("Ы".repeat(300), "*Ы* ".repeat(700));
    let room = stage.messenger().open_room(&key("long"), &long).await.expect("it is made");
    let title = stage.peer.seen(&room).title;
    assert!(title == long.title || title.starts_with("ЫЫЫ") && title.ends_with('…'), "{title}");
}

/// Who is brought in twice is in once; who is taken out twice is out.
#[nabat_kit::boxed]
pub async fn people_come_and_go(stage: &Stage) {
    let (room, messenger) = (stage.room().await, stage.messenger());
    messenger.invite(&key("in"), &room, &stage.anna()).await.expect("she is in already");
    assert!(stage.peer.seen(&room).people.contains(ANNA));
    if stage.can().entering == Entering::Already {
        let out = messenger.remove(&key("out"), &room, &stage.anna()).await;
        assert!(matches!(out, Err(CallError::Permanent(_))), "what cannot be done is said: {out:?}");
        return;
    }
    for time in ["out", "out again"] {
        messenger.remove(&key(time), &room, &stage.anna()).await.expect("she goes");
        assert!(!stage.peer.seen(&room).people.contains(ANNA));
    }
    messenger.invite(&key("back"), &room, &stage.anna()).await.expect("she comes back");
    assert!(stage.peer.seen(&room).people.contains(ANNA));
}

/// Who has no account, or may not come in, is an error for good: somebody else is called.
#[nabat_kit::boxed]
pub async fn who_is_not_there_is_named(stage: &Stage) {
    let room = stage.room().await;
    let nobody = stage.messenger().invite(&key("nobody"), &room, &stage.peer.user("nobody")).await;
    if stage.peer.invites_anybody() {
        assert_eq!(nobody, Ok(()), "whether there is anybody, `check --live` finds out");
    } else {
        assert!(matches!(nobody, Err(CallError::Permanent(_))), "{nobody:?}");
    }
    let gone = stage.messenger().invite(&key("gone"), &"no-such-room".into(), &stage.anna()).await;
    assert!(matches!(gone, Err(CallError::Permanent(_))) || stage.can().entering == Entering::Already, "{gone:?}");
}

/// Closed once, closed twice; nothing is posted in it any more.
#[nabat_kit::boxed]
pub async fn an_archived_room_is_read_only(stage: &Stage) {
    let (room, messenger) = (stage.room().await, stage.messenger());
    stage.post(&room, "last", &words("Закрыто")).await;
    if !stage.can().archives {
        let closed = messenger.archive(&key("archive"), &room).await;
        assert!(matches!(closed, Err(CallError::Permanent(_))), "what cannot be done is said: {closed:?}");
        return;
    }
    messenger.archive(&key("archive"), &room).await.expect("it is closed");
    messenger.archive(&key("archive"), &room).await.expect("it is closed already");
    assert!(stage.peer.seen(&room).archived);
    assert_eq!(stage.posts(&room).len(), 1, "what was said stays");
    assert!(stage.peer.does(&room, ANNA, crate::messengers::Act::Says("ещё")).is_empty());
    assert!(stage.listened().await.is_empty(), "nobody can write in it");
}

/// One direct chat a person.
#[nabat_kit::boxed]
pub async fn a_direct_chat_is_one(stage: &Stage) {
    let messenger = stage.messenger();
    let direct = messenger.direct(&key("direct"), &stage.anna()).await.expect("it is made");
    assert_eq!(messenger.direct(&key("direct"), &stage.anna()).await.expect("it is there"), direct);
    assert_eq!(direct, stage.peer.direct(ANNA));
    stage.post(&direct, "hello", &words("Вы дежурите")).await;
    assert_eq!(stage.posts(&direct)[0].text, "Вы дежурите");
    if stage.peer.knows_everybody() || stage.peer.invites_anybody() {
        return;
    }
    let nobody = messenger.direct(&key("nobody"), &stage.peer.user("nobody")).await;
    let nobody = match nobody {
        Ok(room) => messenger.post(&key("to nobody"), &room, &words("есть кто")).await.map(drop),
        Err(error) => Err(error),
    };
    assert!(matches!(nobody, Err(CallError::Permanent(_))), "{nobody:?}");
}

/// A messenger that asks to wait is understood, to the second.
#[nabat_kit::boxed]
pub async fn who_is_asked_to_wait_hears_how_long(stage: &Stage) {
    let room = stage.room().await;
    stage.peer.ask_to_wait(7);
    let waits = stage.messenger().post(&key("later"), &room, &words("потом")).await;
    let retry_after = stage.peer.says_how_long().then_some(Length::seconds(7));
    assert_eq!(waits, Err(CallError::Throttled { retry_after }));
    let calls = stage.peer.calls();
    if stage.peer.says_how_long() && stage.peer.paces_itself() {
        let early = stage.messenger().post(&key("later"), &room, &words("потом")).await;
        assert!(matches!(early, Err(CallError::Throttled { .. })), "{early:?}");
        assert!(stage.peer.calls() <= calls + 1, "it is not asked again to post before");
    }
    stage.pass(Length::seconds(7));
    stage.post(&room, "later", &words("потом")).await;
    assert_eq!(stage.posts(&room).len(), 1);
}
