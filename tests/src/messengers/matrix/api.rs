//! The client-server API, as an application service calls it. The section of the specification stands beside a rule.

use super::{BOT, Event, Room, SERVER, Store, TOKEN};
use crate::messengers::limits::Limit;
use crate::messengers::server::{Call, Reply};
use nabat_domain::ids::RoomId;
use nabat_domain::time::{At, Length};
use nabat_kit::port::MessageId;
use serde_json::{Value, json};

/// So long Synapse remembers the ids of an application service's transactions at least, in memory
/// (rest/client/transactions.py, `CLEANUP_PERIOD`); the specification says nothing of it.
const REMEMBERED: Length = Length::minutes(30);

/// Bytes of an event at most ("Size limits").
const LARGEST: usize = 65_536;

/// The registration says `rate_limited: false`.
pub(super) fn limits(_: &Call) -> Vec<Limit> {
    Vec::new()
}

pub(super) fn refusal(status: u16, code: &str) -> Reply {
    Reply::json(status, &json!({ "errcode": code, "error": "no" }))
}

fn ok(answer: &Value) -> Reply {
    Reply::json(200, answer)
}

pub(super) fn answer(store: &mut Store, call: &Call, now: At) -> Reply {
    if call.headers.get("authorization").map(String::as_str) != Some(&format!("Bearer {TOKEN}")) {
        return refusal(401, "M_UNKNOWN_TOKEN");
    }
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    let ["_matrix", api, version, rest @ ..] = path.as_slice() else { return refusal(404, "M_UNRECOGNIZED") };
    let body = call.json();
    match (call.method.as_str(), *api, *version, rest) {
        ("POST", "client", "v3", ["register"]) => register(store, &body),
        // "Using /sync and /events": a bot that was never registered has no account to act by.
        _ if !store.registered => refusal(403, "M_FORBIDDEN"),
        ("POST", "media", "v3", ["upload"]) => upload(store, call),
        ("GET", "client", "v1", ["media", "download", server, id]) => download(store, server, id),
        ("POST", "client", "v3", ["createRoom"]) => create(store, &body, now),
        ("GET", "client", "v3", ["directory", "room", alias]) => directory(store, alias),
        ("GET", "client", "v3", ["profile", user]) => profile(store, user),
        (method, "client", _, ["rooms", room, rest @ ..]) => {
            if store.rooms.get(*room).is_none_or(|room| room.members.get(BOT) != Some(&"join")) {
                return refusal(403, "M_FORBIDDEN");
            }
            in_room(store, call, (method, version, room, rest), now)
        }
        _ => refusal(404, "M_UNRECOGNIZED"),
    }
}

fn in_room(
    store: &mut Store,
    call: &Call,
    (method, version, room, rest): (&str, &str, &str, &[&str]),
    now: At,
) -> Reply {
    let body = call.json();
    match (method, version, rest) {
        ("POST", "v3", ["invite"]) => invite(store, room, &body, now),
        ("POST", "v3", ["kick"]) => kick(store, room, &body, now),
        ("PUT", "v3", ["send", kind, transaction]) => {
            once(store, &format!("{room}/{kind}/{transaction}"), now, |store| send(store, room, kind, &body, now))
        }
        ("PUT", "v3", ["redact", event, transaction]) => {
            once(store, &format!("{room}/{event}/{transaction}"), now, |store| redact(store, room, event, now))
        }
        ("GET", "v3", ["state", kind, rest @ ..]) => state(store, room, kind, rest),
        ("PUT", "v3", ["state", kind, ..]) => set_state(store, room, kind, &body),
        ("GET", "v3", ["messages"]) => messages(store, room, call),
        ("GET", "v1", ["relations", event, "m.annotation", "m.reaction"]) => relations(store, event),
        _ => refusal(404, "M_UNRECOGNIZED"),
    }
}

/// "Server admin style permissions": an application service registers by its own kind of login.
fn register(store: &mut Store, body: &Value) -> Reply {
    if body["type"] != "m.login.application_service" || body["username"] != "nabat" {
        return refusal(400, "M_EXCLUSIVE");
    }
    if std::mem::replace(&mut store.registered, true) {
        return refusal(400, "M_USER_IN_USE");
    }
    ok(&json!({ "user_id": BOT }))
}

fn upload(store: &mut Store, call: &Call) -> Reply {
    let address = format!("mxc://{SERVER}/{}", store.id("m"));
    store.media.insert(address.clone(), call.body.clone());
    ok(&json!({ "content_uri": address }))
}

