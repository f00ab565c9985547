//! People at the client, and what Slack posts for it: events, presses, commands, each signed ("Verifying requests").

use super::api::entities;
use super::files::File;
use super::{BOT, Message, SECRET, Store};
use crate::messengers::Act;
use crate::messengers::server::form;
use hmac::{Hmac, KeyInit as _, Mac as _};
use nabat_domain::time::At;
use nabat_kit::http::Request;
use serde_json::{Value, json};
use sha2::Sha256;
use std::fmt::Write as _;

pub(super) fn does(store: &mut Store, channel: &str, user: &str, act: Act<'_>, now: At) -> Vec<Request> {
    let open = store.channels.get(channel).is_some_and(|found| !found.archived && found.members.contains(user));
    if !open {
        return Vec::new();
    }
    match act {
        Act::Says(text) => said(store, channel, user, text, None, now),
        Act::Replies(to, text) => said(store, channel, user, text, Some(&to.0), now),
        Act::Posts(name, content) => posted(store, channel, user, (name, content), now),
        Act::Changes(text) => changed(store, channel, user, text, now),
        Act::TakesBack => taken_back(store, channel, user, now),
        Act::WalksOut => walked_out(store, channel, user),
        Act::Presses(message, button) => {
            return pressed(store, channel, user, &message.0, button, now).into_iter().collect();
        }
        Act::Commands(text) => return vec![command(store, channel, user, text, now)],
    }
    let events: Vec<Value> = store.events.drain(..).collect();
    events.into_iter().map(|event| pushed(store, &event, now)).collect()
}

fn said(store: &mut Store, channel: &str, user: &str, text: &str, thread: Option<&str>, now: At) {
    let ts = store.ts(now);
    let text = entities(text);
    let mut event = json!({ "type": "message", "channel": channel, "user": user, "text": text, "ts": ts,
                            "channel_type": "group" });
    if let Some(thread) = thread {
        event["thread_ts"] = thread.into();
    }
    store.events.push(event);
    let (channel, user) = (channel.to_owned(), user.to_owned());
    store.messages.push(Message { channel, ts, user, text, ..Message::default() });
}

fn posted(store: &mut Store, channel: &str, user: &str, (name, content): (&str, &[u8]), now: At) {
    let (ts, id) = (store.ts(now), store.id("F"));
    let file = File::of_person(&id, name, content);
    store
        .events
        .push(json!({ "type": "message", "subtype": "file_share", "channel": channel, "user": user, "text": "",
                              "ts": ts, "files": [file.json()] }));
    store.files.insert(id, file);
}

/// `message_changed`: the message as it is now, inside.
fn changed(store: &mut Store, channel: &str, user: &str, text: &str, now: At) {
    let edited = store.ts(now);
    let own = store.messages.iter_mut().rev().find(|message| message.channel == channel && message.user == user);
    let Some(message) = own else { return };
    message.text = entities(text);
    let inside = json!({ "type": "message", "user": user, "text": message.text, "ts": message.ts,
                         "edited": { "user": user, "ts": edited } });
    store.events.push(json!({ "type": "message", "subtype": "message_changed", "channel": channel, "ts": edited,
                              "message": inside }));
}

/// `message_deleted`: which, and as it was; not who did it.
fn taken_back(store: &mut Store, channel: &str, user: &str, now: At) {
    let own = |message: &Message| message.channel == channel && message.user == user;
    let Some(place) = store.messages.iter().rposition(own) else { return };
    let gone = store.messages.remove(place);
    let was = json!({ "type": "message", "user": user, "text": gone.text, "ts": gone.ts });
    let ts = store.ts(now);
    store.events.push(json!({ "type": "message", "subtype": "message_deleted", "hidden": true, "channel": channel,
                              "ts": ts, "deleted_ts": gone.ts, "previous_message": was }));
}

/// `member_left_channel`: who was put out leaves it in the same way.
pub(super) fn walked_out(store: &mut Store, channel: &str, user: &str) {
    if let Some(found) = store.channels.get_mut(channel) {
        found.members.remove(user);
    }
    store.events.push(json!({ "type": "member_left_channel", "user": user, "channel": channel, "channel_type": "C",
                              "team": "T1" }));
}

/// The Events API's envelope.
fn pushed(store: &mut Store, event: &Value, now: At) -> Request {
    let id = store.id("Ev");
    let body = json!({ "type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": id,
                       "event_time": now.0 / 1_000, "event": event,
                       "authorizations": [{ "team_id": "T1", "user_id": BOT, "is_bot": true }] });
    signed(SECRET, body.to_string().into_bytes(), now)
}

fn pressed(store: &mut Store, channel: &str, user: &str, ts: &str, button: usize, now: At) -> Option<Request> {
    let (trigger, action_ts) = (store.id("trigger"), store.ts(now));
    let message = store.messages.iter().find(|message| message.channel == channel && message.ts == ts)?;
    let actions = message.blocks.as_array()?.iter().filter(|block| block["type"] == "actions");
    let action = actions.flat_map(|block| block["elements"].as_array().into_iter().flatten()).nth(button)?;
    let payload = json!({
        "type": "block_actions", "api_app_id": "A1", "team": { "id": "T1", "domain": "t" },
        "user": { "id": user, "username": "u" }, "channel": { "id": channel, "name": "n" },
        "container": { "type": "message", "message_ts": ts, "channel_id": channel }, "trigger_id": trigger,
        "actions": [{ "type": "button", "block_id": "b", "action_id": action["action_id"], "value": action["value"],
                      "action_ts": action_ts }],
    });
    Some(signed(SECRET, form(&[("payload", &payload.to_string())]), now))
}

fn command(store: &mut Store, channel: &str, user: &str, text: &str, now: At) -> Request {
    let trigger = store.id("trigger");
    let body = form(&[
        ("token", "old"),
        ("team_id", "T1"),
        ("channel_id", channel),
        ("user_id", user),
        ("command", "/nabat"),
        ("text", &entities(text)),
        ("trigger_id", &trigger),
        ("api_app_id", "A1"),
        ("is_enterprise_install", "false"),
    ]);
    signed(SECRET, body, now)
}

/// The headers of a signed body.
pub(super) fn proof(secret: &str, body: &[u8], now: At) -> Vec<(&'static str, String)> {
    let sent = (now.0 / 1_000).to_string();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length will do");
    mac.update(format!("v0:{sent}:").as_bytes());
    mac.update(body);
    let mut signature = "v0=".to_owned();
    for byte in mac.finalize().into_bytes() {
        write!(signature, "{byte:02x}").expect("a string takes it");
    }
    vec![("x-slack-request-timestamp", sent), ("x-slack-signature", signature)]
}

fn with(headers: Vec<(&'static str, String)>, body: Vec<u8>) -> Request {
    let mut request = http::Request::builder().method("POST");
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request.body(body).expect("headers that exist")
}

fn signed(secret: &str, body: Vec<u8>, now: At) -> Request {
    with(proof(secret, &body, now), body)
}

/// What somebody could send who does not know the secret.
pub(super) fn forged(given: &Request, now: At) -> Vec<Request> {
    let body = given.body().clone();
    let changed: Vec<u8> = body.iter().copied().chain([b' ']).collect();
    let real = proof(SECRET, &body, now);
    let older = vec![("x-slack-request-timestamp", "1".to_owned()), real[1].clone()];
    vec![
        with(Vec::new(), body.clone()),
        signed("guessed", body.clone(), now),
        signed("", body.clone(), now),
        with(real, changed),
        with(older, body),
    ]
}
