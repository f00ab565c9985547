//! What earlier versions stored is read, replayed and led on: one table a release, kept as it was.

use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::{SCHEMA, Standing};
use nabat_kit::keys;
use nabat_kit::outages::rows;
use nabat_kit::port::{EffectKey, Messenger as _, NewRoom};
use nabat_kit::table::{Action, Condition, Key, MAX_ACTIONS, Order, Query, Row, Table as _};
use nabat_tests::fixtures::{V0_1_0, rows as kept};
use nabat_tests::rig::{Outside, Rig};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A process of today over a table of then, a minute after its last moment.
async fn over(table: &str) -> (Rig, Vec<IncidentId>) {
    let puts: Vec<Action> = kept(table).into_iter().map(|row| Action::Put(row, Condition::Any)).collect();
    let outside = Outside::new(nabat_tests::rig::BEGINS);
    for some in puts.chunks(MAX_ACTIONS) {
        outside.table.plain().write(some).await.expect("the table takes what it once held");
    }
    let list = keys::incidents_list(&ProductId::from("clinics"));
    let listed = outside.table.plain().list(&list, Order::Ascending, None, 50).await.expect("the list").rows;
    let incidents = listed.iter().filter_map(|row| nabat_kit::incident::of_key(&row.key)).map(|(_, id)| id).collect();
    (Rig::of(outside).await, incidents)
}

#[tokio::test]
async fn promise_09_what_version_0_1_0_stored_is_read_and_replayed() {
    let (rig, incidents) = over(V0_1_0).await;
    assert_eq!(incidents.len(), 2);
    let mut wanted = BTreeSet::new();
    for incident in &incidents {
        rig.assert_journal(incident).await;
        wanted.extend(rows(&rig.state(incident).await).into_keys());
    }
    let stored = rig.outside.table.plain().query(&Query::prefix(keys::outages(&rig.product), "")).await;
    let stored: BTreeSet<Key> = stored.expect("rows").into_iter().map(|row| row.key).collect();
    assert_eq!(stored, wanted, "the figures' rows follow from the journals");
}

/// The incident that version left open, its room there again.
async fn left_open() -> (Rig, IncidentId) {
    let (rig, incidents) = over(V0_1_0).await;
    let mut open = None;
    for incident in incidents {
        if rig.state(&incident).await.head.standing == Standing::Open {
            open = Some(incident);
        }
    }
    let open = open.expect("one is open");
    let head = rig.state(&open).await.head;
    rig.outside.clock.move_to(head.at);
    let room = head.room.expect("it has a room").to_string();
    let new = NewRoom { name: room, title: "as then".to_owned(), topic: String::new() };
    rig.outside.messenger.open_room(&EffectKey("as then".to_owned()), &new).await.expect("the room is there again");
    (rig, open)
}

#[tokio::test]
async fn promise_09_an_incident_that_version_0_1_0_left_open_is_led_on() {
    let (mut rig, open) = left_open().await;
    let before = rig.state(&open).await.head.version;
    rig.answer(&open, "accept", "accepted").await;
    let state = rig.state(&open).await;
    assert!(state.answer("accept").is_some() && state.head.version > before);
    rig.assert_journal(&open).await;
}

async fn put(rig: &Rig, row: &Row) {
    let put = Action::Put(row.clone(), Condition::Version(row.version));
    rig.outside.table.plain().write(&[put]).await.expect("the table takes it");
}

#[tokio::test]
async fn promise_09_what_a_newer_version_wrote_is_left_to_it_and_what_is_said_meanwhile_waits() {
    let (mut rig, open) = left_open().await;
    let key = keys::head(&rig.product, &open);
    let known = rig.outside.table.plain().get(&key).await.expect("read").expect("a head");
    let mut body: Value = serde_json::from_str(&known.body).expect("JSON");
    body["schema"] = json!(SCHEMA + 1);
    body["of_tomorrow"] = json!("known to nobody here");
    let newer = Row { body: body.to_string(), ..known.clone() };
    put(&rig, &newer).await;
    rig.answer(&open, "accept", "accepted").await;
    let stored = rig.outside.table.plain().get(&key).await.expect("read");
    assert_eq!(stored, Some(newer), "nothing of it is lost");
    assert!(rig.state(&open).await.answer("accept").is_none());
    // A program of that version goes on with it: here today's, with the row as it was.
    put(&rig, &known).await;
    rig.minutes(1).await;
    assert!(rig.state(&open).await.answer("accept").is_some(), "what was said meanwhile is heard");
    rig.assert_journal(&open).await;
}
