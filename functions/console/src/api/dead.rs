//! `GET …/jobs/dead`: jobs given up, newest first.

use super::{Call, items};
use nabat_domain::ids::IncidentId;
use nabat_kit::fault::Fault;
use nabat_kit::http::Answer;
use nabat_kit::keys;
use nabat_kit::perform::JobRow;
use nabat_kit::table::Key;
use serde_json::json;

pub(super) async fn list(call: &Call<'_>) -> Result<Answer, Fault> {
    let list = keys::dead_list(&call.product);
    let page = match call.page(&list).await? {
        Ok(page) => page,
        Err(answer) => return Ok(answer),
    };
    let mut shown = Vec::with_capacity(page.rows.len());
    for row in page.rows {
        let job: JobRow = serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("job", error))?;
        shown.push(json!({
            "id": format!("{}/{}", row.key.pk, row.key.sk),
            "incident": incident(&row.key),
            "kind": job.job.kind(),
            "attempts": job.attempts,
            "last_error": job.last_error,
            "at": job.at.to_rfc3339(),
        }));
    }
    Ok(items(shown, page.next))
}

/// A job stands with its incident; a post stands in its chat and names the incident in its order.
fn incident(key: &Key) -> Option<IncidentId> {
    match key.pk.split_once("#I#") {
        Some((_, incident)) => Some(IncidentId::from(incident)),
        None => key.sk.split('#').nth(2).map(IncidentId::from),
    }
}
