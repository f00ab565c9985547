//! What incidents that are over came to, one row each: the figures of years need not load every incident.
//!
//! A row stands only while time changes nothing of its case, and is written in the transaction that changes the
//! incident. Where there is none, the incident itself is read: a row that is missing costs time, never truth.

use super::case::Case;
use super::partition::{Partition, Says};
use crate::fault::Fault;
use crate::incident::load;
use crate::keys;
use crate::table::{Action, Condition, Key, Row, Table};
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::State;
use nabat_domain::time::{At, Length};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::Arc;

/// How a case is made and stored. Whoever changes what a case comes to raises it: rows of another one are not read,
/// their incidents are.
const SCHEMA: u32 = 1;

/// A case that does not change in so long does not change by time alone.
const LONG: Length = Length::hours(24 * 3_650);

/// A case as stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    schema: u32,
    /// `None` for an incident that was never led.
    case: Option<Case>,
}

/// Where an incident's case stands.
pub fn key(product: &ProductId, incident: &IncidentId) -> Key {
    Key::new(keys::cases(product), incident.as_str())
}

/// The row of an incident; `None` while its case still changes with time, and for a problem.
pub fn row(state: &State) -> Option<Row> {
    let head = &state.head;
    let runs = state.contractors.matters.values().any(|matter| matter.is_held());
    if state.is_open() || head.as_problem.is_some() || head.outages.is_empty() || runs {
        return None;
    }
    let case = Case::of(state, head.at);
    if case != Case::of(state, head.at.plus(LONG)) {
        return None;
    }
    let stored = Stored { schema: SCHEMA, case: state.is_led().then_some(case) };
    let body = serde_json::to_string(&stored).expect("a case has only string keys");
    Some(Row::derived(key(&head.product, &head.id), body))
}

/// What has to be written so that the row follows from the one state to the other.
pub fn changes(before: Option<&State>, after: &State) -> Option<Action> {
    let (old, new) = (before.and_then(row), row(after));
    match (old, new) {
        (Some(old), Some(new)) if old.body == new.body => None,
        (_, Some(new)) => Some(Action::Put(new, Condition::Any)),
        (Some(old), None) => Some(Action::Delete(old.key, Condition::Any)),
        (None, None) => None,
    }
}

/// The rows of a product, as read.
#[derive(Debug, Default)]
pub(super) struct Settled(Arc<Partition<Said>>);

/// What a row says.
#[derive(Clone, Debug)]
enum Said {
    /// The case; `None` for an incident that was never led.
    Case(Option<Arc<Case>>),
    /// It was made by other rules.
    Otherwise,
}

impl Says for Said {
    fn is_whole(&self) -> bool {
        true
    }

    async fn read(_: &dyn Table, _: &ProductId, row: &Row) -> Result<Self, Fault> {
        parsed(row)
    }
}

impl Settled {
    /// Reads them; what reads as before is not parsed again.
    #[crate::boxed]
    pub async fn read(table: &dyn Table, product: &ProductId, before: &Self) -> Result<Self, Fault> {
        Ok(Self(before.0.follow(table, product, &keys::cases(product)).await?))
    }

    /// The cases of incidents as of `now`, in order of time: from their rows, else from the incidents. Those that were
    /// never led have none.
    #[crate::boxed]
    pub async fn cases(
        &self,
        table: &dyn Table,
        product: &ProductId,
        mut of: HashSet<&str>,
        now: At,
    ) -> Result<Vec<Arc<Case>>, Fault> {
        let mut cases = Vec::with_capacity(of.len());
        for (incident, said) in self.0.rows() {
            if let Said::Case(case) = said
                && of.remove(incident)
            {
                cases.extend(case.clone());
            }
        }
        for incident in of {
            let state = load(table, product, &IncidentId::new(incident)).await?;
            cases.extend(state.filter(State::is_led).map(|state| Arc::new(Case::of(&state, now))));
        }
        cases.sort_by(|one, two| (one.began, &one.incident).cmp(&(two.began, &two.incident)));
        Ok(cases)
    }
}

fn parsed(row: &Row) -> Result<Said, Fault> {
    #[derive(Deserialize)]
    struct Layout {
        schema: u32,
    }
    let unreadable = |error| Fault::unreadable("case", error);
    let layout: Layout = serde_json::from_str(&row.body).map_err(unreadable)?;
    if layout.schema != SCHEMA {
        return Ok(Said::Otherwise);
    }
    let stored: Stored = serde_json::from_str(&row.body).map_err(unreadable)?;
    Ok(Said::Case(stored.case.map(Arc::new)))
}
