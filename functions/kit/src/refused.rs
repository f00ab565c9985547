//! Refused registrations: kept masked, shown first, so that a night incident is never lost to a
//! typing error.

use crate::env::Env;
use crate::fault::Fault;
use crate::keys;
use crate::table::{Action, Condition, Key, Order, Query, Row};
use nabat_domain::ids::ProductId;
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A refused registration.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Refused {
    /// Its name.
    pub id: String,
    /// When it came.
    pub at: At,
    /// Why it was refused, for people.
    pub reason: String,
    /// What came, masked.
    pub payload: Value,
}

/// The row that keeps a refused registration.
pub fn row(product: &ProductId, refused: &Refused) -> Row {
    let key = Key::new(keys::refused(product), format!("{:015}#{}", refused.at.0, refused.id));
    let body = serde_json::to_string(refused).expect("a refusal has only string keys");
    Row { key, body, version: 1, due: None, listed: None, expires: None }
}

/// Refused registrations that wait for somebody, newest first.
///
/// # Errors
/// The table's.
pub async fn waiting(env: &Env, product: &ProductId, limit: usize) -> Result<Vec<Refused>, Fault> {
    let query = Query { order: Order::Descending, limit, ..Query::prefix(keys::refused(product), "") };
    let rows = env.table.query(&query).await?;
    rows.iter().map(|row| serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("refusal", error))).collect()
}

/// Takes a refused registration off the list once it is registered.
///
/// # Errors
/// The table's.
pub async fn settle(env: &Env, product: &ProductId, refused: &Refused) -> Result<(), Fault> {
    Ok(env.table.write(&[Action::Delete(row(product, refused).key, Condition::Any)]).await?)
}
