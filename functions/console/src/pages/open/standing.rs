//! The board as a page needs it: who has a place on it, and who stands before whom. A thousand claims may lie in its row
//! at every look, and of most nothing is shown but how many there are: their words stay in the row.

use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::{Board, Urgency, rank};
use nabat_domain::time::At;
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::table::Table;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// A board that lends what stands in its row.
#[derive(Deserialize)]
pub(super) struct Standings<'r> {
    #[serde(borrow, default, deserialize_with = "in_order")]
    claims: Vec<(Lent<'r>, Claim<'r>)>,
}

#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Lent<'r>(#[serde(borrow)] Cow<'r, str>);

#[derive(Deserialize)]
struct Claim<'r> {
    #[serde(borrow)]
    chat: Cow<'r, str>,
    drill: bool,
    since: At,
    urgency: Option<Urgency>,
}

/// Claims by incident. They are written in that order, so that nothing is left to sort.
fn in_order<'r, D: Deserializer<'r>>(row: D) -> Result<Vec<(Lent<'r>, Claim<'r>)>, D::Error> {
    struct InOrder;

    impl<'r> Visitor<'r> for InOrder {
        type Value = Vec<(Lent<'r>, Claim<'r>)>;

        fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
            to.write_str("claims by incident")
        }

        fn visit_map<A: MapAccess<'r>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut claims: Self::Value = Vec::new();
            while let Some(claim) = map.next_entry()? {
                claims.push(claim);
            }
            if !claims.is_sorted_by(|(one, _), (other, _)| one < other) {
                claims.sort_by(|(one, _), (other, _)| one.cmp(other));
            }
            Ok(claims)
        }
    }

    row.deserialize_map(InOrder)
}

/// A board's row, as it is written today: once it had one place a service.
///
/// # Errors
/// It is no board.
pub(super) fn of_today(body: String) -> Result<String, Fault> {
    if body.starts_with(r#"{"claims":"#) {
        return Ok(body);
    }
    let unreadable = |error| Fault::unreadable("board", error);
    let board: Board = serde_json::from_str(&body).map_err(unreadable)?;
    serde_json::to_string(&board).map_err(unreadable)
}

impl<'r> Standings<'r> {
    /// Of a row of today, without what is hidden from whoever reads: not even its number is told.
    ///
    /// # Errors
    /// It is no board.
    pub(super) fn read(body: &'r str, table: &dyn Table, product: &ProductId) -> Result<Self, Fault> {
        let mut read: Self = serde_json::from_str(body).map_err(|error| Fault::unreadable("board", error))?;
        // A partition's name ends in the incident's: made a thousand times it would cost as much as the rest.
        let mut partition = keys::incident(product, &IncidentId::from(""));
        let begins = partition.len();
        read.claims.retain(|(id, _)| {
            partition.truncate(begins);
            partition.push_str(&id.0);
            !table.hides(&partition)
        });
        Ok(read)
    }

    fn claim(&self, incident: &IncidentId) -> Option<&Claim<'r>> {
        let found = self.claims.binary_search_by(|(id, _)| (*id.0).cmp(incident.as_str()));
        found.ok().map(|at| &self.claims[at].1)
    }

    /// Whether an incident has a place.
    pub(super) fn has(&self, incident: &IncidentId) -> bool {
        self.claim(incident).is_some()
    }

    /// Whether it has one, and a chat of its own.
    pub(super) fn has_own(&self, incident: &IncidentId) -> bool {
        self.claim(incident).is_some_and(|claim| claim.chat == incident.as_str())
    }

    /// Incidents with a chat of their own, the most urgent first, and whether each is a drill.
    pub(super) fn by_urgency(&self, now: At) -> Vec<(&str, bool)> {
        let own = self.claims.iter().filter(|(id, claim)| claim.chat == id.0);
        let rank = |claim: &Claim| rank(claim.urgency, claim.drill, claim.since, now);
        let mut own: Vec<_> = own.map(|(id, claim)| (rank(claim), &*id.0, claim.drill)).collect();
        own.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        own.into_iter().map(|(_, id, drill)| (id, drill)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabat_domain::catalogue::Priority;
    use nabat_kit::table::memory::MemoryTable;

    #[test]
    fn a_board_lends_who_stands_where() {
        let claim = |chat: &str, priority, began| {
            let urgency = Urgency { priority, began: At(began), due: None };
            serde_json::json!({ "service": "kiosk", "chat": chat, "drill": false, "since": began, "urgency": urgency })
        };
        let claims = serde_json::json!({
            "young": claim("young", Priority::P1, 50),
            "old": claim("old", Priority::P1, 10),
            "shares": claim("old", Priority::P1, 1),
            "a \"word\"": claim("a \"word\"", Priority::P2, 5),
        });
        let row = of_today(serde_json::json!({ "claims": claims }).to_string()).expect("a board");
        let board = Standings::read(&row, &MemoryTable::new(), &"clinics".into()).expect("a board");
        let order: Vec<&str> = board.by_urgency(At(100)).into_iter().map(|(id, _)| id).collect();
        assert_eq!(order, ["old", "young", "a \"word\""]);
        assert!(board.has(&"shares".into()) && !board.has_own(&"shares".into()) && board.has_own(&"old".into()));
        assert!(!board.has(&"nobody".into()));
    }

    #[test]
    fn a_board_stored_by_service_is_read() {
        let stored = r#"{"open":{"booking":{"incident":"inc-1","chat":"inc-1","drill":true}}}"#;
        let row = of_today(stored.to_owned()).expect("a board");
        let board = Standings::read(&row, &MemoryTable::new(), &"clinics".into()).expect("a board");
        assert_eq!(board.by_urgency(At(0)), [("inc-1", true)]);
        assert!(of_today("[".to_owned()).is_err());
    }
}
