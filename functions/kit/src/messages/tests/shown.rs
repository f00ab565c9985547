//! Every message as people read it, Russian beside English: a change of a wording is seen, and read, in its snapshot.

use super::super::{FILES, Filling, say_with};
use super::catalogues::variables;
use nabat_domain::catalogue::Language;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What is filled in where a message counts: one, a few and many read differently in Russian.
const COUNTS: [i64; 3] = [1, 3, 25];

/// A message of a file as it stands there: its key and its own text.
fn messages(file: &str) -> Vec<(&str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        match line.split_once(" =").filter(|_| line.starts_with(char::is_alphabetic)) {
            Some((key, text)) => found.push((key, text.to_owned())),
            None => {
                if let Some((_, text)) = found.last_mut() {
                    let _ = write!(text, "\n{line}");
                }
            }
        }
    }
    found
}

/// What a message counts by: the variables it chooses a form by, and those written as numbers.
fn counted(text: &str) -> BTreeSet<String> {
    text.lines().filter(|line| line.contains("->")).flat_map(variables).collect()
}

fn shown(language: Language, key: &str, text: &str, count: i64) -> String {
    let counted = counted(text);
    let names: BTreeSet<String> = text.lines().flat_map(variables).collect();
    let places: Vec<(String, String)> = names.into_iter().map(|name| (format!("‹{name}›"), name)).collect();
    let args: Vec<(&str, Filling)> = places
        .iter()
        .map(|(place, name)| match counted.contains(name) {
            true => (name.as_str(), Filling::Number(count)),
            false => (name.as_str(), Filling::Text(place)),
        })
        .collect();
    say_with(language, key, &args)
}

fn both(russian: &str, english: &str, key: &str) -> String {
    let counts: &[i64] = if counted(russian).is_empty() && counted(english).is_empty() { &[1] } else { &COUNTS };
    let mut lines = format!("{key}\n");
    for count in counts {
        for (language, text) in [(Language::Ru, russian), (Language::En, english)] {
            let said = shown(language, key, text, *count).replace('\n', "\n      ");
            let _ = writeln!(lines, "  {}  {said}", language.as_str());
        }
    }
    lines
}

#[test]
fn every_message_in_both_languages() {
    for (name, russian, english) in FILES {
        let english = messages(english);
        let of = |key: &str| english.iter().find(|(other, _)| *other == key).map_or("", |(_, text)| text);
        let page: String = messages(russian).iter().map(|(key, text)| both(text, of(key), key)).collect();
        insta::assert_snapshot!(*name, page);
    }
}
