//! Crashes, enumerated: before and after every port call of every phase, alone; in pairs, all that make a difference to
//! each other. What is left is what an uncrashed run leaves: nothing lost, nothing twice.

use crate::phases::{Phase, all, beside};
use crate::{sample, wiki};
use nabat_kit::port::Clock;
use nabat_tests::rig::store::Kind;
use nabat_tests::rig::{Death, Moment, Outside, Rig};

const MOMENTS: [Moment; 2] = [Moment::Before, Moment::After];

/// What a run leaves behind, with moments, hashes and salts taken out: journal, state, posts, desk, wiki.
pub(crate) async fn left(phase: &Phase, rig: &Rig, run: &str) -> String {
    rig.assert_journal(&phase.incident).await;
    let journal: Vec<String> = rig.journal(&phase.incident).await.into_iter().map(|event| event.bytes).collect();
    // How much one revision gathers is a matter of when it is made: the page is compared by itself.
    let journal: Vec<String> = journal.into_iter().filter(|bytes| !bytes.contains("\"report_published\"")).collect();
    let page = wiki::left(&phase.incident, rig, run).await;
    let room = rig.state(&phase.incident).await.head.room;
    let posts: Vec<String> =
        room.iter().flat_map(|room| rig.outside.messenger.plain().posts(room)).map(|post| post.message.text).collect();
    let waiting: Vec<String> = rig
        .outside
        .table
        .plain()
        .dump()
        .into_iter()
        .filter(|row| row.key.sk.starts_with("J#") || row.key.sk.starts_with("P#") || row.key.sk.starts_with("X#"))
        .map(|row| format!("{:?}", row.key))
        .collect();
    assert!(waiting.is_empty(), "{} {run}: nothing waits any more: {waiting:?}", phase.name);
    let desk = rig.outside.desk.plain().changes("SD-1").len();
    let problems = rig.outside.desk.plain().problems().len();
    plain(&format!("{}\n{}\ndesk {desk}, problems {problems}\n{page}", journal.join("\n"), posts.join("\n----\n")))
}

/// Digits and hex digests replaced: they differ with the moment of recovery and with salts.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars().chain(std::iter::once(' ')) {
        if c.is_ascii_hexdigit() {
            word.push(c);
            continue;
        }
        let is_digest = word.len() >= 32;
        let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        plain.push_str(if is_digest {
            "h"
        } else if is_number {
            "n"
        } else {
            &word
        });
        word.clear();
        plain.push(c);
    }
    plain
}

/// Calls of the phase, and runs in which one of them was crashed: what was taken is done a minute later.
async fn singles(phase: &Phase, turn: u64) -> (u64, u64) {
    let expected = {
        let rig = phase.minute_by_minute(phase.rig.outside.fork(), "uncrashed").await;
        left(phase, &rig, "uncrashed").await
    };
    let calls = phase.calls_by_minutes(phase.rig.outside.fork()).await;
    let mut runs = 0;
    for call in sample::calls(calls, turn) {
        for moment in MOMENTS {
            let outside = phase.rig.outside.fork();
            outside.crashes.at(call, moment);
            let died = format!("died {moment:?} call {call} of {calls}");
            let rig = phase.minute_by_minute(outside, &died).await;
            assert_eq!(left(phase, &rig, &died).await, expected, "{} {died}", phase.name);
            runs += 1;
        }
    }
    (calls, runs)
}

/// Runs with two crashes, and how many pairs of moments they stand for.
#[derive(Clone, Copy, Default)]
struct Pairs {
    runs: u64,
    all: u64,
}

/// The pairs whose first crash falls to this part of so many.
async fn pairs(phase: &Phase, turn: u64, (part, parts): (usize, usize)) -> Pairs {
    let expected = {
        let rig = phase.carry_through(phase.rig.outside.fork()).await;
        left(phase, &rig, "uncrashed").await
    };
    let deaths = phase.deaths(phase.rig.outside.fork()).await;
    let mut pairs = Pairs::default();
    let mine = (0_usize..).zip(sample::firsts(&deaths, turn)).filter(|(number, _)| number % parts == part);
    for (_, first) in mine {
        let after = until_dead(phase, first).await;
        let rest = phase.deaths(after.fork()).await;
        pairs.all += first.alike * rest.iter().map(|death| death.alike).sum::<u64>();
        for second in sample::seconds(&rest, first.call) {
            let outside = after.fork();
            outside.crashes.at(second.call, second.moment);
            let rig = phase.carry_through(outside).await;
            pairs.runs += 1;
            let died = format!("died {first:?} and {second:?}");
            assert_eq!(left(phase, &rig, &died).await, expected, "{} {died}", phase.name);
        }
    }
    pairs
}

/// The outside as a crash leaves it, the process not started again yet.
async fn until_dead(phase: &Phase, death: &Death) -> Outside {
    let outside = phase.rig.outside.fork();
    outside.crashes.at(death.call, death.moment);
    phase.until_dead(outside.clone()).await;
    outside.crashes.revive();
    outside
}

/// The rows and the time, as they outlive a process.
fn outlives(outside: &Outside) -> String {
    format!("{:?} {:?}", outside.clock.now(), outside.table.plain().dump())
}

#[tokio::test]
async fn deaths_counted_as_one_leave_the_same_outside() {
    let mut alike = 0;
    for phase in all().await {
        // The first run reads the configuration, which the later ones share: they make fewer calls.
        phase.carry_through(phase.rig.outside.fork()).await;
        let deaths = phase.deaths(phase.rig.outside.fork()).await;
        for death in sample::firsts(&deaths, 0) {
            let left = outlives(&until_dead(&phase, death).await);
            for other in death.others() {
                alike += 1;
                let as_well = outlives(&until_dead(&phase, &other).await);
                assert!(left == as_well, "{}: {death:?} and {other:?} differ", phase.name);
            }
        }
    }
    assert!(alike > 0, "something is counted as one");
}

#[tokio::test]
async fn promise_01_every_single_crash_of_every_phase_loses_nothing_and_doubles_nothing() {
    let (mut calls, mut runs) = (0, 0);
    for (turn, phase) in (0..).zip(all().await.into_iter().chain(beside().await)) {
        let crashed = singles(&phase, turn).await;
        (calls, runs) = (calls + crashed.0, runs + crashed.1);
    }
    let (table, all) = (Kind::of_environment(), calls * MOMENTS.len() as u64);
    println!("figure promise.01 of=crashes/{table:?} runs={runs} all={all}");
}

#[test]
fn promise_04_pairs_of_crashes_double_no_keyed_effect() {
    let parts = std::thread::available_parallelism().map_or(1, usize::from);
    let part = |part| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let mut tried = Pairs::default();
            for (turn, phase) in (0..).zip(all().await) {
                let Pairs { runs, all } = pairs(&phase, turn, (part, parts)).await;
                tried = Pairs { runs: tried.runs + runs, all: tried.all + all };
            }
            tried
        })
    };
    let tried: Vec<Pairs> = std::thread::scope(|scope| {
        let work: Vec<_> = (0..parts).map(|number| scope.spawn(move || part(number))).collect();
        work.into_iter().map(|work| work.join().expect("no pair of crashes leaves anything else")).collect()
    });
    let sum = |of: fn(&Pairs) -> u64| tried.iter().map(of).sum::<u64>();
    let (table, runs, all) = (Kind::of_environment(), sum(|pairs| pairs.runs), sum(|pairs| pairs.all));
    println!("figure promise.04 of=pairs/{table:?} runs={runs} stand_for={all}");
}
