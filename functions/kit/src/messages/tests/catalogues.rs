//! Both languages say the same things about the same things.

use super::super::{FILES, Filling, made, say, say_with};
use fluent_bundle::FluentResource;
use nabat_domain::catalogue::Language;
use std::collections::{BTreeMap, BTreeSet};

/// Messages of a language with the variables of each, as the files have them.
pub(super) fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, ru, en) in FILES {
        let text = if language == Language::Ru { ru } else { en };
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((begun, _)) = line.split_once(" =").filter(|_| line.starts_with(char::is_alphabetic)) {
                key = begun.to_owned();
                let first = found.insert(key.clone(), BTreeSet::new()).is_none();
                assert!(first, "`{key}` of {file} stands in two catalogues");
            }
            found.entry(key.clone()).or_default().extend(variables(line));
        }
    }
    found.remove("");
    found
}

/// Names of the variables in a line.
pub(super) fn variables(line: &str) -> impl Iterator<Item = String> {
    let name = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    line.split('$').skip(1).map(name)
}

#[test]
fn every_file_is_read_without_faults() {
    for (name, ru, en) in FILES {
        for text in [ru, en] {
            let read = FluentResource::try_new((*text).to_owned());
            assert!(read.is_ok(), "{name}: {:?}", read.err().map(|(_, faults)| faults));
        }
    }
}

#[test]
fn every_message_is_understood_as_one() {
    for language in Language::ALL {
        let bundle = made(language);
        for key in messages(language).keys() {
            assert!(bundle.has_message(key), "`{key}` of {}", language.as_str());
        }
    }
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_variables() {
    let (ru, en) = (messages(Language::Ru), messages(Language::En));
    let only_in = |one: &BTreeMap<String, _>, other: &BTreeMap<String, _>| {
        one.keys().filter(|key| !other.contains_key(*key)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(only_in(&ru, &en), Vec::<String>::new(), "only in Russian");
    assert_eq!(only_in(&en, &ru), Vec::<String>::new(), "only in English");
    for (key, variables) in &ru {
        assert_eq!(variables, &en[key], "variables of `{key}`");
    }
}

#[test]
fn nobody_is_shouted_at() {
    for (name, ru, en) in FILES {
        let shouted = |text: &str| text.lines().filter(|line| !line.starts_with('#') && line.contains('!')).count();
        assert_eq!((shouted(ru), shouted(en)), (0, 0), "{name}");
    }
}

#[test]
fn russian_counts_as_russians_do() {
    let count = |number| {
        say_with(Language::Ru, "length-days", &[("days", Filling::Number(number)), ("hours", Filling::Number(0))])
    };
    assert_eq!(count(1), "1 день 0 ч");
    assert_eq!(count(2), "2 дня 0 ч");
    assert_eq!(count(5), "5 дней 0 ч");
    assert_eq!(count(11), "11 дней 0 ч");
    assert_eq!(count(21), "21 день 0 ч");
}

#[test]
fn what_would_be_written_otherwise_stays_a_text() {
    assert_eq!(
        say(Language::En, "priority-changed", &[("priority", "007"), ("old", "+5")]),
        "Priority is 007 now, was +5."
    );
}

#[test]
fn a_missing_message_shows_its_key() {
    assert_eq!(say(Language::Ru, "no-such-message", &[]), "‹no-such-message›");
}
