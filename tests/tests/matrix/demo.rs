//! `nabat demo --messenger matrix`: the whole story on a real homeserver, beside the same one in the built-in messenger.

use crate::installation::program;
use anyhow::{Context as _, ensure};
use nabat_tests::folder::Folder;
use nabat_tests::homeserver::Homeserver;
use nabat_tests::homeserver::Person;
use nabat_tests::port::free_port;
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

/// A story with late, wrong and double answers, a contractor and a problem.
const SEED: &str = "7";

/// Somebody with an account of their own, who looks on.
const ONLOOKER: &str = "looker";

#[tokio::test]
async fn the_demo_is_led_on_a_real_homeserver_with_the_figures_of_the_built_in_messenger() -> anyhow::Result<()> {
    let folder = Folder::new();
    let registration = folder.path().join("nabat-demo.yaml");
    let listen = format!("127.0.0.1:{}", free_port()?);
    // As a person would: the first run writes what the administrator installs.
    let first = demo(&on_matrix("http://127.0.0.1:1", &registration, &listen), &[])?;
    ensure!(told(&first)?.contains("app_service_config_files"), "{first:?}");
    let homeserver = Homeserver::with(&registration, &[ONLOOKER.to_owned()])?;
    let here = on_matrix(&homeserver.base(), &registration, &listen);
    let looks_on = format!("@{ONLOOKER}:{}", nabat_tests::homeserver::NAME);
    let there: Value = serde_json::from_str(&told(&demo(&here, &["--onlooker", &looks_on])?)?)?;
    let usual: Value = serde_json::from_str(&told(&demo(&[], &[])?)?)?;
    for figure in ["/incident", "/notices", "/problem", "/report", "/contractor", "/journal/events", "/messages/prompt"]
    {
        assert_eq!(there.pointer(figure), usual.pointer(figure), "{figure}");
    }
    assert_eq!(there["journal"]["verified"], true);
    assert_eq!(there["problem"]["journal"]["verified"], true, "the story goes on to the closed problem");
    assert_eq!(spoken(&there), spoken(&usual), "a reaction is a word, a button a press; nobody says more or less");
    seen_by_the_onlooker(&homeserver, there["incident"]["desk_id"].as_str().context("it has a number")?).await?;
    Ok(())
}

/// Whoever was invited to look on finds what people said, dated by the story's clock.
async fn seen_by_the_onlooker(homeserver: &Homeserver, desk: &str) -> anyhow::Result<()> {
    let person = Person::sign_in(&homeserver.base(), ONLOOKER).await?;
    let room = person.join(desk).await?;
    let events = person.timeline(&room).await?;
    let by_people = |event: &&Value| event["sender"].as_str().is_some_and(|sender| sender.starts_with("@nabat.demo."));
    let said: Vec<&Value> = events.iter().filter(by_people).collect();
    ensure!(said.iter().any(|event| event["type"] == "m.reaction"), "nobody pressed anything: {said:?}");
    ensure!(said.iter().any(|event| event["content"]["body"].is_string()), "nobody typed anything: {said:?}");
    // 24 November 2026, the story's own night, by whatever clock the machine has.
    let dated = |event: &&Value| {
        event["type"] == "m.room.message" && event["origin_server_ts"].as_i64() < Some(1_795_600_000_000)
    };
    ensure!(events.iter().filter(dated).count() > 20, "what is said is dated by the story's clock");
    Ok(())
}

/// What people did, by whatever way.
fn spoken(figures: &Value) -> i64 {
    ["said", "pressed"].iter().filter_map(|kind| figures["messages"][kind].as_i64()).sum()
}

fn on_matrix(homeserver: &str, registration: &Path, listen: &str) -> Vec<String> {
    let registration = registration.display().to_string();
    ["--messenger", "matrix", "--homeserver", homeserver, "--registration", &registration, "--listen", listen]
        .map(str::to_owned)
        .into()
}

fn demo(place: &[String], more: &[&str]) -> anyhow::Result<Output> {
    let mut demo = Command::new(program()?);
    demo.args(["demo", "--exit", "--json", "--seed", SEED]).args(place).args(more);
    if place.is_empty() {
        demo.args(["--listen", "127.0.0.1:0"]);
    }
    Ok(demo.output()?)
}

fn told(output: &Output) -> anyhow::Result<String> {
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout.clone())?)
}
