//! A process that stands still for longer than its lease, at any of its calls: another one takes the work over and brings
//! it to an end. When the first goes on, its call comes late, and what it would have written is refused: nothing is done
//! twice, nothing is closed twice, nothing that came since is overwritten.

use crate::crashes::left;
use crate::phases::{Phase, all, beside};
use crate::sample;
use nabat_tests::rig::{Moment, Rig};

/// What is left where the process stood still at a call, while another one did everything to the end.
async fn stood_still(phase: &Phase, call: u64, moment: Moment) -> Rig {
    let outside = phase.rig.outside.fork();
    let hold = outside.crashes.hold_at(call, moment);
    let mut first = std::pin::pin!(phase.carry_through(outside.clone()));
    tokio::select! {
        biased;
        () = hold.reached() => {}
        _ = &mut first => panic!("{}: there is no call {call}", phase.name),
    }
    // Minutes pass for the second one: far more than a lease lasts.
    let second = phase.carry_through(outside.clone()).await;
    hold.let_go();
    let first = first.await;
    assert!(!first.outside.crashes.is_dead() && !second.outside.crashes.is_dead());
    second.tick().await;
    second
}

#[tokio::test]
async fn promise_04_a_process_slower_than_its_lease_repeats_nothing_and_overwrites_nothing() {
    let (mut runs, mut known) = (0, 0);
    for (turn, phase) in (0..).zip(all().await.into_iter().chain(beside().await)) {
        let whole = phase.carry_through(phase.rig.outside.fork()).await;
        let expected = left(&phase, &whole, "nobody stood still").await;
        let (begun, pages) = (phase.rig.outside.crashes.calls(), whole.outside.crashes.at_wiki());
        let calls = phase.calls(phase.rig.outside.fork()).await;
        for call in sample::calls(calls, turn) {
            for moment in [Moment::Before, Moment::After] {
                // A page on its way to the wiki is given up after ten seconds. One that the network kept for longer than
                // a lease would be written over whatever was published since, and no wiki could tell.
                if moment == Moment::Before && pages.contains(&(begun + call)) {
                    continue;
                }
                let rig = stood_still(&phase, call, moment).await;
                let run = format!("stood still {moment:?} call {call} of {calls}");
                assert_eq!(left(&phase, &rig, &run).await, expected, "{} {run}", phase.name);
                runs += 1;
            }
        }
        known += calls * 2;
    }
    println!("{runs} of {known} standstills; {:?}", sample::steps());
}
