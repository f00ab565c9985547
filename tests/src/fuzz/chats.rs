//! What messengers post: signed as each of them signs, so that the reader behind the signature is reached.

use crate::messengers::express;
use hmac::{Hmac, KeyInit as _, Mac as _};
use nabat::builtin::messenger::BuiltinSource;
use nabat_connectors::messenger::matrix::{self, MatrixSource};
use nabat_connectors::messenger::mattermost::MattermostSource;
use nabat_connectors::messenger::slack::SlackSource;
use nabat_connectors::messenger::telegram::TelegramSource;
use nabat_domain::time::At;
use nabat_kit::port::ChatSource;
use nabat_kit::signature::{SigningSecret, sign};
use serde_json::{Value, json};
use sha2::Sha256;
use std::fmt::Write as _;

const NOW: At = At(1_800_000_000_000);
const SECONDS: i64 = 1_800_000_000;
const SECRET: &str = "secret-of-the-fuzzers";

/// What a source says of a body; deliveries it takes have to go through JSON, as the inbox keeps them.
fn told(source: &dyn ChatSource, headers: &[(&str, String)], body: &[u8]) -> Vec<String> {
    let header = |name: &str| headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
    drop(source.answer(body));
    match source.read(&header, body, NOW) {
        Ok(deliveries) => {
            for delivery in deliveries {
                let text = serde_json::to_string(&delivery).expect("a delivery is JSON");
                let again = serde_json::from_str(&text).expect("and is read again");
                assert_eq!(delivery, again);
            }
            Vec::new()
        }
        Err(why) => vec![why.to_string()],
    }
}

fn all(values: impl IntoIterator<Item = Value>) -> Vec<Vec<u8>> {
    values.into_iter().map(|value| value.to_string().into_bytes()).collect()
}

pub(super) fn builtin(body: &[u8]) -> Vec<String> {
    let key = SigningSecret::new(SECRET).expect("not empty");
    let signature = sign(key.bytes(), "d1", SECONDS, body);
    let headers =
        [("webhook-id", "d1".into()), ("webhook-timestamp", SECONDS.to_string()), ("webhook-signature", signature)];
    told(&BuiltinSource::new(&[key]), &headers, body)
}

pub(super) fn builtin_seeds() -> Vec<Vec<u8>> {
    let said = [
        json!({"type": "text", "text": "восстановили в 14:32"}),
        json!({"type": "button", "prompt": "accept", "answer": "yes"}),
        json!({"type": "reply", "to": "m1", "text": "да"}),
        json!({"type": "file", "name": "отчёт.pdf", "bytes": 1024}),
        json!({"type": "edited", "text": "в 14:30"}),
    ];
    all(said.map(|said| json!({"id": "d1", "room": "r", "user": "p", "at": 5, "message": "m2", "said": said})))
}

pub(super) fn slack(body: &[u8]) -> Vec<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("any length will do");
    mac.update(format!("v0:{SECONDS}:").as_bytes());
    mac.update(body);
    let mut signature = "v0=".to_owned();
    for byte in mac.finalize().into_bytes() {
        write!(signature, "{byte:02x}").expect("a string takes all");
    }
    let headers = [("x-slack-request-timestamp", SECONDS.to_string()), ("x-slack-signature", signature)];
    told(&SlackSource::new(SECRET), &headers, body)
}

pub(super) fn slack_seeds() -> Vec<Vec<u8>> {
    let event =
        |event: Value| json!({"type": "event_callback", "event_id": "Ev1", "event_time": SECONDS, "event": event});
    let said = json!({"type": "message", "channel": "C1", "user": "U1", "text": "restored &lt;14:32&gt; <@U2> <https://a|b>",
                      "ts": "1800000000.000100", "thread_ts": "1799999999.000001"});
    let changed = json!({"type": "message", "subtype": "message_changed", "channel": "C1", "ts": "1800000001.0002",
                         "message": {"user": "U1", "text": "в 14:30", "ts": "1800000000.0001", "edited": {"ts": "1800000001.0002"}}});
    let file = json!({"type": "message", "subtype": "file_share", "channel": "C1", "user": "U1", "text": "", "ts": "1800000000.1",
                      "files": [{"id": "F1", "name": "отчёт.pdf", "size": 1024}]});
    let press = json!({"type": "block_actions", "trigger_id": "t1", "user": {"id": "U1", "username": "anna"},
                       "channel": {"id": "C1"}, "container": {"message_ts": "1800000000.0001"},
                       "message": {"ts": "1800000000.0001"},
                       "actions": [{"action_id": "accept/yes", "value": "accept yes", "action_ts": "1800000000.2",
                                    "text": {"type": "plain_text", "text": "Принято"}}]});
    let mut seeds =
        all([event(said), event(changed), event(file), json!({"type": "url_verification", "challenge": "c"})]);
    let payload: String =
        form_urlencoded::Serializer::new(String::new()).append_pair("payload", &press.to_string()).finish();
    seeds.push(payload.into_bytes());
    seeds.push(b"command=%2Fnabat&text=restored+14%3A32&user_id=U1&channel_id=C1&trigger_id=t2".to_vec());
    seeds
}

pub(super) fn mattermost(body: &[u8]) -> Vec<String> {
    let source = MattermostSource::new(SECRET, SECRET).expect("a secret");
    told(&source, &[("authorization", format!("Token {SECRET}"))], body)
}

