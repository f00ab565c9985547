//! What another incident is to this one: the same or different, kept or separate.

use super::choice::{chosen, question};
use super::{Ask, Reading, Said};
use crate::ids::IncidentId;
use crate::incident::Value;

/// Answers that keep the other incident together with this one.
const TOGETHER: [&str; 2] = ["same", "keep"];

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    let Some(subject) = ask.subject else { return Reading::Ask(question(ask)) };
    match chosen(ask, text) {
        Some(choice) => {
            let together = TOGETHER.contains(&choice.as_str());
            let value = Value::Other { incident: IncidentId::from(subject), together };
            Reading::Says(Said::Plain(value), ask.cx.now)
        }
        None => Reading::Ask(question(ask)),
    }
}
