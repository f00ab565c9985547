//! `GET …/messages`: what was said in the incident's chat, newest first.

use super::{Call, items};
use nabat_domain::incident::State;
use nabat_kit::execute::MessageRow;
use nabat_kit::fault::Fault;
use nabat_kit::http::Answer;
use nabat_kit::incident::texts_of;
use nabat_kit::keys;
use nabat_kit::messages::{Speaker, say};
use nabat_kit::table::{Order, Query};
use serde_json::json;

pub(super) async fn list(call: &Call<'_>, state: &State) -> Result<Answer, Fault> {
    let limit = call.limit();
    let prefix = Query::prefix(keys::incident(&call.product, &state.head.id), "M#");
    let to = call.asked("after").map(|after| format!("M#{after}")).or(prefix.to);
    let query = Query { order: Order::Descending, limit: limit + 1, to, ..prefix };
    let mut rows = call.env.table.query(&query).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = more.then(|| rows.last().map(|row| row.key.sk.trim_start_matches("M#").to_owned())).flatten();
    let texts = texts_of(call.env, state).await?;
    let catalogue = &call.current.version.catalogue;
    let speaker = Speaker {
        language: catalogue.product.language,
        zone: catalogue.product.zone(),
        catalogue,
        names: &call.current.names.people,
        texts: &texts,
    };
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        let message: MessageRow =
            serde_json::from_str(&row.body).map_err(|error| Fault::unreadable("message", error))?;
        let said = message.wording.as_ref().map(|wording| speaker.say(wording));
        let said = said.or_else(|| message.is_erased().then(|| say(speaker.language, "text-erased", &[])));
        shown.push(json!({
            "id": message.id,
            "at": message.at.to_rfc3339(),
            "kind": message.kind,
            "author": message.author,
            "text": message.text.or(said),
            "prompt": message.prompt,
        }));
    }
    Ok(items(shown, next))
}
