//! A whole incident over a real homeserver: reaction, reply, command and plain words, to the archived room.

use crate::installation::{Installation, PRODUCT};
use anyhow::{Context as _, ensure};
use nabat_domain::catalogue::Language;
use nabat_kit::messages::say;
use nabat_tests::homeserver::Person;
use nabat_tests::peer::until;
use serde_json::Value;
use std::collections::BTreeMap;

/// More rounds than any incident of the default procedure takes.
const ROUNDS: usize = 80;

/// People who took their invitation, with the room.
struct Team<'a> {
    installation: &'a Installation,
    people: BTreeMap<String, (Person, String)>,
}

impl Team<'_> {
    async fn member(&mut self, incident: &str, id: &str) -> anyhow::Result<&(Person, String)> {
        if !self.people.contains_key(id) {
            let person = Person::sign_in(&self.installation.homeserver.base(), id).await?;
            // Who is asked but not called into the room has the bot's own room with them: it has no name.
            let title = if is_in(&self.installation.incident(incident).await?, id) { "SD-77" } else { "" };
            let room = person.join(title).await?;
            self.people.insert(id.to_owned(), (person, room));
        }
        self.people.get(id).context("just put there")
    }
}

/// Whether somebody was called into the incident's room.
fn is_in(incident: &Value, person: &str) -> bool {
    incident["people"]
        .as_array()
        .is_some_and(|people| people.iter().any(|one| one["person"] == person && one["invited_at"].is_string()))
}

#[tokio::test]
async fn an_incident_is_led_over_a_real_homeserver_to_its_archived_room() -> anyhow::Result<()> {
    let installation = Installation::start().await?;
    let incident = installation.register("SD-77").await?;
    let mut team = Team { installation: &installation, people: BTreeMap::new() };
    accepted_by_a_reaction(&mut team, &incident).await?;
    said_in_reply(&mut team, &incident).await?;
    shown_the_charts(&mut team, &incident).await?;
    led_to_the_end(&mut team, &incident).await?;
    let shown = installation.incident(&incident).await?;
    let engineer = team.people.iter().find(|(id, _)| is_in(&shown, id)).context("somebody is in the room")?;
    let (person, room) = engineer.1;
    let pinned = person.state(room, "m.room.pinned_events").await?;
    assert_eq!(pinned["pinned"].as_array().map(Vec::len), Some(2), "the rules and the card: {pinned}");
    until(async || {
        let refused = person.say(room, "is anybody here?").await;
        ensure!(refused.is_err(), "the room can still be written in");
        Ok(())
    })
    .await?;
    let events = person.timeline(room).await?;
    let edited = events.iter().filter(|event| event["content"]["m.relates_to"]["rel_type"] == "m.replace");
    assert!(edited.count() > 3, "the card and answered prompts are changed in their places");
    installation.run(&["journal", "verify"])?;
    Ok(())
}

async fn accepted_by_a_reaction(team: &mut Team<'_>, incident: &str) -> anyhow::Result<()> {
    let holder = team.installation.holder(incident, "accept").await?;
    let label = say(Language::En, "choice-accept-accepted", &[]);
    let (engineer, room) = team.member(incident, &holder).await?;
    let prompt = engineer.message_with(room, &label).await?;
    engineer.press(room, &prompt, &label).await?;
    team.installation.answered(incident, "accept").await
}

async fn said_in_reply(team: &mut Team<'_>, incident: &str) -> anyhow::Result<()> {
    let holder = team.installation.holder(incident, "began").await?;
    let (engineer, room) = team.member(incident, &holder).await?;
    let question = engineer.message_saying(room, "when did the failure begin?").await?;
    let id = question["event_id"].as_str().context("an event has an id")?;
    engineer.reply(room, id, "25 minutes ago").await?;
    team.installation.answered(incident, "began").await
}

/// What monitoring showed is a file of the room, and its people can open it.
async fn shown_the_charts(team: &mut Team<'_>, incident: &str) -> anyhow::Result<()> {
    let holder = team.people.keys().next().context("somebody is in")?.clone();
    let (person, room) = team.member(incident, &holder).await?;
    let file = until(async || {
        let events = person.timeline(room).await?;
        let posted =
            events.into_iter().find(|event| matches!(event["content"]["msgtype"].as_str(), Some("m.file" | "m.image")));
        posted.context("no file is posted yet")
    })
    .await?;
    let content = &file["content"];
    ensure!(content["filename"].as_str().is_some_and(|name| name.starts_with("Monitoring, ")), "{file}");
    let bytes = person.media(content["url"].as_str().context("it is somewhere")?).await?;
    ensure!(Some(bytes.len() as u64) == content["info"]["size"].as_u64(), "{file}");
    Ok(())
}

/// Everything else by commands and plain words, by whomever it falls on.
async fn led_to_the_end(team: &mut Team<'_>, incident: &str) -> anyhow::Result<()> {
    for _ in 0..ROUNDS {
        let shown = team.installation.incident(incident).await?;
        if shown["stage"] == "closed" {
            return Ok(());
        }
        let asked =
            shown["prompts"].as_array().and_then(|prompts| prompts.iter().find(|one| one["holder"].is_string()));
        let Some(prompt) = asked.cloned() else {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            continue;
        };
        let holder = prompt["holder"].as_str().context("it has a holder")?.to_owned();
        let said = words(&prompt)?;
        let (person, room) = team.member(incident, &holder).await?;
        person.say(room, &said).await?;
        // Nabat's own events are there in between: a new version alone says nothing.
        until(async || {
            let now = team.installation.incident(incident).await?;
            let mut asked = now["prompts"].as_array().context("prompts")?.iter();
            ensure!(!asked.any(|one| one["id"] == prompt["id"]), "nothing came of `{said}` for {prompt}");
            Ok(())
        })
        .await?;
    }
    anyhow::bail!("{PRODUCT}/{incident} is not closed after {ROUNDS} answers")
}

/// What a person types: the restoration as people say it, the rest as a command.
fn words(prompt: &Value) -> anyhow::Result<String> {
    let id = prompt["id"].as_str().context("a prompt has an id")?;
    // `works.dispatch:assign.2` is asked the second time about `works.dispatch:assign`.
    let instance = id.rsplit_once('.').map_or(id, |(instance, _)| instance);
    let answer = match (prompt["choices"].get(0).and_then(Value::as_str), prompt["kind"].as_str()) {
        (_, Some("restored")) => return Ok("restored just now".to_owned()),
        (Some(choice), _) => choice,
        (None, Some("began")) => "20 minutes ago",
        (None, Some("problem")) => "PRB-0001",
        (None, _) => "The dispatch server was restarted after the evening update and works again",
    };
    Ok(format!("/answer {instance} {answer}"))
}
