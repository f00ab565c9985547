//! A stranger in their own room with the bot names the incident's prompts: the room never shows it.

use super::{PLANTED, STRANGERS, Stage};
use crate::api::holder;
use crate::person::Person;
use crate::samples::{PRODUCT, sample};
use crate::until::until;

/// The product's owner: a refused registration makes the bot write to them.
const OWNER: &str = STRANGERS[3];

/// The room where only they and the bot are.
async fn own_room(stage: &Stage, person: &Person) -> String {
    stage.host.desk().send(PRODUCT, "msg_unknown", &sample("unknown-service")).await.expect(422);
    until("a room of their own", async || {
        let (_, page) = person.reads("/chat").await;
        let after = page.split("/chat/direct.").nth(1)?;
        let id: String = after.chars().take_while(char::is_ascii_alphanumeric).collect();
        Some(format!("/chat/direct.{id}"))
    })
    .await
}

#[tokio::test]
async fn naming_its_prompts_tells_a_stranger_nothing_and_changes_nothing() {
    let stage = Stage::set().await;
    let owner = stage.person(OWNER).await;
    let room = own_room(&stage, &owner).await;
    let before = stage.manager.incident(PRODUCT, &stage.incident).await;
    let answered = "No incident with you in it is open now";
    let mut answers = 0;
    for name in ["accept.1", "began.1", "x"] {
        let prompt = format!("{}/{name}", stage.incident);
        let once = format!("once-{name}");
        let press = [("once", once.as_str()), ("prompt", &prompt), ("answer", "accepted")];
        assert_eq!(owner.sends(&room, &format!("{room}/press"), &press).await.0, 303);
        let reply = [("once", once.as_str()), ("prompt", &prompt), ("text", "as_registered")];
        assert_eq!(owner.sends(&room, &format!("{room}/say"), &reply).await.0, 303);
        for words in ["/status", "/help"] {
            let once = format!("once-{name}{words}");
            let said = [("once", once.as_str()), ("text", words)];
            assert_eq!(owner.sends(&room, &format!("{room}/say"), &said).await.0, 303);
        }
        answers += 4;
    }
    let page = until("an answer to each", async || {
        let (_, page) = owner.reads(&room).await;
        (page.matches(answered).count() == answers).then_some(page)
    })
    .await;
    let holding = holder(&before, "began");
    let (_, shown) =
        stage.person(super::MANAGER).await.reads(&format!("/incidents/{PRODUCT}/{}", stage.incident)).await;
    assert!(shown.contains(PLANTED) && shown.contains(&stage.record), "{shown}");
    for told in [PLANTED, stage.record.as_str(), holding.as_str()] {
        assert!(!page.contains(told), "{told}: {page}");
    }
    assert_eq!(owner.reads(&format!("/incidents/{PRODUCT}/{}", stage.incident)).await.0, 404);
    let after = stage.manager.incident(PRODUCT, &stage.incident).await;
    assert_eq!((&after["prompts"], &after["people"]), (&before["prompts"], &before["people"]));
}
