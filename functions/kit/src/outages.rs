//! A product's outages as rows keyed by their end, so that "end after from" finds what overlaps. Those of an incident
//! that end together are one row: "restored" writes as little when a hundred functions were lost as when one was.

use crate::fault::Fault;
use crate::keys;
use crate::table::{Action, Condition, Key, Order, Query, Row, Table};
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::{Head, Outage, Standing, State};
use nabat_domain::time::At;
use nabat_domain::users::UserMinutes;
use serde::{Deserialize, Serialize};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// An outage as the figures read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OutageRow {
    /// The incident.
    pub incident: IncidentId,
    /// The interval.
    pub outage: Outage,
    /// Other intervals of the incident that end at the same moment. Rows of before this have none: each function had
    /// a row of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Outage>,
    /// Counted in the figures: confirmed, high priority, no drill.
    pub counted: bool,
    /// User-minutes of the whole incident, once it is restored and where users were counted: the same in each
    /// of its rows, so whoever sums takes one row an incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub users: Option<UserMinutes>,
    /// Why it is not counted; rows of before this was written down do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Why>,
}

impl OutageRow {
    /// All intervals of the row.
    pub fn outages(&self) -> impl Iterator<Item = &Outage> {
        std::iter::once(&self.outage).chain(&self.others)
    }
}

/// Why an outage of Nabat's own does not count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A drill.
    Drill,
    /// A false alarm.
    Annulled,
    /// Not of high priority: recorded and left to the desk.
    RecordedOnly,
    /// Taken out by a correction.
    Corrected,
}

impl Why {
    /// Why an incident that does not count does not.
    pub const fn of(head: &Head) -> Self {
        match head.standing {
            _ if head.drill => Self::Drill,
            Standing::Annulled => Self::Annulled,
            Standing::Open
            | Standing::Closed
            | Standing::RecordedOnly
            | Standing::Linked { .. }
            | Standing::DuplicateOffered { .. }
            | Standing::Merged { .. } => Self::RecordedOnly,
        }
    }
}

/// The rows of an incident, by key.
pub fn rows(state: &State) -> BTreeMap<Key, OutageRow> {
    let head = &state.head;
    let listed = !matches!(head.standing, Standing::DuplicateOffered { .. } | Standing::Merged { .. });
    let counted =
        !head.drill && !matches!(head.standing, Standing::RecordedOnly | Standing::Annulled) && head.priority.is_high();
    let beside = (!counted).then(|| Why::of(head));
    let is_counted = !state.findings.users.is_empty() && state.restored_at().is_some();
    let users = is_counted.then(|| state.user_minutes(head.at));
    let mut by_end: BTreeMap<Option<At>, OutageRow> = BTreeMap::new();
    for outage in head.outages.iter().filter(|_| listed) {
        // Nothing lasts longer than its incident: a false alarm is annulled before anybody says "restored".
        let outage = Outage { restored: outage.restored.or(head.closed_at), ..outage.clone() };
        match by_end.entry(outage.restored) {
            Entry::Occupied(row) => row.into_mut().others.push(outage),
            Entry::Vacant(place) => {
                let (incident, others) = (head.id.clone(), Vec::new());
                place.insert(OutageRow { incident, outage, others, counted, users, beside });
            }
        }
    }
    by_end.into_values().map(|row| (key(&head.product, &head.id, &row.outage), row)).collect()
}

/// Where a row stands: by its end, named after the first of its intervals.
fn key(product: &ProductId, incident: &IncidentId, outage: &Outage) -> Key {
    let end = outage.restored.map_or_else(|| "~".to_owned(), |At(at)| format!("{at:015}"));
    Key::new(keys::outages(product), format!("{end}#{incident}#{}#{}", outage.service, outage.function))
}

/// The rows of a product that end after `from` or last.
///
/// # Errors
/// The table's, or bytes this program cannot read.
#[crate::boxed]
pub async fn ending_after(table: &dyn Table, product: &ProductId, from: At) -> Result<Vec<OutageRow>, Fault> {
    let query = Query {
        pk: keys::outages(product),
        from: format!("{:015}", from.0.max(0)),
        to: None,
        order: Order::Ascending,
        limit: usize::MAX,
    };
    table.query(&query).await?.iter().map(of_row).collect()
}

/// What a row says.
///
/// # Errors
/// Bytes this program cannot read.
pub fn of_row(row: &Row) -> Result<OutageRow, Fault> {
    serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("outage", error))
}

/// Whether the rows change from the one state to the other.
pub fn changed(before: Option<&State>, after: &State) -> bool {
    before.map(rows).unwrap_or_default() != rows(after)
}

/// What has to be written so that the rows follow from the one state to the other.
pub fn changes(before: Option<&State>, after: &State) -> Vec<Action> {
    let (old, new) = (before.map(rows).unwrap_or_default(), rows(after));
    if old == new {
        return Vec::new();
    }
    // What was written when each function had a row of its own is written anew.
    let apart = before.is_some_and(|state| state.head.parts.outages == 0);
    let each = old.values().flat_map(OutageRow::outages).filter(|_| apart);
    let each = each.map(|outage| key(&after.head.product, &after.head.id, outage));
    let stood: BTreeSet<Key> = old.keys().cloned().chain(each).collect();
    let gone = stood.into_iter().filter(|key| !new.contains_key(key));
    let gone = gone.map(|key| Action::Delete(key, Condition::Any));
    let changed = new
        .iter()
        .filter(|(key, row)| apart || old.get(*key) != Some(row))
        .map(|(key, row)| Action::Put(as_row(key, row), Condition::Any));
    gone.chain(changed).collect()
}

/// An outage as stored.
pub fn as_row(key: &Key, outage: &OutageRow) -> Row {
    let body = serde_json::to_string(outage).expect("an outage has only string keys");
    Row::derived(key.clone(), body)
}
