//! What becomes of a high-priority failure: led by itself, perhaps a duplicate, or linked to a neighbour's.

use super::super::draft::Draft;
use super::super::event::Event;
use super::super::state::Standing;
use super::assembly::assemble;
use crate::catalogue::Direction;
use crate::ids::{IncidentId, ServiceId};

/// What its standing depends on.
pub(super) struct Failure<'a> {
    pub(super) service: &'a ServiceId,
    pub(super) drill: bool,
    /// It was restored already.
    pub(super) over: bool,
}

/// What becomes of it, by the incidents there are now.
pub(super) fn standing(draft: &Draft, failure: &Failure) -> Standing {
    // A failure already over stands for itself: what burns now is another one.
    if failure.over {
        return Standing::Open;
    }
    let board = draft.cx.board;
    let open = |service| board.of(service, failure.drill).filter(|(incident, _)| *incident != draft.cx.incident);
    if let Some((_, claim)) = open(failure.service) {
        return Standing::DuplicateOffered { of: claim.chat.clone() };
    }
    let mut neighbours = draft.cx.catalogue.neighbours_of(failure.service);
    // What it needs comes before what needs it: that is where a cause is likelier.
    neighbours
        .sort_by_key(|neighbour| (neighbour.direction != Direction::Supplier, !neighbour.hard, neighbour.id.clone()));
    let beside = neighbours.iter().find_map(|neighbour| open(&neighbour.id));
    beside.map_or(Standing::Open, |(_, claim)| Standing::Linked { to: claim.chat.clone() })
}

/// What becomes of this incident, were it registered now with its service as it stands.
pub(super) fn standing_now(draft: &Draft) -> Standing {
    let state = draft.state();
    let head = &state.head;
    let failure = Failure { service: &head.service, drill: head.drill, over: state.restored_at().is_some() };
    if head.priority.is_high() { standing(draft, &failure) } else { Standing::RecordedOnly }
}

/// What was only recorded is led from the moment it is urgent: in a chat of its own, unless an open
/// incident has the service or a neighbour's.
pub(super) fn lead_if_high(draft: &mut Draft) {
    if draft.state().head.standing == Standing::RecordedOnly && draft.state().head.priority.is_high() {
        let standing = standing_now(draft);
        stand(draft, standing, None);
    }
}

/// A record that was offered as a duplicate is about another service now.
pub(super) fn offer_anew(draft: &mut Draft) {
    let Standing::DuplicateOffered { of } = draft.state().head.standing.clone() else { return };
    let new = standing_now(draft);
    if new != draft.state().head.standing {
        stand(draft, new, Some(of));
    }
}

fn stand(draft: &mut Draft, standing: Standing, left: Option<IncidentId>) {
    let own_chat = standing == Standing::Open;
    draft.push(Event::StandingChanged { standing, desk: None, left });
    if own_chat {
        assemble(draft);
    }
}
