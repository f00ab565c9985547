//! `GET …/reads`: who read a restricted incident, the first one first; for roles that may restrict.

use super::{Call, items};
use nabat_domain::incident::State;
use nabat_kit::fault::Fault;
use nabat_kit::http::Answer;
use nabat_kit::restricted::{Read, ReadBy, reads};
use serde_json::{Value, json};

pub(super) async fn list(call: &Call<'_>, state: &State) -> Result<Answer, Fault> {
    let reads = reads(call.env.table.as_ref(), &call.product, &state.head.id).await?;
    Ok(items(reads.iter().map(shown).collect(), None))
}

fn shown(read: &Read) -> Value {
    let mut line = json!({ "at": read.at.to_rfc3339(), "what": read.what });
    match &read.by {
        ReadBy::Person(person) => line["person"] = json!(person),
        ReadBy::Token(token) => line["token"] = json!(token),
        ReadBy::CommandLine(user) => line["command_line"] = json!(user),
    }
    line
}
