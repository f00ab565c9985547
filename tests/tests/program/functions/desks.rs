//! A product whose desk and wiki are elsewhere, led through deployed functions: registered in a Jira, found by asking,
//! written up in a Confluence, closed there; and what an Alertmanager proposes.

use super::deployed::Deployed;
use super::story::{led_on, pressed};
use crate::samples::PRODUCT;
use crate::until::until;
use nabat::clocks::MachineClock;
use nabat_kit::port::Clock;
use nabat_tests::atlassian::confluence::ConfluenceModel;
use nabat_tests::atlassian::jira::JiraModel;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

/// The product's desk and wiki are these.
pub(super) fn elsewhere(
    estate: &Path,
    jira: &JiraModel,
    confluence: &ConfluenceModel,
) -> std::io::Result<Vec<(&'static str, &'static str)>> {
    let product = estate.join(PRODUCT).join("product.yaml");
    let text = std::fs::read_to_string(&product)?;
    let text = text.replace("desk: builtin", "desk: desk").replace("wiki: builtin", "wiki: wiki");
    std::fs::write(product, text)?;
    let ((desk, secrets), (wiki, secret)) = (jira.configured(), confluence.configured());
    let connections = estate.join("connections.yaml");
    let chats = std::fs::read_to_string(&connections)?;
    std::fs::write(connections, format!("{}\n{desk}{wiki}", chats.trim_end()))?;
    Ok(secrets.into_iter().chain([secret]).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_of_a_jira_is_found_by_asking_and_written_up_in_a_confluence() {
    let clock = Arc::new(MachineClock) as Arc<dyn Clock>;
    let (jira, confluence) = (JiraModel::new(Arc::clone(&clock)), ConfluenceModel::new(Arc::clone(&clock)));
    let changed = |estate: &Path| elsewhere(estate, &jira, &confluence).expect("an estate");
    let deployed = Deployed::start_over(&[], changed).await;
    let api = deployed.api();
    let record = jira.register("Crews are not assigned", "dispatch", &["assign-crew"], clock.now());
    let incidents = format!("/api/{PRODUCT}/incidents");
    for _ in 0..2 {
        assert_eq!(deployed.ticks("desk-webhook").await, Value::Null);
        // Asked twice it is one incident.
        assert_eq!(api.all(&incidents).await.len(), 1);
    }
    let incident = api.all(&incidents).await[0]["id"].as_str().expect("an id").to_owned();
    let room = pressed(&deployed, &api, &incident, &["accept"]).await;
    led_on(&deployed, &api, &incident, &room).await;
    until("the record to be closed and the page to stand", async || {
        deployed.tick().await;
        let page = confluence.titles().iter().any(|title| title.ends_with(&incident));
        (page && jira.status(&record) == "Closed").then_some(())
    })
    .await;
    // What Nabat did there is no news of the desk's.
    assert_eq!(deployed.ticks("desk-webhook").await, Value::Null);
    assert_eq!(api.all(&incidents).await.len(), 1);
    deployed.assert_journals_hold();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_is_proposed_to_first_line_once() {
    let deployed = Deployed::start().await;
    let api = deployed.api();
    for outcome in ["proposed", "known"] {
        assert_eq!(deployed.alert("dispatch", "assign-crew").await.expect(200)["outcome"], outcome);
    }
    let refused = api.all(&format!("/api/{PRODUCT}/refused")).await;
    assert_eq!(refused.len(), 1, "{refused:?}");
    let stranger = crate::client::Api::new(&deployed.recorder.address, Some("nobody's".to_owned()));
    let told = stranger.post(&format!("/alerts/{PRODUCT}"), &Value::Null).await;
    assert_eq!(told.status, 401);
}
