//! Where faults are put: at every call over a table in memory, at some of them over a real one, which takes its time to
//! answer. How many stands here alone; `tests/dynamodb.txt` says what is left out there.

use nabat_tests::rig::Death;
use nabat_tests::rig::store::Kind;

/// A fault is put at every so many'th call.
#[derive(Clone, Copy, Debug)]
pub struct Steps {
    /// A fault by itself.
    single: u64,
    /// The first of two, of those that make a difference.
    first: u64,
    /// The second of two, counted from where the first one left things.
    second: u64,
}

/// Of the pairs over a real table, so many times fewer: with every pair the whole would take a day.
const PAIRS: u64 = 4;

/// `NABAT_CRASH_STEP` says another than the suites': 1 is every crash, and over a table in memory every pair of them.
pub fn steps() -> Steps {
    if let Ok(said) = std::env::var("NABAT_CRASH_STEP") {
        let step = said.parse().expect("NABAT_CRASH_STEP is a number");
        assert!(step > 0, "NABAT_CRASH_STEP is 1 or more");
        let pairs = if Kind::of_environment() == Kind::Memory { step } else { PAIRS * step };
        return Steps { single: step, first: pairs, second: pairs };
    }
    match Kind::of_environment() {
        Kind::Memory => Steps { single: 1, first: 1, second: 1 },
        Kind::Sqlite => Steps { single: 2, first: 8, second: 8 },
        Kind::Dynamodb => Steps { single: 48, first: 16, second: 32 },
    }
}

/// Whether every fault is tried.
pub fn whole() -> bool {
    steps().single == 1
}

/// All of them, or the first two where not everything is tried.
pub fn some<T>(all: &[T]) -> &[T] {
    if whole() { all } else { &all[..2] }
}

/// Of so many calls those a fault is put at, at least one; the turn moves the first of them.
pub fn calls(of: u64, turn: u64) -> impl Iterator<Item = u64> {
    every(steps().single, of, turn)
}

/// Of the deaths those the first of two is.
pub fn firsts(of: &[Death], turn: u64) -> impl Iterator<Item = &Death> {
    some_of(steps().first, of, turn)
}

/// Of the deaths that are left those the second one is, beginning elsewhere for each first one.
pub fn seconds(of: &[Death], first: u64) -> impl Iterator<Item = &Death> {
    some_of(steps().second, of, first)
}

fn some_of(step: u64, of: &[Death], turn: u64) -> impl Iterator<Item = &Death> {
    every(step, of.len() as u64, turn).filter_map(|number| of.get(usize::try_from(number - 1).ok()?))
}

fn every(step: u64, of: u64, turn: u64) -> impl Iterator<Item = u64> {
    // By a prime that is none of the steps', so that turns do not fall on each other.
    let begins = 1 + turn * 13 % step.min(of.max(1));
    (begins..=of).step_by(usize::try_from(step).expect("a small step"))
}
