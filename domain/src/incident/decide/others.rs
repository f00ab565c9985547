//! What other incidents say: duplicates, neighbours linked to this one, and the one it is linked to.

use super::super::command::Command;
use super::super::draft::{Draft, Reply};
use super::super::event::{Event, OtherStanding};
use super::super::state::Standing;
use super::assembly::assemble;
use crate::ids::{FunctionId, IncidentId};
use crate::time::At;
use std::collections::BTreeSet;

pub(super) fn other(draft: &mut Draft, command: &Command) -> Reply {
    match command {
        Command::DuplicateOffered { incident, desk } => {
            let event = Event::DuplicateOffered { incident: incident.clone(), desk: desk.clone() };
            arrived(draft, incident, event);
        }
        Command::NeighbourLinked { incident, desk, service, functions } => {
            let event = Event::NeighbourLinked {
                incident: incident.clone(),
                desk: desk.clone(),
                service: service.clone(),
                functions: functions.clone(),
            };
            arrived(draft, incident, event);
        }
        Command::StandBy { standing, said_by } => stand_by(draft, *standing, said_by),
        Command::RestoredWith { functions, at } => restored_with(draft, functions, *at),
        Command::ReopenedWith { function } => reopened_with(draft, function),
        Command::ClosedWith { standing, decided, by, problem } => {
            if matches!(draft.state().head.standing, Standing::Linked { .. }) {
                if let (Some(decided), Some(by)) = (decided, by) {
                    draft.push(Event::Decided { decided: decided.clone(), by: by.clone() });
                }
                if let Some(problem) = problem {
                    let (problem, url, state) = (problem.clone(), String::new(), String::new());
                    draft.push(Event::ProblemRecorded { problem, url, state });
                }
                draft.push(Event::StandingChanged { standing: standing.clone() });
            }
        }
        Command::Register(_)
        | Command::DeskChanged(_)
        | Command::DeskClosed
        | Command::Say(_)
        | Command::Wake
        | Command::ChatOpened { .. }
        | Command::PeopleInvited { .. }
        | Command::PeopleLeft { .. }
        | Command::ProblemRecorded { .. }
        | Command::ProblemRefused
        | Command::ReportPublished { .. } => {}
    }
    Reply::recorded()
}

/// Another record turned up in this chat; if this incident is over, it goes its own way.
fn arrived(draft: &mut Draft, incident: &IncidentId, event: Event) {
    let neighbours = &draft.state().neighbours;
    if neighbours.duplicates.contains_key(incident) || neighbours.linked.contains_key(incident) {
        return;
    }
    if draft.state().is_open() {
        draft.push(event);
    } else {
        draft.push(Event::OtherAnswered { incident: incident.clone(), standing: OtherStanding::Separate });
    }
}

fn stand_by(draft: &mut Draft, standing: OtherStanding, said_by: &IncidentId) {
    let (new, own_chat) = match (&draft.state().head.standing, standing) {
        (Standing::DuplicateOffered { .. }, OtherStanding::Merged) => {
            (Standing::Merged { into: said_by.clone() }, false)
        }
        (Standing::DuplicateOffered { .. }, OtherStanding::Kept) => (Standing::Linked { to: said_by.clone() }, false),
        (Standing::DuplicateOffered { .. } | Standing::Linked { .. }, OtherStanding::Separate) => {
            (Standing::Open, true)
        }
        _ => return,
    };
    draft.push(Event::StandingChanged { standing: new });
    if own_chat {
        assemble(draft);
    }
}

fn restored_with(draft: &mut Draft, functions: &BTreeSet<FunctionId>, at: At) {
    let down = draft.state().head.outages.iter().filter(|outage| outage.restored.is_none());
    let ended: BTreeSet<FunctionId> = down
        .map(|outage| outage.function.clone())
        .filter(|function| functions.is_empty() || functions.contains(function))
        .collect();
    if matches!(draft.state().head.standing, Standing::Linked { .. }) && !ended.is_empty() {
        draft.push(Event::OutageRestored { functions: ended, at: at.max(draft.state().head.began) });
    }
}

fn reopened_with(draft: &mut Draft, function: &FunctionId) {
    let service = draft.state().head.service.clone();
    if matches!(draft.state().head.standing, Standing::Linked { .. }) {
        draft.push(Event::OutageReopened { service, function: function.clone(), undone: BTreeSet::new() });
    }
}
