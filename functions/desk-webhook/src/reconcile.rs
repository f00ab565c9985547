//! What a desk did not tell: records that changed are asked for, and taken as if the desk had sent them.
//!
//! Desks send once. What was missed while Nabat was down, and everything of a desk that sends nothing, comes this
//! way; what was taken before changes nothing, for a record at the same stamp is the same delivery.

use crate::delivery::Delivery;
use crate::own::Made;
use crate::{answered, dispatch, own, problem, visible};
use http::StatusCode;
use nabat_domain::ids::{ConnectionId, IncidentId, ProductId};
use nabat_kit::configuration::{Current, current, products};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::load;
use nabat_kit::port::{DeskNews, NewsOf};
use serde_json::{Map, Value};

/// A product whose desk it is, as it is configured now.
pub(crate) struct Served {
    pub(crate) product: ProductId,
    configured: Current,
}

/// The products of a desk.
pub(crate) async fn served(env: &Env, connection: &ConnectionId) -> Result<Vec<Served>, Fault> {
    let mut served = Vec::new();
    for (product, _) in products(env).await? {
        let Some(configured) = current(env, &product).await? else { continue };
        if configured.version.catalogue.product.desk == *connection {
            served.push(Served { product, configured });
        }
    }
    Ok(served)
}

/// Takes what changed on a record for every product of its desk. What cannot be taken at all holds nothing up.
pub(crate) async fn heard(
    env: &Env,
    (connection, served): (&ConnectionId, &[Served]),
    news: &DeskNews,
) -> Result<(), Fault> {
    for Served { product, configured } in served {
        match take(env, configured, product, connection, news).await {
            Ok(Some((happened, status))) => {
                tracing::info!(product = %product, record = %news.id, "{happened}, which the desk had not told, was taken: {status}");
            }
            Ok(None) => {}
            Err(fault @ Fault::Permanent(_)) => {
                tracing::error!(product = %product, record = %news.id, "what the desk has cannot be taken: {fault}");
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(())
}

/// Takes what changed on a record, if it is news; what it was, and how it was answered.
pub(crate) async fn take(
    env: &Env,
    configured: &Current,
    product: &ProductId,
    connection: &ConnectionId,
    news: &DeskNews,
) -> Result<Option<(&'static str, StatusCode)>, Fault> {
    let Some(happened) = happened(env, product, news).await? else { return Ok(None) };
    let words = news.fields.iter().map(|(name, value)| (name.clone(), visible(value.clone())));
    let mut fields: Map<String, Value> = words.collect();
    fields.insert("type".to_owned(), happened.into());
    let body = serde_json::to_vec(&fields).map_err(|error| Fault::unreadable("record", error))?;
    let delivery = Delivery::new(env, product, &format!("{connection}.{}.{}.{happened}", news.id, news.stamp), &body);
    if answered(env, &delivery).await?.is_some() {
        return Ok(None);
    }
    let status = dispatch(env, configured, &delivery, &fields).await?.status();
    Ok(Some((happened, status)))
}

/// What has to be told of a record; nothing of one that was closed before Nabat heard of it, or of Nabat's own change.
async fn happened(env: &Env, product: &ProductId, news: &DeskNews) -> Result<Option<&'static str>, Fault> {
    if news.about == NewsOf::Problem {
        return problem::happened(env, product, news).await;
    }
    let made = own::made(env, product, &news.id).await?;
    let is_incident = match &made {
        Some(Made::OfIncident(_)) => true,
        Some(Made::OnContractor(_)) => false,
        None => {
            let incident = IncidentId::of_desk_record(product, &news.id);
            load(env.table.as_ref(), product, &incident).await?.is_some()
        }
    };
    Ok(match (is_incident || made.is_some(), news.closed) {
        (false, true) => None,
        // One Nabat has made is known a moment later, whoever was the first to touch it.
        (false, false) => (!news.ours && !news.made_by_nabat).then_some("incident.registered"),
        // Nabat closes its own, and an incident that is over stays so.
        (true, true) => (is_incident || !news.ours).then_some("incident.closed"),
        (true, false) => (!news.ours).then_some("incident.updated"),
    })
}
