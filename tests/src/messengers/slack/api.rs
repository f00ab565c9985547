//! The Web API. Rules are those of each method's reference page and of "Block Kit"; refusals are named there
//! under "Errors".

use super::{BOT, Channel, Message, Store, TOKEN, files, refusal};
use crate::messengers::limits::Limit;
use crate::messengers::server::{Call, Reply};
use nabat_domain::time::{At, Length};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

type Form = BTreeMap<String, String>;

pub(super) fn answer(store: &mut Store, call: &Call, now: At) -> Reply {
    if let [upload, id] = call.path.as_slice()
        && upload == "upload"
    {
        return files::bytes(store, id, call);
    }
    if let [files, id] = call.path.as_slice()
        && files == "files-pri"
    {
        return files::download(store, id, call);
    }
    let [_, method] = call.path.as_slice() else { return refusal("unknown_method") };
    if call.headers.get("authorization").map(String::as_str) != Some(&format!("Bearer {TOKEN}")) {
        return refusal("invalid_auth");
    }
    let form = call.form();
    match method.as_str() {
        "conversations.create" => create(store, &form),
        "conversations.list" => list(store, &form),
        "conversations.setTopic" => set(store, &form, "topic", |channel, line| channel.topic = line),
        "conversations.setPurpose" => set(store, &form, "purpose", |channel, line| channel.purpose = line),
        "conversations.invite" => invite(store, &form, now),
        "conversations.kick" => kick(store, &form),
        "conversations.archive" => archive(store, &form),
        "conversations.open" => open(store, &form),
        "conversations.history" => history(store, &form),
        "users.info" => user_info(store, &form),
        "chat.postMessage" => post(store, &form, now),
        "chat.update" => update(store, &form),
        "pins.add" => pin(store, &form),
        "files.info" => files::info(store, &form),
        "files.getUploadURLExternal" => files::address(store, &form),
        "files.completeUploadExternal" => files::complete(store, &form, now),
        _ => refusal("unknown_method"),
    }
}

/// "Rate limits": each method so often a minute in a workspace by its tier, a message a second in a channel, some
/// hundred a minute in all of them.
pub(super) fn limits(call: &Call) -> Vec<Limit> {
    let [_, method] = call.path.as_slice() else { return Vec::new() };
    let tier = |calls: usize| vec![Limit::new(method, calls, Length::minutes(1))];
    match method.as_str() {
        "chat.postMessage" => vec![
            Limit::new(format!("{method}/{}", text(&call.form(), "channel")), 1, Length::seconds(1)),
            Limit::new(method, 300, Length::minutes(1)),
        ],
        "conversations.create"
        | "conversations.list"
        | "conversations.setTopic"
        | "conversations.setPurpose"
        | "conversations.archive"
        | "pins.add" => tier(20),
        "conversations.invite"
        | "conversations.kick"
        | "conversations.open"
        | "conversations.history"
        | "chat.update" => tier(50),
        "files.getUploadURLExternal" | "files.completeUploadExternal" => tier(100),
        _ => Vec::new(),
    }
}

fn ok(mut answer: Value) -> Reply {
    answer["ok"] = true.into();
    Reply::json(200, &answer)
}

fn text<'f>(form: &'f Form, field: &str) -> &'f str {
    form.get(field).map(String::as_str).unwrap_or_default()
}

/// A channel that is there, and not archived.
fn found<'s>(store: &'s mut Store, form: &Form) -> Result<&'s mut Channel, Reply> {
    match store.channels.get_mut(text(form, "channel")) {
        None => Err(refusal("channel_not_found")),
        Some(channel) if channel.archived => Err(refusal("is_archived")),
        Some(channel) => Ok(channel),
    }
}

/// A name of at most 80 lower-case letters, digits, `-` and `_`; taken for good, archived or not.
fn create(store: &mut Store, form: &Form) -> Reply {
    let name = text(form, "name").to_owned();
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    if name.is_empty() {
        return refusal("invalid_name_required");
    }
    if name.len() > 80 {
        return refusal("invalid_name_maxlength");
    }
    if !name.chars().all(letter) {
        return refusal("invalid_name_specials");
    }
    if store.channels.values().any(|channel| channel.name == name) {
        return refusal("name_taken");
    }
    let (id, members) = (store.id("C"), [BOT.to_owned()].into());
    store.channels.insert(id.clone(), Channel { name, members, ..Channel::default() });
    ok(json!({ "channel": channel_json(&id, &store.channels[&id]) }))
}

fn channel_json(id: &str, channel: &Channel) -> Value {
    json!({ "id": id, "name": channel.name, "is_archived": channel.archived, "is_private": true,
            "topic": { "value": entities(&channel.topic) }, "purpose": { "value": entities(&channel.purpose) } })
}

