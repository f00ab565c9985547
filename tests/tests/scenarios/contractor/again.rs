//! What fails anew once it was verified: whether it is handed to the contractor is asked anew, and a new
//! hand-over has a clock and terms of its own beside the first.

use super::{at_fault, matter, minutes, read};
use crate::again::fails_again;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{Hand, overruns};
use nabat_tests::rig::Rig;

/// Handed over, done, verified, failed anew twenty minutes later.
async fn failed_anew(rig: &mut Rig) -> (IncidentId, PersonId) {
    let (incident, contractor) = at_fault(rig, "certain").await;
    rig.minutes(20).await;
    fails_again(rig, &incident, "не работает").await;
    (incident, contractor)
}

#[tokio::test]
async fn nothing_is_handed_over_again_by_itself() {
    let mut rig = Rig::new().await;
    let (incident, _) = failed_anew(&mut rig).await;
    assert!(rig.asks(&incident, "handover").await, "the duty engineer is asked anew");
    let before = minutes(&rig, &incident).await;
    rig.minutes(15).await;
    assert_eq!(read(&rig, &incident).await.now, None, "the clock stands");
    assert_eq!(minutes(&rig, &incident).await, before, "and what was done was done");
    rig.answer(&incident, "handover", "keep").await;
    assert_eq!(read(&rig, &incident).await.now, None);
    rig.assert_journal(&incident).await;
}

#[tokio::test]
async fn a_new_hand_over_has_a_clock_and_terms_of_its_own_beside_the_first() {
    let mut rig = Rig::new().await;
    let (incident, contractor) = failed_anew(&mut rig).await;
    let first = matter(&rig, &incident).await;
    let (held, _, _) = minutes(&rig, &incident).await;
    rig.direct(&contractor);
    rig.answer(&incident, "handover", "hand_over").await;
    assert!(!rig.direct(&contractor).is_empty(), "the contractor hears of it directly");
    assert!(rig.asks(&incident, "received").await, "and is asked anew whether it has it");
    let second = matter(&rig, &incident).await;
    assert_eq!(second.earlier.len(), 1);
    assert_eq!(second.earlier[0].handed, first.handed, "the first hand-over stays on record");
    assert_eq!(read(&rig, &incident).await.now, Some(Hand::Held), "delivered, so the clock runs");
    rig.minutes(30).await;
    assert_eq!(minutes(&rig, &incident).await.0, held + 30, "both hand-overs count, the time between does not");
    let over = overruns(&matter(&rig, &incident).await, rig.env.now());
    assert_eq!(over.restoration.expect("a clock").taken.0 / 60_000, 30, "by its own term alone");
    assert_eq!(over.earlier.len(), 1, "the first by its own");
    // What it asks for now is asked of us, though the first hand-over had its own requests.
    rig.say(&incident, &contractor, "/запрос доступ к серверу базы").await;
    assert_eq!(read(&rig, &incident).await.now, Some(Hand::Paused));
    rig.answer(&incident, "provided", "Доступ выдан, учётная запись в сейфе").await;
    assert_eq!(read(&rig, &incident).await.now, Some(Hand::Held));
    rig.assert_journal(&incident).await;
}
