//! Whatever Jira says, pushed or asked for, no personal data in it is stored or shown: every kind in every field of an
//! issue that people write, of incidents that are registered, changed and refused.

use crate::story::{push, rig};
use nabat_domain::ids::IncidentId;
use nabat_tests::atlassian::jira::JiraModel;
use nabat_tests::planted::{PLANTED, held, marked, planted};
use nabat_tests::rig::Rig;
use serde_json::{Value, json};

/// An issue of a service's function with all of it in whatever else people write.
fn issue(service: &str, function: &str) -> Value {
    json!({
        "summary": planted(), "description": planted(), "environment": planted(), "labels": [planted()],
        "reporter": { "name": planted(), "displayName": planted() },
        "assignee": { "name": planted(), "displayName": planted() },
        "priority": { "name": "Highest" },
        "customfield_10001": { "value": service }, "customfield_10002": [{ "value": function }],
        "customfield_10003": "2026-11-23T13:00:00.000+0300", "customfield_10006": planted(),
    })
}

/// Nabat's own words on every incident in Jira, and its posts in every chat, hold nothing of it.
fn said_nowhere(rig: &Rig, jira: &JiraModel, inlet: &str) {
    for record in jira.keys("Incident") {
        let issue = jira.issue(&record);
        let comments = issue["fields"]["comment"]["comments"].as_array().cloned().unwrap_or_default();
        for said in comments.iter().filter(|comment| comment["author"]["name"] == "nabat") {
            assert_eq!(held(&said.to_string()), None, "{inlet}: {said}");
        }
    }
    let messenger = rig.outside.messenger.plain();
    for post in messenger.rooms_made().iter().flat_map(|room| messenger.posts(room)) {
        assert_eq!(held(&post.message.text), None, "{inlet}: {}", post.message.text);
    }
}

/// Jira tells of an issue by its webhook, or is asked what changed; the answer to a webhook repeats none of it.
async fn tells(rig: &Rig, jira: &JiraModel, record: &str, pushes: bool) {
    match pushes {
        true => {
            let (status, told) = push(rig, jira.webhook("jira:issue_updated", record)).await;
            assert!(status.is_success() && told.contains("heard") && held(&told).is_none(), "{status} {told}");
        }
        false => rig.follows(&jira.desk()).await.expect("Jira is asked"),
    }
}

/// Registered, commented on, changed, changed to what nobody knows; two that are refused at once.
async fn told_all(pushes: bool, inlet: &str) {
    let (rig, jira, _confluence) = rig().await;
    let now = || rig.env.now();
    let person = planted();
    let record = jira.registers(&person, &issue("appointments", "book"), now());
    tells(&rig, &jira, &record, pushes).await;
    let incident = IncidentId::of_desk_record(&rig.product, &record.as_str().into());
    assert!(rig.state(&incident).await.head.room.is_some(), "{inlet}: it is registered");
    jira.comments(&record, &person, &person, now());
    jira.set(&record, &json!({ "summary": format!("и ещё: {person}") }), now());
    tells(&rig, &jira, &record, pushes).await;
    jira.set(&record, &json!({ "customfield_10001": { "value": person } }), now());
    tells(&rig, &jira, &record, pushes).await;
    for (service, function) in [(person.as_str(), "book"), ("appointments", person.as_str())] {
        let refused = jira.registers(&person, &issue(service, function), now());
        tells(&rig, &jira, &refused, pushes).await;
        let none = IncidentId::of_desk_record(&rig.product, &refused.as_str().into());
        assert!(rig.journal(&none).await.is_empty(), "{inlet}: nobody knows what fails");
    }
    rig.minutes(2).await;
    marked(&rig, &PLANTED, inlet);
    said_nowhere(&rig, &jira, inlet);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn in_what_jira_pushes() {
    told_all(true, "Jira's webhooks").await;
}

#[tokio::test]
async fn in_what_jira_answers_when_it_is_asked() {
    told_all(false, "Jira, asked").await;
}
