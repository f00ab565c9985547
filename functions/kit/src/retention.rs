//! Erasing by schedule: once a day, of what is over for long enough, in the way erasing on request goes. What went stands
//! on record, the chains of events stay whole.

use crate::configuration::Version;
use crate::env::Env;
use crate::erase::{Places, everything_said, files_of, forget, samples_of};
use crate::fault::Fault;
use crate::keys;
use crate::table::{Action, Condition, Key, Order, Query, Row, Table};
use nabat_domain::catalogue::{Kept, Retention};
use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::{Head, Standing};
use nabat_domain::time::{At, Length};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So much is erased in one go; the rest follows with the next tick.
const AT_ONCE: usize = 50;

/// Rows of a list read at once.
const PAGE: usize = 500;

/// A day.
const DAY: Length = Length::hours(24);

/// What went by schedule, kept for good.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Gone {
    /// Layout of the row.
    pub schema: u32,
    /// Of which incident or problem; nothing where it was given up for good or refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<IncidentId>,
    /// What.
    pub what: Kept,
    /// How many rows.
    pub rows: usize,
    /// After how many days, as configured then.
    pub days: u32,
    /// When.
    pub at: At,
}

/// Erases what is due in a product; how much. Looks once a day, and again at once while there is more.
///
/// # Errors
/// The table's, or rows this program cannot read. What was erased until then is on record.
#[crate::boxed]
pub async fn erase_due(env: &Env, version: &Version) -> Result<usize, Fault> {
    let product = &version.catalogue.product;
    let (retention, table, now) = (product.retention, env.table.as_ref(), env.now());
    let looked = Key::new(keys::scheduled(&product.id), format!("retention#{}", now.0.div_euclid(DAY.0)));
    if retention.is_for_good() || table.get(&looked).await?.is_some() {
        return Ok(0);
    }
    let before = gone(table, &product.id).await?;
    let lately = before.iter().any(|one| now.since(one.at) < DAY);
    let gone = before.into_iter().filter_map(|gone| Some(((gone.case?, gone.what), gone.at))).collect();
    let places = Places { table, copies: env.copies.as_ref(), language: product.language };
    let mut due = Due { places, table, product: &product.id, retention, now, gone, done: 0, erased: 0 };
    let whole = due.cases().await? && due.discarded().await? && due.refused().await?;
    let went = lately || due.erased > 0;
    if whole && (!went || forgotten(places, &product.id).await) {
        table.write(&[Action::Put(row(looked, &now), Condition::Any)]).await?;
    }
    if due.erased > 0 {
        tracing::info!(product = %product.id, rows = due.erased, "erased by schedule");
    }
    Ok(due.erased)
}

/// What went of a product by schedule, in no order that means anything.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[crate::boxed]
pub async fn gone(table: &dyn Table, product: &ProductId) -> Result<Vec<Gone>, Fault> {
    let rows = table.query(&Query::prefix(keys::retention(product), "")).await?;
    let read = |row: &Row| serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("what went", error));
    rows.iter().map(read).collect()
}

/// Whether what went in this look and in those before can be read in no byte any more; otherwise it is tried again with
/// the next tick.
async fn forgotten(places: Places<'_>, product: &ProductId) -> bool {
    match forget(places).await {
        Ok(()) => true,
        Err(fault @ Fault::Permanent(_)) => {
            tracing::warn!(%product, "what was erased is not gone from the bytes: {fault}");
            true
        }
        Err(fault @ (Fault::Retry(_) | Fault::AskedToWait(_) | Fault::NoTime)) => {
            tracing::info!(%product, "what was erased goes from the bytes later: {fault}");
            false
        }
    }
}

/// One look through a product.
struct Due<'a> {
    places: Places<'a>,
    table: &'a dyn Table,
    product: &'a ProductId,
    retention: Retention,
    now: At,
    /// When what of which case went last.
    gone: BTreeMap<(IncidentId, Kept), At>,
    /// Cases erased in this go.
    done: usize,
    erased: usize,
}

