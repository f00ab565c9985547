//! Promises, each once more over deployed functions: thin, as everything between commit and effect is proved elsewhere.

use super::deployed::Deployed;
use super::desks::elsewhere;
use super::story::{led_on, pressed};
use crate::samples::{PRODUCT, sample};
use crate::until::{until, until_within};
use nabat::clocks::MachineClock;
use nabat_kit::port::Clock;
use nabat_kit::table::{Query, Table as _};
use nabat_tests::atlassian::confluence::ConfluenceModel;
use nabat_tests::atlassian::jira::JiraModel;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A page that failed some times is tried again after so long at the most.
const TRIED_AGAIN: Duration = Duration::from_secs(100);

#[tokio::test(flavor = "multi_thread")]
async fn promise_02_the_same_signed_delivery_makes_one_incident() {
    let deployed = Deployed::start().await;
    let (api, desk, body) = (deployed.api(), deployed.desk(), sample("registered"));
    // At once, as a sender does who lost patience; and when it has long been answered.
    let (one, two) = tokio::join!(desk.send(PRODUCT, "msg_1", &body), desk.send(PRODUCT, "msg_1", &body));
    let first = one.expect(202);
    assert_eq!(two.expect(202), first);
    until("the chat", async || {
        deployed.tick().await;
        (!deployed.peer.rooms().is_empty()).then_some(())
    })
    .await;
    assert_eq!(desk.send(PRODUCT, "msg_1", &body).await, one, "byte for byte");
    let known = desk.send(PRODUCT, "msg_2", &body).await.expect(202);
    assert_eq!(known, json!({ "incident": first["incident"], "outcome": "already_known" }));
    let incidents = api.all(&format!("/api/{PRODUCT}/incidents")).await;
    assert_eq!((incidents.len(), deployed.peer.rooms().len()), (1, 1), "{incidents:?}");
    let incident = first["incident"].as_str().expect("an id");
    let journal = api.all(&format!("/api/{PRODUCT}/incidents/{incident}/journal")).await;
    assert_eq!(journal.iter().filter(|event| event["type"] == "registered").count(), 1, "{journal:#?}");
    deployed.assert_journals_hold();
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_07_a_wiki_that_is_down_delays_its_page_alone() {
    let clock = Arc::new(MachineClock) as Arc<dyn Clock>;
    let (jira, confluence) = (JiraModel::new(Arc::clone(&clock)), ConfluenceModel::new(Arc::clone(&clock)));
    let changed = |estate: &Path| elsewhere(estate, &jira, &confluence).expect("an estate");
    let deployed = Deployed::start_over(&[], changed).await;
    let api = deployed.api();
    confluence.is_down(Some(503));
    let record = jira.register("Crews are not assigned", "dispatch", &["assign-crew"], clock.now());
    assert_eq!(deployed.ticks("desk-webhook").await, Value::Null);
    let incident = api.all(&format!("/api/{PRODUCT}/incidents")).await[0]["id"].as_str().expect("an id").to_owned();
    let room = pressed(&deployed, &api, &incident, &["accept"]).await;
    led_on(&deployed, &api, &incident, &room).await;
    until("the desk to hear the end", async || {
        deployed.tick().await;
        (jira.status(&record) == "Closed").then_some(())
    })
    .await;
    // The page waits: it is due later, and nobody gave it up.
    let jobs = Query::prefix(format!("{PRODUCT}#I#{incident}"), "J#");
    let jobs = deployed.table().await.query(&jobs).await.expect("rows");
    let pages: Vec<_> = jobs.iter().filter(|row| row.key.sk.ends_with("#publish_report")).collect();
    assert!(!pages.is_empty() && pages.iter().all(|row| row.due.is_some()), "{jobs:#?}");
    let dead = api.all(&format!("/api/{PRODUCT}/jobs/dead")).await;
    assert!(dead.iter().all(|one| one["kind"] != "publish_report"), "{dead:#?}");
    let is_there = || confluence.titles().iter().any(|title| title.ends_with(&incident));
    assert!(!is_there(), "nothing can be published there");
    confluence.is_down(None);
    until_within(TRIED_AGAIN, "the page", async || {
        deployed.tick().await;
        is_there().then_some(())
    })
    .await;
    deployed.assert_journals_hold();
}
