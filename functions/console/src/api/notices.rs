//! `GET …/notices`: who was told of an incident outside its chat, in the order it was told.

use super::{Call, items};
use nabat_domain::catalogue::Recipient;
use nabat_domain::incident::State;
use nabat_kit::fault::Fault;
use nabat_kit::http::Answer;
use nabat_kit::notices::{Told, told};
use serde_json::{Value, json};

pub(super) async fn list(call: &Call<'_>, state: &State) -> Result<Answer, Fault> {
    let mut told = told(call.env.table.as_ref(), &call.product, &state.head.id).await?;
    told.sort_by_key(|told| (told.number, told.to.clone()));
    Ok(items(told.iter().map(shown).collect(), None))
}

fn shown(told: &Told) -> Value {
    let mut line = json!({
        "kind": told.kind.as_str(),
        "event": told.number,
        "at": told.at.to_rfc3339(),
        "way": told.to.way(),
        "text": told.text,
        "language": told.language,
    });
    match &told.to {
        Recipient::Direct { person } | Recipient::Mail { person } => line["person"] = json!(person),
        Recipient::Channel { channel } => line["channel"] = json!(channel),
        Recipient::Mailbox { address } => line["mailbox"] = json!(address),
        Recipient::Gateway { gateway, person } => {
            line["gateway"] = json!(gateway);
            line["person"] = json!(person);
        }
    }
    if let Some(at) = told.sent_at {
        line["sent_at"] = json!(at.to_rfc3339());
    }
    line
}
