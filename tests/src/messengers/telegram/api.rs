//! The Bot API's methods. Rules are those of the page "Telegram Bot API" under each method's name; the texts of
//! refusals are those the server is known to give.

use super::{BOT, GROUP, Message, Store, TOKEN, Topic, now_seconds, refusal, room_id};
use crate::messengers::limits::Limit;
use crate::messengers::server::{Call, Reply};
use nabat_domain::time::{At, Length};
use nabat_kit::port::MessageId;
use serde_json::{Value, json};

pub(super) fn answer(store: &mut Store, call: &Call, now: At) -> Reply {
    if let [file, bot, folder, name] = call.path.as_slice()
        && file == "file"
    {
        return download(store, (bot, folder, name));
    }
    let [bot, method] = call.path.as_slice() else { return refusal(404, "Not Found") };
    if *bot != format!("bot{TOKEN}") {
        return refusal(401, "Unauthorized");
    }
    let body = call.json();
    let about_group = body["chat_id"].as_i64().is_none_or(|chat| chat == GROUP) && method != "getMe";
    if store.thrown_out && about_group {
        return refusal(403, "Forbidden: bot was kicked from the supergroup chat");
    }
    match method.as_str() {
        "createForumTopic" => create(store, &body),
        "closeForumTopic" => close(store, &body),
        "getMe" => taken(&json!({ "id": BOT, "is_bot": true, "username": "nabat_bot" })),
        "getChatMember" => member(store, &body),
        "sendMessage" => send(store, &body, now),
        "sendDocument" => send_file(store, call, now),
        "getFile" => file(store, &body),
        "editMessageText" => edit(store, &body),
        "pinChatMessage" => pin(store, &body),
        "deleteMessage" => delete(store, &body),
        _ => refusal(404, "Not Found"),
    }
}

/// "Bots FAQ": about a message a second in a chat, twenty a minute in a group, whatever its topics, thirty a second
/// in all; what is changed counts like what is sent.
pub(super) fn limits(call: &Call) -> Vec<Limit> {
    let is_message = |method: &String| method.starts_with("send") || method.starts_with("edit");
    if !call.path.get(1).is_some_and(is_message) {
        return Vec::new();
    }
    // A file comes as a form, and is for the group: nobody is sent one directly.
    let chat = call.json()["chat_id"].as_i64().unwrap_or(GROUP);
    let mut limits = vec![Limit::new("all", 30, Length::seconds(1))];
    limits.push(Limit::new(format!("{chat}/second"), 1, Length::seconds(1)));
    if chat == GROUP {
        limits.push(Limit::new("group", 20, Length::minutes(1)));
    }
    limits
}

/// `getFile`: of 20 MB at most, with a path below which it is downloaded.
fn file(store: &Store, body: &Value) -> Reply {
    let id = body["file_id"].as_str().unwrap_or_default();
    match store.files.get(id) {
        None => refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable"),
        Some(content) if content.len() > 20 * 1024 * 1024 => refusal(400, "Bad Request: file is too big"),
        Some(content) => {
            taken(&json!({ "file_id": id, "file_size": content.len(), "file_path": format!("documents/{id}") }))
        }
    }
}

/// `https://api.telegram.org/file/bot<token>/<file_path>`.
fn download(store: &Store, (bot, folder, name): (&str, &str, &str)) -> Reply {
    match store.files.get(name).filter(|_| bot == format!("bot{TOKEN}") && folder == "documents") {
        Some(content) => Reply::file(content),
        None => refusal(404, "Not Found"),
    }
}

fn taken(result: &Value) -> Reply {
    Reply::json(200, &json!({ "ok": true, "result": result }))
}

