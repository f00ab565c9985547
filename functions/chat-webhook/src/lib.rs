//! What messengers send: authentic, masked, durable, and only then answered. Nothing is looked up but
//! the work contacts that are not masked, once a minute.

use http::StatusCode;
use nabat_domain::answer::clean;
use nabat_domain::catalogue::Language;
use nabat_domain::ids::ConnectionId;
use nabat_domain::masking::{Allowed, Kind, mask};
use nabat_domain::time::Length;
use nabat_kit::configuration;
use nabat_kit::env::Env;
use nabat_kit::execute::InboxRecord;
use nabat_kit::fault::Fault;
use nabat_kit::http::{Answer, Request, error, json_answer};
use nabat_kit::keys;
use nabat_kit::messages::say;
use nabat_kit::port::{Arrival, Bell, ChatDelivery, ChatListener, Heard, Reject, Said};
use nabat_kit::shard::shard;
use nabat_kit::table::{Action, Condition, Due, Row, TableError};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Largest body of one delivery taken, bytes.
pub const LARGEST: usize = 256 * 1024;

/// Largest transaction taken, bytes: a hundred events of Matrix at their largest. One that is not taken
/// would hold up every other. So would one of more than the 6 MB Lambda hands over: it is answered 413 before this is
/// asked, and the homeserver sends it again for ever. There a host takes them.
pub const LARGEST_TRANSACTION: usize = 8 * 1024 * 1024;

/// So often a delivery is written down while others write at the same moment.
const ATTEMPTS: usize = 3;
/// Between two of them.
const BETWEEN: Length = Length(50);

/// Answers `POST /chat/{connection}`.
#[nabat_kit::boxed]
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
    let Some(source) = env.source(connection)? else {
        return Ok(refuse(StatusCode::NOT_FOUND, "api-error-not-found"));
    };
    let largest = match source.arrival() {
        Arrival::Posted | Arrival::BotX => LARGEST,
        Arrival::Transactions => LARGEST_TRANSACTION,
    };
    if request.body().len() > largest {
        return Ok(refuse(StatusCode::PAYLOAD_TOO_LARGE, "desk-error-size"));
    }
    let header = |name: &str| nabat_kit::http::header(request, name).map(str::to_owned);
    let deliveries = match source.read(&header, request.body(), env.now()) {
        Err(Reject::Signature(_)) => return Ok(refuse(StatusCode::UNAUTHORIZED, "desk-error-signature")),
        Err(Reject::Body(_)) => return Ok(refuse(StatusCode::BAD_REQUEST, "desk-error-json")),
        Ok(deliveries) => deliveries,
    };
    for delivery in deliveries {
        if let Some(refusal) = take_in(env, connection, delivery).await? {
            return Ok(refusal);
        }
    }
    Ok(source.answer(request.body()).unwrap_or_else(|| json_answer(StatusCode::ACCEPTED, &json!({}))))
}

/// Asks a messenger once what people said, and writes it down; where reading stands now.
///
/// # Errors
/// The messenger's, and the table's: nothing is passed over then, it is read again.
#[nabat_kit::boxed]
pub async fn listen(
    env: &Env,
    connection: &ConnectionId,
    listener: &dyn ChatListener,
    heard: &Heard,
) -> Result<Heard, Fault> {
    let (deliveries, heard) = listener.listen(heard).await?;
    for delivery in deliveries {
        // What came before under this id in other words was edited since, and that comes as a delivery of its own.
        take_in(env, connection, delivery).await?;
    }
    Ok(heard)
}

