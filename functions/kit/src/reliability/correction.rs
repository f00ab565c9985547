//! Corrections of what counts: who, when, why, what stood before; nothing is ever written over.
//!
//! Times of an incident of Nabat's own are corrected in its journal. What stands here is the rest: imported
//! outages in everything, others in whether they count, their class and their contractor.

use crate::fault::Fault;
use crate::keys;
use crate::table::{Action, Condition, Key, Query, Row, Table};
use nabat_domain::ids::{IncidentId, PersonId, ProductId};
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};

/// Layout of a stored correction.
const SCHEMA: u32 = 1;

/// Names an outage for ever, whatever of it is corrected.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Named {
    /// The incident.
    pub incident: String,
    /// The service.
    pub service: String,
    /// The function; empty if not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub function: String,
    /// When it began by the file it was imported from; `None` for an incident of Nabat's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<At>,
}

impl Named {
    /// It is of a restricted incident that whoever reads through this table may not read.
    pub fn is_hidden(&self, table: &dyn Table, product: &ProductId) -> bool {
        self.imported.is_none() && table.hides(&keys::incident(product, &IncidentId::new(&self.incident)))
    }
}

/// What the figures take of an outage.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Facts {
    /// First moment without it.
    pub began: At,
    /// First moment with it again; `None` while it lasts.
    pub restored: Option<At>,
    /// It counts.
    pub counted: bool,
    /// The service's class; empty if not known.
    #[serde(default)]
    pub class: String,
    /// Whose contract covered it; empty if nobody's is known to.
    #[serde(default)]
    pub contractor: String,
}

/// One correction.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Correction {
    /// Layout of the stored thing.
    pub schema: u32,
    /// The outage.
    pub of: Named,
    /// What stood before.
    pub before: Facts,
    /// What stands from now on.
    pub after: Facts,
    /// Why, masked.
    pub reason: String,
    /// Who corrected it.
    pub by: PersonId,
    /// When.
    pub at: At,
}

impl Correction {
    /// A correction as it is stored from now on.
    pub const fn new(of: Named, before: Facts, after: Facts, reason: String, by: PersonId, at: At) -> Self {
        Self { schema: SCHEMA, of, before, after, reason, by, at }
    }
}

/// The corrections of a product, in the order they were made: of one outage the last one holds.
///
/// # Errors
/// The table's, or bytes this program cannot read.
#[crate::boxed]
pub async fn corrections(table: &dyn Table, product: &ProductId) -> Result<Vec<Correction>, Fault> {
    of_rows(&correction_rows(table, product).await?)
}

/// The same as stored.
pub(super) async fn correction_rows(table: &dyn Table, product: &ProductId) -> Result<Vec<Row>, Fault> {
    Ok(table.query(&Query::prefix(keys::corrections(product), "")).await?)
}

/// What rows say.
pub(super) fn of_rows(rows: &[Row]) -> Result<Vec<Correction>, Fault> {
    let read = |row: &Row| serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("correction", error));
    rows.iter().map(read).collect()
}

/// Writes a correction down.
///
/// # Errors
/// The table's; a conflict where the same outage is corrected by somebody else in the same moment.
#[crate::boxed]
pub async fn record(table: &dyn Table, product: &ProductId, correction: &Correction) -> Result<(), Fault> {
    let body = serde_json::to_string(correction).map_err(|error| Fault::unreadable("correction", error))?;
    let name = serde_json::to_string(&correction.of).map_err(|error| Fault::unreadable("correction", error))?;
    let order = format!("{:015}#{}", correction.at.0.max(0), &sha256_hex(name.as_bytes())[..16]);
    let key = Key::new(keys::corrections(product), order);
    let row = Row { key, body, version: 1, due: None, listed: None, expires: None };
    Ok(table.write(&[Action::Put(row, Condition::Absent)]).await?)
}
