//! What becomes of a high-priority failure: led by itself, perhaps a duplicate, or linked to a neighbour's.

use super::super::board::Claim;
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
    /// It is for those alone who take part in it.
    pub(super) restricted: bool,
}

/// What becomes of it, by the incidents there are now.
pub(super) fn standing(draft: &Draft, failure: &Failure) -> Standing {
    // A failure already over stands for itself: what burns now is another one.
    if failure.over {
        return Standing::Open;
    }
    let board = draft.cx.board;
    let is_restricted = |claim: &Claim| claim.restricted || board.restricts_chat(&claim.chat);
    let open = |service, restricted| {
        let other =
            |incident: &IncidentId, claim: &Claim| incident != draft.cx.incident && is_restricted(claim) == restricted;
        board.of(service, failure.drill, other)
    };
    // What is restricted is told of in no other chat. Whether it is the same failure can be asked in the chat of a
    // restricted one: then both are.
    let unrestricted = if failure.restricted { None } else { open(failure.service, false) };
    if let Some((_, claim)) = unrestricted.or_else(|| open(failure.service, true)) {
        return Standing::DuplicateOffered { of: claim.chat.clone() };
    }
    if failure.restricted {
        return Standing::Open;
    }
    let mut neighbours = draft.cx.catalogue.neighbours_of(failure.service);
    // What it needs comes before what needs it: that is where a cause is likelier.
    neighbours
        .sort_by_key(|neighbour| (neighbour.direction != Direction::Supplier, !neighbour.hard, neighbour.id.clone()));
    let beside = neighbours.iter().find_map(|neighbour| open(&neighbour.id, false));
    beside.map_or(Standing::Open, |(_, claim)| Standing::Linked { to: claim.chat.clone() })
}

/// Whether it is perhaps the same failure as a restricted one: its words are that one's.
pub(super) fn joins_restricted(draft: &Draft, standing: &Standing) -> bool {
    let Standing::DuplicateOffered { of } = standing else { return false };
    draft.cx.board.restricts_chat(of)
}

/// What becomes of this incident, were it registered now with its service as it stands.
pub(super) fn standing_now(draft: &Draft) -> Standing {
    let state = draft.state();
    let head = &state.head;
    let (drill, restricted) = (head.drill, head.restricted || draft.cx.catalogue.restricts(&head.service));
    let failure = Failure { service: &head.service, drill, over: state.restored_at().is_some(), restricted };
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

/// A restricted incident that shared another's chat goes its own way: what is said of it there is read by others.
pub(super) fn apart(draft: &mut Draft) {
    if let Standing::Linked { to } = draft.state().head.standing.clone() {
        stand(draft, Standing::Open, Some(to));
    }
}

fn stand(draft: &mut Draft, standing: Standing, left: Option<IncidentId>) {
    if joins_restricted(draft, &standing) && !draft.state().head.restricted {
        draft.push(Event::Restricted { restricted: true, by: None, reason: None });
    }
    let own_chat = standing == Standing::Open;
    draft.push(Event::StandingChanged { standing, desk: None, left });
    if own_chat {
        assemble(draft);
    }
}
