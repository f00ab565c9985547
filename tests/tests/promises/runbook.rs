//! The search of monitoring under crashes: recorded once, posted once, its charts posted once.

use crate::sample;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{Event, Runbook, read};
use nabat_domain::time::Length;
use nabat_tests::rig::{Moment, Outside, Rig};

const SERVICE: &str = "appointments";

/// An outside in which a service the failing one needs is at fault, and what is about to be registered.
async fn before() -> Rig {
    let rig = Rig::watched().await;
    let began = rig.env.now().minus(Length::minutes(4));
    rig.outside.monitoring.plain().plant("identity", &[SERVICE], began);
    rig
}

/// Registered, repeated as the desk would until it is heard, however the process dies; then time for leases to end.
async fn carried(outside: Outside) -> (Rig, IncidentId) {
    let mut rig = Rig::watched_over(outside).await;
    let body = rig.registration("SD-1", SERVICE);
    let incident = IncidentId::of_desk_record(&rig.product, &"SD-1".into());
    let begins = rig.env.now();
    for seconds in [0, 40, 80, 120, 160] {
        rig.outside.clock.move_to(begins.plus(Length::seconds(seconds)));
        if seconds < 80 {
            let _ = rig.desk("msg_1", &body).await;
        }
        rig.tick().await;
        if rig.outside.crashes.is_dead() {
            rig.outside.crashes.revive();
            rig = Rig::watched_over(rig.outside.clone()).await;
            rig.tick().await;
        }
    }
    (rig, incident)
}

/// How often it was recorded, posted, and its charts posted.
async fn left(rig: &Rig, incident: &IncidentId) -> [usize; 3] {
    rig.assert_journal(incident).await;
    let journal = rig.journal(incident).await;
    let events = journal.iter().map(|sealed| read(sealed).expect("every event can be read"));
    let recorded = events.filter(|event| matches!(event, Event::Runbook(Runbook::Searched { .. }))).count();
    let room = rig.state(incident).await.head.room.expect("there is a room");
    let posts = rig.outside.messenger.plain().posts(&room);
    let posted = posts.iter().filter(|post| post.message.text.starts_with("Мониторинг вокруг")).count();
    let charts = posts.iter().filter(|post| post.message.text.ends_with(".svg>")).count();
    [recorded, posted, charts]
}

#[tokio::test]
async fn promise_04_a_search_is_told_once_wherever_the_process_dies() {
    let rig = before().await;
    let start = rig.outside.crashes.calls();
    let (whole, incident) = carried(rig.outside.fork()).await;
    let calls = whole.outside.crashes.calls() - start;
    assert_eq!(left(&whole, &incident).await, [1, 1, 1], "uncrashed");
    for call in sample::calls(calls, 4) {
        for moment in [Moment::Before, Moment::After] {
            let outside = rig.outside.fork();
            outside.crashes.at(call, moment);
            let (after, incident) = carried(outside).await;
            assert_eq!(left(&after, &incident).await, [1, 1, 1], "died {moment:?} call {call} of {calls}");
        }
    }
}