impl Due<'_> {
    /// Of cases that are over; whether all were looked at.
    async fn cases(&mut self) -> Result<bool, Fault> {
        for list in [keys::incidents_list(self.product), keys::problems_list(self.product)] {
            let mut after = None;
            loop {
                let page = self.table.list(&list, Order::Ascending, after.as_deref(), PAGE).await?;
                for row in &page.rows {
                    let head: Head =
                        serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("head", error))?;
                    if !self.case(&head).await? {
                        return Ok(false);
                    }
                }
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
        }
        Ok(true)
    }

    /// Of one case; `false` once enough was done for now.
    async fn case(&mut self, head: &Head) -> Result<bool, Fault> {
        let Some(over) = over(head) else { return Ok(true) };
        for what in [Kept::Words, Kept::Files, Kept::Samples] {
            let name = (head.id.clone(), what);
            // What came to it since goes in its turn.
            let is_new = self.gone.get(&name).is_none_or(|gone| *gone < over);
            let Some(days) = self.is_due(what, over).filter(|_| is_new) else { continue };
            if self.done >= AT_ONCE {
                return Ok(false);
            }
            let rows = match what {
                Kept::Words => everything_said(self.places, self.product, &head.id).await?.rows(),
                Kept::Files => files_of(self.places, self.product, &head.id).await?,
                Kept::Samples | Kept::Discarded | Kept::Refused => {
                    samples_of(self.table, self.product, &head.id).await?
                }
            };
            // Erased first, put down after: what broke off half way is done again.
            self.record(format!("{}#{}", head.id, what.as_str()), Some(head.id.clone()), what, rows, days).await?;
            self.gone.insert(name, self.now);
            self.done += 1;
        }
        Ok(true)
    }

    /// Of what was given up for good long ago; whether that is all of it.
    async fn discarded(&mut self) -> Result<bool, Fault> {
        self.dated(Kept::Discarded, keys::all_discarded(self.product)).await
    }

    /// Of registrations refused long ago; whether that is all of them.
    async fn refused(&mut self) -> Result<bool, Fault> {
        self.dated(Kept::Refused, keys::refused(self.product)).await
    }

    /// Of rows named after their moment; whether that is all that is due.
    async fn dated(&mut self, what: Kept, partition: String) -> Result<bool, Fault> {
        let Some(days) = self.retention.days(what) else { return Ok(true) };
        let before = self.now.minus(Length::hours(24 * i64::from(days)));
        let to = Some(format!("{:015}", before.0.max(0)));
        let query = Query { to, limit: AT_ONCE, ..Query::prefix(partition, "") };
        let rows = self.table.query(&query).await?;
        if rows.is_empty() {
            return Ok(true);
        }
        let all = rows.len() < AT_ONCE;
        let count = rows.len();
        let actions: Vec<Action> = rows.into_iter().map(|row| Action::Delete(row.key, Condition::Any)).collect();
        self.table.write(&actions).await?;
        self.record(format!("{}#{:015}", what.as_str(), self.now.0), None, what, count, days).await?;
        Ok(all)
    }

    /// After how many days it goes, if it is due.
    fn is_due(&self, what: Kept, over: At) -> Option<u32> {
        let days = self.retention.days(what)?;
        (over.plus(Length::hours(24 * i64::from(days))) <= self.now).then_some(days)
    }

    async fn record(
        &mut self,
        name: String,
        case: Option<IncidentId>,
        what: Kept,
        rows: usize,
        days: u32,
    ) -> Result<(), Fault> {
        self.erased += rows;
        let gone = Gone { schema: 1, case, what, rows, days, at: self.now };
        let key = Key::new(keys::retention(self.product), name);
        Ok(self.table.write(&[Action::Put(row(key, &gone), Condition::Any)]).await?)
    }
}

/// Since when nothing more comes of a case; `None` while something may.
fn over(head: &Head) -> Option<At> {
    match head.standing {
        Standing::Open | Standing::Linked { .. } | Standing::DuplicateOffered { .. } => None,
        Standing::RecordedOnly | Standing::Merged { .. } | Standing::Closed | Standing::Annulled => {
            Some(head.closed_at.unwrap_or(head.at).max(head.at))
        }
    }
}

fn row(key: Key, body: &impl Serialize) -> Row {
    let body = serde_json::to_string(body).expect("stored things have only string keys");
    Row { key, body, version: 1, due: None, listed: None, expires: None }
}
