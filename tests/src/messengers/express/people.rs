//! People at the client, and the commands that come of it (the vendor's library, `models/message`,
//! `models/system_events`).

use super::token::{claims, of, of_server};
use super::{BOT, HOST, Message, SECRET, Store};
use crate::messengers::Act;
use nabat_domain::time::At;
use nabat_kit::http::Request;
use serde_json::{Value, json};

pub(super) fn does(store: &mut Store, chat: &str, person: &str, act: Act<'_>, now: At) -> Vec<Request> {
    if !store.chats.get(chat).is_some_and(|found| found.members.contains(person)) {
        return Vec::new();
    }
    let mut body = command(store, chat, person);
    match act {
        Act::Says(text) => body["command"]["body"] = text.into(),
        Act::Commands(text) => body["command"]["body"] = format!("/nabat {text}").into(),
        Act::Replies(to, text) => {
            body["command"]["body"] = text.into();
            let data = json!({ "source_sync_id": to, "sender": BOT, "body": "", "mentions": [], "attachment": null });
            body["entities"] = json!([{ "type": "reply", "data": data }]);
        }
        Act::Posts(name, content) => {
            let id = store.id();
            let file = json!({ "type": "document", "file": "https://x", "file_mime_type": "text/plain", "file_id": id,
                               "file_name": name, "file_size": content.len(), "file_hash": "x" });
            store.files.insert(id, (chat.to_owned(), content.to_vec()));
            body["async_files"] = json!([file]);
        }
        Act::Changes(text) => {
            let own = store.messages.iter().rev().find(|message| message.chat == chat && message.author == person);
            let Some(own) = own else { return Vec::new() };
            body["sync_id"] = own.id.as_str().into();
            // The library takes unheard-of entities in messages, not here.
            body["entities"] = json!([]);
            body["command"] = system("system:event_edit", &json!({ "body": text }));
        }
        Act::TakesBack => {
            // The event itself is no message.
            store.messages.pop();
            let own = store.messages.iter().rposition(|message| message.chat == chat && message.author == person);
            let Some(own) = own.map(|place| store.messages.remove(place)) else { return Vec::new() };
            body["entities"] = json!([]);
            body["command"] = system("system:event_deleted", &json!({ "sync_ids": [own.id] }));
        }
        Act::WalksOut => {
            if let Some(found) = store.chats.get_mut(chat) {
                found.members.remove(person);
            }
            // It is the server that tells, and nobody in it who speaks.
            body["from"]["user_huid"] = Value::Null;
            body["entities"] = json!([]);
            body["command"] = system("system:left_from_chat", &json!({ "left_members": [person] }));
        }
        Act::Presses(message, button) => {
            let found = store.messages.iter().find(|found| found.id == message.0);
            let rows = found.and_then(|found| found.bubble.as_array()).into_iter().flatten();
            let Some(pressed) = rows.flat_map(|row| row.as_array().into_iter().flatten()).nth(button) else {
                return Vec::new();
            };
            (body["command"]["body"], body["command"]["data"]) = (pressed["command"].clone(), pressed["data"].clone());
            body["source_sync_id"] = message.0.as_str().into();
        }
    }
    vec![request(Some(&of_server(SECRET, now)), body.to_string().into_bytes())]
}

fn system(event: &str, data: &Value) -> Value {
    json!({ "body": event, "command_type": "system", "data": data, "metadata": {} })
}

/// A command of a person, with nothing in it yet; the message is theirs.
fn command(store: &mut Store, chat: &str, person: &str) -> Value {
    let id = store.id();
    let (chat, author) = (chat.to_owned(), person.to_owned());
    let kind = if store.chats[&chat].kind == "chat" { "chat" } else { "group_chat" };
    let from = json!({
        "host": HOST, "group_chat_id": chat, "chat_type": kind, "user_huid": person, "user_udid": null,
        "ad_login": null, "ad_domain": null, "username": null, "is_admin": false, "is_creator": false,
        "platform": "web", "app_version": "3", "locale": "ru", "device_meta": null,
    });
    store.messages.push(Message { id: id.clone(), chat, author, ..Message::default() });
    json!({
        "bot_id": BOT, "sync_id": id, "source_sync_id": null, "proto_version": 4,
        "command": { "body": "", "command_type": "user", "data": {}, "metadata": {} },
        "from": from, "attachments": [], "async_files": [], "entities": [{ "type": "unheard-of", "data": {} }],
    })
}

pub(super) fn request(token: Option<&str>, body: Vec<u8>) -> Request {
    let mut request = http::Request::builder().method("POST");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    request.body(body).expect("headers that exist")
}

/// What somebody could send who does not know the secret key, or only another bot's.
pub(super) fn forged(given: &Request, now: At) -> Vec<Request> {
    let mut other_bot = claims(now);
    other_bot["iss"] = "00000000-0000-0000-0000-000000000001".into();
    let mut other_server = claims(now);
    other_server["aud"] = "cts.elsewhere.test".into();
    let tokens = [
        None,
        Some(String::new()),
        Some(of_server("guessed", now)),
        Some(of_server("", now)),
        Some(of(SECRET, "none", &claims(now))),
        Some(of(SECRET, "HS256", &other_bot)),
        Some(of(SECRET, "HS256", &other_server)),
    ];
    tokens.iter().map(|token| request(token.as_deref(), given.body().clone())).collect()
}
