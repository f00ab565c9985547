//! A service and how sure one is: where the fault lies, and which service was at fault.

use super::moment::moment_or_now;
use super::{Ask, Reading, Said};
use crate::answer::{Certainty, Found, Named, find_thing, read_certainty};
use crate::catalogue::{Catalogue, Direction};
use crate::ids::ServiceId;
use crate::incident::{Arg, State, Value, Wording};

/// The choice "not known".
const UNKNOWN: &str = "unknown";

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    let at = match moment_or_now(ask, text) {
        Ok(at) => at,
        Err(question) => return Reading::Ask(question),
    };
    let says =
        |service: Option<ServiceId>, certainty| Reading::Says(Said::Plain(Value::Fault { service, certainty }), at);
    if text.trim() == UNKNOWN {
        return says(None, Certainty::Suspected);
    }
    let catalogue = ask.cx.catalogue;
    let names: Vec<(&str, Vec<String>)> = catalogue
        .services
        .values()
        .map(|service| (service.id.as_str(), std::iter::once(&service.name).chain(&service.aliases).cloned().collect()))
        .collect();
    let named: Vec<Named> = names.iter().map(|(id, names)| Named { id, names }).collect();
    match find_thing(text, &named) {
        // Named without a word on how sure: taken with care.
        Found::One(id) => says(Some(ServiceId::new(id)), read_certainty(text).unwrap_or(Certainty::Suspected)),
        Found::Several(ids) => {
            let list = ids.into_iter().map(|id| Arg::Service(ServiceId::new(id))).collect();
            Reading::Ask(Wording::new("ask-service-several").with("services", Arg::List(list)))
        }
        Found::None => Reading::Ask(Wording::new("ask-service")),
    }
}

/// The failing service and its suppliers, each certain or suspected.
pub(super) fn choices(catalogue: &Catalogue, state: &State) -> Vec<String> {
    let own = &state.head.service;
    let suppliers =
        catalogue.neighbours_of(own).into_iter().filter(|neighbour| neighbour.direction == Direction::Supplier);
    let services = std::iter::once(own.clone()).chain(suppliers.map(|neighbour| neighbour.id)).take(6);
    let mut choices: Vec<String> =
        services.flat_map(|service| [format!("{service} certain"), format!("{service} suspected")]).collect();
    choices.push(UNKNOWN.to_owned());
    choices
}
