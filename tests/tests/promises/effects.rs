//! The key an effect goes by: the same however often its job is tried, and no other effect's.
//!
//! Partners do here what they are asked for, and their first answers to each key are lost. Who asks again by the same key
//! is heard in the end; a key that was another one each time would be new to them each time, and never be heard of.

use crate::phases::every;
use crate::sample;
use nabat_domain::time::Length;
use nabat_kit::keys;
use nabat_kit::port::EffectKey;
use nabat_kit::table::Row;
use nabat_tests::rig::{Rig, Tried};
use std::collections::{BTreeMap, BTreeSet};

/// So many answers to each key are lost.
const LOST: usize = 2;

/// Long enough for what failed once or twice to be due again.
const STEP: Length = Length::seconds(3);

/// Steps after which what is not done never will be: twenty minutes.
const STEPS: usize = 400;

/// What is still to be done, or was given up.
fn waiting(rig: &Rig) -> Vec<String> {
    let waits = |row: &Row| keys::is_work(&row.key) || row.body.contains("\"unpinned\":[");
    let rows = rig.outside.table.plain().dump().into_iter();
    rows.filter(waits).map(|row| format!("{:?}", row.key)).collect()
}

/// What partners were asked for, by key.
fn by_key(tried: Vec<Tried>) -> BTreeMap<EffectKey, Vec<String>> {
    let mut keys: BTreeMap<EffectKey, Vec<String>> = BTreeMap::new();
    for Tried { key, what, .. } in tried {
        keys.entry(key).or_default().push(what);
    }
    keys
}

#[tokio::test]
async fn promise_04_an_effect_is_asked_for_by_one_key_however_often_it_is_tried() {
    for phase in sample::some(&every().await) {
        let rig = Rig::of(phase.rig.outside.fork()).await;
        let effects = rig.outside.crashes.effects().clone();
        effects.lose_answers(LOST);
        assert!(phase.send(&rig).await, "{}: people and desks are answered all the same", phase.name);
        for _ in 0..STEPS {
            if waiting(&rig).is_empty() {
                break;
            }
            rig.at(rig.env.now().plus(STEP)).await;
        }
        let keys = by_key(effects.tried());
        let never: Vec<_> = keys.iter().filter(|(_, tries)| tries.len() <= LOST).collect();
        assert_eq!(waiting(&rig), [""; 0], "{}: tried again by another key: {never:#?}", phase.name);
        let again = keys.values().filter(|tries| tries.len() > LOST).count();
        assert!(again > 0, "{}: nothing was tried again", phase.name);
        for (key, tries) in keys {
            let named: BTreeSet<&String> = tries.iter().collect();
            assert_eq!(named.len(), 1, "{}: {key:?} names several effects: {named:?}", phase.name);
        }
    }
}

#[tokio::test]
async fn promise_04_two_effects_have_two_keys() {
    for phase in sample::some(&every().await) {
        let rig = phase.carry_through(phase.rig.outside.fork()).await;
        // Everybody answers, so that nothing is asked for twice.
        let keys = by_key(rig.outside.crashes.effects().tried());
        assert!(!keys.is_empty(), "{}: nothing was asked for", phase.name);
        let shared: Vec<_> = keys.iter().filter(|(_, tries)| tries.len() > 1).collect();
        assert!(shared.is_empty(), "{}: {shared:#?}", phase.name);
    }
}
