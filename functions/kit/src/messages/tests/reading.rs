//! Words by which people name persons, roles, steps and choices in answers.

use super::estate::{catalogue, people};
use crate::messages::names_for_reading;
use nabat_domain::procedure::Procedure;
use std::collections::{BTreeMap, BTreeSet};

fn words() -> BTreeMap<String, Vec<String>> {
    names_for_reading(&catalogue(), &people()).into_iter().collect()
}

#[test]
fn people_go_by_any_word_of_their_name() {
    let words = words();
    assert_eq!(words["person/e1001"], ["e1001", "Полина Субботина", "Полина", "Субботина"]);
    assert_eq!(words["person/e1002"], ["e1002", "Орлов П. А.", "Орлов"]);
}

#[test]
fn steps_go_by_their_name_in_one_word() {
    let words = words();
    assert_eq!(words["step/located"], ["Место сбоя", "Location", "Место-сбоя"]);
    assert_eq!(words["role/shift_head"], ["начальник смены", "shift head"]);
    assert_eq!(words["decision/known_problem"], ["Известная проблема", "Known problem"]);
}

/// Steps of one procedure whose names would be taken for each other.
#[test]
fn no_two_steps_share_a_name() {
    let words = words();
    for procedure in catalogue().procedures.values() {
        assert_apart(procedure, &words);
    }
}

fn assert_apart(procedure: &Procedure, words: &BTreeMap<String, Vec<String>>) {
    let mut owner: BTreeMap<String, &str> = BTreeMap::new();
    for step in &procedure.steps {
        for name in &words[&format!("step/{}", step.id)] {
            let other = owner.insert(name.to_lowercase(), step.id.as_str());
            assert!(other.is_none(), "{name:?} is both {other:?} and {}", step.id);
        }
        let labels: Vec<&Vec<String>> =
            step.choices.iter().map(|choice| &words[&format!("{}/{choice}", step.id)]).collect();
        let apart: BTreeSet<&Vec<String>> = labels.iter().copied().collect();
        assert_eq!(labels.len(), apart.len(), "choices of {}", step.id);
    }
}
