//! Words by which people name things when they answer, in both languages.

use super::{has, say};
use nabat_domain::catalogue::{Catalogue, Language, PeopleNames, PersonName, Role};
use nabat_domain::ids::PersonId;
use nabat_domain::procedure::Step;
use std::collections::BTreeMap;

/// Words for persons, roles, steps and choices: `person/ID`, `role/ID`, `step/ID`, `STEP/CHOICE`.
pub fn names_for_reading(catalogue: &Catalogue, names: &PeopleNames) -> Vec<(String, Vec<String>)> {
    let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (person, name) in names {
        words.insert(format!("person/{person}"), person_words(person, name));
    }
    for role in Role::ALL {
        words.insert(format!("role/{}", role.as_str()), in_both(&format!("role-{}", role.as_str())));
    }
    for step in catalogue.procedures.values().flat_map(|procedure| procedure.steps.iter()) {
        words.insert(format!("step/{}", step.id), typable(in_both(&format!("step-{}", step.id))));
        words.extend(choices(step));
    }
    words.into_iter().collect()
}

fn choices(step: &Step) -> Vec<(String, Vec<String>)> {
    let one = |choice: &String| (format!("{}/{choice}", step.id), in_both(&format!("choice-{}-{choice}", step.id)));
    step.choices.iter().map(one).collect()
}

fn in_both(key: &str) -> Vec<String> {
    let said = Language::ALL.into_iter().filter(|language| has(*language, key));
    said.map(|language| say(language, key, &[])).collect()
}

/// A command takes a step as one word, so a name of several is also known with hyphens.
fn typable(names: Vec<String>) -> Vec<String> {
    let hyphened: Vec<String> =
        names.iter().filter(|name| name.contains(' ')).map(|name| name.replace(' ', "-")).collect();
    names.into_iter().chain(hyphened).collect()
}

/// The id, the whole name, and each word of it that is no initial.
fn person_words(person: &PersonId, name: &PersonName) -> Vec<String> {
    let mut words = vec![person.to_string(), name.name.clone()];
    let whole = |word: &&str| !word.contains('.') && word.chars().nth(1).is_some();
    words.extend(name.name.split_whitespace().filter(whole).map(str::to_owned));
    words
}
