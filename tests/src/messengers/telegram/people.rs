//! People at the client, and the updates that come of it ("Update", "Message", "CallbackQuery").

use super::{GROUP, Message, SECRET, Store, now_seconds};
use crate::messengers::Act;
use nabat_domain::time::At;
use nabat_kit::http::Request;
use serde_json::{Value, json};

pub(super) fn does(
    store: &mut Store,
    (chat, topic): (i64, Option<i64>),
    user: i64,
    act: Act<'_>,
    now: At,
) -> Vec<Request> {
    let closed = topic.is_some_and(|topic| store.topics.get(&topic).is_none_or(|topic| topic.closed));
    if closed || !store.people.contains_key(&user) {
        return Vec::new();
    }
    let typed = |text: &str| Message {
        chat,
        topic,
        author: Some(user),
        text: text.to_owned(),
        date: now_seconds(now),
        ..Message::default()
    };
    let (kind, content) = match act {
        Act::Says(text) => ("message", said(store, typed(text), None)),
        Act::Commands(text) => ("message", said(store, typed(&format!("/nabat@nabat_bot {text}")), None)),
        Act::Replies(to, text) => ("message", said(store, typed(text), to.0.parse().ok())),
        Act::Posts(name, content) => {
            let mut message = said(store, typed(""), None);
            let id = format!("file-{}", store.next());
            message["document"] = json!({ "file_id": id, "file_name": name, "file_size": content.len() });
            store.files.insert(id, content.to_vec());
            ("message", message)
        }
        Act::TakesBack | Act::WalksOut => return Vec::new(),
        Act::Changes(text) => match changed(store, chat, user, text, now) {
            Some(message) => ("edited_message", message),
            None => return Vec::new(),
        },
        Act::Presses(message, button) => match pressed(store, user, message.0.parse().ok(), button) {
            Some(query) => ("callback_query", query),
            None => return Vec::new(),
        },
    };
    let update = json!({ "update_id": store.next(), kind: content });
    vec![request(Some(SECRET), update.to_string().into_bytes())]
}

/// A message as an update has it. In a topic what answers nothing answers the message that opened the topic.
fn said(store: &mut Store, message: Message, to: Option<i64>) -> Value {
    let id = store.next();
    let mut json = message_json(id, &message);
    let opened = || message.topic.map(|topic| json!({ "message_id": topic, "forum_topic_created": { "name": "" } }));
    let answered = to.and_then(|to| store.messages.get(&to).map(|message| message_json(to, message)));
    if let Some(answered) = answered.or_else(opened) {
        json["reply_to_message"] = answered;
    }
    store.messages.insert(id, message);
    json
}

fn message_json(id: i64, message: &Message) -> Value {
    let (chat, author) = (message.chat, message.author);
    let mut json = json!({
        "message_id": id, "date": message.date,
        "chat": { "id": chat, "type": if chat == GROUP { "supergroup" } else { "private" }, "is_forum": chat == GROUP },
        "from": { "id": author.unwrap_or(1), "is_bot": author.is_none(), "first_name": "" },
    });
    if !message.text.is_empty() {
        json["text"] = message.text.as_str().into();
    }
    if let Some(topic) = message.topic {
        (json["message_thread_id"], json["is_topic_message"]) = (topic.into(), true.into());
    }
    if message.keyboard["inline_keyboard"].as_array().is_some_and(|rows| !rows.is_empty()) {
        json["reply_markup"] = message.keyboard.clone();
    }
    json
}

fn changed(store: &mut Store, chat: i64, user: i64, text: &str, now: At) -> Option<Value> {
    let own = store.messages.iter_mut().filter(|(_, message)| message.chat == chat && message.author == Some(user));
    let (id, message) = own.last()?;
    message.text = text.to_owned();
    let mut json = message_json(*id, message);
    json["edit_date"] = now_seconds(now).into();
    Some(json)
}

/// A press: whose, under which message, with which data; not when.
fn pressed(store: &mut Store, user: i64, message: Option<i64>, button: usize) -> Option<Value> {
    let query = store.next().to_string();
    let (id, message) = store.messages.get_key_value(&message?)?;
    let rows = message.keyboard["inline_keyboard"].as_array()?;
    let data = rows.iter().flat_map(|row| row.as_array().into_iter().flatten()).nth(button)?["callback_data"].clone();
    Some(json!({
        "id": query, "from": { "id": user, "is_bot": false, "first_name": "" }, "message": message_json(*id, message),
        "chat_instance": "1", "data": data,
    }))
}

pub(super) fn request(token: Option<&str>, body: Vec<u8>) -> Request {
    let mut request = http::Request::builder().method("POST");
    if let Some(token) = token {
        request = request.header("x-telegram-bot-api-secret-token", token);
    }
    request.body(body).expect("headers that exist")
}
