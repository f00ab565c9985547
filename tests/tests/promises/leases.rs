//! A lease is its owner's until it ends, however often a bell rings in another process meanwhile; from then on it is
//! anybody's. A call that would outlast it is made under a new one.

use crate::phases::{Phase, every};
use crate::sample;
use nabat_domain::ids::{ConnectionId, RoomId};
use nabat_domain::time::{At, Length};
use nabat_kit::chat::RoomRow;
use nabat_kit::execute::MessageRow;
use nabat_kit::perform::{JobRow, LEASE};
use nabat_kit::port::{Bell, Clock as _, EffectKey};
use nabat_kit::table::{Key, Table as _};
use nabat_kit::{configuration, keys};
use nabat_tests::rig::{Hold, Moment, Outside, Rig, Tried};
use std::collections::BTreeSet;
use std::pin::Pin;

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
    tried.retain(|tried| !["wiki", "call"].iter().any(|other| tried.what.starts_with(other)));
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
    if sk == "pin" {
        let room: RoomRow = stored(outside, &keys::room(&ConnectionId::from("builtin"), &RoomId::new(pk))).await;
        return Bell::Posts(room.posts);
    }
    let key = Key::new(pk, sk);
    let body: JobRow = stored(outside, &key).await;
    Bell::of_job(body.queue, key)
}

/// What stands in a row.
async fn stored<T: serde::de::DeserializeOwned>(outside: &Outside, key: &Key) -> T {
    let row = outside.table.plain().get(key).await.expect("the table answers");
    serde_json::from_str(&row.expect("the row is there").body).expect("it can be read")
}

/// The bell of an effect rings in another process at this moment; whether the effect was asked for since.
async fn another_does(outside: &Outside, at: At, effect: &EffectKey) -> bool {
    let rig = Rig::of(outside.clone()).await;
    outside.clock.move_to(at);
    rig.env.ring(vec![bell_of(outside, effect).await]).await;
    rig.pump().await;
    outside.crashes.effects().knows(effect)
}

/// The act goes on until it stands still there.
async fn until(hold: &Hold, owner: Pin<&mut impl Future<Output = bool>>, phase: &Phase, effect: &Tried) {
    tokio::select! {
        biased;
        () = hold.reached() => {}
        _ = owner => panic!("{}: nobody asked to {}", phase.name, effect.what),
    }
}

#[tokio::test]
async fn promise_04_nobody_takes_a_lease_over_before_it_ends_and_somebody_does_then() {
    for (turn, phase) in (0..).zip(every().await) {
        for effect in some(&effects(&phase).await, turn) {
            let outside = phase.rig.outside.fork();
            let hold = outside.crashes.hold_at(effect.call, Moment::Before);
            let rig = Rig::of(outside.clone()).await;
            let mut owner = std::pin::pin!(phase.send(&rig));
            until(&hold, owner.as_mut(), &phase, effect).await;
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
async fn promise_04_what_is_done_outside_is_done_under_a_lease_that_outlasts_it() {
    let (mut in_desk, mut in_messenger) = (0, 0);
    for (turn, phase) in (0..).zip(every().await) {
        let (desk, others): (Vec<Tried>, Vec<Tried>) =
            effects(&phase).await.into_iter().partition(|effect| effect.what.starts_with("desk"));
        for effect in some(&desk, turn).chain(some(&others, turn)) {
            let outside = phase.rig.outside.fork();
            // What it needed to know, or what was done before it, took so long.
            let before = outside.crashes.hold_at(effect.call - 1, Moment::After);
            let rig = Rig::of(outside.clone()).await;
            let mut owner = std::pin::pin!(phase.send(&rig));
            until(&before, owner.as_mut(), &phase, effect).await;
            let (ended, late) = (outside.clock.now().plus(LEASE), outside.clock.now().plus(LATE));
            outside.clock.move_to(late);
            // The lease begins anew, and then it is done.
            let call = outside.crashes.hold_at(2, Moment::Before);
            before.let_go();
            until(&call, owner.as_mut(), &phase, effect).await;
            let called = outside.crashes.effects().knows(&effect.key);
            assert!(!called, "{}: done under a lease that ends meanwhile: {}", phase.name, effect.what);
            let ends = late.plus(LEASE);
            for at in [ended, ends.minus(Length(1))] {
                let taken = another_does(&outside, at, &effect.key).await;
                assert!(!taken, "{}: taken over at {at:?} while it was done: {}", phase.name, effect.what);
            }
            assert!(another_does(&outside, ends, &effect.key).await, "{}: {}", phase.name, effect.what);
        }
        in_desk += desk.len();
        in_messenger += others.len();
    }
    assert!(in_desk > 0 && in_messenger > 0, "{in_desk} in the desk, {in_messenger} in the messenger");
}

/// The name a post is kept by, if this is one.
fn name_of(effect: &Tried) -> Option<String> {
    let (chat, post) = effect.key.0.split_once('/')?;
    let post = post.strip_prefix("P#").filter(|post| chat.contains("#C#") && !post.contains('/'))?;
    Some(post.replace('#', "-"))
}

/// Names of the messages that are kept with incidents.
fn kept(outside: &Outside) -> BTreeSet<String> {
    let messages = outside.table.plain().dump().into_iter().filter(|row| row.key.sk.starts_with("M#"));
    let read = |body: &str| serde_json::from_str::<MessageRow>(body).expect("a message can be read");
    messages.map(|row| read(&row.body).id).collect()
}

/// Of these the posts that follow another one without anything between: a lease that begins anew there begins in the
/// middle of what is written at once.
fn following(effects: &[Tried]) -> Vec<Tried> {
    let posts = |two: &&[Tried]| two.iter().all(|effect| name_of(effect).is_some());
    let two = effects.windows(2).filter(posts).filter(|two| two[1].call == two[0].call + 1);
    two.map(|two| two[1].clone()).collect()
}

#[tokio::test]
async fn promise_04_what_was_posted_before_a_lease_began_anew_is_kept_whoever_goes_on() {
    let mut runs = 0;
    for (turn, phase) in (0..).zip(every().await) {
        let effects = effects(&phase).await;
        let undisturbed = Rig::of(phase.rig.outside.fork()).await;
        assert!(phase.send(&undisturbed).await, "{}", phase.name);
        let expected = kept(&undisturbed.outside);
        for effect in some(&following(&effects), turn) {
            let outside = phase.rig.outside.fork();
            let before = outside.crashes.hold_at(effect.call - 1, Moment::After);
            let rig = Rig::of(outside.clone()).await;
            let mut owner = std::pin::pin!(phase.send(&rig));
            until(&before, owner.as_mut(), &phase, effect).await;
            let late = outside.clock.now().plus(LATE);
            outside.clock.move_to(late);
            // The lease begins anew, and the process dies of the next post.
            outside.crashes.at(2, Moment::Before);
            before.let_go();
            let _ = owner.await;
            outside.crashes.revive();
            Rig::of(outside.clone()).await.at(late.plus(LEASE)).await;
            let (posted, kept) = (effects.iter().filter(|other| other.call < effect.call), kept(&outside));
            let mut posted = posted.filter_map(name_of).filter(|name| expected.contains(name));
            assert!(posted.all(|name| kept.contains(&name)), "{} before: {}", phase.name, effect.what);
            runs += 1;
        }
    }
    assert!(runs > 0, "some posts follow each other");
}
