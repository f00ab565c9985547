//! Refused registrations: kept masked, shown first, so that a night incident is never lost to a
//! typing error.

use crate::env::Env;
use crate::fault::Fault;
use crate::keys;
use crate::table::{Action, Condition, Key, Order, Query, Row};
use nabat_domain::ids::{DeskId, IncidentId, ProductId};
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
    /// Monitoring proposes it: the desk has no record of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alert: bool,
    /// The incident or problem it is about, where that is known: it need not be readable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<IncidentId>,
}

impl Refused {
    /// The incident whose words it holds, if that is one: its record's.
    fn about(&self, product: &ProductId) -> Option<IncidentId> {
        let of_record = || Some(IncidentId::of_desk_record(product, &DeskId::from(self.payload["id"].as_str()?)));
        self.case.clone().or_else(of_record)
    }
}

/// The row that keeps a refused registration.
pub fn row(product: &ProductId, refused: &Refused) -> Row {
    let key = Key::new(keys::refused(product), format!("{:015}#{}", refused.at.0, refused.id));
    let body = serde_json::to_string(refused).expect("a refusal has only string keys");
    Row { key, body, version: 1, due: None, listed: None, expires: None }
}

/// Refused registrations that wait for somebody, newest first; none of an incident that is restricted to others.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn waiting(env: &Env, product: &ProductId, limit: usize) -> Result<Vec<Refused>, Fault> {
    waiting_after(env, product, limit, None).await.map(|(refused, _)| refused)
}

/// The same from a place of the list on, with the place where the next page begins.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn waiting_after(
    env: &Env,
    product: &ProductId,
    limit: usize,
    after: Option<String>,
) -> Result<(Vec<Refused>, Option<String>), Fault> {
    let all = Query::prefix(keys::refused(product), "");
    let query = Query { order: Order::Descending, limit: limit.saturating_add(1), to: after.or(all.to), ..all };
    let mut rows = env.table.query(&query).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| row.key.sk.clone());
    let read = |row: &Row| serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("refusal", error));
    let mut waiting = rows.iter().map(read).collect::<Result<Vec<Refused>, _>>()?;
    let hides = |case: IncidentId| env.table.hides(&keys::incident(product, &case));
    waiting.retain(|refused| !refused.about(product).is_some_and(hides));
    Ok((waiting, next))
}

/// Puts down that these are shown, where their incidents are restricted.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn looked_at(env: &Env, product: &ProductId, shown: &[Refused]) -> Result<(), Fault> {
    for case in shown.iter().filter_map(|refused| refused.case.as_ref()) {
        // What is read through a reader's own table is put down.
        env.table.get(&keys::head(product, case)).await?;
    }
    Ok(())
}

/// Takes a refused registration off the list once it is registered.
///
/// # Errors
/// The table's.
#[crate::boxed]
pub async fn settle(env: &Env, product: &ProductId, refused: &Refused) -> Result<(), Fault> {
    Ok(env.table.write(&[Action::Delete(row(product, refused).key, Condition::Any)]).await?)
}