/// `createForumTopic`: a name of 1-128 characters. Nothing tells one of the same name from another.
fn create(store: &mut Store, body: &Value) -> Reply {
    let name = body["name"].as_str().unwrap_or_default();
    if body["chat_id"] != GROUP {
        return refusal(400, "Bad Request: chat not found");
    }
    if name.is_empty() || name.chars().count() > 128 {
        return refusal(400, "Bad Request: TOPIC_TITLE_INVALID");
    }
    let id = store.next();
    store.topics.insert(id, Topic { name: name.to_owned(), closed: false });
    taken(&json!({ "message_thread_id": id, "name": name, "icon_color": 7_322_096 }))
}

fn close(store: &mut Store, body: &Value) -> Reply {
    let topic = body["message_thread_id"].as_i64().unwrap_or_default();
    match store.topics.get_mut(&topic) {
        None => refusal(400, "Bad Request: message thread not found"),
        Some(topic) if topic.closed => refusal(400, "Bad Request: TOPIC_NOT_MODIFIED"),
        Some(topic) => {
            topic.closed = true;
            taken(&json!(true))
        }
    }
}

/// `getChatMember`: one who never was in the group is `left`; an id nobody has is refused.
fn member(store: &Store, body: &Value) -> Reply {
    let Some(user) = body["user_id"].as_i64() else { return refusal(400, "Bad Request: invalid user_id specified") };
    if user == BOT {
        let rights = json!({ "status": "administrator", "can_manage_topics": true, "can_pin_messages": !store.may_not_pin,
                             "can_delete_messages": true });
        return taken(&rights);
    }
    let status = if store.people.contains_key(&user) { "member" } else { "left" };
    taken(&json!({ "status": status, "user": { "id": user, "is_bot": false } }))
}

/// Where a message goes: a topic of the group, or somebody who wrote to the bot before ("bots cannot begin").
fn place(store: &Store, chat: Option<i64>, topic: Option<i64>) -> Result<(i64, Option<i64>), Reply> {
    match (chat, topic) {
        (Some(GROUP), Some(topic)) if store.topics.contains_key(&topic) => Ok((GROUP, Some(topic))),
        (Some(GROUP), Some(_)) => Err(refusal(400, "Bad Request: message thread not found")),
        (Some(GROUP), None) => Ok((GROUP, None)),
        (Some(user), None) if store.people.contains_key(&user) => Ok((user, None)),
        _ => Err(refusal(400, "Bad Request: chat not found")),
    }
}

/// `sendMessage`: 1-4096 characters; `InlineKeyboardButton`: a text, and data of 1-64 bytes.
fn invalid(body: &Value) -> Option<Reply> {
    let text = body["text"].as_str().unwrap_or_default();
    if text.is_empty() {
        return Some(refusal(400, "Bad Request: message text is empty"));
    }
    if text.encode_utf16().count() > 4_096 {
        return Some(refusal(400, "Bad Request: message is too long"));
    }
    let rows = body["reply_markup"]["inline_keyboard"].as_array().into_iter().flatten();
    for button in rows.flat_map(|row| row.as_array().into_iter().flatten()) {
        if !(1..=64).contains(&button["callback_data"].as_str().unwrap_or_default().len()) {
            return Some(refusal(400, "Bad Request: BUTTON_DATA_INVALID"));
        }
        if button["text"].as_str().unwrap_or_default().is_empty() {
            return Some(refusal(400, "Bad Request: text buttons are unallowed in the inline keyboard"));
        }
    }
    None
}

fn send(store: &mut Store, body: &Value, now: At) -> Reply {
    let (chat, topic) = match place(store, body["chat_id"].as_i64(), body["message_thread_id"].as_i64()) {
        Ok(place) => place,
        Err(refused) => return refused,
    };
    if let Some(refused) = invalid(body) {
        return refused;
    }
    let (text, keyboard) = (body["text"].as_str().unwrap_or_default().to_owned(), body["reply_markup"].clone());
    post(store, Message { chat, topic, text, keyboard, ..Message::default() }, now)
}

