//! What messengers send: authentic, masked, durable, and only then answered. Nothing is looked up but
//! the work contacts that are not masked, once a minute.

use http::StatusCode;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::ConnectionId;
use nabat_domain::masking::{Allowed, Kind, mask};
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::execute::InboxRecord;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, Request, error, json_answer};
use nabat_kit::keys;
use nabat_kit::messages::say;
use nabat_kit::port::{Bell, ChatDelivery, Reject, Said};
use nabat_kit::shard::shard;
use nabat_kit::table::{Action, Condition, Due, Row, TableError};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Largest body taken, bytes.
pub const LARGEST: usize = 256 * 1024;

/// Answers `POST /chat/{connection}`.
pub async fn handle(env: &Env, connection: &ConnectionId, request: Request) -> Answer {
    match answer(env, connection, &request).await {
        Ok(answer) => answer,
        Err(fault) => {
            tracing::error!(connection = %connection, "chat delivery not taken: {fault}");
            refuse(StatusCode::SERVICE_UNAVAILABLE, "desk-error-later")
        }
    }
}

async fn answer(env: &Env, connection: &ConnectionId, request: &Request) -> Result<Answer, Fault> {
    if request.body().len() > LARGEST {
        return Ok(refuse(StatusCode::PAYLOAD_TOO_LARGE, "desk-error-size"));
    }
    let Some(source) = env.sources.get(connection) else {
        return Ok(refuse(StatusCode::NOT_FOUND, "api-error-not-found"));
    };
    let header = |name: &str| nabat_kit::http::header(request, name).map(str::to_owned);
    let delivery = match source.read(&header, request.body(), env.now()) {
        Err(Reject::Signature(_)) => return Ok(refuse(StatusCode::UNAUTHORIZED, "desk-error-signature")),
        Err(Reject::Body(_)) => return Ok(refuse(StatusCode::BAD_REQUEST, "desk-error-json")),
        Ok(None) => return Ok(json_answer(StatusCode::ACCEPTED, &json!({}))),
        Ok(Some(delivery)) => delivery,
    };
    let body_hash = env.secrets.body_hash(request.body());
    take_in(env, connection, delivery, body_hash).await
}

async fn take_in(
    env: &Env,
    connection: &ConnectionId,
    delivery: ChatDelivery,
    body_hash: String,
) -> Result<Answer, Fault> {
    let key = keys::delivery(connection, &delivery.id);
    let contacts = configuration::contacts(env, connection).await?;
    let (delivery, masked) = masked(delivery, &contacts);
    let waiting = json!({ "delivery": delivery, "masked": masked });
    let record = InboxRecord::waiting(&body_hash, waiting);
    let body = serde_json::to_string(&record).expect("a record has only string keys");
    let due = Some(Due { shard: shard(&key.pk), at: env.now().0 });
    let row = Row { key: key.clone(), body, version: 1, due, listed: None, expires: None };
    match env.table.write(&[Action::Put(row, Condition::Absent)]).await {
        Ok(()) => env.ring(vec![Bell::Delivery(key)]).await,
        Err(TableError::Conflict(_)) => {
            let known = env.table.get(&key).await?;
            let same = known.and_then(|row| serde_json::from_str::<InboxRecord>(&row.body).ok());
            if same.is_some_and(|record| record.body_hash != body_hash) {
                return Ok(refuse(StatusCode::CONFLICT, "desk-error-other-body"));
            }
        }
        Err(error) => return Err(error.into()),
    }
    Ok(json_answer(StatusCode::ACCEPTED, &json!({})))
}

/// The delivery with personal data masked. Which product it is for is not known yet: work contacts of
/// every product of the connection are spared.
fn masked(mut delivery: ChatDelivery, contacts: &BTreeSet<String>) -> (ChatDelivery, BTreeMap<Kind, u32>) {
    let allowed = Allowed { contacts };
    let text = match &mut delivery.said {
        Said::Text { text, .. } | Said::Edited { text } => text,
        Said::Button { answer, .. } => answer,
        Said::File { name, .. } => name,
    };
    let masked = mask(text, &allowed);
    *text = masked.text;
    (delivery, masked.found)
}

fn refuse(status: StatusCode, key: &str) -> Answer {
    error(status, &say(Language::En, key, &[]), None)
}
