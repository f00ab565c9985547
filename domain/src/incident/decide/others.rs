//! What other incidents say: duplicates, neighbours linked to this one, and the one it is linked to.

use super::super::command::Command;
use super::super::draft::{Draft, Reply};
use super::super::event::{Event, OtherSaid, OtherStanding};
use super::super::state::{Linked, Standing};
use super::assembly::assemble;
use super::facts::over;
use super::restrict;
use crate::ids::{DeskId, FunctionId, IncidentId};
use crate::time::At;
use std::collections::BTreeSet;

pub(super) fn other(draft: &mut Draft, command: &Command) -> Reply {
    match command {
        Command::DuplicateOffered { incident, desk } => {
            let event = Event::DuplicateOffered { incident: incident.clone(), desk: desk.clone() };
            arrived(draft, incident, event);
        }
        Command::NeighbourLinked { incident, desk, service, functions } => {
            let lost = Linked { desk: desk.clone(), service: service.clone(), functions: functions.clone() };
            neighbour(draft, incident, lost);
        }
        Command::StandBy { standing, said_by, desk } => stand_by(draft, *standing, said_by, desk.as_ref()),
        Command::OtherLeft { incident } => other_left(draft, incident),
        Command::ChatMoved { from, to } => chat_moved(draft, from, to),
        Command::RestoredWith { functions, at } => restored_with(draft, functions, *at),
        Command::ReopenedWith { function, anew } => reopened_with(draft, function, *anew),
        Command::SaidWith(said) => said_with(draft, said),
        Command::RestrictedWith { incident, by } => restrict::with(draft, incident, by.as_ref()),
        Command::ClosedWith { .. } => closed_with(draft, command),
        Command::Contractor(_)
        | Command::Register(_)
        | Command::DeskChanged(_)
        | Command::DeskClosed
        | Command::DeskReopened
        | Command::RecordOpened { .. }
        | Command::Say(_)
        | Command::Posted(_)
        | Command::FileCame { .. }
        | Command::Wake
        | Command::ChatOpened { .. }
        | Command::ChatLost { .. }
        | Command::PeopleInvited { .. }
        | Command::PeopleLeft { .. }
        | Command::WalkedOut { .. }
        | Command::ProblemRecorded { .. }
        | Command::ProblemRefused
        | Command::ReportPublished { .. }
        | Command::Problem(_)
        | Command::Runbook(_) => {}
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

/// A neighbour failed too, or what is down of it was changed.
fn neighbour(draft: &mut Draft, incident: &IncidentId, lost: Linked) {
    let Linked { desk, service, functions } = lost.clone();
    match draft.state().neighbours.linked.get(incident) {
        None => {
            arrived(draft, incident, Event::NeighbourLinked { incident: incident.clone(), desk, service, functions })
        }
        Some(known) if *known != lost && draft.state().is_open() => {
            draft.push(Event::NeighbourChanged { incident: incident.clone(), desk, service, functions });
        }
        Some(_) => {}
    }
}

fn other_left(draft: &mut Draft, incident: &IncidentId) {
    let neighbours = &draft.state().neighbours;
    let linked = neighbours.linked.get(incident).map(|linked| linked.desk.clone());
    if let Some(desk) = linked.or_else(|| neighbours.duplicates.get(incident).cloned()) {
        draft.push(Event::OtherLeft { incident: incident.clone(), desk });
    }
}

/// What another incident says this one is counts only if this one belongs to it.
fn stand_by(draft: &mut Draft, standing: OtherStanding, said_by: &IncidentId, desk: Option<&DeskId>) {
    let state = draft.state();
    let other = said_by.clone();
    let new = match (&state.head.standing, standing) {
        (Standing::DuplicateOffered { of }, OtherStanding::Merged) if of == said_by => Standing::Merged { into: other },
        (Standing::DuplicateOffered { of }, OtherStanding::Kept) if of == said_by => Standing::Linked { to: other },
        (Standing::DuplicateOffered { of: to } | Standing::Linked { to }, OtherStanding::Separate) if to == said_by => {
            Standing::Open
        }
        (Standing::Open, OtherStanding::Merged) if state.neighbours.same_as.as_ref() == Some(said_by) => {
            Standing::Merged { into: other }
        }
        _ => return,
    };
    let own_chat = new == Standing::Open;
    draft.push(Event::StandingChanged { standing: new, desk: desk.cloned(), left: None });
    if own_chat {
        assemble(draft);
    }
}

/// The incident this one shares a chat with became part of another: this one goes along.
fn chat_moved(draft: &mut Draft, from: &IncidentId, to: &IncidentId) {
    let belongs = match &draft.state().head.standing {
        Standing::Linked { to: chat } | Standing::DuplicateOffered { of: chat } => chat == from,
        Standing::Open | Standing::RecordedOnly | Standing::Merged { .. } | Standing::Closed | Standing::Annulled => {
            false
        }
    };
    if belongs {
        draft.push(Event::standing(Standing::Linked { to: to.clone() }));
    }
}

/// Over with the incident whose chat it shared; no interval outlives it. What that one was closed as
/// and annulled after, this one is too.
fn closed_with(draft: &mut Draft, command: &Command) {
    let Command::ClosedWith { standing, decided, by, problem, restored } = command else { return };
    match draft.state().head.standing {
        Standing::Linked { .. } => {}
        Standing::Closed if *standing == Standing::Annulled => {
            draft.push(Event::standing(Standing::Annulled));
            return;
        }
        Standing::Open
        | Standing::RecordedOnly
        | Standing::DuplicateOffered { .. }
        | Standing::Merged { .. }
        | Standing::Closed
        | Standing::Annulled => return,
    }
    over(draft, restored.unwrap_or(draft.cx.now));
    if let (Some(decided), Some(by)) = (decided, by) {
        draft.push(Event::Decided { decided: decided.clone(), by: by.clone() });
    }
    if let Some(problem) = problem {
        let (problem, url, state) = (problem.clone(), String::new(), String::new());
        let with = Some(draft.state().chat_owner().clone());
        draft.push(Event::ProblemRecorded { problem, url, state, with });
    }
    draft.push(Event::standing(standing.clone()));
}

fn restored_with(draft: &mut Draft, functions: &BTreeSet<FunctionId>, at: At) {
    let down = draft.state().head.outages.iter().filter(|outage| outage.restored.is_none());
    let ended: BTreeSet<FunctionId> = down
        .map(|outage| outage.function.clone())
        .filter(|function| functions.is_empty() || functions.contains(function))
        .collect();
    if matches!(draft.state().head.standing, Standing::Linked { .. }) && !ended.is_empty() {
        draft.push(Event::OutageRestored { functions: ended, at: at.max(draft.state().head.began), corrected: false });
    }
}

/// Who waits for the service of this one hears it as long as it is down.
fn said_with(draft: &mut Draft, said: &OtherSaid) {
    let here = matches!(&draft.state().head.standing, Standing::Linked { to } if *to == said.incident);
    if here && draft.state().restored_at().is_none() {
        draft.push(Event::OtherSaid(Box::new(said.clone())));
    }
}

fn reopened_with(draft: &mut Draft, function: &FunctionId, anew: Option<At>) {
    let service = draft.state().head.service.clone();
    if matches!(draft.state().head.standing, Standing::Linked { .. }) {
        draft.push(Event::OutageReopened { service, function: function.clone(), undone: BTreeSet::new(), anew });
    }
}
