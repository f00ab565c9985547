//! `GET …/jobs/dead`: jobs given up, newest first.

use super::{Call, items};
use nabat_kit::dead;
use nabat_kit::fault::Fault;
use nabat_kit::http::Answer;
use nabat_kit::keys;
use nabat_kit::table::Row;
use serde_json::{Value, json};

pub(super) async fn list(call: &Call<'_>) -> Result<Answer, Fault> {
    let list = keys::dead_list(&call.product);
    let page = match call.page(&list).await? {
        Ok(page) => page,
        Err(answer) => return Ok(answer),
    };
    let shown = page.rows.iter().map(shown).collect();
    Ok(items(shown, page.next))
}

fn shown(row: &Row) -> Value {
    let dead = dead::read(row);
    json!({
        "id": format!("{}/{}", row.key.pk, row.key.sk),
        "incident": dead.incident,
        "kind": dead.kind,
        "attempts": dead.attempts,
        "last_error": dead.last_error,
        "at": dead.at.to_rfc3339(),
    })
}
