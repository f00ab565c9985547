//! Faults of the store itself, at the writes of every phase, while the process lives on: a write that is made and whose
//! answer never comes, one that is not made, somebody else at the same moment. What is left is what an untroubled run
//! leaves. The adapter is the cloud's; the store is an emulator behind a proxy.

use crate::crashes::left;
use crate::phases::{Phase, all};
use crate::sample;
use nabat_tests::proxy::{ATTEMPTS, Fate, Proxy, THROTTLED, WRITE};
use nabat_tests::rig::store::{Dynamo, Emulated, Real as _, aside};

/// What happens to a write, and to how many attempts of it: with the last of them the call fails.
const FATES: [(u32, Fate); 4] =
    [(ATTEMPTS, Fate::AnswerLost), (ATTEMPTS, THROTTLED), (1, Fate::Conflict(0)), (1, Fate::Conflict(usize::MAX))];

/// Faults at some of a phase's writes, each by itself: how many of how many.
async fn faults(phase: &Phase, turn: u64, proxy: &Proxy, behind: &Dynamo) -> [u64; 2] {
    let fresh = || phase.rig.outside.fork_into(behind.another());
    let expected = left(phase, &phase.carry_through(fresh()).await, "untroubled").await;
    let (outside, before) = (fresh(), proxy.calls(WRITE));
    phase.calls(outside).await;
    let writes = u64::from(proxy.calls(WRITE) - before);
    let mut runs = 0;
    // The first one takes in what was said: whoever makes it is answered at once, and nobody comes back to it.
    let every: &'static [(u32, Fate)] = &FATES;
    let (lost, conflicts) = every.split_at(2);
    let first = conflicts.iter().map(|fate| (1, fate));
    let sampled = sample::calls(writes, turn).flat_map(|write| {
        let fates = if write == 1 { lost } else { every };
        fates.iter().map(move |fate| (write, fate))
    });
    for (write, (attempts, fate)) in first.chain(sampled) {
        let run = format!("{fate:?} at write {write} of {writes}");
        let outside = fresh();
        proxy.after(u32::try_from(write - 1).expect("few"), *attempts, WRITE, fate.clone());
        let rig = phase.carry_through(outside).await;
        assert!(proxy.mend(), "{} {run}: it came about", phase.name);
        assert_eq!(left(phase, &rig, &run).await, expected, "{} {run}", phase.name);
        runs += 1;
    }
    [runs, writes * FATES.len() as u64]
}

#[tokio::test]
async fn promise_01_a_write_of_which_nobody_hears_the_truth_loses_nothing_and_doubles_nothing() {
    let cloud = Emulated::running();
    let emulator = cloud.address().to_owned();
    let proxy = aside(async move { Proxy::before(&emulator).await }).await;
    let behind = Dynamo::through(&cloud, &proxy.address);
    let (mut runs, mut known) = (0, 0);
    for (turn, phase) in (0..).zip(all().await) {
        let [tried, there_are] = faults(&phase, turn, &proxy, &behind).await;
        (runs, known) = (runs + tried, known + there_are);
    }
    println!("figure promise.01 of=writes/Dynamodb runs={runs} all={known}");
}
