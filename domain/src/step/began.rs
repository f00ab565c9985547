//! When the failure began: a moment, or what the desk said.

use super::moment::{End, moment};
use super::{Ask, Reading, Said};
use crate::answer::{YesNo, read_yes_no};
use crate::incident::{Arg, Value, Wording};

/// The choice that keeps the desk's time.
pub(super) const AS_REGISTERED: &str = "as_registered";

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    if text.trim() == AS_REGISTERED || read_yes_no(text) == Some(YesNo::Yes) {
        let at = ask.state.head.began;
        return Reading::Says(Said::Plain(Value::Began { at }), at);
    }
    match moment(ask, text, None, End::First) {
        Err(question) => Reading::Ask(question),
        Ok(None) => Reading::Ask(Wording::new("ask-time-missing")),
        Ok(Some(at)) => match ask.state.restored_at() {
            Some(restored) if at > restored => {
                Reading::Ask(Wording::new("ask-began-after-restored").with("at", Arg::Moment(restored)))
            }
            _ => Reading::Says(Said::Plain(Value::Began { at }), at),
        },
    }
}
