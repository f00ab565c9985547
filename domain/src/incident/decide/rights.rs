//! Who may do what: the product's table of roles and rights, asked anew for every act.

use super::super::draft::{Draft, Refusal};
use super::super::state::Standing;
use super::super::wording::{Arg, Wording};
use crate::catalogue::{ON_DUTY, Right, Role};
use crate::ids::PersonId;

/// A refusal with nothing to fill in.
pub(super) fn refuse(key: &str) -> Refusal {
    Refusal(Wording::new(key))
}

/// Refuses what would change an incident that is over, or is not led by itself.
pub(super) fn need_open(draft: &Draft) -> Result<(), Refusal> {
    let state = draft.state();
    if state.is_open() {
        return Ok(());
    }
    let key = match state.head.standing {
        Standing::Closed if state.head.as_problem.is_some() => "problem-refused-over",
        Standing::Closed | Standing::Annulled | Standing::Merged { .. } => "refused-over",
        Standing::Open | Standing::RecordedOnly | Standing::DuplicateOffered { .. } | Standing::Linked { .. } => {
            "refused-not-led"
        }
    };
    Err(Refusal(Wording::new(key).with("desk", Arg::Desk(state.head.desk.clone()))))
}

/// Refuses what would change an incident that is over.
pub(super) fn need_not_over(draft: &Draft) -> Result<(), Refusal> {
    match draft.state().head.standing {
        Standing::Closed | Standing::Annulled | Standing::Merged { .. } => need_open(draft),
        Standing::Open | Standing::RecordedOnly | Standing::DuplicateOffered { .. } | Standing::Linked { .. } => Ok(()),
    }
}

/// Whether the person has the right in this product.
pub(super) fn may(draft: &Draft, person: &PersonId, right: Right) -> bool {
    let catalogue = draft.cx.catalogue;
    catalogue.people.get(person).is_some_and(|known| catalogue.product.rights.allow(&known.roles, right))
}

/// Refuses unless the person has the right.
pub(super) fn need(draft: &Draft, person: &PersonId, right: Right, act: &str) -> Result<(), Refusal> {
    if may(draft, person, right) {
        return Ok(());
    }
    let able = able(draft, right).into_iter().map(Arg::Role).collect();
    Err(Refusal(
        Wording::new("refused-no-right")
            .with("act", Arg::Message(Box::new(Wording::new(act))))
            .with("who", Arg::List(able)),
    ))
}

/// Roles that have the right: whom to turn to.
fn able(draft: &Draft, right: Right) -> Vec<Role> {
    let table = &draft.cx.catalogue.product.rights.0;
    table.iter().filter(|(_, rights)| rights.contains(&right)).map(|(role, _)| *role).collect()
}

/// Whether the person has the role in this incident: by the catalogue, and a contractor's only who
/// speaks for the contractor of this service.
pub(super) fn has_role(draft: &Draft, person: &PersonId, role: Role) -> bool {
    let known = draft.cx.catalogue.people.get(person).is_some_and(|known| known.roles.contains(&role));
    known && (role != Role::Contractor || represents(draft, person))
}

/// Whether the person may do by their role what was asked of nobody by name, or may be taken over from whoever was: in
/// a restricted incident only those it is for.
pub(super) fn by_role(draft: &Draft, person: &PersonId, role: Role) -> bool {
    has_role(draft, person, role) && is_for(draft, person)
}

/// Whether the incident is for the person, as its pages are: it is not restricted, or they take part, are on duty for
/// its service now, or may restrict.
pub(super) fn is_for(draft: &Draft, person: &PersonId) -> bool {
    let state = draft.state();
    if !state.head.restricted || may(draft, person, Right::Restricts) || state.participants().contains(person) {
        return true;
    }
    let duty = draft.cx.duty(draft.cx.in_force);
    let mut turns = ON_DUTY.into_iter().filter_map(|role| duty.on_duty(&state.head.service, role, draft.cx.now));
    turns.any(|turn| turn.person == person)
}

/// Whether the person speaks for the contractor whose contract covered the service when the incident
/// was registered, or does now.
fn represents(draft: &Draft, person: &PersonId) -> bool {
    let head = &draft.state().head;
    let contracts = [head.registered_at, draft.cx.now].map(|at| draft.cx.catalogue.contract_of(&head.service, at));
    contracts.into_iter().flatten().any(|contract| contract.representatives.contains(person))
}
