//! When a function, or all of them, worked again. A claim until verification confirms it.

use super::moment::{End, moment};
use super::{Ask, Reading, Said};
use crate::answer::{Found, Named, YesNo, find_thing, read_yes_no, reads_as_done, reads_as_restored};
use crate::ids::FunctionId;
use crate::incident::{Value, Wording};
use std::collections::BTreeSet;

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    let at = match moment(ask, text, Some(ask.state.head.began), End::Last) {
        Err(question) => return Reading::Ask(question),
        Ok(Some(at)) => at,
        Ok(None) if means_now(text) => ask.cx.now,
        Ok(None) => return Reading::Ask(Wording::new("ask-time-missing")),
    };
    let functions = functions_named(ask, text);
    Reading::Says(Said::Plain(Value::Restored { at, functions }), at)
}

fn means_now(text: &str) -> bool {
    reads_as_restored(text) || reads_as_done(text) || read_yes_no(text) == Some(YesNo::Yes)
}

/// Functions the text names; none means all that are still down.
fn functions_named(ask: &Ask, text: &str) -> BTreeSet<FunctionId> {
    let Some(service) = ask.cx.catalogue.service(&ask.state.head.service) else { return BTreeSet::new() };
    let down: Vec<_> = ask.state.head.outages.iter().filter(|outage| outage.restored.is_none()).collect();
    if down.len() < 2 {
        return BTreeSet::new();
    }
    let names: Vec<(&str, Vec<String>)> = down
        .iter()
        .filter_map(|outage| service.function(&outage.function))
        .map(|function| (function.id.as_str(), vec![function.name.clone()]))
        .collect();
    let named: Vec<Named> = names.iter().map(|(id, names)| Named { id, names }).collect();
    match find_thing(text, &named) {
        Found::One(id) => BTreeSet::from([FunctionId::new(id)]),
        Found::Several(ids) => ids.into_iter().map(FunctionId::new).collect(),
        Found::None => BTreeSet::new(),
    }
}
