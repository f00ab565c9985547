//! What people do, as Nabat reads it.

use super::stage::{ANNA, Stage, question, words};
use crate::messengers::Act;
use nabat_kit::port::{ChatDelivery, Fetched, MessageId, Said};
use std::collections::BTreeSet;

/// Words typed in the room.
#[nabat_kit::boxed]
pub async fn plain_words(stage: &Stage) {
    let room = stage.room().await;
    let heard = stage.hears(&room, Act::Says("восстановлено 14:32 <b>&amp;</b> *x*")).await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!((heard[0].user.as_str(), &heard[0].room), (stage.anna().as_str(), &room));
    assert_eq!(heard[0].said, Said::Text { text: "восстановлено 14:32 <b>&amp;</b> *x*".to_owned(), prompt: None });
}

/// An answer names the message it answers.
#[nabat_kit::boxed]
pub async fn a_reply(stage: &Stage) {
    let room = stage.room().await;
    let asked = stage.post(&room, "1", &question("Что изменилось?")).await;
    let heard = stage.hears(&room, Act::Replies(&asked, "обновили шлюз")).await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!(heard[0].said, Said::Reply { to: asked, text: "обновили шлюз".to_owned() });
}

/// A press names its prompt and answer, or where there are no buttons what stands for them does.
#[nabat_kit::boxed]
pub async fn a_button(stage: &Stage) {
    let room = stage.room().await;
    let message = question("Работает ли?");
    let asked = stage.post(&room, "1", &message).await;
    let heard = stage.hears(&room, Act::Presses(&asked, 1)).await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!((heard[0].user.as_str(), &heard[0].room), (stage.anna().as_str(), &room));
    let button = &message.buttons[1];
    let pressed = Said::Button { prompt: button.prompt.clone(), answer: button.answer.clone() };
    let named = Said::Reply { to: asked, text: button.label.clone() };
    assert!(heard[0].said == pressed || heard[0].said == named, "{:?}", heard[0].said);
    // A question that was changed has buttons of its own.
    let changed = question("Точно работает?");
    let asked = heard_message(stage, &changed).await;
    stage.messenger().edit(&super::stage::key("e"), &room, &asked, &changed).await.expect("it is changed");
    assert_eq!(stage.hears(&room, Act::Presses(&asked, 0)).await.len(), 1);
}

async fn heard_message(stage: &Stage, message: &nabat_kit::port::Outgoing) -> MessageId {
    let room = stage.room().await;
    stage.post(&room, "again", message).await
}

/// A command is words for the bot.
#[nabat_kit::boxed]
pub async fn a_command(stage: &Stage) {
    let room = stage.room().await;
    let heard = stage.hears(&room, Act::Commands("помощь")).await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!(heard[0].user, stage.anna());
    let Said::Text { text, prompt: None } = &heard[0].said else { panic!("{:?}", heard[0].said) };
    assert_eq!(text, "помощь");
}

/// What was changed comes with its new words; some messengers tell with the next message only.
#[nabat_kit::boxed]
pub async fn a_changed_message(stage: &Stage) {
    let room = stage.room().await;
    stage.hears(&room, Act::Says("14:32")).await;
    let mut heard = stage.hears(&room, Act::Changes("14:35")).await;
    heard.extend(stage.hears(&room, Act::Says("всё")).await);
    let edited = heard.iter().filter(|delivery| delivery.said == Said::Edited { text: "14:35".to_owned() });
    assert_eq!(edited.count(), 1, "{heard:?}");
}

/// What was taken back is told of by the delivery it was, where it is told of at all; some messengers tell with the
/// next message only.
#[nabat_kit::boxed]
pub async fn what_is_taken_back(stage: &Stage) {
    let room = stage.room().await;
    let said = stage.hears(&room, Act::Says("14:32")).await;
    let mut heard = stage.hears(&room, Act::TakesBack).await;
    heard.extend(stage.hears(&room, Act::Says("всё")).await);
    let gone = |delivery: &&ChatDelivery| delivery.said == Said::Deleted { said: said[0].id.clone() };
    let gone: Vec<&ChatDelivery> = heard.iter().filter(gone).collect();
    assert_eq!(gone.len(), usize::from(stage.peer.tells_of_taking_back()), "{heard:?}");
    assert!(gone.iter().all(|delivery| delivery.user == stage.anna() && delivery.id != said[0].id), "{gone:?}");
}

