//! What people do behind Nabat's back on a real homeserver: they throw the bot out, leave, take back, change.

use crate::installation::Installation;
use anyhow::{Context as _, ensure};
use nabat_tests::homeserver::Person;
use nabat_tests::peer::until;
use serde_json::Value;

/// Somebody called in and asked; the incident, the person's id, the person, the room.
async fn called(installation: &Installation) -> anyhow::Result<(String, String, Person, String)> {
    let incident = installation.register("SD-77").await?;
    let holder = installation.holder(&incident, "accept").await?;
    let person = Person::sign_in(&installation.homeserver.base(), &holder).await?;
    let room = person.join("SD-77").await?;
    person.say(&room, "/answer accept accepted").await?;
    installation.answered(&incident, "accept").await?;
    Ok((incident, holder, person, room))
}

fn events(installation: &Installation, incident: &str) -> anyhow::Result<Vec<Value>> {
    let shown: Value = serde_json::from_str(&installation.run(&["journal", "show", incident, "--json"])?)?;
    Ok(shown["events"].as_array().context("events")?.clone())
}

#[tokio::test]
async fn a_bot_thrown_out_makes_a_new_room_with_everybody_and_every_question_in_it() -> anyhow::Result<()> {
    let installation = Installation::start().await?;
    let (incident, holder, person, room) = called(&installation).await?;
    installation.homeserver.bot_leaves(&room).await?;
    // The next thing the bot has to say there finds it out.
    installation.say_as(&incident, &holder, "is anybody there?").await?;
    let next = until(async || {
        let shown = installation.incident(&incident).await?;
        let now = shown["room"].as_str().context("it has a room")?.to_owned();
        ensure!(now != room, "it is still the one of before");
        Ok(now)
    })
    .await?;
    let joined = person.join("SD-77").await?;
    assert_eq!(joined, next, "the invitation is into the new one");
    person.message_saying(&next, "was put out of the chat before this one").await?;
    person.say(&next, "/answer changed The dispatch server was updated in the evening").await?;
    installation.until_answered(&incident, "changed").await?;
    let events = events(&installation, &incident)?;
    let lost = events.iter().find(|event| event["type"] == "chat_lost").context("it is recorded")?;
    assert_eq!(lost["data"]["why"], "thrown_out");
    let dead = installation.run(&["jobs", "list"])?;
    ensure!(!dead.contains("post"), "nothing was given up: {dead}");
    installation.run(&["journal", "verify"])?;
    Ok(())
}

#[tokio::test]
async fn who_leaves_is_recorded_asked_directly_and_invited_back() -> anyhow::Result<()> {
    let installation = Installation::start().await?;
    let (incident, holder, person, room) = called(&installation).await?;
    person.leave(&room).await?;
    until(async || {
        let left = |event: &Value| event["type"] == "people_left" && event["data"]["people"][0] == holder.as_str();
        ensure!(events(&installation, &incident)?.iter().any(left), "it is not recorded yet");
        Ok(())
    })
    .await?;
    // Invited into the same room again; what was asked meanwhile stands in the bot's own room with them.
    assert_eq!(person.join("SD-77").await?, room);
    person.message_saying(&room, "Out of the chat, though still needed").await?;
    let direct = person.join_direct().await?;
    let asked = person.timeline(&direct).await?;
    ensure!(asked.iter().any(|event| event["type"] == "m.room.message"), "nothing is asked directly: {asked:?}");
    installation.run(&["journal", "verify"])?;
    Ok(())
}

#[tokio::test]
async fn what_is_taken_back_stands_and_what_is_changed_is_read_again() -> anyhow::Result<()> {
    let installation = Installation::start().await?;
    let (incident, holder, person, room) = called(&installation).await?;
    let said = person.says(&room, "/answer workaround Crews are assigned by radio").await?;
    installation.until_answered(&incident, "workaround").await?;
    person.takes_back(&room, &said).await?;
    let direct = person.join_direct().await?;
    person.message_saying(&direct, "is on record and stands").await?;
    let said = person.says(&room, "/answer changedd nothing").await?;
    person.changes(&room, &said, "/answer changed The dispatch server was updated").await?;
    installation.until_answered(&incident, "changed").await?;
    let events = events(&installation, &incident)?;
    let of = |step: &str| {
        let answers = |event: &&Value| event["type"] == "answered" && event["data"]["step"] == step;
        events.iter().filter(answers).filter(|event| event["data"]["by"] == holder.as_str()).count()
    };
    assert_eq!((of("workaround"), of("changed")), (1, 1), "each once, by whoever said it");
    installation.run(&["journal", "verify"])?;
    Ok(())
}
