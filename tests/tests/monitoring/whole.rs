//! From a signed webhook to chat and report, through the running program and a real Prometheus: a failure
//! with noise, a daily rhythm, a victim louder than the culprit, a release elsewhere.

use super::history::History;
use super::program::{PRODUCT, Serving, within};
use super::server::Server;
use anyhow::{Context as _, ensure};
use nabat_kit::port::Clock as _;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

#[tokio::test]
async fn a_signed_webhook_brings_the_culprit_into_chat_and_report() -> anyhow::Result<()> {
    let history = History {
        registered: nabat::clocks::MachineClock.now(),
        services: ["dispatch", "call-taking", "address-map", "crew-tablet", "vehicle-tracking", "shift-reports"],
        culprit: "address-map",
        victim: "dispatch",
        released: "crew-tablet",
    };
    let server = Server::start("whole", &history.open_metrics())?;
    let connections = format!(
        "- id: monitored\n  kind: prometheus\n  address: {}\n  private: true\n  token: prom-token\n",
        server.base
    );
    let serving = Serving::start(&connections, &[("NABAT_SECRET_PROM_TOKEN", "a token")])?;
    let incident = serving.register("SD-7001").await?;
    let token = serving.run(&["token", "--product", PRODUCT, "--role", "admin", "--act-as"])?;
    let messages = format!("incidents/{incident}/messages");

    let post = within(60, async || {
        let said = serving.api(&token, &messages, None).await?;
        let items = said["items"].as_array().context("items")?.clone();
        let post = items.into_iter().filter_map(|one| one["text"].as_str().map(str::to_owned));
        post.into_iter().find(|text| text.starts_with("Monitoring around")).context("nothing is posted yet")
    })
    .await?;
    let first = post.lines().find_map(|line| line.strip_prefix("— ").filter(|line| line.starts_with("1. ")));
    let first = first.with_context(|| format!("nothing stands out: {post}"))?;
    ensure!(first.starts_with("1. Address map, cpu_cores_used:"), "the culprit is first: {post}");
    ensure!(post.contains(&server.base), "with a link to the source: {post}");
    ensure!(!post.contains("Not read"), "everything was read: {post}");

    let found = found(&serving, &incident)?;
    ensure!(found["findings"][0]["series"]["service"] == "address-map", "{found}");
    ensure!(found["samples"].as_str().is_some_and(|hash| hash.len() == 64), "samples are stored: {found}");

    // Only whoever was called into the chat sees it.
    let shown = serving.api(&token, &format!("incidents/{incident}"), None).await?;
    let mut people = shown["people"].as_array().context("people")?.iter();
    let called = people.find(|one| one["invited_at"].is_string()).context("somebody is called")?;
    let cookie = serving.signed_in(called["person"].as_str().context("an id")?).await?;
    let chat = within(60, async || {
        let rooms = String::from_utf8(serving.page(&cookie, "/chat").await?)?;
        let links = rooms.split("href=\"/chat/").skip(1).filter_map(|rest| rest.split('"').next());
        let room = links.into_iter().find(|id| !id.starts_with('-')).context("no room yet")?;
        let chat = String::from_utf8(serving.page(&cookie, &format!("/chat/{room}")).await?)?;
        ensure!(chat.contains("Monitoring, Ambulance dispatch"), "the charts are not posted yet: {chat}");
        Ok(chat)
    })
    .await?;
    let drawn = chat.split_once("<img class=\"drawing\" src=\"").context("the charts are shown in the chat")?.1;
    let path = drawn.split('"').next().unwrap_or_default();
    let charts = String::from_utf8(serving.page(&cookie, path).await?)?;
    ensure!(charts.contains("Address map, cpu_cores_used"), "the culprit's chart: {charts}");

    lead_to_the_report(&serving, &token, &incident).await?;
    let report = within(60, async || {
        let page = serving.page(&cookie, &format!("/wiki/{PRODUCT}/{incident}")).await?;
        let page = String::from_utf8(page)?;
        ensure!(page.contains("Address map, cpu_cores_used"), "no findings in it");
        Ok(page)
    })
    .await?;
    ensure!(report.contains("<svg"), "the report shows the charts");
    Ok(())
}

/// The search as the journal has it.
fn found(serving: &Serving, incident: &str) -> anyhow::Result<Value> {
    let shown: Value = serde_json::from_str(&serving.run(&["journal", "show", incident, "--json"])?)?;
    let events = shown["events"].as_array().context("events")?;
    let of_search = |event: &Value| {
        let data = &event["data"];
        [data, &data["found"], &data["data"]].into_iter().find(|one| one["findings"].is_array()).cloned()
    };
    events.iter().find_map(of_search).with_context(|| format!("no search in {shown}"))
}

/// Answers whatever is asked, until the summary is given.
pub async fn lead_to_the_report(serving: &Serving, token: &str, incident: &str) -> anyhow::Result<()> {
    let mut answered = BTreeSet::new();
    for _ in 0..600 {
        let shown = serving.api(token, &format!("incidents/{incident}"), None).await?;
        if shown["standing"]["is"] == "closed" {
            return Ok(());
        }
        for prompt in shown["prompts"].as_array().context("prompts")? {
            let (Some(id), Some(holder)) = (prompt["id"].as_str(), prompt["holder"].as_str()) else { continue };
            if answered.insert((id.to_owned(), shown["version"].as_u64())) {
                let body = json!({ "as": holder, "prompt": id, "answer": answer_to(prompt) });
                serving.api(token, &format!("incidents/{incident}/messages"), Some(&body)).await?;
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("it was never closed")
}

/// The first choice, or something sensible by kind.
fn answer_to(prompt: &Value) -> String {
    if let Some(choice) = prompt["choices"].get(0).and_then(Value::as_str) {
        return choice.to_owned();
    }
    match prompt["kind"].as_str().unwrap_or_default() {
        "began" => "3 minutes ago".to_owned(),
        "restored" => "now".to_owned(),
        "word" => "Restarting the map, next word in 10 minutes".to_owned(),
        "problem" => "PRB-0001".to_owned(),
        _ => "The address map was restarted and everything works again".to_owned(),
    }
}
