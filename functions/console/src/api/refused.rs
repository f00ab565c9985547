//! `GET …/refused`: registrations that wait for somebody to register them as something known.

use super::{Call, items};
use nabat_kit::fault::Fault;
use nabat_kit::http::Answer;
use nabat_kit::refused::{looked_at, waiting_after};
use serde_json::json;

pub(super) async fn list(call: &Call<'_>) -> Result<Answer, Fault> {
    let (waiting, next) = waiting_after(call.env, &call.product, call.limit(), call.asked("after")).await?;
    looked_at(call.env, &call.product, &waiting).await?;
    let shown = waiting.into_iter().map(|refused| {
        json!({ "id": refused.id, "at": refused.at.to_rfc3339(), "reason": refused.reason, "payload": refused.payload })
    });
    Ok(items(shown.collect(), next))
}
