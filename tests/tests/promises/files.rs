//! A posted file under crashes: kept once, recorded once, put on the desk's record once, and whole.

use crate::{phases, sample};
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::{Event, FileFact, read};
use nabat_domain::time::Length;
use nabat_kit::files::content;
use nabat_tests::rig::{Moment, Outside, Rig};

/// Of two pieces.
fn log() -> Vec<u8> {
    b"14:02 the gateway does not answer\n".iter().copied().cycle().take(300_000).collect()
}

/// Posted, delivered again as the messenger would until it is heard, however the process dies; then time for leases
/// to end.
async fn carried(outside: Outside, incident: &IncidentId) -> Rig {
    let mut rig = Rig::of(outside).await;
    let begins = rig.env.now();
    let source = rig.outside.messenger.plain().upload(&log());
    let engineer = rig.state(incident).await.people.holders[&nabat_domain::catalogue::Role::DutyEngineer].clone();
    for seconds in [0, 40, 80, 120, 160] {
        rig.outside.clock.move_to(begins.plus(Length::seconds(seconds)));
        if seconds < 120 {
            rig.post_named(incident, &engineer, ("gateway.log", &source, 300_000), "posted-1").await;
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

/// How often it was posted, came, and stands on the desk's record; and whether it is whole.
async fn left(rig: &Rig, incident: &IncidentId) -> ([usize; 3], bool) {
    rig.assert_journal(incident).await;
    let events: Vec<Event> =
        rig.journal(incident).await.iter().map(|sealed| read(sealed).expect("every event can be read")).collect();
    let count = |wanted: fn(&FileFact) -> bool| {
        events.iter().filter(|event| matches!(event, Event::File(fact) if wanted(fact))).count()
    };
    let state = rig.state(incident).await;
    let attached = rig.outside.desk.plain().files(state.head.desk.as_str());
    let kept = state.files.kept().next().map(|(_, _, kept)| kept.sha256.clone());
    let there = match kept {
        Some(sha256) => content(rig.outside.table.plain(), &rig.product, incident, &sha256).await.expect("read"),
        None => None,
    };
    let counts = [
        count(|fact| matches!(fact, FileFact::Posted { .. })),
        count(|fact| matches!(fact, FileFact::Came { .. })),
        attached.len(),
    ];
    (counts, there == Some(log()) && attached.iter().all(|file| file.content == log()))
}

#[tokio::test]
async fn promise_04_a_file_is_kept_once_and_whole_wherever_the_process_dies() {
    let phase = phases::answer("builtin").await;
    let start = phase.rig.outside.crashes.calls();
    let whole = carried(phase.rig.outside.fork(), &phase.incident).await;
    let calls = whole.outside.crashes.calls() - start;
    assert_eq!(left(&whole, &phase.incident).await, ([1, 1, 1], true), "uncrashed");
    for call in sample::calls(calls, 2) {
        for moment in [Moment::Before, Moment::After] {
            let outside = phase.rig.outside.fork();
            outside.crashes.at(call, moment);
            let after = carried(outside, &phase.incident).await;
            let left = left(&after, &phase.incident).await;
            assert_eq!(left, ([1, 1, 1], true), "died {moment:?} call {call} of {calls}");
        }
    }
}
