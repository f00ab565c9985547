//! Every reader of what others wrote over thousands of changed examples; `scripts/soak fuzz` goes on for longer.

use nabat_tests::fuzz::{Change, TARGETS, hold, mutated, target};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        1 => (any::<u32>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        1 => (any::<u32>(), any::<u8>()).prop_map(|(at, piece)| Change::Piece(at, piece)),
        1 => (any::<u32>(), 0..200_u16).prop_map(|(at, length)| Change::Cut(at, length)),
        1 => (any::<u32>(), 0..2_000_u16).prop_map(|(at, length)| Change::Twice(at, length)),
        1 => any::<u32>().prop_map(Change::End),
        3 => (any::<u32>(), any::<u8>()).prop_map(|(at, piece)| Change::Value(at, piece)),
        1 => (any::<u32>(), any::<u8>()).prop_map(|(at, other)| Change::Splice(at, other)),
    ]
}

/// So many changed examples, and every example as it is.
fn fuzzed(name: &str, cases: u32) {
    let target = target(name);
    let seeds = (target.seeds)();
    seeds.iter().for_each(|seed| hold(target, seed));
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) };
    let inputs = (any::<usize>(), prop::collection::vec(change(), 0..7));
    let held = TestRunner::new(config).run(&inputs, |(seed, changes)| {
        hold(target, &mutated(&seeds, seed, &changes));
        Ok(())
    });
    if let Err(broken) = held {
        panic!("{name}: {broken}");
    }
    println!("figure security.fuzz of={name} cases={cases} examples={}", seeds.len());
}

#[test]
fn signatures() {
    fuzzed("signature", 3_000);
}

#[test]
fn chats_of_every_messenger() {
    for name in ["builtin", "slack", "mattermost", "telegram", "express", "matrix"] {
        fuzzed(name, 2_000);
    }
}

#[test]
fn desk() {
    fuzzed("desk", 300);
}

#[test]
fn alerts() {
    fuzzed("alerts", 300);
}

#[test]
fn what_desks_push_and_answer() {
    fuzzed("jira", 300);
    fuzzed("rt", 300);
    fuzzed("roundup", 300);
}

#[test]
fn what_partners_answer_to_every_call() {
    fuzzed("calls", 3_000);
}

#[test]
fn what_monitoring_answers() {
    fuzzed("prometheus", 200);
    fuzzed("zabbix", 200);
}

#[test]
fn what_providers_of_sign_in_say() {
    fuzzed("provider", 300);
    fuzzed("claims", 500);
}

#[test]
fn answers() {
    fuzzed("answers", 1_500);
}

#[test]
fn procedure() {
    fuzzed("procedure", 150);
}

#[test]
fn catalogue() {
    fuzzed("catalogue", 150);
}

#[test]
fn duty() {
    fuzzed("duty", 150);
}

#[test]
fn products_and_people() {
    for name in ["product", "people", "contracts", "organisations"] {
        fuzzed(name, 50);
    }
}

#[test]
fn what_goes_out() {
    for name in ["notices", "webhooks", "actions"] {
        fuzzed(name, 40);
    }
}

#[test]
fn tables_of_services() {
    fuzzed("table", 150);
}

#[test]
fn backups() {
    fuzzed("backup", 400);
}

#[test]
fn connections() {
    fuzzed("connections", 200);
}

#[test]
fn duty_calendars() {
    fuzzed("calendar", 600);
}

#[test]
fn calendars_on_servers() {
    fuzzed("caldav", 1_000);
}

#[test]
fn histories_and_mappings() {
    fuzzed("history", 300);
    fuzzed("mapping", 500);
}

#[test]
fn recordings() {
    fuzzed("recording", 500);
}

#[test]
fn packs() {
    fuzzed("pack", 1_500);
}

#[test]
fn posted_files() {
    fuzzed("posted", 1_500);
}

/// An example refused at the door would leave the reader behind it untried.
#[test]
fn examples_are_taken() {
    for name in
        ["builtin", "slack", "telegram", "express", "matrix", "mapping", "calendar", "backup", "table", "claims"]
    {
        let target = target(name);
        for seed in (target.seeds)() {
            let said = (target.read)(&seed);
            assert!(said.is_empty(), "{name}: {said:?} for {}", String::from_utf8_lossy(&seed));
        }
    }
    for name in [
        "mattermost",
        "desk",
        "duty",
        "catalogue",
        "caldav",
        "alerts",
        "jira",
        "rt",
        "roundup",
        "calls",
        "prometheus",
        "zabbix",
        "product",
        "people",
        "contracts",
        "organisations",
        "notices",
        "webhooks",
        "actions",
    ] {
        let target = target(name);
        let taken = (target.seeds)().iter().any(|seed| (target.read)(seed).is_empty());
        assert!(taken, "{name}: every example is refused");
    }
}

/// One more target without a test of its own would be a target that is not run.
#[test]
fn every_target_is_run() {
    let told = include_str!("main.rs");
    for target in TARGETS {
        assert!(told.contains(&format!("\"{}\"", target.name)), "{}", target.name);
    }
}
