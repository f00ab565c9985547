//! Somebody is no longer with the product while an incident is open: what they held goes to the next on
//! duty, what they were asked too, and they leave the chat.

use super::draft::Draft;
use super::event::Event;
use super::job::Job;
use super::prompt::Prompt;
use super::react::{bring_in, card, has_room, in_room, prompt_post, summary_for, to_person};
use super::state::State;
use super::wording::{Arg, Wording};
use crate::catalogue::{Catalogue, Duty, Role};
use crate::ids::{PersonId, ServiceId};
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Who is gone, and who has what they held; nobody where nobody is left.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Gone {
    /// Who.
    pub person: PersonId,
    /// Roles they held, with the next holder.
    pub roles: BTreeMap<Role, Option<PersonId>>,
    /// Related services they answered for, with the next owner.
    pub services: BTreeMap<ServiceId, Option<PersonId>>,
}

/// So many people go with one command, the rest with the next, at once: whoever replaces all ids of a catalogue
/// replaces the owner of every service that is asked.
const AT_ONCE: usize = 5;

/// Whoever has a part in an open incident and is not in the catalogue in force any more.
pub(super) fn follow(draft: &mut Draft) {
    if !draft.state().is_open() || draft.state().steps.stages.is_empty() {
        return;
    }
    let gone = gone(draft.state(), draft.cx.in_force);
    if gone.len() > AT_ONCE {
        draft.goes_on();
    }
    for person in gone.into_iter().take(AT_ONCE) {
        let state = draft.state();
        let held = state.people.holders.iter().filter(|(_, holder)| **holder == person).map(|(role, _)| *role);
        let roles = held.map(|role| (role, next(draft, role))).collect();
        let owned = state.neighbours.related.iter().filter(|(_, one)| one.owner.as_ref() == Some(&person));
        let services = owned.map(|(service, _)| (service.clone(), next_owner(draft, service))).collect();
        draft.push(Event::PersonGone(Box::new(Gone { person, roles, services })));
    }
}

fn gone(state: &State, in_force: &Catalogue) -> BTreeSet<PersonId> {
    let asked = |person: &PersonId| state.steps.open.values().any(|prompt| prompt.holder.as_ref() == Some(person));
    let members = state.people.members.iter().filter(|(person, member)| member.is_in() || asked(person));
    let members = members.filter(|(_, member)| member.gone_at.is_none()).map(|(person, _)| person);
    let owners = state.neighbours.related.values().filter_map(|neighbour| neighbour.owner.as_ref());
    let all = members.chain(state.people.holders.values()).chain(owners);
    all.filter(|person| !in_force.people.contains_key(*person)).cloned().collect()
}

/// Whoever is on duty now, then the chain as it was called, then the product's fallback chain.
fn next(draft: &Draft, role: Role) -> Option<PersonId> {
    let (state, in_force) = (draft.state(), draft.cx.in_force);
    if role == Role::ServiceOwner {
        return next_owner(draft, &state.head.service);
    }
    let on_duty = on_duty(draft.cx.duty(in_force), &state.head.service, role, draft.cx.now);
    let chain = state.people.chains.get(&role).into_iter().flatten().cloned();
    let able = in_force.people.values().filter(|person| role == Role::ProblemManager && person.roles.contains(&role));
    let fallback = in_force.product.fallback.iter().filter(|_| role != Role::Contractor).cloned();
    let mut all = on_duty.into_iter().chain(chain).chain(able.map(|person| person.id.clone())).chain(fallback);
    all.find(|person| in_force.people.contains_key(person))
}

fn on_duty(duty: Duty<'_>, service: &ServiceId, role: Role, now: At) -> Vec<PersonId> {
    if role == Role::Contractor {
        let contract = duty.catalogue.contract_of(service, now);
        return contract.map(|contract| contract.representatives.clone()).unwrap_or_default();
    }
    let turn = duty.on_duty(service, role, now);
    turn.map(|turn| [turn.person].into_iter().chain(turn.chain).cloned().collect()).unwrap_or_default()
}

fn next_owner(draft: &Draft, service: &ServiceId) -> Option<PersonId> {
    let in_force = draft.cx.in_force;
    let mut owners = in_force.service(service).into_iter().flat_map(|service| &service.owners);
    owners.find(|owner| in_force.people.contains_key(*owner)).cloned()
}

/// The state that follows.
pub(super) fn evolve(state: &mut State, gone: &Gone, now: At) {
    let person = &gone.person;
    for (role, next) in &gone.roles {
        state.people.holders.remove(role);
        state.people.calendars.remove(role);
        if let Some(next) = next {
            state.people.holders.insert(*role, next.clone());
            state.people.members.entry(next.clone()).or_default().roles.insert(*role);
        }
    }
    for (service, next) in &gone.services {
        if let Some(neighbour) = state.neighbours.related.get_mut(service) {
            neighbour.owner.clone_from(next);
        }
    }
    state.people.offered.retain(|_, offered| offered != person);
    if let Some(member) = state.people.members.get_mut(person) {
        member.gone_at = Some(now);
    }
    let holders = state.people.holders.clone();
    let theirs = state.steps.open.values_mut().filter(|prompt| prompt.holder.as_ref() == Some(person));
    for prompt in theirs {
        let service = prompt.subject.as_deref().map(ServiceId::from);
        let owner = service.and_then(|service| gone.services.get(&service).cloned());
        prompt.holder = owner.unwrap_or_else(|| holders.get(&prompt.role).cloned());
    }
}

/// The chat hears who has it now; the next ones are brought in and get what is open.
pub(super) fn react(state: &State, gone: &Gone) -> Vec<Job> {
    let who = |next: &Option<PersonId>, role: Role| next.clone().map_or(Arg::Role(role), Arg::Person);
    let line = |(role, next): (&Role, &Option<PersonId>)| {
        let key = if next.is_some() { "person-gone-role" } else { "person-gone-nobody" };
        Arg::Message(Box::new(Wording::new(key).with("role", Arg::Role(*role)).with("to", who(next, *role))))
    };
    let mut jobs: Vec<Job> = gone.roles.values().flatten().flat_map(|next| bring_in(state, next)).collect();
    if has_room(state) && !gone.roles.is_empty() {
        let roles = Arg::List(gone.roles.iter().map(line).collect());
        let wording = Wording::new("person-gone").with("person", Arg::Person(gone.person.clone()));
        jobs.push(in_room(wording.with("roles", roles)));
    }
    jobs.extend(card(state));
    for next in gone.roles.values().flatten().collect::<BTreeSet<_>>() {
        jobs.push(to_person(next, summary_for(state, next)));
    }
    let moved = state.steps.open.values().filter(|prompt| moved_to(gone, prompt));
    jobs.extend(moved.map(|prompt| Job::Post(Box::new(prompt_post(state, prompt)))));
    jobs
}

/// It was asked of the one who is gone, and is asked of the next.
fn moved_to(gone: &Gone, prompt: &Prompt) -> bool {
    let of_service = prompt.subject.as_deref().map(ServiceId::from).is_some_and(|of| gone.services.contains_key(&of));
    let of_role = !prompt.kind.is_asked_directly() && gone.roles.contains_key(&prompt.role);
    prompt.holder.is_some() && (of_service || of_role)
}
