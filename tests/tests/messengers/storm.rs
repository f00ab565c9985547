//! Two hundred incidents in the same second, over messengers that let calls through as fast as they document and no
//! faster: nothing lost, nothing out of order in a chat, hardly more calls than had to be made.

use nabat_domain::ids::IncidentId;
use nabat_kit::port::EffectKey;
use nabat_tests::messengers::Trouble;
use nabat_tests::rig::Rig;
use std::collections::BTreeMap;

/// Incidents of the storm.
const INCIDENTS: usize = 200;

/// Minutes within which everything is said, by the messenger's own pace.
const LONGEST: i64 = 24 * 60;

struct Storm {
    rig: Rig,
    incidents: Vec<IncidentId>,
    minutes: i64,
}

/// Everybody is called, and every engineer accepts.
async fn storm(messenger: &str) -> Storm {
    let mut rig = Rig::over(messenger).await;
    limits(&rig).keep_limits();
    limits(&rig).write_down();
    let incidents = rig.storm(INCIDENTS).await;
    let opened = rig.until_nothing_waits(LONGEST).await.expect("everything is said some time");
    for incident in &incidents {
        if rig.asks(incident, "accept").await {
            rig.answer(incident, "accept", "accepted").await;
        }
    }
    let answered = rig.until_nothing_waits(LONGEST).await.expect("everything is said some time");
    Storm { rig, incidents, minutes: opened + answered }
}

fn limits(rig: &Rig) -> &Trouble {
    rig.outside.messenger.plain().over().and_then(|over| over.peer().trouble()).expect("a server")
}

/// Each incident has its room, pinned rules and card, and somebody in it; nothing was given up.
async fn nothing_is_lost(storm: &Storm) {
    let (rig, messenger) = (&storm.rig, storm.rig.outside.messenger.plain());
    assert!(rig.dead().await.is_empty(), "{:?}", rig.dead().await);
    assert_eq!(messenger.incident_rooms().len(), INCIDENTS);
    for incident in &storm.incidents {
        rig.assert_journal(incident).await;
        let room = rig.state(incident).await.head.room.expect("it has a room");
        let posts = messenger.posts(&room);
        assert_eq!(posts.iter().filter(|post| post.pinned).count(), 2, "{incident}: rules and card");
        assert!(!messenger.people(&room).is_empty(), "{incident}");
        assert!(!rig.asks(incident, "accept").await, "{incident}: it was asked, and could be answered");
    }
}

/// Posts stand in a room in the order they were decided in, each once.
async fn nothing_is_reordered(storm: &Storm) {
    let over = storm.rig.outside.messenger.plain().over().expect("a messenger's model");
    for incident in &storm.incidents {
        let room = storm.rig.state(incident).await.head.room.expect("it has a room");
        let order = over.order(&room);
        let keys: Vec<&EffectKey> = order.iter().map(|(key, _)| key).collect();
        assert!(keys.is_sorted_by(|one, next| one < next), "{incident}: {keys:?}");
        let posted: Vec<_> = order.iter().map(|(_, id)| id.clone()).collect();
        let seen: Vec<_> = over.peer().seen(&room).posts.into_iter().map(|post| post.id).collect();
        assert_eq!(seen, posted, "{incident}: as it was posted so it stands");
    }
}

async fn hardly_more_calls_than_had_to_be_made(storm: &Storm, messenger: &str) {
    let over = storm.rig.outside.messenger.plain().over().expect("a messenger's model");
    let (calls, waits) = (limits(&storm.rig).calls() - over.listening_calls(), limits(&storm.rig).told_to_wait());
    let least = storm.rig.least_calls(&storm.incidents).await;
    #[expect(clippy::cast_precision_loss, reason = "some thousand calls")]
    let ratio = calls as f64 / least.calls() as f64;
    println!(
        "figure fault.throttled of={messenger} incidents={INCIDENTS} minutes={} calls={calls} told_to_wait={waits} least={} ratio={ratio:.3}",
        storm.minutes,
        least.calls()
    );
    assert!(ratio <= 1.3, "{messenger}: {ratio:.3}; {:#?}", by_kind(storm));
}

/// Calls of each kind, ids left out: where a ratio is broken, whose doing it is.
fn by_kind(storm: &Storm) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for written in limits(&storm.rig).written() {
        let is_id = |part: &&str| part.len() > 18 || part.chars().any(|c| c.is_ascii_digit() || "!@#%$:".contains(c));
        let parts: Vec<&str> = written.call.split('/').map(|part| if is_id(&part) { "*" } else { part }).collect();
        *kinds.entry(parts.join("/")).or_default() += 1;
    }
    kinds
}

async fn is_weathered(messenger: &str) {
    let storm = storm(messenger).await;
    nothing_is_lost(&storm).await;
    nothing_is_reordered(&storm).await;
    hardly_more_calls_than_had_to_be_made(&storm, messenger).await;
}

#[tokio::test]
async fn two_hundred_incidents_at_once_over_matrix() {
    is_weathered("matrix").await;
}

#[tokio::test]
async fn two_hundred_incidents_at_once_over_mattermost() {
    is_weathered("mattermost").await;
}

#[tokio::test]
async fn two_hundred_incidents_at_once_over_slack() {
    is_weathered("slack").await;
}

#[tokio::test]
async fn two_hundred_incidents_at_once_over_telegram() {
    is_weathered("telegram").await;
}

#[tokio::test]
async fn two_hundred_incidents_at_once_over_express() {
    is_weathered("express").await;
}