pub(super) fn mattermost_seeds() -> Vec<Vec<u8>> {
    let context = json!({"prompt": "accept", "answer": "yes", "until": 1_800_000_100_000_i64, "seal": "00ff"});
    let mut seeds = all([
        json!({"user_name": "anna", "channel_id": "c1", "trigger_id": "t1", "context": context, "post_id": "p1"}),
    ]);
    seeds.push(b"user_name=anna&channel_id=c1&trigger_id=t1&text=%D0%B4%D0%B0&root_id=".to_vec());
    seeds.push(b"user_name=anna&channel_id=c1&trigger_id=t1&text=yes&root_id=p1&token=x".to_vec());
    seeds
}

pub(super) fn telegram(body: &[u8]) -> Vec<String> {
    let headers = [("x-telegram-bot-api-secret-token", SECRET.to_owned())];
    told(&TelegramSource::new(SECRET, "nabat_bot"), &headers, body)
}

pub(super) fn telegram_seeds() -> Vec<Vec<u8>> {
    let chat = json!({"id": -1_001_234_567_890_i64, "type": "supergroup", "is_forum": true});
    let from = json!({"id": 7001, "is_bot": false, "first_name": "Анна"});
    let message = json!({"message_id": 5, "message_thread_id": 2, "is_topic_message": true, "from": from, "chat": chat,
                         "date": SECONDS, "text": "/nabat@nabat_bot восстановили в 14:32",
                         "reply_to_message": {"message_id": 2, "forum_topic_created": {"name": "x"}}});
    let mut edited = message.clone();
    edited["edit_date"] = (SECONDS + 5).into();
    let file = json!({"message_id": 6, "message_thread_id": 2, "from": from, "chat": chat, "date": SECONDS,
                      "document": {"file_id": "f", "file_name": "отчёт.pdf", "file_size": 1024}});
    let keys = json!({"inline_keyboard": [[{"text": "Принято", "callback_data": "accept|yes"}]]});
    let query = json!({"id": "q1", "from": from, "data": "accept|yes",
                       "message": {"message_id": 4, "message_thread_id": 2, "chat": chat, "date": SECONDS, "reply_markup": keys}});
    all([
        json!({"update_id": 1, "message": message}),
        json!({"update_id": 2, "edited_message": edited}),
        json!({"update_id": 3, "message": file}),
        json!({"update_id": 4, "callback_query": query}),
    ])
}

pub(super) fn express(body: &[u8]) -> Vec<String> {
    told(&express::source(), &[("authorization", express::authorization(NOW))], body)
}

pub(super) fn express_seeds() -> Vec<Vec<u8>> {
    let body = |command: Value, files: Value| {
        json!({"bot_id": "b", "sync_id": "s1", "source_sync_id": "s0", "proto_version": 4, "command": command,
               "from": {"group_chat_id": "g1", "user_huid": "h1", "chat_type": "group_chat", "host": "h"},
               "attachments": [], "async_files": files,
               "entities": [{"type": "reply", "data": {"source_sync_id": "s0", "body": ""}}]})
    };
    let file = json!([{"file_id": "f", "file_name": "отчёт.pdf", "file_size": 1024}]);
    let mut seeds = all([
        body(
            json!({"body": "/nabat да", "command_type": "user", "data": {"prompt": "accept", "answer": "yes"}}),
            json!([]),
        ),
        body(json!({"body": "", "command_type": "user", "data": {}}), file),
        body(json!({"body": "system:event_edit", "command_type": "system", "data": {"body": "в 14:30"}}), json!([])),
        json!({"sync_id": "s1", "status": "ok"}),
    ]);
    seeds.push(Vec::new());
    seeds
}

pub(super) fn matrix(body: &[u8]) -> Vec<String> {
    let settings = matrix::Settings {
        base: "https://matrix.example.org".to_owned(),
        server_name: "example.org".to_owned(),
        bot: "nabat".to_owned(),
    };
    let source = MatrixSource::new(&settings, SECRET);
    told(&source, &[("authorization", format!("Bearer {SECRET}"))], body)
}

pub(super) fn matrix_seeds() -> Vec<Vec<u8>> {
    let event = |kind: &str, content: Value| {
        json!({"type": kind, "event_id": "$1", "room_id": "!r:example.org", "sender": "@anna:example.org",
               "origin_server_ts": 1_800_000_000_000_i64, "content": content})
    };
    let relation =
        json!({"rel_type": "m.thread", "event_id": "$0", "is_falling_back": true, "m.in_reply_to": {"event_id": "$2"}});
    let text =
        |relates: Value| json!({"msgtype": "m.text", "body": "> <@a:b> да\n> нет\n\nв 14:32", "m.relates_to": relates});
    let replaced = json!({"msgtype": "m.text", "body": "* x", "m.new_content": {"msgtype": "m.text", "body": "в 14:30"},
                          "m.relates_to": {"rel_type": "m.replace", "event_id": "$1"}});
    let events = [
        event("m.room.message", text(relation)),
        event("m.room.message", text(json!({"m.in_reply_to": {"event_id": "$0"}}))),
        event("m.room.message", replaced),
        event(
            "m.reaction",
            json!({"m.relates_to": {"rel_type": "m.annotation", "event_id": "$0", "key": "👍\u{fe0f}"}}),
        ),
        event("m.room.message", json!({"msgtype": "m.file", "body": "отчёт.pdf", "info": {"size": 1024}})),
    ];
    let mut seeds = all(events.iter().map(|event| json!({"events": [event]})));
    seeds.extend(all([json!({"events": events, "ephemeral": []})]));
    seeds
}
