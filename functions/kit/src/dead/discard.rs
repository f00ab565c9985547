//! Giving something up for good: somebody says why, and that stays on record.

use super::{WAKE, read};
use crate::fault::Fault;
use crate::keys;
use crate::table::{Action, Condition, Key, Order, Query, Row, Table, TableError};
use nabat_domain::answer::clean;
use nabat_domain::ids::{IncidentId, PersonId, ProductId};
use nabat_domain::masking::{Allowed, mask};
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What was discarded, by whom and why. The words it would have sent are gone with it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Discarded {
    /// Layout of the row.
    pub schema: u32,
    /// Its name in the store, `pk/sk`.
    pub id: String,
    /// What was to be done, as a job's kind names it.
    pub kind: String,
    /// The incident, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<IncidentId>,
    /// How often it failed.
    pub attempts: u32,
    /// How it failed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// Who discarded it; nobody where it was done from the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// Why, masked and without what hides in it.
    pub reason: String,
    /// When.
    pub at: At,
}

impl Discarded {
    fn of(row: &Row, reason: String, why: &Because<'_>) -> Self {
        let dead = read(row);
        Self {
            schema: 1,
            id: format!("{}/{}", row.key.pk, row.key.sk),
            kind: dead.kind,
            incident: dead.incident,
            attempts: dead.attempts,
            last_error: dead.last_error,
            by: why.by.cloned(),
            reason,
            at: why.at,
        }
    }
}

/// Who discards, why and when.
#[derive(Clone, Copy, Debug)]
pub struct Because<'a> {
    /// Who; nobody from the command line.
    pub by: Option<&'a PersonId>,
    /// Why.
    pub reason: &'a str,
    /// When.
    pub at: At,
    /// Work contacts, which are not masked.
    pub contacts: &'a BTreeSet<String>,
}

/// Takes something out of a product's dead list for good.
///
/// # Errors
/// The table's; [`Fault::Permanent`] where there is no such thing in the list, no reason is given, or it is the timers
/// of an incident, without which that would stand still for ever.
pub async fn discard(table: &dyn Table, product: &ProductId, key: &Key, why: Because<'_>) -> Result<Discarded, Fault> {
    let Some(row) = table.get(key).await?.filter(|row| is_listed(row, product)) else {
        return Err(Fault::Permanent(format!("{}/{} is not in the dead list", key.pk, key.sk)));
    };
    if key.sk == WAKE {
        let what = "timers of an incident are not discarded: it would stand still for ever; put them back to work";
        return Err(Fault::Permanent(what.to_owned()));
    }
    let reason = mask(&clean(why.reason), &Allowed { contacts: why.contacts }).text;
    if reason.is_empty() {
        return Err(Fault::Permanent("nothing is discarded without a reason".to_owned()));
    }
    let discarded = Discarded::of(&row, reason, &why);
    let body = serde_json::to_string(&discarded).expect("what is discarded has only string keys");
    let record = Row {
        key: keys::discarded(product, why.at, &discarded.id),
        body,
        version: 1,
        due: None,
        listed: None,
        expires: None,
    };
    let actions = [Action::Delete(key.clone(), Condition::Version(row.version)), Action::Put(record, Condition::Any)];
    match table.write(&actions).await {
        Ok(()) => Ok(discarded),
        Err(TableError::Conflict(_)) => {
            Err(Fault::Retry("somebody else put it back to work or discarded it meanwhile".to_owned()))
        }
        Err(error) => Err(error.into()),
    }
}

fn is_listed(row: &Row, product: &ProductId) -> bool {
    row.listed.as_ref().is_some_and(|listed| listed.list == keys::dead_list(product))
}

/// What was discarded of a product, newest first.
///
/// # Errors
/// The table's, or a row this program cannot read.
#[crate::boxed]
pub async fn all_discarded(table: &dyn Table, product: &ProductId, limit: usize) -> Result<Vec<Discarded>, Fault> {
    let query = Query { order: Order::Descending, limit, ..Query::prefix(keys::all_discarded(product), "") };
    let rows = table.query(&query).await?;
    let one =
        |row: &Row| serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("what was discarded", error));
    rows.iter().map(one).collect()
}
