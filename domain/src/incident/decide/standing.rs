//! What becomes of a high-priority failure: led by itself, perhaps a duplicate, or linked to a neighbour's.

use super::super::draft::Draft;
use super::super::state::Standing;
use crate::catalogue::Direction;
use crate::ids::ServiceId;

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
