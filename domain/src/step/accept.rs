//! Taking the incident: "accepted", with the moment where one is named.

use super::moment::moment_or_now;
use super::{Ask, Reading, Said};
use crate::answer::{YesNo, read_yes_no, reads_as_accepted};
use crate::incident::{Value, Wording};

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    let meant = text.trim() == "accepted" || reads_as_accepted(text) || read_yes_no(text) == Some(YesNo::Yes);
    if !meant {
        let problem = ask.state.head.as_problem.is_some();
        return Reading::Ask(Wording::new(if problem { "problem-ask-accept" } else { "ask-accept" }));
    }
    match moment_or_now(ask, text) {
        Ok(at) => Reading::Says(Said::Plain(Value::Accepted), at),
        Err(question) => Reading::Ask(question),
    }
}
