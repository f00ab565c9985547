//! People at their clients, and the transactions the homeserver pushes for it ("Application Service API",
//! "Pushing events").

use super::api::may_send;
use super::{BOT, Event, SECRET, SERVER, Store};
use crate::messengers::Act;
use nabat_domain::time::At;
use nabat_kit::http::Request;
use serde_json::{Value, json};

pub(super) fn does(store: &mut Store, room: &str, user: &str, act: Act<'_>, now: At) -> Vec<Request> {
    let Some(standing) = store.rooms.get(room).and_then(|found| found.members.get(user).copied()) else {
        return Vec::new();
    };
    match standing {
        "join" => {}
        // Whoever says something has said yes before.
        "invite" => store.stands(room, user, "join", user, now),
        _ => return Vec::new(),
    }
    if matches!(act, Act::WalksOut) {
        store.stands(room, user, "leave", user, now);
    } else {
        let Some((kind, content)) = content(store, room, user, act) else { return Vec::new() };
        if may_send(store, room, kind, user, &content).is_err() {
            return Vec::new();
        }
        store.happens(room, kind, user, content, now);
    }
    let events: Vec<Value> = store.unpushed.drain(..).collect();
    let body = json!({ "events": events, "ephemeral": [] });
    vec![request(Some(SECRET), body.to_string().into_bytes())]
}

/// What a client sends for it.
fn content(store: &mut Store, room: &str, user: &str, act: Act<'_>) -> Option<(&'static str, Value)> {
    let words = |text: &str| json!({ "msgtype": "m.text", "body": text });
    Some(match act {
        // There are no commands: who wants something of the bot says so.
        Act::Says(text) | Act::Commands(text) => ("m.room.message", words(text)),
        Act::Replies(to, text) => {
            let mut content = words(&format!("> <{BOT}> Вопрос\n\n{text}"));
            content["m.relates_to"] = json!({ "m.in_reply_to": { "event_id": to } });
            ("m.room.message", content)
        }
        Act::Presses(message, button) => {
            let seeded = |event: &&Event| {
                event.kind == "m.reaction"
                    && event.sender == BOT
                    && !event.redacted
                    && event.content["m.relates_to"]["event_id"] == message.0.as_str()
            };
            let relation = store.events.iter().filter(seeded).nth(button)?.content["m.relates_to"].clone();
            ("m.reaction", json!({ "m.relates_to": relation }))
        }
        Act::Changes(text) => {
            let own = |event: &&Event| event.room == room && event.sender == user && event.kind == "m.room.message";
            let changed = store.events.iter().rev().find(own)?.id.clone();
            let mut content = words(&format!("* {text}"));
            content["m.new_content"] = words(text);
            content["m.relates_to"] = json!({ "rel_type": "m.replace", "event_id": changed });
            ("m.room.message", content)
        }
        Act::TakesBack => {
            let own = |event: &&mut Event| {
                event.room == room && event.sender == user && event.kind == "m.room.message" && !event.redacted
            };
            let gone = store.events.iter_mut().rev().find(own)?;
            gone.redacted = true;
            ("m.room.redaction", json!({ "redacts": gone.id }))
        }
        // A change of standing, which is no message.
        Act::WalksOut => return None,
        Act::Posts(name, content) => {
            let address = format!("mxc://{SERVER}/{}", store.id("m"));
            store.media.insert(address.clone(), content.to_vec());
            let info = json!({ "size": content.len(), "mimetype": "text/plain" });
            let file = json!({ "msgtype": "m.file", "body": name, "filename": name, "url": address, "info": info });
            ("m.room.message", file)
        }
    })
}

pub(super) fn request(token: Option<&str>, body: Vec<u8>) -> Request {
    let mut request = http::Request::builder().method("PUT").uri("/");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    request.body(body).expect("headers that exist")
}
