//! An alert under crashes: one incident, and one record of it in the desk, by which it goes.

use crate::sample;
use nabat_domain::ids::IncidentId;
use nabat_domain::time::Length;
use nabat_kit::keys;
use nabat_kit::table::{Action, Condition, Key, Query, Row, Table as _};
use nabat_tests::rig::{Moment, Outside, Rig};

/// The alert is sent until it is heard, however the process dies; what fires of the group is another each time.
/// Then time for leases to end. With the incident it was told to be.
async fn carried(outside: Outside) -> (Rig, IncidentId) {
    let mut rig = Rig::of(outside).await;
    let begins = rig.env.now();
    let mut told = None;
    for seconds in [0, 40, 80, 120, 160, 200] {
        rig.outside.clock.move_to(begins.plus(Length::seconds(seconds)));
        if seconds < 120 {
            let since = format!("2026-11-23T10:58:{:02}Z", 15 + seconds / 40);
            let answer = rig.alert_since("appointments", "book", &since).await;
            if answer.status().is_success() {
                let (incident, _) = rig.alerted(&answer);
                assert_eq!(*told.get_or_insert_with(|| incident.clone()), incident, "it stays the same incident");
            }
        }
        rig.tick().await;
        if rig.outside.crashes.is_dead() {
            rig.outside.crashes.revive();
            rig = Rig::of(rig.outside.clone()).await;
            rig.tick().await;
        }
    }
    // What looks at it afterwards does not die of a call that was one of the last.
    rig.outside.crashes.revive();
    (rig, told.expect("it was heard in the end"))
}

/// Records in the desk, what the journal says of them, and whether the incident goes by that one.
async fn left(rig: &Rig, incident: &IncidentId) -> (usize, usize, bool) {
    rig.assert_journal(incident).await;
    let opened = rig.outside.desk.plain().incidents();
    let events = rig.journal(incident).await;
    let told = events.iter().filter(|event| event.bytes.contains("\"type\":\"record_opened\"")).count();
    let state = rig.state(incident).await;
    (opened.len(), told, opened.contains_key(&state.head.desk))
}

#[tokio::test]
async fn promise_04_the_desk_has_one_record_of_an_alert_wherever_the_process_dies() {
    let begun = Rig::registering_alerts(&[("severity", "critical")]).await;
    let start = begun.outside.crashes.calls();
    let (whole, incident) = carried(begun.outside.fork()).await;
    let calls = whole.outside.crashes.calls() - start;
    assert_eq!(left(&whole, &incident).await, (1, 1, true), "uncrashed");
    for call in sample::calls(calls, 1) {
        for moment in [Moment::Before, Moment::After] {
            let outside = begun.outside.fork();
            outside.crashes.at(call, moment);
            let (after, incident) = carried(outside).await;
            let left = left(&after, &incident).await;
            assert_eq!(left, (1, 1, true), "died {moment:?} call {call} of {calls}");
            assert_eq!(after.incidents().await, 1, "died {moment:?} call {call} of {calls}");
        }
    }
}

#[tokio::test]
async fn promise_09_a_group_an_older_version_remembered_is_no_news_and_goes_by_the_key_from_then_on() {
    let rig = Rig::registering_alerts(&[("severity", "critical")]).await;
    let (incident, _) = rig.alerted(&rig.alert("appointments", "book").await);
    let table = rig.outside.table.plain();
    let rows = async || {
        let partition = Query::prefix(format!("{}#D#alerts", rig.product), "");
        table.query(&partition).await.expect("the table answers")
    };
    // As it was written before: by the bare hash of what it is called.
    let row = rows().await.remove(0);
    let before = keys::alert_group_before(&rig.product, r#"{}:{service="appointments"}"#);
    let older = Row { key: before, ..row.clone() };
    let moved = [Action::Delete(row.key.clone(), Condition::Any), Action::Put(older, Condition::Any)];
    table.write(&moved).await.expect("the table takes it");
    let again = rig.alert_since("appointments", "book", "2026-11-23T11:20:00Z").await;
    assert_eq!((rig.alerted(&again).0, rig.incidents().await), (incident, 1), "it stays the same incident");
    let left: Vec<Key> = rows().await.into_iter().map(|row| row.key).collect();
    assert_eq!(left, [row.key], "by the key alone");
}