/// "Content repository", authenticated since v1.11: the token was looked at above.
fn download(store: &Store, server: &str, id: &str) -> Reply {
    match store.media.get(&format!("mxc://{server}/{id}")) {
        Some(content) => Reply::file(content),
        None => refusal(404, "M_NOT_FOUND"),
    }
}

/// `createRoom`: the alias is the only key; room version 12 has no creator among its levels.
fn create(store: &mut Store, body: &Value, now: At) -> Reply {
    let alias = body["room_alias_name"].as_str().unwrap_or_default().to_owned();
    if !alias.starts_with("nabat.") {
        return refusal(400, "M_EXCLUSIVE");
    }
    if store.aliases.contains_key(&alias) {
        return refusal(400, "M_ROOM_IN_USE");
    }
    let invited: Vec<&str> = body["invite"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if invited.iter().any(|user| !is_user(user)) {
        // Before anything is made (Synapse, handlers/room.py: "Invalid user_id").
        return refusal(400, "M_UNKNOWN");
    }
    let levels = &body["power_level_content_override"];
    if !levels["users"][BOT].is_null() {
        return refusal(400, "M_BAD_JSON");
    }
    let text = |field: &str| body[field].as_str().unwrap_or_default().to_owned();
    let levels = if levels.is_null() { json!({ "events_default": 0, "events": {} }) } else { levels.clone() };
    let direct = body["is_direct"] == true;
    let id = store.id("!");
    let room = Room { name: text("name"), topic: text("topic"), direct, levels, ..Room::default() };
    store.rooms.insert(id.clone(), room);
    store.aliases.insert(alias, id.clone());
    store.stands(&id, BOT, "join", BOT, now);
    for user in invited {
        store.stands(&id, user, "invite", BOT, now);
    }
    ok(&json!({ "room_id": id }))
}

fn directory(store: &Store, alias: &str) -> Reply {
    let local = alias.trim_start_matches('#').split(':').next().unwrap_or_default();
    match store.aliases.get(local) {
        Some(room) => ok(&json!({ "room_id": room, "servers": [SERVER] })),
        None => refusal(404, "M_NOT_FOUND"),
    }
}

fn profile(store: &Store, user: &str) -> Reply {
    if store.users.contains(user) || user == BOT { ok(&json!({})) } else { refusal(404, "M_NOT_FOUND") }
}

fn is_user(user: &str) -> bool {
    user.starts_with('@') && user.contains(':')
}

/// Who is a member already is refused, who is invited is invited again; who has no account is invited all the
/// same (seen on Synapse).
fn invite(store: &mut Store, room: &str, body: &Value, now: At) -> Reply {
    let user = body["user_id"].as_str().unwrap_or_default().to_owned();
    if !is_user(&user) {
        return refusal(400, "M_INVALID_PARAM");
    }
    if matches!(store.rooms[room].members.get(&user), Some(&("join" | "ban"))) {
        return refusal(403, "M_FORBIDDEN");
    }
    store.stands(room, &user, "invite", BOT, now);
    ok(&json!({}))
}

fn kick(store: &mut Store, room: &str, body: &Value, now: At) -> Reply {
    let user = body["user_id"].as_str().unwrap_or_default().to_owned();
    if !matches!(store.rooms[room].members.get(&user), Some(&("join" | "invite"))) {
        return refusal(403, "M_FORBIDDEN");
    }
    store.stands(room, &user, "leave", BOT, now);
    ok(&json!({}))
}

/// "Transaction identifiers": the same one is answered as the first time, and nothing happens.
fn once(store: &mut Store, key: &str, now: At, happens: impl FnOnce(&mut Store) -> Result<String, Reply>) -> Reply {
    if let Some((id, _)) = store.transactions.get(key).filter(|(_, at)| now.since(*at) < REMEMBERED) {
        return ok(&json!({ "event_id": id }));
    }
    match happens(store) {
        Err(refused) => refused,
        Ok(id) => {
            store.transactions.insert(key.to_owned(), (id.clone(), now));
            ok(&json!({ "event_id": id }))
        }
    }
}

fn send(store: &mut Store, room: &str, kind: &str, content: &Value, now: At) -> Result<String, Reply> {
    if content.to_string().len() + 1_000 > LARGEST {
        return Err(refusal(413, "M_TOO_LARGE"));
    }
    may_send(store, room, kind, BOT, content)?;
    Ok(store.happens(room, kind, BOT, content.clone(), now))
}

/// Levels, and what an event may relate to; the creator of a room of version 12 is above every level.
pub(super) fn may_send(store: &Store, room: &str, kind: &str, user: &str, content: &Value) -> Result<(), Reply> {
    let levels = &store.rooms[room].levels;
    let needed = levels["events"][kind].as_i64().or_else(|| levels["events_default"].as_i64()).unwrap_or(0);
    if user != BOT && needed > 0 {
        return Err(refusal(403, "M_FORBIDDEN"));
    }
    let relation = &content["m.relates_to"];
    let Some(to) = relation["event_id"].as_str() else { return Ok(()) };
    // Synapse, handlers/message.py: "Can't send relation to unknown event".
    let known = |event: &Event| event.id == to && event.room == room;
    if !store.events.iter().any(known) {
        return Err(refusal(400, "M_UNKNOWN"));
    }
    // "Annotations": the same key by the same person once.
    let same = |event: &&Event| {
        event.sender == user && event.kind == kind && !event.redacted && event.content["m.relates_to"] == *relation
    };
    if kind == "m.reaction" && store.events.iter().any(|event| same(&event)) {
        return Err(refusal(400, "M_DUPLICATE_ANNOTATION"));
    }
    Ok(())
}

fn redact(store: &mut Store, room: &str, event: &str, now: At) -> Result<String, Reply> {
    let found = store.events.iter_mut().find(|found| found.id == event && found.room == room);
    let found = found.ok_or_else(|| refusal(404, "M_NOT_FOUND"))?;
    found.redacted = true;
    if found.sender != BOT {
        store.erased.push((RoomId::from(room), MessageId(event.to_owned())));
    }
    Ok(store.happens(room, "m.room.redaction", BOT, json!({ "redacts": event }), now))
}

fn state(store: &Store, room: &str, kind: &str, key: &[&str]) -> Reply {
    let room = &store.rooms[room];
    match (kind, key) {
        ("m.room.member", [user]) => match room.members.get(*user) {
            Some(membership) => ok(&json!({ "membership": membership })),
            None => refusal(404, "M_NOT_FOUND"),
        },
        ("m.room.pinned_events", _) if room.pinned.is_empty() => refusal(404, "M_NOT_FOUND"),
        ("m.room.pinned_events", _) => ok(&json!({ "pinned": room.pinned })),
        ("m.room.power_levels", _) => ok(&room.levels),
        _ => refusal(404, "M_NOT_FOUND"),
    }
}

fn set_state(store: &mut Store, room: &str, kind: &str, body: &Value) -> Reply {
    let id = store.id("$");
    let Some(room) = store.rooms.get_mut(room) else { return refusal(403, "M_FORBIDDEN") };
    match kind {
        "m.room.pinned_events" => room.pinned = serde_json::from_value(body["pinned"].clone()).unwrap_or_default(),
        "m.room.power_levels" => room.levels = body.clone(),
        _ => return refusal(403, "M_FORBIDDEN"),
    }
    ok(&json!({ "event_id": id }))
}

fn event_json(event: &Event) -> Value {
    let content = if event.redacted { json!({}) } else { event.content.clone() };
    json!({ "type": event.kind, "sender": event.sender, "event_id": event.id, "content": content,
            "origin_server_ts": event.at })
}

/// `messages`, the newest first, of those senders and kinds that the filter names ("Filtering", `RoomEventFilter`).
fn messages(store: &Store, room: &str, call: &Call) -> Reply {
    if call.query.get("dir").map(String::as_str) != Some("b") {
        return refusal(400, "M_MISSING_PARAM");
    }
    let filter = call.query.get("filter").and_then(|text| serde_json::from_str::<Value>(text).ok()).unwrap_or_default();
    let named = |list: &Value, one: &str| list.as_array().is_none_or(|list| list.iter().any(|it| it == one));
    let limit: usize = call.query.get("limit").and_then(|text| text.parse().ok()).unwrap_or(10);
    let here = store.events.iter().rev().filter(|event| event.room == room);
    let here = here.filter(|event| named(&filter["types"], &event.kind) && named(&filter["senders"], &event.sender));
    ok(&json!({ "chunk": here.take(limit.min(1_000)).map(event_json).collect::<Vec<Value>>() }))
}

/// "Relationships API": what was said about an event.
fn relations(store: &Store, event: &str) -> Reply {
    let about = |found: &&Event| found.content["m.relates_to"]["event_id"] == event && !found.redacted;
    let found = store.events.iter().filter(|found| found.kind == "m.reaction").filter(about);
    ok(&json!({ "chunk": found.map(event_json).collect::<Vec<Value>>() }))
}
