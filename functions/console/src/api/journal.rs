//! `GET …/journal`: sealed events, oldest first. `at` is milliseconds since 1970 in UTC, as sealed.

use super::{Call, items, refuse};
use http::StatusCode;
use nabat_domain::incident::State;
use nabat_domain::journal::{Entry, Sealed};
use nabat_kit::fault::Fault;
use nabat_kit::http::Answer;
use nabat_kit::incident::journal;
use serde_json::{Value, json};

pub(super) async fn list(call: &Call<'_>, state: &State) -> Result<Answer, Fault> {
    let events = journal(call.env.table.as_ref(), &call.product, &state.head.id).await?;
    let Ok(after) = call.asked("after").map_or(Ok(0), |after| after.parse::<u64>()) else {
        return Ok(refuse(StatusCode::BAD_REQUEST, "api-error-cursor"));
    };
    let limit = if call.asked("limit").is_some() { call.limit() } else { 1_000 };
    let rest: Vec<&Sealed> = events.iter().filter(|event| event.number > after).collect();
    let next = rest.get(limit).map(|_| rest[limit - 1].number.to_string());
    let shown: Result<Vec<Value>, Fault> = rest.into_iter().take(limit).map(shown).collect();
    Ok(items(shown?, next))
}

fn shown(event: &Sealed) -> Result<Value, Fault> {
    let entry: Entry = serde_json::from_str(&event.bytes).map_err(|error| Fault::unreadable("event", error))?;
    Ok(json!({
        "number": entry.number,
        "at": entry.at,
        "type": entry.kind,
        "data": entry.data,
        "hash": event.hash,
        "previous": entry.previous,
    }))
}
