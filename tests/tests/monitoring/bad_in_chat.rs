//! Monitoring that misbehaves, through the running program: the chat gets what there is and what is missing,
//! in time, and the incident goes on.

use super::bad_answers::{Behaviour, model};
use super::program::{PRODUCT, Serving, within};
use anyhow::{Context as _, ensure};
use nabat_domain::time::Length;
use nabat_kit::port::Clock as _;
use serde_json::{Value, json};

/// What is posted by then: a minute after the registration, and a try more where nothing answered at all.
const SOON: Length = Length::seconds(60);

/// How monitoring does, what the chat is told, and what it must not be told.
const CASES: [(Behaviour, &[&str], &str); 9] = [
    (Behaviour::Slow, &["could not be looked at", "Monitoring did not answer: "], "series read"),
    (Behaviour::HalfSlow, &["nothing stands out", "Not read: latency", "no answer in time"], "Not read: cpu"),
    (Behaviour::HalfFails, &["nothing stands out", "Not read: latency", "too many samples"], "Not read: cpu"),
    (Behaviour::Html, &["could not be looked at", "Monitoring did not answer: ", "Sign in, please"], "series read"),
    (Behaviour::Endless, &["could not be looked at", "longer"], "xxxxxxxxxxxxxxxxxxxx"),
    (Behaviour::OddNumbers, &["nothing stands out", "series read"], "Not read"),
    (Behaviour::Behind, &["nothing stands out"], "Not read"),
    (Behaviour::Ahead, &["nothing stands out"], "no samples since"),
    (Behaviour::Million, &["were left out for the limit"], "pod=99999"),
];

#[tokio::test]
async fn the_chat_gets_what_there_is_and_what_is_missing_and_the_incident_goes_on() {
    let mut wrong = Vec::new();
    for some in CASES.chunks(3) {
        let led = some.iter().map(|(behaviour, says, never)| async move {
            led(*behaviour, says, never).await.with_context(|| format!("{behaviour:?}")).err()
        });
        wrong.extend(futures_util::future::join_all(led).await.into_iter().flatten());
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

async fn led(behaviour: Behaviour, says: &[&str], never: &str) -> anyhow::Result<()> {
    let address = model(behaviour).await;
    let connections = format!("- {{id: monitored, kind: prometheus, address: {address}, private: true}}\n");
    let serving = Serving::start(&connections, &[])?;
    let token = serving.run(&["token", "--product", PRODUCT, "--role", "admin", "--act-as"])?;
    let begun = nabat::clocks::MachineClock.now();
    let incident = serving.register("SD-8001").await?;
    let messages = format!("incidents/{incident}/messages");
    let post = within(90, async || {
        let said = serving.api(&token, &messages, None).await?;
        let mut texts = said["items"].as_array().context("items")?.iter().filter_map(|one| one["text"].as_str());
        let post = texts.rfind(|text| text.starts_with("Monitoring around"));
        post.map(str::to_owned).context("nothing is posted yet")
    });
    let post = post.await?;
    let took = nabat::clocks::MachineClock.now().since(begun);
    ensure!(took <= SOON, "{} s: {post}", took.in_seconds());
    for words in says {
        ensure!(post.contains(words), "`{words}` is not in: {post}");
    }
    ensure!(!post.contains(never), "`{never}` is in: {post}");

    let asked = |shown: &Value| {
        let prompts = shown["prompts"].as_array().cloned().unwrap_or_default();
        prompts.into_iter().find(|prompt| prompt["kind"] == "accept").context("it is asked who leads")
    };
    let shown = serving.api(&token, &format!("incidents/{incident}"), None).await?;
    let prompt = asked(&shown)?;
    let body = json!({ "as": prompt["holder"], "prompt": prompt["id"], "answer": "accepted" });
    serving.api(&token, &messages, Some(&body)).await?;
    within(30, async || {
        let shown = serving.api(&token, &format!("incidents/{incident}"), None).await?;
        ensure!(asked(&shown).is_err(), "still asked: {shown}");
        Ok(())
    })
    .await
}
