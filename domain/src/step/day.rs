//! A day to come: "15.12", "15 декабря", "2026-12-15", "через 2 недели", "in 10 days".

use super::{Ask, Reading, Said};
use crate::answer::{Ahead, read_day_ahead};
use crate::incident::{Value, Wording};

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    match read_day_ahead(text, ask.cx.now, ask.cx.catalogue.product.zone()) {
        Ahead::Day { ends } => Reading::Says(Said::Plain(Value::Day { at: ends }), ask.cx.now),
        Ahead::Past => Reading::Ask(Wording::new("ask-day-past")),
        Ahead::None => Reading::Ask(Wording::new("ask-day")),
    }
}
