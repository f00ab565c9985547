//! When the fix was done: a moment, or now.

use super::moment::{End, moment};
use super::{Ask, Reading, Said};
use crate::answer::{YesNo, read_yes_no, reads_as_done};
use crate::incident::{Value, Wording};

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    let says = |at| Reading::Says(Said::Plain(Value::Fixed { at }), at);
    match moment(ask, text, Some(ask.state.head.began), End::Last) {
        Err(question) => Reading::Ask(question),
        Ok(Some(at)) => says(at),
        Ok(None) if reads_as_done(text) || read_yes_no(text) == Some(YesNo::Yes) => says(ask.cx.now),
        Ok(None) => Reading::Ask(Wording::new("ask-time-missing")),
    }
}
