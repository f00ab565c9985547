//! One of the targets under libFuzzer: `NABAT_FUZZ_TARGET` names it, `NABAT_FUZZ_SEEDS` the folder its examples go to.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nabat_tests::fuzz::{Target, hold, target};
use std::sync::LazyLock;

static CHOSEN: LazyLock<&'static Target> =
    LazyLock::new(|| target(&std::env::var("NABAT_FUZZ_TARGET").expect("NABAT_FUZZ_TARGET names a target")));

/// Before libFuzzer reads its corpus.
fn examples() {
    let folder = std::env::var("NABAT_FUZZ_SEEDS").expect("NABAT_FUZZ_SEEDS names a folder");
    for (number, seed) in (CHOSEN.seeds)().iter().enumerate() {
        std::fs::write(format!("{folder}/example-{number}"), seed).expect("a seed can be written");
    }
}

fuzz_target!(init: examples(), |bytes: &[u8]| hold(&CHOSEN, bytes));
