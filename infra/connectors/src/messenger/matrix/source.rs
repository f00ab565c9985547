//! What a homeserver pushes: transactions of events, in order, each until it is taken.
//!
//! One transaction that is not taken holds up all that follow, so only a wrong token and a body that is
//! no transaction are refused: an event nobody can read is passed over with a line in the log.

use super::Settings;
use nabat_domain::ids::RoomId;
use nabat_domain::time::At;
use nabat_kit::port::{Arrival, ChatDelivery, ChatSource, MessageId, Reject, Said};
use serde_json::Value;
use subtle::ConstantTimeEq as _;

/// Reads transactions signed by the token the homeserver calls with (`hs_token`).
pub struct MatrixSource {
    tokens: Vec<String>,
    bot: String,
}

impl MatrixSource {
    /// A source that takes any of these lines for the token: two while one is replaced by the other.
    pub fn new(settings: &Settings, tokens: &str) -> Self {
        // An empty one would be given by whoever gives none.
        let tokens = tokens.lines().map(str::trim).filter(|token| !token.is_empty()).map(str::to_owned);
        Self { tokens: tokens.collect(), bot: settings.bot_id() }
    }

    fn delivery(&self, event: &Value) -> Option<ChatDelivery> {
        let text = |field: &str| event[field].as_str().map(str::to_owned);
        let user = text("sender").filter(|sender| *sender != self.bot)?;
        // State is told by its key, not by its kind.
        let said = if event.get("state_key").is_some() { left(event)? } else { said(event)? };
        let (Some(id), Some(room), Some(at)) = (text("event_id"), text("room_id"), event["origin_server_ts"].as_i64())
        else {
            tracing::warn!(sender = user, "an event without id, room or time is passed over");
            return None;
        };
        // A reaction cannot hold personal data of its own; a message can, and is removed by its id.
        let message = (event["type"] == "m.room.message").then(|| MessageId(id.clone()));
        Some(ChatDelivery { id, room: RoomId::from(room.as_str()), user, message, at: At(at), said })
    }
}

impl ChatSource for MatrixSource {
    fn arrival(&self) -> Arrival {
        Arrival::Transactions
    }

    fn read(&self, headers: &dyn Fn(&str) -> Option<String>, body: &[u8], _: At) -> Result<Vec<ChatDelivery>, Reject> {
        let given = headers("authorization").unwrap_or_default();
        let given = given.strip_prefix("Bearer ").unwrap_or_default();
        let known = self.tokens.iter().any(|token| bool::from(token.as_bytes().ct_eq(given.as_bytes())));
        if !known {
            return Err(Reject::Signature("no token of the homeserver's".to_owned()));
        }
        let body: Value = serde_json::from_slice(body).map_err(|error| Reject::Body(error.to_string()))?;
        let events = body["events"].as_array().ok_or_else(|| Reject::Body("it holds no events".to_owned()))?;
        Ok(events.iter().filter_map(|event| self.delivery(event)).collect())
    }
}

/// What a person did, if it is of interest.
fn said(event: &Value) -> Option<Said> {
    let content = &event["content"];
    let relation = &content["m.relates_to"];
    match event["type"].as_str()? {
        "m.reaction" => {
            let to = MessageId(relation["event_id"].as_str()?.to_owned());
            // Some clients add the mark for "as a picture" to what was pressed.
            let text = relation["key"].as_str()?.replace('\u{fe0f}', "");
            Some(Said::Reply { to, text })
        }
        // Where it stands depends on the room's version.
        "m.room.redaction" => {
            let said = content["redacts"].as_str().or_else(|| event["redacts"].as_str())?;
            Some(Said::Deleted { said: said.to_owned() })
        }
        "m.room.message" if relation["rel_type"] == "m.replace" => {
            Some(Said::Edited { text: content["m.new_content"]["body"].as_str()?.to_owned() })
        }
        "m.room.message" => match content["msgtype"].as_str()? {
            "m.text" | "m.emote" => Some(words(content, relation)?),
            "m.file" | "m.image" | "m.audio" | "m.video" => Some(file(content)?),
            _ => None,
        },
        _ => None,
    }
}

/// Somebody who was in went out, and nobody put them out.
fn left(event: &Value) -> Option<Said> {
    let itself = event["type"] == "m.room.member" && event["state_key"] == event["sender"];
    let was_in = event["unsigned"]["prev_content"]["membership"] == "join";
    (itself && was_in && event["content"]["membership"] == "leave").then_some(Said::Left)
}

fn words(content: &Value, relation: &Value) -> Option<Said> {
    let text = content["body"].as_str()?;
    let Some(to) = relation["m.in_reply_to"]["event_id"].as_str() else {
        // In a thread every message answers the one it began with, unless it names another.
        let root = (relation["rel_type"] == "m.thread").then(|| relation["event_id"].as_str()).flatten();
        return Some(match root {
            Some(root) => Said::Reply { to: MessageId(root.to_owned()), text: text.to_owned() },
            None => Said::Text { text: text.to_owned(), prompt: None },
        });
    };
    let thread = relation["is_falling_back"] == true && relation["rel_type"] == "m.thread";
    let to = if thread { relation["event_id"].as_str()? } else { to };
    Some(Said::Reply { to: MessageId(to.to_owned()), text: without_quotation(text).to_owned() })
}

