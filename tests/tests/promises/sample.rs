//! Where faults are put: at every call over a table in memory, at some of them over a real one, which takes its time to
//! answer. How many stands here alone; `tests/dynamodb.txt` says what is left out there.

use nabat_tests::rig::store::Kind;

/// A fault is put at every so many'th call.
#[derive(Clone, Copy, Debug)]
pub struct Steps {
    /// A fault by itself.
    single: u64,
    /// The first of two.
    first: u64,
    /// The second of two, counted from where the first one left things.
    second: u64,
}

/// `NABAT_CRASH_STEP` says others than the suites': 1 is every call, with every 64th as the second (all of them in an
/// optimised build over memory, which takes minutes).
pub fn steps() -> Steps {
    let kind = Kind::of_environment();
    let second = if kind == Kind::Memory && !cfg!(debug_assertions) { 1 } else { 64 };
    if let Ok(said) = std::env::var("NABAT_CRASH_STEP") {
        let step = said.parse().expect("NABAT_CRASH_STEP is a number");
        assert!(step > 0, "NABAT_CRASH_STEP is 1 or more");
        return Steps { single: step, first: step, second };
    }
    match kind {
        Kind::Memory => Steps { single: 1, first: 1, second },
        Kind::Sqlite => Steps { single: 2, first: 16, second: 64 },
        Kind::Dynamodb => Steps { single: 48, first: 192, second: 192 },
    }
}

/// Whether everything is tried.
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

/// Of so many calls those the first of two faults is put at.
pub fn firsts(of: u64, turn: u64) -> impl Iterator<Item = u64> {
    every(steps().first, of, turn)
}

/// Of the rest of the calls those the second one is put at, beginning elsewhere for each first one.
pub fn seconds(first: u64, rest: u64) -> impl Iterator<Item = u64> {
    every(steps().second, rest, first)
}

fn every(step: u64, of: u64, turn: u64) -> impl Iterator<Item = u64> {
    // By a prime that is none of the steps', so that turns do not fall on each other.
    let begins = 1 + turn * 13 % step.min(of.max(1));
    (begins..=of).step_by(usize::try_from(step).expect("a small step"))
}
