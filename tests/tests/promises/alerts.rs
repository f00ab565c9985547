//! An alert under crashes: one incident, and one record of it in the desk, by which it goes.

use nabat_domain::ids::IncidentId;
use nabat_domain::time::Length;
use nabat_tests::rig::{Moment, Outside, Rig};

/// The alert is sent until it is heard, however the process dies; then time for leases to end.
async fn carried(outside: Outside) -> Rig {
    let mut rig = Rig::of(outside).await;
    let begins = rig.env.now();
    for seconds in [0, 40, 80, 120, 160, 200] {
        rig.outside.clock.move_to(begins.plus(Length::seconds(seconds)));
        if seconds < 120 {
            rig.alert("appointments", "book").await;
        }
        rig.tick().await;
        if rig.outside.crashes.is_dead() {
            rig.outside.crashes.revive();
            rig = Rig::of(rig.outside.clone()).await;
            rig.tick().await;
        }
    }
    rig
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
    let whole = carried(begun.outside.fork()).await;
    let calls = whole.outside.crashes.calls() - start;
    let (incident, _) = whole.alerted(&whole.alert("appointments", "book").await);
    assert_eq!(left(&whole, &incident).await, (1, 1, true), "uncrashed");
    for call in 1..=calls {
        for moment in [Moment::Before, Moment::After] {
            let outside = begun.outside.fork();
            outside.crashes.at(call, moment);
            let after = carried(outside).await;
            let left = left(&after, &incident).await;
            assert_eq!(left, (1, 1, true), "died {moment:?} call {call} of {calls}");
        }
    }
}
