//! `GET /api/{product}/incidents`: newest first.

use super::{Call, incident, items};
use nabat_domain::ids::IncidentId;
use nabat_kit::fault::Fault;
use nabat_kit::http::Answer;
use nabat_kit::incident::{load, of_key};
use nabat_kit::keys;

pub(super) async fn list(call: &Call<'_>) -> Result<Answer, Fault> {
    let list = keys::incidents_list(&call.product);
    let page = match call.page(&list).await? {
        Ok(page) => page,
        Err(answer) => return Ok(answer),
    };
    let mut shown = Vec::with_capacity(page.rows.len());
    for row in page.rows {
        // The list is an index and may lag: what it names is read anew.
        let id: Option<IncidentId> = of_key(&row.key).map(|(_, id)| id);
        let Some(id) = id else { continue };
        if let Some(state) = load(call.env.table.as_ref(), &call.product, &id).await? {
            shown.push(incident::body(&state, call.env.now()));
        }
    }
    Ok(items(shown, page.next))
}
