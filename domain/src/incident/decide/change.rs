//! Changing service, functions, scope or priority mid-way; both values stay on record.

use super::super::draft::{Draft, Refusal, Reply};
use super::super::event::Event;
use super::super::prompt::instance;
use super::super::state::Standing;
use super::super::value::Scope;
use super::super::wording::{Arg, Wording};
use super::assembly::{assemble, has_accepted};
use super::restrict::{apart_by_catalogue, by_catalogue};
use super::rights::{has_role, may, need, need_not_over, refuse};
use super::standing::{Failure, joins_restricted, lead_if_high, offer_anew, standing};
use crate::answer::doubt_text;
use crate::catalogue::{Priority, Right, Role};
use crate::ids::{FunctionId, IncidentId, PersonId, ServiceId};
use crate::procedure::Kind;
use crate::step::scope_named;
use std::collections::BTreeSet;

/// What a person can change, as it is typed.
const CHANGEABLE: [&str; 3] = ["service", "functions", "scope"];

pub(super) fn change(draft: &mut Draft, person: &PersonId, what: &str) -> Result<Reply, Refusal> {
    need_not_over(draft)?;
    if !states_facts(draft, person) {
        need(draft, person, Right::Corrects, "act-change")?;
    }
    let service = value_of(what, "service").map(ServiceId::from);
    let functions = value_of(what, "functions")
        .map(|list| list.split(',').map(|id| FunctionId::from(id.trim())).collect::<BTreeSet<_>>());
    let scope = match value_of(what, "scope").map(|named| scope_named(&draft.cx.catalogue.organisations, named)) {
        Some(Ok(scope)) => Some(scope),
        Some(Err(question)) => return Ok(Reply::question(question)),
        None => None,
    };
    if service.is_none() && functions.is_none() && scope.is_none() {
        return Ok(Reply::question(Wording::new("ask-change")));
    }
    to(draft, Some(person), service, functions, scope)
}

/// First line and duty engineers say what fails; so does whoever holds such a role here.
fn states_facts(draft: &Draft, person: &PersonId) -> bool {
    let roles = [Role::FirstLine, Role::DutyEngineer];
    let holds = |role: &Role| draft.state().people.holders.get(role) == Some(person);
    may(draft, person, Right::Answers) && roles.iter().any(|role| holds(role) || has_role(draft, person, *role))
}

/// What stands after `name=`, up to the next name: organisations are named in several words.
fn value_of<'w>(what: &'w str, name: &str) -> Option<&'w str> {
    let starts = |name: &str| {
        let begins = |at: &usize| what[..*at].chars().next_back().is_none_or(char::is_whitespace);
        let key = format!("{name}=");
        what.match_indices(&key).map(|(at, _)| at).find(begins)
    };
    let from = starts(name)?;
    let to = CHANGEABLE.iter().filter_map(|other| starts(other)).filter(|at| *at > from).min().unwrap_or(what.len());
    Some(what[from + name.len() + 1..to].trim())
}

/// Changes service and functions; what is absent stays.
pub(super) fn to(
    draft: &mut Draft,
    by: Option<&PersonId>,
    service: Option<ServiceId>,
    functions: Option<BTreeSet<FunctionId>>,
    scope: Option<Scope>,
) -> Result<Reply, Refusal> {
    let head = &draft.state().head;
    let (old_service, old_functions) = (head.service.clone(), head.functions.clone());
    let service = service.unwrap_or_else(|| old_service.clone());
    let Some(known) = draft.cx.catalogue.service(&service) else {
        return Err(Refusal(Wording::new("refused-no-such-service").with("word", Arg::Word(service.to_string()))));
    };
    let functions = functions.unwrap_or_else(|| old_functions.clone());
    if let Some(unknown) = functions.iter().find(|function| known.function(function).is_none()) {
        let offered =
            known.functions.iter().map(|function| Arg::Function(service.clone(), function.id.clone())).collect();
        let wording = Wording::new("refused-no-such-function").with("word", Arg::Word(unknown.to_string()));
        return Err(Refusal(wording.with("functions", Arg::List(offered))));
    }
    let scope = scope.filter(|scope| *scope != draft.state().head.scope);
    let moved = service != old_service;
    if !moved && functions == old_functions && scope.is_none() {
        return Ok(Reply::already_so(Wording::new("already-done")));
    }
    if moved || functions != old_functions {
        let undone = about_gone(draft, &service, &functions);
        let class = draft.cx.catalogue.criticality_of(&service);
        let class = (class != draft.state().head.criticality).then_some(class);
        if moved {
            apart_by_catalogue(draft, &service);
        }
        let same_as = if moved { same_as(draft, &service) } else { None };
        let (who, was_open) = (by.cloned(), draft.state().is_open());
        draft.push(Event::ServiceChanged {
            service,
            functions,
            old_service,
            old_functions,
            by: who,
            undone,
            class,
            same_as,
        });
        raise_with_class(draft);
        by_catalogue(draft);
        lead_if_high(draft);
        if moved {
            offer_anew(draft);
        }
        if moved && was_open {
            assemble_anew(draft);
        }
    }
    if let Some(scope) = scope {
        draft.push(Event::ScopeStated { scope, by: by.cloned() });
    }
    Ok(Reply::recorded_saying(Wording::new("reply-changed")))
}

