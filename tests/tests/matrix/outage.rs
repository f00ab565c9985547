//! The homeserver is gone for a while, or Nabat is: nothing is lost, and order is kept.

use crate::installation::{Installation, PRODUCT};
use crate::person::Person;
use crate::until::until;
use anyhow::{Context as _, ensure};
use nabat_domain::catalogue::Language;
use nabat_kit::messages::say;

#[tokio::test]
async fn a_homeserver_that_was_down_gets_the_incident_when_it_is_back() -> anyhow::Result<()> {
    let mut installation = Installation::start().await?;
    installation.homeserver.stop();
    let incident = installation.register("SD-77").await?;
    // It is registered and waits: nothing is lost with the chat it cannot have yet.
    assert_eq!(installation.incident(&incident).await?["prompts"], serde_json::json!([]));
    installation.homeserver.start_again()?;
    let holder = installation.holder(&incident, "accept").await?;
    let engineer = Person::sign_in(&installation.homeserver.base(), &holder).await?;
    let room = engineer.join("SD-77").await?;
    engineer.message_with(&room, &say(Language::En, "choice-accept-accepted", &[])).await?;
    Ok(())
}

#[tokio::test]
async fn what_was_said_while_nabat_was_down_is_heard_in_its_order() -> anyhow::Result<()> {
    let mut installation = Installation::start().await?;
    let incident = installation.register("SD-77").await?;
    let holder = installation.holder(&incident, "accept").await?;
    let engineer = Person::sign_in(&installation.homeserver.base(), &holder).await?;
    let room = engineer.join("SD-77").await?;
    engineer.message_with(&room, &say(Language::En, "choice-accept-accepted", &[])).await?;
    installation.kill();
    engineer.say(&room, "/answer accept accepted").await?;
    engineer.say(&room, "/answer changed The dispatch server was updated in the evening").await?;
    engineer.say(&room, "/answer workaround Crews are assigned by radio").await?;
    installation.serve().await?;
    installation.answered(&incident, "workaround").await?;
    let path = installation.run(&["journal", "show", &incident, "--json"])?;
    let shown: serde_json::Value = serde_json::from_str(&path)?;
    let events = shown.as_array().or_else(|| shown["events"].as_array()).context("events")?;
    let steps: Vec<&str> = events
        .iter()
        .filter(|event| event["type"] == "answered")
        .filter_map(|event| event["data"]["step"].as_str())
        .collect();
    assert_eq!(steps, ["accept", "changed", "workaround"], "each once, in the order they were said");
    until(async || {
        let shown = installation.incident(&incident).await?;
        ensure!(shown["product"] == PRODUCT, "{shown}");
        Ok(())
    })
    .await
}
