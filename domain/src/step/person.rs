//! Somebody of the catalogue, by name or id.

use super::{Ask, Reading, Said};
use crate::answer::{Found, Named, find_thing};
use crate::catalogue::{Catalogue, Right, Role};
use crate::ids::PersonId;
use crate::incident::{Arg, State, Value, Wording};

pub(super) fn read(ask: &Ask, text: &str) -> Reading {
    let people: Vec<Named> =
        ask.cx.names.iter().filter_map(|(id, names)| Some(Named { id: id.strip_prefix("person/")?, names })).collect();
    match find_thing(text, &people) {
        Found::One(id) => named(ask, PersonId::new(id)),
        Found::Several(ids) => {
            let list = ids.into_iter().map(|id| Arg::Person(PersonId::new(id))).collect();
            Reading::Ask(Wording::new("refused-which-person").with("people", Arg::List(list)))
        }
        Found::None => Reading::Ask(Wording::new("ask-person")),
    }
}

/// Whoever is named will be asked: they have to be able to answer.
fn named(ask: &Ask, person: PersonId) -> Reading {
    let catalogue = ask.cx.catalogue;
    let known = catalogue.people.get(&person);
    let answers = known.is_some_and(|known| catalogue.product.rights.allow(&known.roles, Right::Answers));
    // Whoever fixes comes into the chat, and a contractor's people do not read evidence.
    let outside = known.is_some_and(|known| known.roles.iter().all(|role| *role == Role::Contractor));
    if answers && outside {
        return Reading::Ask(Wording::new("ask-person-contractor").with("who", Arg::Person(person)));
    }
    if answers {
        return Reading::Says(Said::Plain(Value::Person { person }), ask.cx.now);
    }
    Reading::Ask(Wording::new("ask-person-answers-nothing").with("who", Arg::Person(person)))
}

/// Those nearest: the service's owners and whoever is in the chat already.
pub(super) fn choices(catalogue: &Catalogue, state: &State) -> Vec<String> {
    let owners = catalogue.service(&state.head.service).map(|service| service.owners.as_slice()).unwrap_or_default();
    let mut near: Vec<String> = Vec::new();
    for person in owners.iter().chain(state.people.holders.values()).take(4) {
        if !near.contains(&person.to_string()) {
            near.push(person.to_string());
        }
    }
    near
}
