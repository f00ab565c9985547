//! Words. Empty, dotted or two-second ones are questioned once and then taken as they are.

use super::{Ask, Reading, Said};
use crate::answer::{clean, doubt_text};
use crate::incident::Wording;

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    let text = clean(text);
    match doubt_text(&text) {
        Some(_) => Reading::Doubt(Wording::new("ask-text-short"), Said::Text(text)),
        None => Reading::Says(Said::Text(text), ask.cx.now),
    }
}
