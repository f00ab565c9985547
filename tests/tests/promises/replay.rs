//! A journal replayed on a clean machine gives the same state, and the outages follow from it.

use crate::phases::{all, closure};
use nabat_kit::keys;
use nabat_kit::outages::rows;
use nabat_kit::reliability::settled;
use nabat_kit::table::{Query, Table as _};
use std::collections::BTreeSet;

#[tokio::test]
async fn promise_09_every_journal_leads_to_its_state() {
    for phase in all().await {
        let rig = phase.carry_through(phase.rig.outside.fork()).await;
        rig.assert_journal(&phase.incident).await;
    }
}

#[tokio::test]
async fn promise_09_the_outages_rows_are_those_of_the_states() {
    for phase in all().await {
        let rig = phase.carry_through(phase.rig.outside.fork()).await;
        let state = rig.state(&phase.incident).await;
        let stored =
            rig.outside.table.plain().query(&Query::prefix(keys::outages(&rig.product), "")).await.expect("rows");
        let stored: BTreeSet<_> = stored.into_iter().map(|row| row.key).collect();
        assert_eq!(stored, rows(&state).into_keys().collect(), "{}", phase.name);
    }
}

#[tokio::test]
async fn promise_09_what_an_incident_came_to_is_that_of_its_state() {
    let mut settled = 0;
    for phase in all().await {
        let rig = phase.carry_through(phase.rig.outside.fork()).await;
        let state = rig.state(&phase.incident).await;
        let key = settled::key(&rig.product, &phase.incident);
        let stored = rig.outside.table.plain().get(&key).await.expect("it can be read").map(|row| row.body);
        assert_eq!(stored, settled::row(&state).map(|row| row.body), "{}", phase.name);
        settled += usize::from(stored.is_some());
    }
    assert!(settled > 0, "no phase leads an incident to its end");
}

#[tokio::test]
async fn promise_09_one_changed_byte_is_found_and_named() {
    let phase = closure("builtin").await;
    let rig = phase.carry_through(phase.rig.outside.fork()).await;
    let state = rig.state(&phase.incident).await;
    let mut events = rig.journal(&phase.incident).await;
    events[4].bytes = events[4].bytes.replacen('a', "b", 1);
    let breach = nabat_domain::journal::verify(&events, state.head.version, &state.head.hash);
    assert_eq!(breach, Err(nabat_domain::journal::Breach::Bytes(5)));
    let mut cut = rig.journal(&phase.incident).await;
    cut.pop();
    assert!(nabat_domain::journal::verify(&cut, state.head.version, &state.head.hash).is_err(), "a cut end is found");
}
