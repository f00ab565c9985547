//! Every message the domain and the functions name stands in the catalogues.

use super::super::has;
use nabat_domain::catalogue::Language;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What stands right before a key.
const BEFORE_A_KEY: [&str; 6] =
    ["Wording::new(\"", "wording(\"", "refuse(\"", "summary(state, \"", "words(\"", "key: \""];

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder of sources is there") {
        let path = entry.expect("a folder can be listed").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// String literals of a source: what stands between two quotes, comments and escapes left out.
fn literals(source: &str) -> BTreeSet<&str> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//") && !line.contains("#["));
    code.flat_map(|line| line.split('"').skip(1).step_by(2)).collect()
}

fn looks_like_a_key(text: &str) -> bool {
    let letters = text.split('-').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase()));
    letters && text.contains('-')
}

/// Keys of one source: after the calls that take one, and, where the domain speaks, every word with hyphens.
fn keys(source: &str, speaks: bool) -> BTreeSet<String> {
    let called = BEFORE_A_KEY.iter().flat_map(|before| source.split(before).skip(1));
    let mut keys: BTreeSet<String> = called.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
    if speaks {
        keys.extend(literals(source).into_iter().filter(|text| looks_like_a_key(text)).map(str::to_owned));
    }
    keys
}

fn keys_under(folder: &str, speaks: impl Fn(&Path) -> bool) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    rust_files(&folder, &mut files);
    let read = |path: PathBuf| {
        let source = std::fs::read_to_string(&path).expect("a source can be read");
        keys(&source, speaks(&path))
    };
    files.into_iter().flat_map(read).collect()
}

fn assert_known(keys: &BTreeSet<String>) {
    for language in Language::ALL {
        let missing: Vec<&String> = keys.iter().filter(|key| !has(language, key)).collect();
        assert!(missing.is_empty(), "not in {}: {missing:?}", language.as_str());
    }
}

#[test]
fn what_the_domain_says() {
    let speaks = |path: &Path| {
        path.components().any(|part| matches!(part.as_os_str().to_str(), Some("decide" | "react" | "step")))
    };
    let keys = keys_under("../../domain/src", speaks);
    assert!(keys.len() > 100, "only {} keys were found: the scanner is blind", keys.len());
    assert_known(&keys);
}

#[test]
fn what_the_report_says() {
    let keys = keys_under("src/report", |path| path.file_name().is_none_or(|name| name != "tests.rs"));
    assert!(keys.len() > 60, "only {} keys were found: the scanner is blind", keys.len());
    assert_known(&keys);
}

#[test]
fn what_the_functions_say() {
    let neighbours = ["../chat-creation", "../chat-posting", "../closure-decision", "../desk-webhook", "src/execute"];
    for folder in neighbours {
        assert_known(&keys_under(folder, |_| false));
    }
}

#[test]
fn the_scanner_sees_keys() {
    let source = "// \"no-key-here\"\nrefuse(\"refused-not-known\");\nif x { (\"value-works\", \"value-works-but\") }";
    let expected = ["refused-not-known", "value-works", "value-works-but"].map(str::to_owned);
    assert_eq!(keys(source, true), BTreeSet::from(expected));
}
