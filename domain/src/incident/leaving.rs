//! Whose part in the chat is over: the contractor's once everything is verified, and that of people
//! who were called for one step and got no role by it.

use super::state::{Member, State};
use crate::catalogue::Role;
use crate::ids::PersonId;
use crate::procedure::{Procedure, StageEnd, Step};

/// People who are in the chat, have no part in it any more, and were not sent off yet.
pub(super) fn leaving(state: &State, procedure: &Procedure) -> Vec<PersonId> {
    let verified = is_verified(state, procedure);
    let over = |(person, member): &(&PersonId, &Member)| {
        member.is_in() && member.sent_off_at.is_none() && part_is_over(state, person, member, verified)
    };
    state.people.members.iter().filter(over).map(|(person, _)| person.clone()).collect()
}

/// People who were sent off, are not out yet, and have a part in it again: verification failed, say.
pub(super) fn called_back(state: &State, procedure: &Procedure) -> Vec<PersonId> {
    let verified = is_verified(state, procedure);
    let again = |(person, member): &(&PersonId, &Member)| {
        member.is_in() && member.sent_off_at.is_some() && !part_is_over(state, person, member, verified)
    };
    state.people.members.iter().filter(again).map(|(person, _)| person.clone()).collect()
}

fn part_is_over(state: &State, person: &PersonId, member: &Member, verified: Verified) -> bool {
    if member.gone_at.is_some() {
        return true;
    }
    if state.people.offered.values().any(|offered| offered == person) {
        return false;
    }
    let mut held = state.people.holders.iter().filter(|(_, holder)| *holder == person).map(|(role, _)| *role);
    match verified {
        // The contractor hears neither the summary nor the closing debate; whoever lost their role
        // by a change of service stays until here.
        Verified::Yes => held.all(|role| role == Role::Contractor),
        Verified::NotYet => {
            let done = |prompt| !state.steps.open.contains_key(prompt);
            held.next().is_none() && member.called_for.as_ref().is_some_and(done)
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verified {
    Yes,
    NotYet,
}

/// Whether the stage of verification has ended.
pub(super) fn has_verified(state: &State, procedure: &Procedure) -> bool {
    is_verified(state, procedure) == Verified::Yes
}

fn is_verified(state: &State, procedure: &Procedure) -> Verified {
    let mut ended = procedure.stages.iter().filter(|stage| stage.ends == StageEnd::Verified);
    if ended.any(|stage| state.head.ends.contains_key(&stage.id)) { Verified::Yes } else { Verified::NotYet }
}

/// A step after verification waits until no contractor reads along.
pub(super) fn waits_for_contractor(state: &State, procedure: &Procedure, step: &Step) -> bool {
    let verified = procedure.stages.iter().position(|stage| stage.ends == StageEnd::Verified);
    let later = procedure.stage_number(&step.stage) > verified;
    verified.is_some()
        && later
        && state.people.members.iter().any(|(person, member)| reads_along(state, person, member))
}

/// In the chat for a contractor and for nothing else.
fn reads_along(state: &State, person: &PersonId, member: &Member) -> bool {
    let speaks_for_one = member.roles.contains(&Role::Contractor);
    let holds_more = state.people.holders.iter().any(|(role, holder)| holder == person && *role != Role::Contractor);
    member.is_in() && speaks_for_one && !holds_more
}
