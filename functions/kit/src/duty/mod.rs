//! Duty calendars as they were last read: who is meant in them, kept in the table until the next reading.

mod notice;
mod person;
mod reading;

pub use notice::{fault_told, responsible, why_unread};
pub use person::People;
pub use reading::{Reading, turns_of};

use crate::fault::Fault;
use crate::keys;
use crate::table::{Key, Query, Row, Table};
use nabat_domain::catalogue::{Calendars, Catalogue, KnownCalendar, Role, Rota, RotaCalendar};
use nabat_domain::ids::ProductId;
use nabat_domain::time::{At, Length};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Calendars are read from so long ago on: a turn that began yesterday is still somebody's.
pub const BEFORE: Length = Length::hours(2 * 24);

/// And so far ahead: thirty days are looked at for gaps, and what is known last serves for a while.
pub const AHEAD: Length = Length::hours(45 * 24);

/// The number of [`DutyRow`]'s layout.
const SCHEMA: u32 = 1;

/// What is kept of a calendar of a rota.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DutyRow {
    /// Layout of the row.
    pub schema: u32,
    /// The rota's role.
    pub role: Role,
    /// The calendar, as configured when it was read.
    pub calendar: RotaCalendar,
    /// What it said.
    pub known: KnownCalendar,
    /// Which state of it that was, where it says so.
    pub tag: Option<String>,
    /// Catalogue and names the people in it were found by.
    pub basis: String,
    /// When it was asked last, whatever came of it.
    pub asked_at: At,
    /// It asked to be left alone until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<At>,
    /// What was said of it and still holds, by hash: said once.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub told: BTreeSet<String>,
}

impl DutyRow {
    /// Of a calendar nobody has read yet.
    pub fn unread(rota: &Rota, calendar: &RotaCalendar) -> Self {
        let known = KnownCalendar { read_at: At(0), until: At(0), failed_since: None, turns: Vec::new() };
        let (role, calendar) = (rota.role, calendar.clone());
        let (tag, basis, asked_at) = (None, String::new(), At(0));
        let told = BTreeSet::new();
        Self { schema: SCHEMA, role, calendar, known, tag, basis, asked_at, not_before: None, told }
    }

    /// Where it stands.
    pub fn key(&self, product: &ProductId) -> Key {
        Key::new(keys::duty(product), format!("C#{}", self.calendar.key(self.role)))
    }

    /// As a row of that version.
    pub fn row(&self, product: &ProductId, version: u64) -> Row {
        let body = serde_json::to_string(self).expect("a calendar has only string keys");
        Row { key: self.key(product), body, version, due: None, listed: None, expires: None }
    }
}

/// Rows of a product's calendars, with their versions; one that cannot be read is as if it were not there.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn rows(table: &dyn Table, product: &ProductId) -> Result<Vec<(DutyRow, u64)>, Fault> {
    let rows = table.query(&Query::prefix(keys::duty(product), "C#")).await?;
    let read = |row: &Row| match serde_json::from_str::<DutyRow>(&row.body) {
        Ok(kept) => Some((kept, row.version)),
        Err(error) => {
            tracing::error!(product = %product, "{}", Fault::unreadable("duty calendar", error));
            None
        }
    };
    Ok(rows.iter().filter_map(read).collect())
}

/// What is known now of the calendars these catalogues name; the table is not asked where they name none.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn known(table: &dyn Table, catalogues: [&Catalogue; 2]) -> Result<Calendars, Fault> {
    let with_calendar = |catalogue: &&Catalogue| catalogue.rotas.iter().any(|rota| rota.calendar.is_some());
    let Some(catalogue) = catalogues.into_iter().find(with_calendar) else { return Ok(Calendars::default()) };
    let rows = rows(table, &catalogue.product.id).await?;
    let known = rows.into_iter().map(|(row, _)| (row.role, row.calendar, row.known));
    Ok(Calendars(known.collect()))
}
