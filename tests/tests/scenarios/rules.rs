//! The table of the process's rules: each has a scenario that would fail without it. `rules.txt` maps them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A line: the rule's id, the rule in a sentence, the tests.
struct Rule {
    id: String,
    tests: Vec<String>,
}

fn rules() -> Vec<Rule> {
    let lines = include_str!("rules.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(rule).collect()
}

fn rule(line: &str) -> Rule {
    let [id, words, tests] = line.split(" | ").collect::<Vec<_>>()[..] else { panic!("not id | rule | tests: {line}") };
    assert!(!words.trim().is_empty(), "{id} says nothing");
    let tests = tests.split(", ").map(|test| test.trim().to_owned()).filter(|test| !test.is_empty()).collect();
    Rule { id: id.trim().to_owned(), tests }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests stand in the workspace").to_owned()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the sources can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Names of the test functions of a source file: `fn` after a test attribute, whatever stands between.
fn tests_of(source: &str) -> Vec<String> {
    let mut marked = false;
    let mut found = Vec::new();
    for line in source.lines().map(str::trim) {
        if line == "#[test]" || line.starts_with("#[tokio::test") {
            marked = true;
        } else if let Some(rest) = line.strip_prefix("async fn ").or_else(|| line.strip_prefix("fn ")) {
            if marked {
                found.push(rest.split(['(', '<']).next().unwrap_or_default().to_owned());
            }
            marked = false;
        }
    }
    found
}

/// Every test there is: scenarios as `module::name`, others as `path/of/file.rs::name`.
fn every_test() -> BTreeSet<String> {
    let root = root();
    let mut files = Vec::new();
    for folder in ["domain/src", "functions", "infra/connectors", "infra/host", "tests/tests"] {
        sources(&root.join(folder), &mut files);
    }
    let mut all = BTreeSet::new();
    for file in files {
        let below = file.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
        let scenario = below.strip_prefix("tests/tests/scenarios/").and_then(|path| path.strip_suffix(".rs"));
        let name = scenario.map_or_else(|| below.clone(), |path| path.replace('/', "::"));
        let source = std::fs::read_to_string(&file).expect("a source can be read");
        all.extend(tests_of(&source).into_iter().map(|test| format!("{name}::{test}")));
    }
    all
}

#[test]
fn every_rule_has_a_scenario_that_is_there() {
    let there = every_test();
    let mut wrong = Vec::new();
    for Rule { id, tests } in rules() {
        // A scenario, or a story of the real program; a unit test alone is none.
        if !tests.iter().any(|test| !test.contains(".rs::") || test.starts_with("tests/tests/")) {
            wrong.push(format!("{id}: no scenario"));
        }
        wrong.extend(tests.iter().filter(|test| !there.contains(*test)).map(|test| format!("{id}: no test {test}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_stands_once_and_no_part_of_the_process_is_missing() {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut parts: BTreeMap<String, usize> = BTreeMap::new();
    for Rule { id, .. } in rules() {
        *parts.entry(id.split('.').next().unwrap_or_default().to_owned()).or_default() += 1;
        *known.entry(id).or_default() += 1;
    }
    let twice: Vec<&String> = known.iter().filter(|(_, times)| **times > 1).map(|(id, _)| id).collect();
    assert!(twice.is_empty(), "{twice:?}");
    // Fewer rules than when the table was made: a rule is given up in the open, here.
    let least = [
        ("assembly", 14),
        ("bad_input", 9),
        ("chats", 8),
        ("closure", 11),
        ("contractor", 29),
        ("coordination", 30),
        ("must_hold", 17),
        ("problem", 20),
        ("registration", 17),
        ("related", 10),
        ("report", 9),
        ("words", 35),
    ];
    let short: Vec<_> = least.iter().filter(|(part, least)| parts.get(*part).copied().unwrap_or(0) < *least).collect();
    assert!(short.is_empty(), "{short:?} of {parts:?}");
}
