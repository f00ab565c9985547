//! Registration: priority, what becomes of the record, and the people and times that follow.

use super::super::command::Registration;
use super::super::context::BoardEntry;
use super::super::draft::{Draft, Reply};
use super::super::event::{Event, Facts};
use super::super::state::Standing;
use super::super::wording::Wording;
use super::assembly::assemble;
use crate::catalogue::{Direction, Priority};

pub(super) fn register(draft: &mut Draft, registration: &Registration) -> Reply {
    if !draft.is_new() {
        return Reply::already_so(Wording::new("already-registered"));
    }
    let cx = draft.cx;
    let criticality = cx.catalogue.criticality_of(&registration.service);
    let by_class = Priority::with_function_lost(criticality);
    let priority = registration.priority.map_or(by_class, |said| said.max(by_class));
    let standing = standing(draft, registration, priority);
    let facts = Facts {
        schema: super::super::SCHEMA,
        desk: registration.desk.clone(),
        url: registration.url.clone(),
        service: registration.service.clone(),
        functions: registration.functions.clone(),
        scope: registration.scope.clone(),
        summary: draft.keep(&registration.summary),
        description: registration.description.as_deref().map(|text| draft.keep(text)),
        registered_by: draft.keep(&registration.registered_by),
        began: registration.began.min(cx.now),
        restored: registration.restored.map(|at| at.min(cx.now)),
        drill: registration.drill,
        criticality,
        priority,
        standing: standing.clone(),
        catalogue: cx.catalogue_version.to_owned(),
        procedure: format!("{}@{}", cx.procedure.id, cx.procedure.version),
    };
    draft.push(Event::Registered(Box::new(facts)));
    if standing == Standing::Open {
        assemble(draft);
    }
    Reply::recorded()
}

/// What becomes of a record: led, left to the desk, perhaps a duplicate, or linked to a neighbour's.
fn standing(draft: &Draft, registration: &Registration, priority: Priority) -> Standing {
    if !priority.is_high() {
        return Standing::RecordedOnly;
    }
    // A failure already over stands for itself: what burns now is another one.
    if registration.restored.is_some() {
        return Standing::Open;
    }
    let open =
        |service| draft.cx.board.open.get(service).filter(|entry: &&BoardEntry| entry.drill == registration.drill);
    if let Some(entry) = open(&registration.service) {
        return Standing::DuplicateOffered { of: entry.chat.clone() };
    }
    let mut neighbours = draft.cx.catalogue.neighbours_of(&registration.service);
    // What it needs comes before what needs it: that is where a cause is likelier.
    neighbours
        .sort_by_key(|neighbour| (neighbour.direction != Direction::Supplier, !neighbour.hard, neighbour.id.clone()));
    let beside = neighbours.iter().find_map(|neighbour| open(&neighbour.id));
    beside.map_or(Standing::Open, |entry| Standing::Linked { to: entry.chat.clone() })
}