fn post(store: &mut Store, message: Message, now: At) -> Reply {
    let (id, date) = (store.next(), now_seconds(now));
    let sent = json!({ "message_id": id, "date": date, "chat": { "id": message.chat }, "text": message.text });
    store.messages.insert(id, Message { date, ..message });
    taken(&sent)
}

/// `sendDocument` as a form of several parts: fields, and the file with its name.
fn send_file(store: &mut Store, call: &Call, now: At) -> Reply {
    let kind = call.headers.get("content-type").cloned().unwrap_or_default();
    let Some(boundary) = kind.strip_prefix("multipart/form-data; boundary=") else {
        return refusal(400, "Bad Request: there is no document in the request");
    };
    let parts = parts(&call.body, boundary);
    let field = |name: &str| {
        let found = parts.iter().find(|(head, _)| head.contains(&format!("name=\"{name}\"")));
        found.map(|(_, content)| String::from_utf8_lossy(content).into_owned())
    };
    let number = |name: &str| field(name).and_then(|text| text.parse().ok());
    let (chat, topic) = match place(store, number("chat_id"), number("message_thread_id")) {
        Ok(place) => place,
        Err(refused) => return refused,
    };
    let Some((head, content)) = parts.iter().find(|(head, _)| head.contains("name=\"document\"")) else {
        return refusal(400, "Bad Request: there is no document in the request");
    };
    let name = head.split("filename=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let file = Some((name.to_owned(), content.clone()));
    post(store, Message { chat, topic, file, ..Message::default() }, now)
}

/// The parts of a form: each one's head and content (RFC 7578).
fn parts(body: &[u8], boundary: &str) -> Vec<(String, Vec<u8>)> {
    let marks = format!("--{boundary}");
    let find =
        |from: usize, what: &[u8]| body[from..].windows(what.len()).position(|at| at == what).map(|at| from + at);
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(begin) = find(at, marks.as_bytes()) {
        let head = begin + marks.len() + 2;
        let (Some(middle), Some(end)) = (find(begin, b"\r\n\r\n"), find(begin + 2, format!("\r\n{marks}").as_bytes()))
        else {
            break;
        };
        found.push((String::from_utf8_lossy(&body[head..middle]).into_owned(), body[middle + 4..end].to_vec()));
        at = end + 2;
    }
    found
}

fn own<'s>(store: &'s mut Store, body: &Value) -> Option<&'s mut Message> {
    let id = body["message_id"].as_i64()?;
    store.messages.get_mut(&id).filter(|message| body["chat_id"] == message.chat && !message.deleted)
}

/// `editMessageText`: one's own; the same words and buttons again are refused.
fn edit(store: &mut Store, body: &Value) -> Reply {
    if let Some(refused) = invalid(body) {
        return refused;
    }
    let Some(message) = own(store, body).filter(|message| message.author.is_none()) else {
        return refusal(400, "Bad Request: message to edit not found");
    };
    let text = body["text"].as_str().unwrap_or_default();
    if message.text == text && message.keyboard == body["reply_markup"] {
        return refusal(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the \
             same as a current content and reply markup of the message",
        );
    }
    (message.text, message.keyboard) = (text.to_owned(), body["reply_markup"].clone());
    message.edits += 1;
    taken(&json!({ "message_id": body["message_id"] }))
}

fn pin(store: &mut Store, body: &Value) -> Reply {
    match own(store, body) {
        None => refusal(400, "Bad Request: message to pin not found"),
        Some(message) => {
            message.pinned = true;
            taken(&json!(true))
        }
    }
}

/// `deleteMessage`: of others by `can_delete_messages`.
fn delete(store: &mut Store, body: &Value) -> Reply {
    let Some(message) = own(store, body) else { return refusal(400, "Bad Request: message to delete not found") };
    message.deleted = true;
    let room = room_id(message.chat, message.topic);
    store.erased.push((room, MessageId(body["message_id"].to_string())));
    taken(&json!(true))
}
