//! The homeserver is gone for a while, or Nabat is: nothing is lost, and order is kept.

use crate::installation::Installation;
use anyhow::Context as _;
use nabat_domain::catalogue::Language;
use nabat_kit::messages::say;
use nabat_tests::homeserver::Person;

#[tokio::test]
async fn a_homeserver_that_was_down_gets_the_incident_when_it_is_back() -> anyhow::Result<()> {
    let mut installation = Installation::start().await?;
    installation.homeserver.stop();
    let incident = installation.register("SD-77").await?;
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
    installation.until_answered(&incident, "workaround").await?;
    let shown: serde_json::Value = serde_json::from_str(&installation.run(&["journal", "show", &incident, "--json"])?)?;
    let events = shown["events"].as_array().context("events")?;
    let steps: Vec<&str> = events
        .iter()
        .filter(|event| event["type"] == "answered")
        .filter_map(|event| event["data"]["step"].as_str())
        .collect();
    assert_eq!(steps, ["accept", "changed", "workaround"], "each once, in the order they were said");
    Ok(())
}
