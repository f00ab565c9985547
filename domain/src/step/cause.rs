//! One link of the chain of causes, or the word that the one before was the root.

use super::{Ask, Reading, Said, text};
use crate::incident::{Value, Wording};

/// The choice that ends the chain.
pub(crate) const ROOT: &str = "root_cause";

/// The first link: before it there is nothing that could be the root.
const FIRST: &str = "1";

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    if !is_root(ask, text) {
        return text::read(ask, text);
    }
    if ask.subject.is_none_or(|link| link == FIRST) {
        return Reading::Ask(Wording::new("ask-cause-first"));
    }
    Reading::Says(Said::Plain(Value::Choice { choice: ROOT.to_owned() }), ask.cx.now)
}

/// The button, or its label typed: a sentence that speaks of the root cause is a link of the chain.
fn is_root(ask: &Ask, text: &str) -> bool {
    let said = text.trim().to_lowercase();
    let key = format!("{}/{ROOT}", ask.step.id);
    let labels = ask.cx.names.iter().filter(|(id, _)| *id == key).flat_map(|(_, labels)| labels);
    said == ROOT || labels.into_iter().any(|label| label.to_lowercase() == said)
}

/// The button from the second link on.
pub(super) fn choices(choices: &[String], subject: Option<&str>) -> Vec<String> {
    if subject.is_none_or(|link| link == FIRST) { Vec::new() } else { choices.to_vec() }
}
