//! What waits for somebody, counted for the top bar.

use crate::access::Endpoint;
use crate::viewer::Viewer;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::refused::waiting;
use nabat_kit::table::Order;

/// Counted so far and no further: whoever sees this many looks anyway.
pub const MOST: usize = 99;

/// How much waits; nothing for those who may not see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counters {
    /// Refused registrations.
    pub refused: Option<usize>,
    /// Jobs given up.
    pub dead: Option<usize>,
}

/// Counts for a viewer.
///
/// # Errors
/// The table's.
#[nabat_kit::boxed]
pub async fn count(env: &Env, viewer: &Viewer) -> Result<Counters, Fault> {
    let mut counters = Counters::default();
    if viewer.may(Endpoint::Refused) {
        counters.refused = Some(waiting(env, &viewer.product, MOST + 1).await?.len());
    }
    if viewer.may(Endpoint::Dead) {
        let list = keys::dead_list(&viewer.product);
        counters.dead = Some(env.table.list(&list, Order::Descending, None, MOST + 1).await?.rows.len());
    }
    Ok(counters)
}
