//! Which incidents a product has now: one small row, so that two registrations can never both think
//! they are the first.

use super::state::{Standing, State};
use crate::ids::{IncidentId, ServiceId};
use crate::time::At;
use serde::{Deserialize, Serialize};
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
    /// When it was registered.
    pub since: At,
}

impl Board {
    /// The incident that answers for a service, among drills or among real failures: one with a chat
    /// of its own before one that shares another's, then the earliest.
    pub fn of(&self, service: &ServiceId, drill: bool) -> Option<(&IncidentId, &Claim)> {
        let fits = |(_, claim): &(&IncidentId, &Claim)| &claim.service == service && claim.drill == drill;
        self.claims.iter().filter(fits).min_by_key(|(incident, claim)| (claim.chat != **incident, claim.since))
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
            since: head.registered_at,
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
            claims.entry(incident).or_insert(Claim { service, chat, drill, since: At(0) });
        }
        Self { claims }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(chat: &str, since: i64) -> Claim {
        Claim { service: "booking".into(), chat: chat.into(), drill: false, since: At(since) }
    }

    #[test]
    fn a_chat_of_its_own_comes_first_then_the_earliest() {
        let claims = [("inc-1", claim("inc-9", 1)), ("inc-2", claim("inc-2", 7)), ("inc-3", claim("inc-3", 5))];
        let board = Board { claims: claims.map(|(id, claim)| (id.into(), claim)).into() };
        assert_eq!(board.of(&"booking".into(), false).map(|(id, _)| id.as_str()), Some("inc-3"));
        assert_eq!(board.of(&"booking".into(), true), None, "no drill among them");
    }

    #[test]
    fn a_board_stored_by_service_is_read() {
        let stored = r#"{"open":{"booking":{"incident":"inc-1","chat":"inc-1","drill":true}}}"#;
        let board: Board = serde_json::from_str(stored).expect("a stored board is read");
        assert_eq!(board.of(&"booking".into(), true).map(|(id, _)| id.as_str()), Some("inc-1"));
        let again: Board = serde_json::from_str(&serde_json::to_string(&board).expect("only string keys"))
            .expect("what is written is read");
        assert_eq!(again, board);
    }
}
