//! Reading the dead list.

use super::{DeadJob, DeadList, Gone, dead_list};
use crate::access::Endpoint;
use crate::pages::address;
use crate::pages::counters::{MOST, count};
use crate::pages::eyes::Eyes;
use crate::pages::frame::{Frame, Here, Refresh, page};
use crate::viewer::Viewer;
use maud::Markup;
use nabat_domain::ids::IncidentId;
use nabat_domain::incident::Head;
use nabat_kit::configuration::{self, Current};
use nabat_kit::dead::{self, Dead, all_discarded};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::keys;
use nabat_kit::table::{Order, Row};

/// So much of what was given up for good is shown.
const DISCARDED_SHOWN: usize = 20;

/// The dead list; `None` for those who may not see it.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[nabat_kit::boxed]
pub async fn load(env: &Env, viewer: &Viewer) -> Result<Option<Markup>, Fault> {
    let current = configuration::of(env, &viewer.product).await?;
    if !viewer.may(Endpoint::Dead) {
        return Ok(None);
    }
    let eyes = Eyes { language: viewer.language, zone: current.version.catalogue.product.zone(), now: env.now() };
    let page_of = env.table.list(&keys::dead_list(&viewer.product), Order::Descending, None, MOST).await?;
    let mut jobs = Vec::with_capacity(page_of.rows.len());
    for row in &page_of.rows {
        jobs.push(job(env, viewer, row).await?);
    }
    let discarded = gone(env, viewer, &current).await?;
    let view = DeadList { jobs, more: page_of.next.is_some(), discarded, csrf: viewer.csrf.clone() };
    let title = eyes.say("pages-dead-title", &[]);
    let counters = count(env, viewer).await?;
    let refresh = Refresh::Off;
    let frame = Frame::of(viewer, &eyes, Here::Dead, &title, counters, refresh);
    Ok(Some(page(&frame, &dead_list(&eyes, &view))))
}

/// What was given up for good lately.
async fn gone(env: &Env, viewer: &Viewer, current: &Current) -> Result<Vec<Gone>, Fault> {
    let one = |gone: dead::Discarded| {
        let name =
            |person| current.names.people.get(&person).map_or_else(|| person.to_string(), |known| known.name.clone());
        Gone { kind: gone.kind, by: gone.by.map(name), reason: gone.reason, at: gone.at }
    };
    let discarded = all_discarded(env.table.as_ref(), &viewer.product, DISCARDED_SHOWN).await?;
    Ok(discarded.into_iter().map(one).collect())
}

async fn job(env: &Env, viewer: &Viewer, row: &Row) -> Result<DeadJob, Fault> {
    let Dead { kind, incident, attempts, last_error, at } = dead::read(row);
    let id = format!("{}/{}", row.key.pk, row.key.sk);
    let incident = match incident {
        Some(incident) => named(env, viewer, &incident).await?,
        None => None,
    };
    Ok(DeadJob { id, kind, incident, attempts, last_error, at })
}

/// The incident a job is of, by the desk's number.
async fn named(env: &Env, viewer: &Viewer, id: &IncidentId) -> Result<Option<(String, String)>, Fault> {
    let Some(row) = env.table.get(&keys::head(&viewer.product, id)).await? else { return Ok(None) };
    let Ok(head) = serde_json::from_str::<Head>(&row.body) else { return Ok(None) };
    Ok(Some((head.desk.to_string(), address::incident(&viewer.product, id))))
}