/// Writes a delivery down; the refusal of one that comes a second time with other contents.
async fn take_in(env: &Env, connection: &ConnectionId, delivery: ChatDelivery) -> Result<Option<Answer>, Fault> {
    let key = keys::delivery(connection, &delivery.room, &delivery.id);
    // Of the delivery itself: a messenger that sends several at once may bundle them otherwise next time.
    let body_hash = env.secrets.body_hash(&serde_json::to_vec(&delivery).expect("a delivery has only string keys"));
    let contacts = configuration::contacts(env, connection).await?;
    let (delivery, masked) = masked(delivery, &contacts);
    let waiting = json!({ "delivery": delivery, "masked": masked });
    let record = InboxRecord::waiting(&body_hash, waiting);
    let body = serde_json::to_string(&record).expect("a record has only string keys");
    let due = Some(Due { shard: shard(&key.pk), at: env.now().0 });
    let row = Row { key: key.clone(), body, version: 1, due, listed: None, expires: None };
    for _ in 0..ATTEMPTS {
        match env.table.write(&[Action::Put(row.clone(), Condition::Absent)]).await {
            Ok(()) => {
                env.ring(vec![Bell::Delivery(key)]).await;
                return Ok(None);
            }
            Err(TableError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
        if let Some(known) = env.table.get(&key).await? {
            let known = serde_json::from_str::<InboxRecord>(&known.body).ok();
            let is_other = known.is_some_and(|record| record.body_hash != body_hash);
            return Ok(is_other.then(|| refuse(StatusCode::CONFLICT, "desk-error-other-body")));
        }
        // Somebody wrote at the same moment, and it came to nothing: nobody has this delivery yet.
        env.clock.sleep(BETWEEN).await;
    }
    Err(Fault::Retry(format!("{key:?} is being written all the time")))
}

/// The delivery with personal data masked. Which product it is for is not known yet: work contacts of
/// every product of the connection are spared.
fn masked(mut delivery: ChatDelivery, contacts: &BTreeSet<String>) -> (ChatDelivery, BTreeMap<Kind, u32>) {
    let allowed = Allowed { contacts };
    let text = match &mut delivery.said {
        Said::Text { text, .. } | Said::Reply { text, .. } | Said::Edited { text } => text,
        Said::Button { answer, .. } => answer,
        Said::File { name, .. } => name,
        Said::Deleted { .. } | Said::Left => return (delivery, BTreeMap::new()),
    };
    // What turns a line around or hides in it is seen by nobody and would be read by everybody.
    let masked = mask(&clean(text), &allowed);
    *text = masked.text;
    (delivery, masked.found)
}

fn refuse(status: StatusCode, key: &str) -> Answer {
    error(status, &say(Language::En, key, &[]), None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nabat_domain::time::At;
    use nabat_kit::port::MessageId;

    /// A number with a right checksum that belongs to nobody, and a mark that turns a line around.
    const WORDS: &str = "карта СНИЛС 112-233-445 95 не\u{202e} открывается";

    fn heard(said: Said) -> (String, BTreeMap<Kind, u32>) {
        let message = Some(MessageId("m".to_owned()));
        let delivery =
            ChatDelivery { id: "d".to_owned(), room: "r".into(), user: "anna".to_owned(), message, at: At(0), said };
        let (delivery, found) = masked(delivery, &BTreeSet::new());
        (serde_json::to_string(&delivery).expect("only string keys"), found)
    }

    #[test]
    fn personal_data_is_masked_whatever_way_it_is_said() {
        let (text, to) = (WORDS.to_owned(), MessageId("asked".to_owned()));
        for said in [
            Said::Text { text: text.clone(), prompt: None },
            Said::Text { text: text.clone(), prompt: Some("inc-1/began.1".into()) },
            Said::Reply { to, text: text.clone() },
            Said::Button { prompt: "inc-1/began.1".into(), answer: text.clone() },
            Said::Edited { text: text.clone() },
            Said::File { name: text, bytes: 1, sha256: None, source: None },
        ] {
            let (kept, found) = heard(said);
            assert!(!kept.contains("112-233-445") && !kept.contains('\u{202e}'), "{kept}");
            assert!(kept.contains("открывается"), "{kept}");
            assert_eq!(found, BTreeMap::from([(Kind::Snils, 1)]), "{kept}");
        }
    }

    #[test]
    fn what_holds_no_words_is_left_as_it_is() {
        for said in [Said::Deleted { said: "m".to_owned() }, Said::Left] {
            assert!(heard(said).1.is_empty());
        }
    }
}
