//! Who read a restricted case: one row a reader, a place and a minute, kept as long as the case.

use crate::fault::Fault;
use crate::keys;
use crate::table::{Action, Condition, Query, Row, Table, TableError};
use nabat_domain::ids::{IncidentId, PersonId, ProductId};
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::{At, Length};
use serde::{Deserialize, Serialize};

/// A page that looks again by itself is one reading within so long.
const ONE_LOOK: Length = Length::minutes(1);

/// Somebody who read.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadBy {
    /// A person signed in.
    Person(PersonId),
    /// A machine's token: the beginning of the hash of its secret.
    Token(String),
    /// Whoever was at the command line of the machine, by the name it has there.
    CommandLine(String),
}

/// One reading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Read {
    /// Who.
    pub by: ReadBy,
    /// When; the first time within the minute.
    pub at: At,
    /// What: the method and the path, or the command.
    pub what: String,
}

impl Read {
    /// Puts it down; already there where the same look was put down within the minute.
    ///
    /// # Errors
    /// The table's: what cannot be recorded is not read.
    pub(super) async fn record(
        &self,
        table: &dyn Table,
        product: &ProductId,
        case: &IncidentId,
    ) -> Result<(), TableError> {
        let minute = self.at.0.div_euclid(ONE_LOOK.0);
        let name = sha256_hex(format!("{:?}\n{}", self.by, self.what).as_bytes());
        let key = keys::read(product, case, minute, &name[..16]);
        let body = serde_json::to_string(self).expect("a reading has only string keys");
        let row = Row { key, body, version: 1, due: None, listed: None, expires: None };
        match table.write(&[Action::Put(row, Condition::Absent)]).await {
            // Somebody who wrote at the same moment may have come to nothing.
            Err(TableError::Conflict(key)) if table.get(&key).await?.is_some() => Ok(()),
            written => written,
        }
    }
}

/// Every reading of a case, the first one first.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[crate::boxed]
pub async fn reads(table: &dyn Table, product: &ProductId, case: &IncidentId) -> Result<Vec<Read>, Fault> {
    let rows = table.query(&Query::prefix(keys::incident(product, case), "R#")).await?;
    let read = |row: &Row| serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("a reading", error));
    rows.iter().map(read).collect()
}

/// Records that a restricted case is read by a command of the program; whether it is restricted.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[crate::boxed]
pub async fn at_command_line(
    table: &dyn Table,
    product: &ProductId,
    case: &IncidentId,
    (user, what, now): (&str, &str, At),
) -> Result<bool, Fault> {
    let restricted = super::all(table, product).await?.iter().any(|one| one.case == *case);
    if restricted {
        let read = Read { by: ReadBy::CommandLine(user.to_owned()), at: now, what: what.to_owned() };
        read.record(table, product, case).await?;
    }
    Ok(restricted)
}

#[cfg(test)]
mod tests;
