//! The redacted view: whatever names a person says their role, whatever was typed says that it was.

use super::part::key;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::PersonId;
use nabat_domain::incident::{Arg, State, TextRef, Wording};
use std::collections::BTreeSet;

/// The same without names and without typed words, but the allowed ones.
pub(super) fn redacted(arg: &Arg, state: &State, allowed: &BTreeSet<TextRef>) -> Arg {
    match arg {
        Arg::Person(person) => roles(state, person),
        Arg::Text(text) if !allowed.contains(text) => key("report-words-withheld"),
        Arg::Message(wording) => {
            let args = wording.args.iter().map(|(name, arg)| (name.clone(), redacted(arg, state, allowed))).collect();
            Arg::Message(Box::new(Wording { key: wording.key.clone(), args }))
        }
        Arg::List(list) => Arg::List(list.iter().map(|arg| redacted(arg, state, allowed)).collect()),
        Arg::Text(_)
        | Arg::Service(_)
        | Arg::Function(..)
        | Arg::Organisation(_)
        | Arg::Stage(_)
        | Arg::Step(_)
        | Arg::Choice(..)
        | Arg::Role(_)
        | Arg::Moment(_)
        | Arg::Length(_)
        | Arg::Number(_)
        | Arg::Desk(_)
        | Arg::Word(_)
        | Arg::Page(_)
        | Arg::Prompt(_) => arg.clone(),
    }
}

/// Roles in this incident stand in place of a name.
fn roles(state: &State, person: &PersonId) -> Arg {
    let member = state.people.members.get(person).filter(|member| !member.roles.is_empty());
    // An owner who was not asked is no member.
    let owns = || state.neighbours.related.values().any(|neighbour| neighbour.owner.as_ref() == Some(person));
    match member {
        Some(member) => Arg::List(member.roles.iter().copied().map(Arg::Role).collect()),
        None if owns() => Arg::Role(Role::ServiceOwner),
        None => key("report-somebody"),
    }
}
