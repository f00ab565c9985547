//! The BotX API, as the vendor's library calls it (pybotx 0.76, `client/`): paths, bodies, refusals.

use super::{BOT, Chat, Message, SECRET, Store, token};
use crate::messengers::limits::Limit;
use crate::messengers::server::{Call, Reply};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nabat_domain::time::{At, Length};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(super) fn answer(store: &mut Store, call: &Call, now: At) -> Reply {
    // A token once; the library makes one for each call.
    if !token::is_good(SECRET, call.headers.get("authorization"), now) {
        return refusal(401, "invalid_token");
    }
    let path = call.path.join("/");
    let body = call.json();
    // The library leaves out what is undefined; of a chat it says that there is no picture.
    let mut said = body.clone();
    said.as_object_mut()
        .into_iter()
        .for_each(|fields| fields.retain(|name, value| name != "avatar" || !value.is_null()));
    if call.method == "POST" && has_null(&said) {
        return refusal(400, "malformed_request");
    }
    match (call.method.as_str(), path.as_str()) {
        ("GET", "api/v3/botx/chats/list") => list(store),
        ("GET", "api/v3/botx/users/by_huid") => by_huid(store, call),
        ("GET", "api/v3/botx/files/download") => download(store, call),
        ("POST", "api/v3/botx/chats/create") => create(store, &body),
        ("POST", "api/v3/botx/chats/add_user") => add(store, &body),
        ("POST", "api/v3/botx/chats/remove_user") => remove(store, &body),
        ("POST", "api/v3/botx/chats/pin_message") => pin(store, &body),
        ("POST", "api/v4/botx/notifications/direct/sync") => send(store, &body),
        ("POST", "api/v3/botx/events/edit_event") => edit(store, &body),
        _ => refusal(404, "not_found"),
    }
}

/// No limit is documented, 429 is ("notifications"): a message a second in a chat, as the strictest others have it.
pub(super) fn limits(call: &Call) -> Vec<Limit> {
    if call.path.iter().any(|part| part == "notifications") {
        let chat = call.json()["group_chat_id"].as_str().unwrap_or_default().to_owned();
        return vec![Limit::new(chat, 1, Length::seconds(1))];
    }
    Vec::new()
}

fn refusal(status: u16, reason: &str) -> Reply {
    Reply::json(status, &json!({ "status": "error", "reason": reason, "errors": [], "error_data": {} }))
}

/// `files_api/download_file.py`: a file of that chat as it is; 404 with a reason where there is none.
fn download(store: &Store, call: &Call) -> Reply {
    let asked = |name: &str| call.query.get(name).map(String::as_str).unwrap_or_default();
    if !store.chats.contains_key(asked("group_chat_id")) {
        return refusal(404, "chat_not_found");
    }
    match store.files.get(asked("file_id")).filter(|(chat, _)| chat == asked("group_chat_id")) {
        Some((_, content)) if asked("is_preview") == "false" => Reply::file(content),
        Some(_) | None => refusal(404, "file_metadata_not_found"),
    }
}

fn taken(result: &Value) -> Reply {
    Reply::json(200, &json!({ "status": "ok", "result": result }))
}

