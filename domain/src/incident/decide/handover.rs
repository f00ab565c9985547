//! Handing a role over: until the successor accepts, the first holder answers.

use super::super::draft::{Draft, Refusal, Reply};
use super::super::event::Event;
use super::super::wording::{Arg, Wording};
use super::rights::{has_role, may, need_open, refuse};
use crate::answer::{Found, Named, find_thing};
use crate::catalogue::{Right, Role};
use crate::ids::PersonId;

pub(super) fn offer(draft: &mut Draft, person: &PersonId, role: Option<&str>, to: &str) -> Result<Reply, Refusal> {
    need_open(draft)?;
    let role = role_meant(draft, person, role)?;
    let holder = draft.state().people.holders.get(&role).cloned();
    let own = holder.as_ref() == Some(person);
    if !own && !may(draft, person, Right::Waives) {
        let who = holder.map_or(Arg::Role(role), Arg::Person);
        return Err(Refusal(Wording::new("refused-not-yours").with("role", Arg::Role(role)).with("who", who)));
    }
    let successor = find_person(draft, to)?;
    if !has_role(draft, &successor, role) {
        let key = match role {
            Role::Contractor => "refused-successor-of-no-contract",
            _ => "refused-successor-without-role",
        };
        let wording = Wording::new(key);
        return Err(Refusal(wording.with("who", Arg::Person(successor)).with("role", Arg::Role(role))));
    }
    if holder.as_ref() == Some(&successor) || draft.state().people.offered.get(&role) == Some(&successor) {
        return Ok(Reply::already_so(Wording::new("already-done")));
    }
    let from = holder.unwrap_or_else(|| person.clone());
    draft.push(Event::HandoverOffered { role, from, to: successor });
    Ok(Reply::recorded_saying(Wording::new("reply-handover-offered")))
}

pub(super) fn take(draft: &mut Draft, person: &PersonId) -> Result<Reply, Refusal> {
    need_open(draft)?;
    let offered = draft.state().people.offered.iter().find(|(_, to)| *to == person).map(|(role, _)| *role);
    let Some(role) = offered else { return Err(refuse("refused-nothing-offered")) };
    let from = draft.state().people.holders.get(&role).cloned();
    draft.push(Event::RoleTaken { role, from, to: person.clone() });
    Ok(Reply::recorded())
}

fn role_meant(draft: &Draft, person: &PersonId, word: Option<&str>) -> Result<Role, Refusal> {
    if let Some(word) = word {
        let folded = word.to_lowercase();
        let by_name = || {
            let names = |role: &Role| {
                let key = format!("role/{}", role.as_str());
                draft
                    .cx
                    .names
                    .iter()
                    .any(|(id, names)| *id == key && names.iter().any(|name| name.to_lowercase() == folded))
            };
            Role::ALL.into_iter().find(names)
        };
        return Role::read(&folded)
            .or_else(by_name)
            .ok_or_else(|| Refusal(Wording::new("refused-no-such-role").with("word", Arg::Word(word.to_owned()))));
    }
    let held: Vec<Role> =
        draft.state().people.holders.iter().filter(|(_, who)| *who == person).map(|(role, _)| *role).collect();
    match held.as_slice() {
        [one] => Ok(*one),
        [] => Err(refuse("refused-no-role-held")),
        several => {
            let roles = several.iter().copied().map(Arg::Role).collect();
            Err(Refusal(Wording::new("refused-which-role").with("roles", Arg::List(roles))))
        }
    }
}

fn find_person(draft: &Draft, word: &str) -> Result<PersonId, Refusal> {
    let people: Vec<Named> = draft
        .cx
        .names
        .iter()
        .filter_map(|(id, names)| Some(Named { id: id.strip_prefix("person/")?, names }))
        .collect();
    let unknown = || Refusal(Wording::new("refused-no-such-person").with("word", Arg::Word(word.to_owned())));
    match find_thing(word, &people) {
        Found::One(id) => Ok(PersonId::new(id)),
        Found::Several(ids) => {
            let list = ids.into_iter().map(|id| Arg::Person(PersonId::new(id))).collect();
            Err(Refusal(Wording::new("refused-which-person").with("people", Arg::List(list))))
        }
        Found::None => Err(unknown()),
    }
}
