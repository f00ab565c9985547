//! Reading the dead list.

use super::{DeadJob, DeadList, dead_list};
use crate::access::Endpoint;
use crate::pages::address;
use crate::pages::counters::{MOST, count};
use crate::pages::eyes::Eyes;
use crate::pages::frame::{Frame, Here, Refresh, page};
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::Head;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::of_key;
use nabat_kit::keys;
use nabat_kit::perform::JobRow;
use nabat_kit::table::{Key, Order, Row};

/// The dead list; `None` for those who may not see it.
///
/// # Errors
/// The table's, or rows this program cannot read.
pub async fn load(env: &Env, viewer: &Viewer) -> Result<Option<Markup>, Fault> {
    if !viewer.may(Endpoint::Dead) {
        return Ok(None);
    }
    let current = configuration::of(env, &viewer.product).await?;
    let eyes = Eyes { language: viewer.language, zone: current.version.catalogue.product.zone(), now: env.now() };
    let page_of = env.table.list(&keys::dead_list(&viewer.product), Order::Descending, None, MOST).await?;
    let mut jobs = Vec::with_capacity(page_of.rows.len());
    for row in &page_of.rows {
        jobs.push(job(env, viewer, row).await?);
    }
    let view = DeadList { jobs, more: page_of.next.is_some(), csrf: viewer.csrf.clone() };
    let title = eyes.say("pages-dead-title", &[]);
    let counters = count(env, viewer).await?;
    let refresh = Refresh::Off;
    let frame =
        Frame { language: viewer.language, viewer: Some(viewer), here: Here::Dead, title: &title, counters, refresh };
    Ok(Some(page(&frame, &dead_list(&eyes, &view))))
}

async fn job(env: &Env, viewer: &Viewer, row: &Row) -> Result<DeadJob, Fault> {
    let job: JobRow = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("job", error))?;
    Ok(DeadJob {
        id: format!("{}/{}", row.key.pk, row.key.sk),
        kind: job.job.kind(),
        incident: incident(env, viewer, &row.key).await?,
        attempts: job.attempts,
        last_error: job.last_error,
        at: job.at,
    })
}

/// The incident a job is of, by the desk's number.
async fn incident(env: &Env, viewer: &Viewer, key: &Key) -> Result<Option<(String, String)>, Fault> {
    let Some(id) = id_of(key) else { return Ok(None) };
    let Some(row) = env.table.get(&keys::head(&viewer.product, &id)).await? else { return Ok(None) };
    let head: Head = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("head", error))?;
    Ok(Some((head.desk.to_string(), address::incident(&viewer.product, &id))))
}

/// A job stands with its incident; a post stands in its chat and names the incident in its order.
fn id_of(key: &Key) -> Option<IncidentId> {
    let in_order = || key.sk.split('#').nth(2).map(IncidentId::from);
    of_key(key).map(|(_, incident)| incident).or_else(in_order)
}