fn has_null(body: &Value) -> bool {
    match body {
        Value::Null => true,
        Value::Array(list) => list.iter().any(has_null),
        Value::Object(fields) => fields.values().any(has_null),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn list(store: &Store) -> Reply {
    let own = store.chats.iter().filter(|(_, chat)| chat.members.contains(BOT));
    let json = |(id, chat): (&String, &Chat)| {
        let mut json = json!({ "group_chat_id": id, "chat_type": chat.kind, "name": chat.name, "members": chat.members,
                               "inserted_at": "2026-11-23T11:00:00.000000Z", "shared_history": false,
                               "updated_at": "2026-11-23T11:00:00.000000Z" });
        if !chat.description.is_empty() {
            json["description"] = chat.description.as_str().into();
        }
        json
    };
    taken(&own.map(json).collect())
}

/// `search_user_by_huid`: 404 `user_not_found` for one who is not there.
fn by_huid(store: &Store, call: &Call) -> Reply {
    match call.query.get("user_huid").and_then(|huid| Some((huid, store.people.get(huid)?))) {
        Some((huid, name)) => taken(&json!({ "user_huid": huid, "name": name })),
        None => refusal(404, "user_not_found"),
    }
}

/// `create_chat`: a name of at least one letter, members that exist (422 else). Nothing tells two of a name apart.
fn create(store: &mut Store, body: &Value) -> Reply {
    let text = |field: &str| body[field].as_str().unwrap_or_default().to_owned();
    let mut members: BTreeSet<String> = serde_json::from_value(body["members"].clone()).unwrap_or_default();
    let kind = text("chat_type");
    if text("name").is_empty() || !matches!(kind.as_str(), "chat" | "group_chat" | "channel") {
        return refusal(400, "malformed_request");
    }
    if members.iter().any(|member| !store.people.contains_key(member)) {
        return refusal(422, "|specified reason|");
    }
    members.insert(BOT.to_owned());
    let id = store.id();
    store.chats.insert(id.clone(), Chat { name: text("name"), description: text("description"), kind, members });
    taken(&json!({ "chat_id": id }))
}

fn chat_and_people<'s>(store: &'s mut Store, body: &Value) -> Result<(&'s mut Chat, BTreeSet<String>), Reply> {
    let people: BTreeSet<String> = serde_json::from_value(body["user_huids"].clone()).unwrap_or_default();
    if people.is_empty() || people.iter().any(|person| !store.people.contains_key(person)) {
        return Err(refusal(403, "no_permission_for_operation"));
    }
    let chat = store.chats.get_mut(body["group_chat_id"].as_str().unwrap_or_default());
    chat.map(|chat| (chat, people)).ok_or_else(|| refusal(404, "chat_not_found"))
}

fn add(store: &mut Store, body: &Value) -> Reply {
    match chat_and_people(store, body) {
        Err(refused) => refused,
        Ok((chat, people)) => {
            chat.members.extend(people);
            taken(&json!(true))
        }
    }
}

fn remove(store: &mut Store, body: &Value) -> Reply {
    match chat_and_people(store, body) {
        Err(refused) => refused,
        Ok((chat, people)) => {
            chat.members.retain(|member| !people.contains(member));
            taken(&json!(true))
        }
    }
}

/// `pin_message` alone calls the chat `chat_id`.
fn pin(store: &mut Store, body: &Value) -> Reply {
    if !store.chats.contains_key(body["chat_id"].as_str().unwrap_or_default()) {
        return refusal(404, "chat_not_found");
    }
    match store.messages.iter_mut().find(|message| body["sync_id"] == message.id.as_str()) {
        None => refusal(404, "event_not_found"),
        Some(message) => {
            message.pinned = true;
            taken(&json!("message_pinned"))
        }
    }
}

/// Buttons have a command and a label each; a body has 4,096 characters at most.
fn is_good(body: &Value, bubble: &Value) -> bool {
    let rows = bubble.as_array().into_iter().flatten();
    let mut buttons = rows.flat_map(|row| row.as_array().into_iter().flatten());
    let named =
        |button: &Value| button["command"].is_string() && button["label"].as_str().is_some_and(|it| !it.is_empty());
    body.as_str().is_some_and(|body| body.chars().count() <= 4_096) && buttons.all(named)
}

/// `direct/sync`: what went wrong comes with 200, once the server tried.
fn send(store: &mut Store, body: &Value) -> Reply {
    let (chat, notification) = (body["group_chat_id"].as_str().unwrap_or_default(), &body["notification"]);
    if notification["status"] != "ok" || !is_good(&notification["body"], &notification["bubble"]) {
        return refusal(400, "malformed_request");
    }
    match store.chats.get(chat) {
        None => return refusal(200, "chat_not_found"),
        Some(found) if !found.members.contains(BOT) => return refusal(200, "bot_is_not_a_chat_member"),
        Some(_) => {}
    }
    let file = match &body["file"] {
        Value::Object(file) => {
            let data = file["data"].as_str().and_then(|data| data.strip_prefix("data:")?.split_once(";base64,"));
            let content = data.and_then(|(_, content)| STANDARD.decode(content).ok());
            let Some(content) = content else { return refusal(400, "malformed_request") };
            Some((file["file_name"].as_str().unwrap_or_default().to_owned(), content))
        }
        _ => None,
    };
    if file.is_none() && notification["body"] == "" {
        return refusal(400, "malformed_request");
    }
    let id = store.id();
    store.messages.push(Message {
        id: id.clone(),
        chat: chat.to_owned(),
        author: BOT.to_owned(),
        body: notification["body"].as_str().unwrap_or_default().to_owned(),
        bubble: notification["bubble"].clone(),
        file,
        ..Message::default()
    });
    taken(&json!({ "sync_id": id }))
}

fn edit(store: &mut Store, body: &Value) -> Reply {
    let payload = &body["payload"];
    if !is_good(&payload["body"], &payload["bubble"]) {
        return refusal(400, "malformed_request");
    }
    match store.messages.iter_mut().find(|message| body["sync_id"] == message.id.as_str()) {
        None => refusal(404, "event_not_found"),
        Some(message) if message.author != BOT => refusal(403, "no_permission_for_operation"),
        Some(message) if !store.chats.get(&message.chat).is_some_and(|chat| chat.members.contains(BOT)) => {
            refusal(403, "no_permission_for_operation")
        }
        Some(message) => {
            message.body = payload["body"].as_str().unwrap_or_default().to_owned();
            message.bubble = payload["bubble"].clone();
            message.edits += 1;
            taken(&json!("update_event_pushed"))
        }
    }
}
