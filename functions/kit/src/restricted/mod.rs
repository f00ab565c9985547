//! Restricted incidents and problems: who may read them, a table that hides them from everybody else, and a record
//! of every reading.
//!
//! The check stands in one place: whoever reads for a person or a token is given [`for_reader`]'s ports and has no
//! other way to the table. What acts, or counts, takes [`Env::whole`](crate::env::Env::whole) once it is known that
//! it may.

mod reads;
mod shown;
mod sight;

pub use reads::{Read, ReadBy, at_command_line, reads};
pub use shown::{Shown, read_in_chat, shown};
pub use sight::{Reader, for_reader};

use crate::fault::Fault;
use crate::keys;
use crate::table::{Action, Condition, Query, Row, Table};
use nabat_domain::ids::{IncidentId, PersonId, ProductId, ServiceId};
use nabat_domain::incident::State;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A restricted case, as far as who may read it depends on it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Restricted {
    /// The incident or problem.
    pub case: IncidentId,
    /// The failing service: whoever is on duty for it now may read.
    pub service: ServiceId,
    /// Who takes part in it now.
    pub people: BTreeSet<PersonId>,
}

impl Restricted {
    /// Of a case as it stands; nothing unless it is restricted.
    pub fn of(state: &State) -> Option<Self> {
        let head = &state.head;
        if !head.restricted {
            return None;
        }
        Some(Self { case: head.id.clone(), service: head.service.clone(), people: state.participants() })
    }

    fn row(&self, product: &ProductId) -> Row {
        let body = serde_json::to_string(self).expect("who may read has only string keys");
        Row::derived(keys::restricted(product, &self.case), body)
    }
}

/// What has to be written so that the list of restricted cases follows from the one state to the other.
pub fn changes(before: Option<&State>, after: &State) -> Option<Action> {
    let product = &after.head.product;
    match (before.and_then(Restricted::of), Restricted::of(after)) {
        (old, new) if old == new => None,
        (_, Some(new)) => Some(Action::Put(new.row(product), Condition::Any)),
        (_, None) => Some(Action::Delete(keys::restricted(product, &after.head.id), Condition::Any)),
    }
}

/// A product's restricted cases.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[crate::boxed]
pub async fn all(table: &dyn Table, product: &ProductId) -> Result<Vec<Restricted>, Fault> {
    let rows = table.query(&Query::prefix(keys::all_restricted(product), "")).await?;
    rows.iter().map(read).collect()
}

/// One case, if it is restricted: its own rows need not be readable for that.
///
/// # Errors
/// The table's, or a row this program cannot read.
#[crate::boxed]
pub async fn one(table: &dyn Table, product: &ProductId, case: &IncidentId) -> Result<Option<Restricted>, Fault> {
    let row = table.get(&keys::restricted(product, case)).await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<Restricted, Fault> {
    serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("who may read a restricted case", error))
}
