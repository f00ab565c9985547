//! One of the step's choices, by id, number, label or a word only one of them has.

use super::{Ask, Reading, Said};
use crate::answer::{ChoiceReading, ChoiceWords, YesNo, read_choice, read_yes_no};
use crate::incident::{Arg, Value, Wording};

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    match chosen(ask, text) {
        Some(choice) => Reading::Says(Said::Plain(Value::Choice { choice }), ask.cx.now),
        None => Reading::Ask(question(ask)),
    }
}

/// The choice a text names, if it is plain which.
pub(super) fn chosen(ask: &Ask, text: &str) -> Option<String> {
    let labels = |choice: &String| {
        let key = format!("{}/{choice}", ask.step.id);
        ask.cx.names.iter().find(|(id, _)| *id == key).map_or_else(Vec::new, |(_, words)| words.clone())
    };
    let words: Vec<(String, Vec<String>)> =
        ask.step.choices.iter().map(|choice| (choice.clone(), labels(choice))).collect();
    let choices: Vec<ChoiceWords> = words.iter().map(|(id, words)| ChoiceWords { id, words }).collect();
    match read_choice(text, &choices) {
        ChoiceReading::One(id, _) => Some(id),
        ChoiceReading::Several(_) => None,
        ChoiceReading::None => yes_or_no(ask, text),
    }
}

/// Of two choices the first means "no" or "as it is", the second "yes": that is how procedures
/// are written, so that a plain yes or no is an answer.
fn yes_or_no(ask: &Ask, text: &str) -> Option<String> {
    let [no, yes] = ask.step.choices.as_slice() else { return None };
    match read_yes_no(text)? {
        YesNo::No => Some(no.clone()),
        YesNo::Yes => Some(yes.clone()),
    }
}

pub(super) fn question(ask: &Ask) -> Wording {
    let choices = ask.step.choices.iter().map(|choice| Arg::Choice(ask.step.id.clone(), choice.clone())).collect();
    Wording::new("ask-choice").with("choices", Arg::List(choices))
}