/// "Formatting text": three letters come as entities.
pub(super) fn entities(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Fewer than asked for may come, with a cursor to the next (pagination); here two at a time.
fn list(store: &Store, form: &Form) -> Reply {
    let private = text(form, "types").split(',').any(|kind| kind == "private_channel");
    let archived_too = text(form, "exclude_archived") != "true";
    let own = store.channels.iter().filter(|(_, channel)| !channel.direct && private);
    let own: Vec<Value> = own
        .filter(|(_, channel)| channel.members.contains(BOT) && (archived_too || !channel.archived))
        .map(|(id, channel)| channel_json(id, channel))
        .collect();
    let from: usize = text(form, "cursor").parse().unwrap_or(0);
    let next = if from + 2 < own.len() { (from + 2).to_string() } else { String::new() };
    let page: Vec<&Value> = own.iter().skip(from).take(2).collect();
    ok(json!({ "channels": page, "response_metadata": { "next_cursor": next } }))
}

fn set(store: &mut Store, form: &Form, field: &str, change: impl Fn(&mut Channel, String)) -> Reply {
    let line = text(form, field).to_owned();
    match found(store, form) {
        Err(refused) => refused,
        Ok(_) if line.chars().count() > 250 => refusal("too_long"),
        Ok(channel) => {
            change(channel, line);
            ok(json!({}))
        }
    }
}

fn user_info(store: &Store, form: &Form) -> Reply {
    match store.users.get(text(form, "user")) {
        Some(user) => ok(json!({ "user": { "id": user, "deleted": false } })),
        None => refusal("user_not_found"),
    }
}

fn invite(store: &mut Store, form: &Form, now: At) -> Reply {
    let users: Vec<String> = text(form, "users").split(',').map(str::to_owned).collect();
    let known = users.iter().all(|user| store.users.contains(user));
    let channel = match found(store, form) {
        Err(refused) => return refused,
        Ok(channel) => channel,
    };
    if users.iter().any(|user| user == BOT) {
        return refusal("cant_invite_self");
    }
    if !known {
        return refusal("user_not_found");
    }
    if users.iter().any(|user| channel.members.contains(user)) {
        return refusal("already_in_channel");
    }
    channel.members.extend(users.iter().cloned());
    let ts = store.ts(now);
    let joined = json!({ "type": "message", "subtype": "channel_join", "channel": text(form, "channel"),
                         "user": users[0], "text": "joined", "ts": ts });
    store.events.push(joined);
    ok(json!({ "channel": {} }))
}

fn kick(store: &mut Store, form: &Form) -> Reply {
    let user = text(form, "user").to_owned();
    match found(store, form) {
        Err(refused) => refused,
        Ok(_) if user == BOT => refusal("cant_kick_self"),
        Ok(channel) if !channel.members.contains(&user) => refusal("not_in_channel"),
        Ok(_) => {
            super::people::walked_out(store, text(form, "channel"), &user);
            ok(json!({}))
        }
    }
}

fn archive(store: &mut Store, form: &Form) -> Reply {
    match store.channels.get_mut(text(form, "channel")) {
        None => refusal("channel_not_found"),
        Some(channel) if channel.archived => refusal("already_archived"),
        Some(channel) => {
            channel.archived = true;
            ok(json!({}))
        }
    }
}

fn open(store: &mut Store, form: &Form) -> Reply {
    let user = text(form, "users").to_owned();
    if !store.users.contains(&user) {
        return refusal("user_not_found");
    }
    ok(json!({ "channel": { "id": direct(store, &user) } }))
}

pub(super) fn direct(store: &mut Store, user: &str) -> String {
    let members: BTreeSet<String> = [BOT.to_owned(), user.to_owned()].into();
    if let Some((id, _)) = store.channels.iter().find(|(_, channel)| channel.direct && channel.members == members) {
        return id.clone();
    }
    let id = store.id("D");
    store.channels.insert(id.clone(), Channel { members, direct: true, ..Channel::default() });
    id
}

/// The newest first; metadata only where it is asked for.
fn history(store: &mut Store, form: &Form) -> Reply {
    if !store.channels.contains_key(text(form, "channel")) {
        return refusal("channel_not_found");
    }
    let limit: usize = text(form, "limit").parse().unwrap_or(100);
    let told = text(form, "include_all_metadata") == "true";
    let here = store.messages.iter().rev().filter(|message| message.channel == text(form, "channel"));
    let json = |message: &Message| {
        let files: Vec<Value> = message.files.iter().filter_map(|id| Some(store.files.get(id)?.json())).collect();
        let mut json = json!({ "type": "message", "ts": message.ts, "user": message.user, "text": message.text });
        if told && message.metadata.is_object() {
            json["metadata"] = message.metadata.clone();
        }
        if !files.is_empty() {
            json["files"] = files.into();
        }
        json
    };
    ok(json!({ "messages": here.take(limit.min(999)).map(json).collect::<Vec<Value>>() }))
}

fn post(store: &mut Store, form: &Form, now: At) -> Reply {
    match found(store, form) {
        Err(refused) => return refused,
        Ok(channel) if !channel.members.contains(BOT) => return refusal("not_in_channel"),
        Ok(_) => {}
    }
    let blocks = match blocks(form) {
        Ok(blocks) => blocks,
        Err(refused) => return refused,
    };
    let (channel, ts) = (text(form, "channel").to_owned(), store.ts(now));
    let metadata = serde_json::from_str(text(form, "metadata")).unwrap_or_default();
    let (user, words) = (BOT.to_owned(), text(form, "text").to_owned());
    // The bot hears itself, marked as a bot.
    store
        .events
        .push(json!({ "type": "message", "channel": channel, "user": BOT, "bot_id": "B1", "text": words, "ts": ts }));
    let answer = json!({ "channel": channel, "ts": ts });
    store.messages.push(Message { channel, ts, user, text: words, blocks, metadata, ..Message::default() });
    ok(answer)
}

/// Text and blocks that are good ("Block Kit", reference of each).
fn blocks(form: &Form) -> Result<Value, Reply> {
    let blocks: Value = serde_json::from_str(text(form, "blocks")).map_err(|_| refusal("invalid_blocks_format"))?;
    let list =
        blocks.as_array().filter(|list| (1..=50).contains(&list.len())).ok_or_else(|| refusal("invalid_blocks"))?;
    if !list.iter().all(is_good) {
        return Err(refusal("invalid_blocks"));
    }
    let length: usize = list.iter().map(|block| super::words(block).chars().count()).sum();
    // Unpublished, from the vendor's own list of issues: about 13,200 characters in all.
    if length > 13_200 {
        return Err(refusal("msg_blocks_too_long"));
    }
    if text(form, "text").is_empty() || text(form, "text").chars().count() > 40_000 {
        return Err(refusal("no_text"));
    }
    Ok(blocks)
}

fn is_good(block: &Value) -> bool {
    let within = |value: &Value, most: usize| (1..=most).contains(&value.as_str().unwrap_or_default().chars().count());
    match block["type"].as_str() {
        Some("rich_text") => block["elements"].as_array().is_some_and(|sections| {
            let elements = |section: &Value| section["elements"].as_array().cloned().unwrap_or_default();
            let good = |element: &Value| match element["type"].as_str() {
                Some("text") => element["text"].as_str().is_some_and(|text| !text.is_empty()),
                Some("link") => element["url"].as_str().is_some_and(|url| url.starts_with("http")),
                _ => false,
            };
            !sections.is_empty() && sections.iter().all(|section| elements(section).iter().all(good))
        }),
        Some("actions") => block["elements"].as_array().is_some_and(|buttons| {
            let ids: BTreeSet<&str> = buttons.iter().filter_map(|button| button["action_id"].as_str()).collect();
            let good = |button: &Value| {
                button["type"] == "button"
                    && button["text"]["type"] == "plain_text"
                    && within(&button["text"]["text"], 75)
                    && within(&button["value"], 2_000)
                    && within(&button["action_id"], 255)
            };
            (1..=25).contains(&buttons.len()) && ids.len() == buttons.len() && buttons.iter().all(good)
        }),
        _ => false,
    }
}

fn update(store: &mut Store, form: &Form) -> Reply {
    match found(store, form) {
        Err(refused) => return refused,
        Ok(channel) if !channel.members.contains(BOT) => return refusal("channel_not_found"),
        Ok(_) => {}
    }
    let blocks = match blocks(form) {
        Ok(blocks) => blocks,
        Err(refused) => return refused,
    };
    match message(store, text(form, "channel"), text(form, "ts")) {
        None => refusal("message_not_found"),
        Some(message) if message.user != BOT => refusal("cant_update_message"),
        Some(message) => {
            (message.text, message.blocks) = (text(form, "text").to_owned(), blocks);
            message.edits += 1;
            ok(json!({}))
        }
    }
}

fn message<'s>(store: &'s mut Store, channel: &str, ts: &str) -> Option<&'s mut Message> {
    store.messages.iter_mut().find(|message| message.channel == channel && message.ts == ts)
}

fn pin(store: &mut Store, form: &Form) -> Reply {
    if let Err(refused) = found(store, form) {
        return refused;
    }
    match message(store, text(form, "channel"), text(form, "timestamp")) {
        None => refusal("message_not_found"),
        Some(message) if message.pinned => refusal("already_pinned"),
        Some(message) => {
            message.pinned = true;
            ok(json!({}))
        }
    }
}