/// Older clients put the message they answer before the answer, each line behind `>`.
fn without_quotation(text: &str) -> &str {
    let Some((quoted, answer)) = text.split_once("\n\n") else { return text };
    if quoted.lines().all(|line| line.starts_with('>')) { answer } else { text }
}

fn file(content: &Value) -> Option<Said> {
    let name = content["filename"].as_str().or_else(|| content["body"].as_str())?.to_owned();
    let bytes = content["info"]["size"].as_u64().unwrap_or_default();
    let source = content["url"].as_str().map(str::to_owned);
    Some(Said::File { name, bytes, sha256: None, source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(token: &str, body: &Value) -> Result<Vec<ChatDelivery>, Reject> {
        let settings = Settings { base: "http://hs".to_owned(), server_name: "hs".to_owned(), bot: "nabat".to_owned() };
        let source = MatrixSource::new(&settings, "right\n\nnext\r\n");
        let token = format!("Bearer {token}");
        source.read(
            &|name| (name == "authorization").then(|| token.clone()),
            &serde_json::to_vec(body).expect("JSON"),
            At(0),
        )
    }

    fn event(kind: &str, content: &Value) -> Value {
        json!({ "type": kind, "event_id": "$e", "room_id": "!r", "sender": "@anna:hs",
                "origin_server_ts": 1_700_000_000_000_i64, "content": content })
    }

    fn said_by(kind: &str, content: &Value) -> Vec<Said> {
        let read = read("right", &json!({ "events": [event(kind, content)] })).expect("taken");
        read.into_iter().map(|delivery| delivery.said).collect()
    }

    fn reply(to: &str, text: &str) -> Vec<Said> {
        vec![Said::Reply { to: MessageId(to.to_owned()), text: text.to_owned() }]
    }

    #[test]
    fn only_the_homeserver_is_heard() {
        let nothing = json!({ "events": [] });
        assert!(matches!(read("wrong", &nothing), Err(Reject::Signature(_))));
        assert!(matches!(read("", &nothing), Err(Reject::Signature(_))));
        assert_eq!(read("next", &nothing), Ok(Vec::new()));
        assert!(matches!(read("right", &json!({})), Err(Reject::Body(_))));
    }

    #[test]
    fn words_replies_threads_and_reactions() {
        let plain = json!({ "msgtype": "m.text", "body": "готово" });
        assert_eq!(said_by("m.room.message", &plain), [Said::Text { text: "готово".to_owned(), prompt: None }]);
        let answer = json!({ "msgtype": "m.text", "body": "> <@nabat:hs> Когда?\n> ещё\n\n14:32",
            "m.relates_to": { "m.in_reply_to": { "event_id": "$p" } } });
        assert_eq!(said_by("m.room.message", &answer), reply("$p", "14:32"));
        let thread = json!({ "msgtype": "m.text", "body": "14:32", "m.relates_to": { "rel_type": "m.thread",
            "event_id": "$p", "is_falling_back": true, "m.in_reply_to": { "event_id": "$last" } } });
        assert_eq!(said_by("m.room.message", &thread), reply("$p", "14:32"));
        let pressed = json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": "$p", "key": "✅\u{fe0f}" } });
        assert_eq!(said_by("m.reaction", &pressed), reply("$p", "✅"));
        let changed = json!({ "msgtype": "m.text", "body": "* 14:35", "m.new_content": { "body": "14:35" },
            "m.relates_to": { "rel_type": "m.replace", "event_id": "$e" } });
        assert_eq!(said_by("m.room.message", &changed), [Said::Edited { text: "14:35".to_owned() }]);
    }

    #[test]
    fn who_leaves_and_what_is_taken_back() {
        let mut event = event("m.room.member", &json!({ "membership": "leave" }));
        (event["state_key"], event["unsigned"]) =
            ("@anna:hs".into(), json!({ "prev_content": { "membership": "join" } }));
        let heard = |event: &Value| {
            let read = read("right", &json!({ "events": [event] })).expect("taken");
            read.into_iter().map(|delivery| delivery.said).collect::<Vec<_>>()
        };
        assert_eq!(heard(&event), [Said::Left]);
        event["unsigned"]["prev_content"]["membership"] = "invite".into();
        assert_eq!(heard(&event), [], "an invitation that is declined is no leaving");
        event["unsigned"]["prev_content"]["membership"] = "join".into();
        event["sender"] = "@boris:hs".into();
        assert_eq!(heard(&event), [], "somebody else put them out");
        let taken_back = vec![Said::Deleted { said: "$m".to_owned() }];
        assert_eq!(said_by("m.room.redaction", &json!({ "redacts": "$m" })), taken_back);
    }

    #[test]
    fn what_nobody_can_read_holds_up_nothing() {
        let mut own = event("m.room.message", &json!({ "msgtype": "m.text", "body": "вопрос" }));
        own["sender"] = "@nabat:hs".into();
        let mut joined = event("m.room.member", &json!({ "membership": "join" }));
        joined["state_key"] = "@anna:hs".into();
        let broken = json!({ "type": "m.room.message", "sender": 5 });
        let odd = event("m.room.message", &json!({ "msgtype": "m.text", "body": { "x": 1 } }));
        let good = event("m.room.message", &json!({ "msgtype": "m.text", "body": "да" }));
        let taken = read("right", &json!({ "events": [own, joined, broken, odd, 7, good] })).expect("taken");
        assert_eq!(taken.len(), 1);
        assert_eq!((taken[0].id.as_str(), taken[0].room.as_str()), ("$e", "!r"));
    }
}
