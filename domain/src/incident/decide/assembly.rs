//! Who is called, whom to ask beside, how much time there is: resolved from the catalogue once.

use super::super::draft::Draft;
use super::super::event::{Assembly, ByCalendar, Event, Filled, RelatedService, TeamMember, Terms};
use super::super::state::{Done, State};
use super::super::value::Value;
use crate::catalogue::{Catalogue, Direction, Duty, MOST_RELATED, ON_DUTY, Role, Timing};
use crate::ids::PersonId;
use crate::time::{At, Length};
use std::collections::{BTreeMap, BTreeSet};

/// Records the people, neighbours and times that follow from the service as it stands.
pub(super) fn assemble(draft: &mut Draft) {
    let assembly = assembly(draft);
    draft.push(Event::Assembled(Box::new(assembly)));
    super::action::offer(draft);
}

fn assembly(draft: &Draft) -> Assembly {
    let (catalogue, now, state) = (draft.cx.catalogue, draft.cx.now, draft.state());
    let duty = draft.cx.duty(catalogue);
    let mut team = Vec::new();
    let mut chains = BTreeMap::new();
    for role in ON_DUTY {
        let (mut member, mut chain) = on_duty(duty, state, role, now);
        let leads = state.people.holders.get(&role).filter(|_| role == Role::DutyEngineer && has_accepted(state));
        if let Some(leads) = leads.filter(|leads| Some(*leads) != member.person.as_ref()) {
            chain.splice(..0, member.person.take());
            member = TeamMember { role, person: Some(leads.clone()), filled: Filled::Leads, calendar: None };
        }
        team.push(member);
        chains.insert(role, chain);
    }
    if let Some(contract) = catalogue.contract_of(&state.head.service, now) {
        let mut representatives = contract.representatives.iter().cloned();
        let person = representatives.next();
        chains.insert(Role::Contractor, representatives.collect());
        team.push(TeamMember { role: Role::Contractor, person, filled: Filled::Contract, calendar: None });
    }
    let (neighbours, not_asked) = related(catalogue, state);
    Assembly {
        team,
        chains,
        neighbours,
        not_asked,
        stages: draft.cx.procedure.stages.iter().map(|stage| stage.id.clone()).collect(),
        terms: terms(catalogue, state),
    }
}

/// A duty engineer has taken the incident.
pub(super) fn has_accepted(state: &State) -> bool {
    state.steps.done.values().any(|done| match done {
        Done::Answered(answer) => answer.role == Role::DutyEngineer && answer.value == Value::Accepted,
        Done::Waived(_) => false,
    })
}

/// The one on duty by the rota closest to the service or its calendar, else the fallback chain.
fn on_duty(duty: Duty<'_>, state: &State, role: Role, now: At) -> (TeamMember, Vec<PersonId>) {
    let fallback = &duty.catalogue.product.fallback;
    match duty.on_duty(&state.head.service, role, now) {
        Some(turn) => {
            let rest = fallback.iter().filter(|person| *person != turn.person && !turn.chain.contains(person));
            let chain = turn.chain.iter().chain(rest).cloned().collect();
            let (person, calendar) = (Some(turn.person.clone()), ByCalendar::of(&turn, now));
            (TeamMember { role, person, filled: Filled::Rota, calendar }, chain)
        }
        None => {
            let person = fallback.first().cloned();
            let filled = if person.is_some() { Filled::Fallback } else { Filled::Nobody };
            (TeamMember { role, person, filled, calendar: None }, fallback.iter().skip(1).cloned().collect())
        }
    }
}

fn related(catalogue: &Catalogue, state: &State) -> (Vec<RelatedService>, Vec<crate::ids::ServiceId>) {
    let mut neighbours = catalogue.neighbours_of(&state.head.service);
    neighbours.sort_by_key(|neighbour| (neighbour.direction, !neighbour.hard, neighbour.id.clone()));
    // Two that need each other are neighbours both ways: as a consumer it is asked always.
    let mut seen = BTreeSet::new();
    neighbours.retain(|neighbour| seen.insert(neighbour.id.clone()));
    // What was pushed before there was a bound is held to it too.
    let at_once = catalogue.product.policy.related_at_once.min(MOST_RELATED) as usize;
    let mut asked = 0;
    let mut not_asked = Vec::new();
    let mut related = Vec::new();
    for neighbour in neighbours {
        let wanted = neighbour.direction == Direction::Consumer || catalogue.product.policy.ask_suppliers;
        let ask = wanted && asked < at_once;
        asked += usize::from(ask);
        if wanted && !ask {
            not_asked.push(neighbour.id.clone());
        }
        let owner = catalogue.service(&neighbour.id).and_then(|service| service.owners.first().cloned());
        related.push(RelatedService {
            service: neighbour.id,
            direction: neighbour.direction,
            hard: neighbour.hard,
            owner,
            asked: ask,
        });
    }
    (related, not_asked)
}

fn terms(catalogue: &Catalogue, state: &State) -> Terms {
    let Some(timing) = catalogue.product.timing.get(&state.head.criticality) else { return Terms::default() };
    let stages = timing.stages.iter().map(|(stage, minutes)| (stage.as_str().into(), Timing::length(*minutes)));
    Terms {
        stages: stages.collect(),
        incident: Timing::length(timing.incident),
        accept: Timing::length(timing.accept),
        remind: Timing::length(timing.remind),
        rhythm: Timing::length(timing.rhythm),
        gather: Length::seconds(i64::from(catalogue.product.policy.gather_seconds)),
        // A drill calls nobody out.
        call_outs: if state.head.drill { 0 } else { catalogue.notices.call_out.len() as u32 },
        watch: Length(0),
    }
}
