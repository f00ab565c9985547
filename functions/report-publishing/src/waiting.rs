//! Jobs of the same incident that wait beside this one.

use nabat_domain::ids::{IncidentId, ProductId};
use nabat_domain::incident::Job;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::perform::JobRow;
use nabat_kit::table::Query;

/// The last event any waiting job is to show; 0 where none waits.
pub(crate) async fn last(env: &Env, product: &ProductId, incident: &IncidentId) -> Result<u64, Fault> {
    let mut last = 0;
    for row in env.table.query(&Query::prefix(keys::incident(product, incident), "J#")).await? {
        // One that cannot be read is set aside by whoever it waits for: no page hangs on it.
        let Ok(body) = serde_json::from_str::<JobRow>(&row.body) else { continue };
        if let Job::PublishReport { upto, .. } = body.job {
            last = last.max(upto);
        }
    }
    Ok(last)
}
