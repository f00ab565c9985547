//! What is being done, and when the next word comes: as promised, else by the rhythm.

use super::{Ask, Reading, Said};
use crate::answer::{clean, doubt_text, read_next};
use crate::incident::Wording;

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    let text = clean(text);
    let rhythm = ask.state.steps.terms.rhythm;
    let by_rhythm = ask.cx.now.plus(rhythm);
    let promised = read_next(&text, ask.cx.now, ask.cx.catalogue.product.zone()).map(|(at, _)| at);
    // A promise may be earlier than the rhythm or up to twice as late; beyond that the rhythm holds.
    let latest = by_rhythm.plus(rhythm);
    let next = promised.filter(|at| *at > ask.cx.now && *at <= latest).unwrap_or(by_rhythm);
    match doubt_text(&text) {
        Some(_) => Reading::Doubt(Wording::new("ask-text-short"), Said::Word(text, next)),
        None => Reading::Says(Said::Word(text, next), ask.cx.now),
    }
}
