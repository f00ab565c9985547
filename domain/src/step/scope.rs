//! Where the failure is felt: all organisations, or a list of them.

use super::{Ask, Reading, Said};
use crate::answer::{ChoiceReading, ChoiceWords, clean, read_choice};
use crate::ids::OrganisationId;
use crate::incident::{Scope, Value, Wording};

/// The choice "all organisations".
pub(super) const ALL: &str = "all";

/// Words that mean everywhere.
const EVERYWHERE: [&str; 9] = [
    "все",
    "всем",
    "везде",
    "все организации",
    "весь город",
    "everywhere",
    "all organisations",
    "everyone",
    "everybody",
];

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    let text = clean(text);
    let words: Vec<String> = EVERYWHERE.iter().map(|word| (*word).to_owned()).collect();
    let scope = match read_choice(&text, &[ChoiceWords { id: ALL, words: &words }]) {
        ChoiceReading::One(_, rest) if rest.trim().is_empty() => Scope::All,
        _ => {
            let named = text.split([',', ';', '\n']).map(str::trim).filter(|name| !name.is_empty());
            Scope::Organisations(named.map(OrganisationId::new).collect())
        }
    };
    match &scope {
        Scope::Organisations(list) if list.is_empty() => Reading::Ask(Wording::new("ask-scope")),
        _ => Reading::Says(Said::Plain(Value::Scope { scope }), ask.cx.now),
    }
}
