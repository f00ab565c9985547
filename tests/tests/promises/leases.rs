//! A lease is its owner's until it ends, however often a bell rings in another process meanwhile; from then on it is
//! anybody's. A call that would outlast it is made under a new one.

use crate::phases::{Phase, every};
use crate::sample;
use nabat_domain::ids::ConnectionId;
use nabat_domain::time::{At, Length};
use nabat_kit::configuration;
use nabat_kit::perform::{JobRow, LEASE};
use nabat_kit::port::{Bell, Clock as _, EffectKey};
use nabat_kit::table::{Key, Table as _};
use nabat_tests::rig::{Moment, Outside, Rig, Tried};

/// So old is a lease that ends during the next call, if it does not begin anew.
const LATE: Length = Length::seconds(25);

/// What is configured is read once, an hour ahead: nobody reads it before that again, and each run makes the same calls.
async fn configured(phase: &Phase) {
    let ahead = Rig::of(phase.rig.outside.fork()).await;
    ahead.outside.clock.move_to(ahead.env.now().plus(Length::hours(1)));
    configuration::of(&ahead.env, &ahead.product).await.expect("it is configured");
    configuration::contacts(&ahead.env, &ConnectionId::from("builtin")).await.expect("the table answers");
}

/// Effects of the act itself, each under a lease taken in the same moment; their calls counted from the act on.
async fn effects(phase: &Phase) -> Vec<Tried> {
    configured(phase).await;
    let outside = phase.rig.outside.fork();
    let begun = outside.crashes.calls();
    let rig = Rig::of(outside.clone()).await;
    assert!(phase.send(&rig).await, "{}", phase.name);
    let mut tried = outside.crashes.effects().tried();
    // These go by other names than their row's. A page, besides, is published by whichever of its jobs comes first.
    tried.retain(|tried| !["wiki", "pin", "call"].iter().any(|other| tried.what.starts_with(other)));
    tried.into_iter().map(|tried| Tried { call: tried.call - begun, ..tried }).collect()
}

/// Of these some, where not everything is tried.
fn some(effects: &[Tried], turn: u64) -> impl Iterator<Item = &Tried> {
    sample::calls(effects.len() as u64, turn).map(move |number| &effects[number as usize - 1])
}

/// What rings for the row an effect is named by.
async fn bell_of(outside: &Outside, effect: &EffectKey) -> Bell {
    let mut parts = effect.0.split('/');
    let (pk, sk) = (parts.next().expect("a partition"), parts.next().expect("a place in it"));
    if pk.contains("#C#") {
        return Bell::Posts(pk.to_owned());
    }
    let key = Key::new(pk, sk);
    let row = outside.table.plain().get(&key).await.expect("the table answers").expect("the job is not done");
    let body: JobRow = serde_json::from_str(&row.body).expect("a job can be read");
    Bell::of_job(body.queue, key)
}

/// The bell of an effect rings in another process at this moment; whether the effect was asked for since.
async fn another_does(outside: &Outside, at: At, effect: &EffectKey) -> bool {
    let rig = Rig::of(outside.clone()).await;
    outside.clock.move_to(at);
    rig.env.ring(vec![bell_of(outside, effect).await]).await;
    rig.pump().await;
    outside.crashes.effects().knows(effect)
}

#[tokio::test]
async fn promise_04_nobody_takes_a_lease_over_before_it_ends_and_somebody_does_then() {
    for (turn, phase) in (0..).zip(every().await) {
        for effect in some(&effects(&phase).await, turn) {
            let outside = phase.rig.outside.fork();
            let hold = outside.crashes.hold_at(effect.call, Moment::Before);
            let rig = Rig::of(outside.clone()).await;
            let mut owner = std::pin::pin!(phase.send(&rig));
            tokio::select! {
                biased;
                () = hold.reached() => {}
                _ = &mut owner => panic!("{}: nobody asked to {}", phase.name, effect.what),
            }
            let ends = outside.clock.now().plus(LEASE);
            for early in [Length::seconds(1), Length(1)] {
                let taken = another_does(&outside, ends.minus(early), &effect.key).await;
                assert!(!taken, "{}: taken over {early:?} before the lease ended: {}", phase.name, effect.what);
            }
            let taken = another_does(&outside, ends, &effect.key).await;
            assert!(taken, "{}: nobody took over when the lease had ended: {}", phase.name, effect.what);
        }
    }
}

#[tokio::test]
async fn promise_04_what_is_done_in_the_desk_is_done_under_a_lease_that_outlasts_it() {
    let mut runs = 0;
    for (turn, phase) in (0..).zip(every().await) {
        let mut effects = effects(&phase).await;
        effects.retain(|effect| effect.what.starts_with("desk"));
        for effect in some(&effects, turn) {
            let outside = phase.rig.outside.fork();
            // What it needed to know took so long.
            let read = outside.crashes.hold_at(effect.call - 1, Moment::After);
            let rig = Rig::of(outside.clone()).await;
            let mut owner = std::pin::pin!(phase.send(&rig));
            tokio::select! {
                biased;
                () = read.reached() => {}
                _ = &mut owner => panic!("{}: nobody asked to {}", phase.name, effect.what),
            }
            let (ended, late) = (outside.clock.now().plus(LEASE), outside.clock.now().plus(LATE));
            outside.clock.move_to(late);
            // The lease begins anew, and then the desk is called.
            let call = outside.crashes.hold_at(2, Moment::Before);
            read.let_go();
            tokio::select! {
                biased;
                () = call.reached() => {}
                _ = &mut owner => panic!("{}: there was no other call: {}", phase.name, effect.what),
            }
            let called = outside.crashes.effects().knows(&effect.key);
            assert!(!called, "{}: called under a lease that ends meanwhile: {}", phase.name, effect.what);
            let ends = late.plus(LEASE);
            for at in [ended, ends.minus(Length(1))] {
                let taken = another_does(&outside, at, &effect.key).await;
                assert!(!taken, "{}: taken over at {at:?} while the desk was called: {}", phase.name, effect.what);
            }
            assert!(another_does(&outside, ends, &effect.key).await, "{}: {}", phase.name, effect.what);
            runs += 1;
        }
    }
    assert!(runs > 0, "something is done in the desk");
}