/// Who leaves a room is told of, where it is told of at all; what the bot removes is nobody's doing.
#[nabat_kit::boxed]
pub async fn who_walks_out(stage: &Stage) {
    let room = stage.room().await;
    stage.hears(&room, Act::Says("14:32")).await;
    let heard = stage.hears(&room, Act::WalksOut).await;
    let left: Vec<&ChatDelivery> = heard.iter().filter(|delivery| delivery.said == Said::Left).collect();
    assert_eq!(left.len(), usize::from(stage.peer.tells_of_leaving()), "{heard:?}");
    assert!(left.iter().all(|delivery| (delivery.user.clone(), &delivery.room) == (stage.anna(), &room)), "{left:?}");
}

/// A file is told of, with its name.
#[nabat_kit::boxed]
pub async fn a_file_of_a_person(stage: &Stage) {
    let room = stage.room().await;
    let heard = stage.hears(&room, Act::Posts("лог.txt", &[b'x'; 40])).await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    let Said::File { name, bytes, .. } = &heard[0].said else { panic!("{:?}", heard[0].said) };
    assert_eq!((name.as_str(), *bytes), ("лог.txt", 40));
}

/// What is in it is fetched by what the delivery names, whole or not at all, and as often as it takes.
#[nabat_kit::boxed]
pub async fn what_is_in_a_file(stage: &Stage) {
    let room = stage.room().await;
    let content: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
    let heard = stage.hears(&room, Act::Posts("дамп.bin", &content)).await;
    let Said::File { source: Some(source), .. } = &heard[0].said else { panic!("{:?}", heard[0].said) };
    for _ in 0..2 {
        let fetched = stage.messenger().fetch(&heard[0].room, source, content.len()).await;
        assert_eq!(fetched, Ok(Fetched::Content(content.clone())));
    }
    let cut = stage.messenger().fetch(&heard[0].room, source, content.len() - 1).await;
    assert_eq!(cut, Ok(Fetched::TooLong));
    let other = stage.hears(&room, Act::Posts("пусто.txt", b"")).await;
    // Whoever is asked may tell of the last few again.
    let last = other.last().expect("it is told of");
    let Said::File { source: Some(empty), .. } = &last.said else { panic!("{:?}", last.said) };
    let fetched = stage.messenger().fetch(&last.room, empty, 10).await;
    assert_eq!(fetched, Ok(Fetched::Content(Vec::new())));
    let gone = stage.messenger().fetch(&heard[0].room, &format!("{source}0"), 10).await;
    assert_eq!(gone, Ok(Fetched::Gone));
}

/// The bot's own messages, and what the messenger itself says, are nobody's words.
#[nabat_kit::boxed]
pub async fn the_bot_does_not_hear_itself(stage: &Stage) {
    let room = stage.room().await;
    stage.post(&room, "1", &words("восстановлено 14:32")).await;
    assert_eq!(stage.listened().await, []);
    let heard = stage.hears(&room, Act::Says("да")).await;
    assert_eq!(heard.len(), 1, "{heard:?}");
}

/// The same delivery has the same id whenever it comes; two deliveries never share one.
#[nabat_kit::boxed]
pub async fn what_is_delivered_twice_has_one_id(stage: &Stage) {
    let room = stage.room().await;
    let asked = stage.post(&room, "1", &question("Работает ли?")).await;
    let again = stage.post(&room, "2", &question("Работает ли?")).await;
    let mut ids = Vec::new();
    let presses = [Act::Presses(&asked, 0), Act::Presses(&again, 0), Act::Presses(&asked, 1)];
    let acts = presses.into_iter().chain([Act::Commands("статус"), Act::Says("да"), Act::Says("да")]);
    let acts: Vec<Act<'_>> = acts.collect();
    let (wanted, mut listened) = (acts.len(), BTreeSet::new());
    for act in acts {
        let requests = stage.peer.does(&room, ANNA, act);
        for request in &requests {
            let (first, again) = (stage.read(request).expect("good"), stage.read(request).expect("good"));
            assert_eq!(first, again);
            ids.extend(first.into_iter().map(|delivery| delivery.id));
        }
        // Whoever is asked may tell the last few again, under the ids they had.
        for delivery in stage.listened().await {
            if listened.insert(delivery.id.clone()) {
                ids.push(delivery.id);
            }
        }
    }
    assert_eq!(ids.len(), wanted, "{ids:?}");
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all, "{ids:?}");
}