/// A class that stands higher raises the priority; only a person lowers it.
fn raise_with_class(draft: &mut Draft) {
    let head = &draft.state().head;
    let (old, priority) = (head.priority, Priority::with_function_lost(head.criticality));
    if priority > old {
        draft.push(Event::PriorityChanged { priority, old, by: None, reason: None });
        lead_if_high(draft);
    }
}

/// Duty, contract and neighbours follow the service. Who leads already goes on leading until whoever is
/// on duty for the new service takes over.
fn assemble_anew(draft: &mut Draft) {
    let leads = draft.state().people.holders.get(&Role::DutyEngineer).cloned();
    assemble(draft);
    let next = draft.state().people.chains.get(&Role::DutyEngineer).and_then(|chain| chain.first()).cloned();
    if let (Some(from), Some(to)) = (leads, next)
        && draft.state().people.holders.get(&Role::DutyEngineer) == Some(&from)
        && from != to
        && has_accepted(draft.state())
    {
        draft.push(Event::HandoverOffered { role: Role::DutyEngineer, from, to });
    }
}

/// An incident that is led keeps its chat when its service changes; whether it is the same failure
/// as the one that has the new service already is asked in that one's chat.
fn same_as(draft: &Draft, service: &ServiceId) -> Option<IncidentId> {
    let state = draft.state();
    let (drill, over) = (state.head.drill, state.restored_at().is_some());
    let restricted = state.head.restricted || draft.cx.catalogue.restricts(service);
    let found = standing(draft, &Failure { service, drill, over, restricted });
    if !restricted && joins_restricted(draft, &found) {
        // What everybody could read so far is not said to be the same as what is restricted.
        return None;
    }
    match found {
        Standing::DuplicateOffered { of } if state.is_open() => Some(of),
        Standing::Open
        | Standing::RecordedOnly
        | Standing::DuplicateOffered { .. }
        | Standing::Merged { .. }
        | Standing::Linked { .. }
        | Standing::Closed
        | Standing::Annulled => None,
    }
}

/// Answers about functions that are no longer in question.
fn about_gone(draft: &Draft, service: &ServiceId, functions: &BTreeSet<FunctionId>) -> BTreeSet<String> {
    let state = draft.state();
    let works: Vec<_> = draft.cx.procedure.steps.iter().filter(|step| step.kind == Kind::Works).collect();
    let gone = state.head.outages.iter().filter(|outage| {
        outage.service == state.head.service && (&outage.service != service || !functions.contains(&outage.function))
    });
    gone.flat_map(|outage| {
        let subject = format!("{}:{}", outage.service, outage.function);
        works.iter().map(move |step| instance(&step.id, Some(&subject)))
    })
    .collect()
}

pub(super) fn priority(draft: &mut Draft, person: &PersonId, word: &str, reason: &str) -> Result<Reply, Refusal> {
    need_not_over(draft)?;
    let Some(new) = Priority::read(word) else {
        return Err(Refusal(Wording::new("refused-no-such-priority").with("word", Arg::Word(word.to_owned()))));
    };
    let old = draft.state().head.priority;
    if new == old {
        return Ok(Reply::already_so(Wording::new("already-done")));
    }
    if new < old {
        need(draft, person, Right::Corrects, "act-lower-priority")?;
        if doubt_text(reason).is_some() {
            return Ok(Reply::question(Wording::new("ask-reason")));
        }
        if !new.is_high() {
            // An incident that is led ends by a decision or by annulment, not by a smaller number.
            return Err(refuse("refused-priority-below-high"));
        }
    } else if !states_facts(draft, person) {
        need(draft, person, Right::Corrects, "act-change")?;
    }
    let reason = (!reason.trim().is_empty()).then(|| draft.keep(reason));
    draft.push(Event::PriorityChanged { priority: new, old, by: Some(person.clone()), reason });
    lead_if_high(draft);
    Ok(Reply::recorded_saying(Wording::new("reply-changed")))
}
