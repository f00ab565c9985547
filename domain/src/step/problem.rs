//! A problem of the desk, by its number.

use super::{Ask, Reading, Said};
use crate::answer::clean;
use crate::incident::{Value, Wording};

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    let number = clean(text)
        .split_whitespace()
        .find(|word| word.chars().any(|c| c.is_ascii_digit()))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned());
    match number {
        Some(choice) => Reading::Says(Said::Plain(Value::Choice { choice }), ask.cx.now),
        None => Reading::Ask(Wording::new("ask-problem")),
    }
}
