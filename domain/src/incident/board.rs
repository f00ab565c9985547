//! Which incidents a product has now: one small row, so that two registrations can never both think
//! they are the first.

use super::state::{Standing, State};
use crate::catalogue::Priority;
use crate::ids::{IncidentId, ServiceId};
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The incidents that answer for their services now.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Board {
    /// By incident: each has one place and touches no other's.
    pub claims: BTreeMap<IncidentId, Claim>,
}

/// What an incident answers for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// Its failing service.
    pub service: ServiceId,
    /// The incident whose chat it speaks in; itself, where it has its own.
    pub chat: IncidentId,
    /// A drill never answers for a real failure, nor the other way round.
    pub drill: bool,
    /// It is restricted; not known of one stored before this was kept, until it changes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
    /// When it was registered.
    pub since: At,
    /// How urgent it is; nothing on a board stored before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
}

/// How urgent an incident is, as far as that needs no clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Urgency {
    /// Its priority.
    pub priority: Priority,
    /// When it began.
    pub began: At,
    /// When the whole budget is spent; nothing once it is restored, or where there is no budget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<At>,
}

impl Urgency {
    fn of(state: &State) -> Self {
        let budget = Some(state.steps.terms.incident).filter(|budget| budget.0 > 0 && state.restored_at().is_none());
        let (priority, began) = (state.head.priority, state.head.began);
        Self { priority, began, due: budget.map(|budget| began.plus(budget)) }
    }
}

/// Where an incident stands among those of its product, the smallest first: by priority, then by time beyond the budget,
/// then by age. A drill never stands before a real failure; of whom nothing is known stands first.
pub fn rank(urgency: Option<Urgency>, drill: bool, since: At, now: At) -> impl Ord {
    let known = urgency.map(|urgency| {
        let over = urgency.due.map_or(0, |due| now.since(due).0.max(0));
        (Reverse(urgency.priority), Reverse(over), urgency.began)
    });
    (drill, known, since)
}

impl Board {
    /// The incident that answers for a service, among drills or among real failures, among those that fit: one with
    /// a chat of its own before one that shares another's, then the earliest.
    pub fn of(
        &self,
        service: &ServiceId,
        drill: bool,
        fits: impl Fn(&IncidentId, &Claim) -> bool,
    ) -> Option<(&IncidentId, &Claim)> {
        let here = |(incident, claim): &(&IncidentId, &Claim)| {
            &claim.service == service && claim.drill == drill && fits(incident, claim)
        };
        self.claims.iter().filter(here).min_by_key(|(incident, claim)| (claim.chat != **incident, claim.since))
    }

    /// Whether the incident whose chat this is is restricted.
    pub fn restricts_chat(&self, chat: &IncidentId) -> bool {
        self.claims.get(chat).is_some_and(|claim| claim.restricted)
    }
}

impl Claim {
    /// What an incident answers for; nothing, unless it is led and was not over when it was
    /// registered: a failure now is another one.
    pub fn of(state: &State) -> Option<Self> {
        let head = &state.head;
        let led = matches!(head.standing, Standing::Open | Standing::Linked { .. });
        let over = state.restored_at().is_some_and(|at| at < head.registered_at);
        (led && !over && head.as_problem.is_none()).then(|| Self {
            service: head.service.clone(),
            chat: state.chat_owner().clone(),
            drill: head.drill,
            restricted: head.restricted,
            since: head.registered_at,
            urgency: Some(Urgency::of(state)),
        })
    }
}

/// The board as it is or was stored: once it had one place a service.
#[derive(Deserialize)]
struct Stored {
    #[serde(default)]
    claims: BTreeMap<IncidentId, Claim>,
    #[serde(default)]
    open: BTreeMap<ServiceId, Place>,
}

#[derive(Deserialize)]
struct Place {
    incident: IncidentId,
    chat: IncidentId,
    drill: bool,
}

impl From<Stored> for Board {
    fn from(stored: Stored) -> Self {
        let mut claims = stored.claims;
        for (service, Place { incident, chat, drill }) in stored.open {
            let claim = Claim { service, chat, drill, restricted: false, since: At(0), urgency: None };
            claims.entry(incident).or_insert(claim);
        }
        Self { claims }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(chat: &str, since: i64) -> Claim {
        let (service, chat) = ("booking".into(), chat.into());
        Claim { service, chat, drill: false, restricted: false, since: At(since), urgency: None }
    }

    #[test]
    fn a_chat_of_its_own_comes_first_then_the_earliest() {
        let claims = [("inc-1", claim("inc-9", 1)), ("inc-2", claim("inc-2", 7)), ("inc-3", claim("inc-3", 5))];
        let board = Board { claims: claims.map(|(id, claim)| (id.into(), claim)).into() };
        let of = |drill| board.of(&"booking".into(), drill, |_, _| true).map(|(id, _)| id.as_str());
        assert_eq!(of(false), Some("inc-3"));
        assert_eq!(of(true), None, "no drill among them");
    }

    #[test]
    fn the_most_urgent_stand_first() {
        let urgent = |id: &str, priority, began, due: Option<i64>| {
            let urgency = Some(Urgency { priority, began: At(began), due: due.map(At) });
            (id.into(), Claim { urgency, ..claim(id, began) })
        };
        let (_, drill) = urgent("drill", Priority::P1, 0, Some(1));
        let mut claims = [
            urgent("low", Priority::P2, 1, Some(2)),
            urgent("young", Priority::P1, 50, Some(200)),
            urgent("old", Priority::P1, 10, Some(300)),
            urgent("restored", Priority::P1, 20, None),
            urgent("late", Priority::P1, 60, Some(99)),
            urgent("later", Priority::P1, 70, Some(90)),
            ("drill".into(), Claim { drill: true, ..drill }),
            ("before".into(), claim("before", 80)),
        ];
        claims.sort_by_key(|(_, claim): &(IncidentId, Claim)| rank(claim.urgency, claim.drill, claim.since, At(100)));
        let order: Vec<&str> = claims.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(order, ["before", "later", "late", "old", "restored", "young", "low", "drill"]);
    }

    #[test]
    fn a_board_stored_by_service_is_read() {
        let stored = r#"{"open":{"booking":{"incident":"inc-1","chat":"inc-1","drill":true}}}"#;
        let board: Board = serde_json::from_str(stored).expect("a stored board is read");
        let of = board.of(&"booking".into(), true, |_, claim| !claim.restricted);
        assert_eq!(of.map(|(id, _)| id.as_str()), Some("inc-1"));
        let again: Board = serde_json::from_str(&serde_json::to_string(&board).expect("only string keys"))
            .expect("what is written is read");
        assert_eq!(again, board);
    }
}
