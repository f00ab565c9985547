//! Calls of messengers.

use super::{NOW, Port, SECRET, key};
use nabat::clocks::StoryClock;
use nabat_connectors::messenger::express::Express;
use nabat_connectors::messenger::matrix::Matrix;
use nabat_connectors::messenger::mattermost::Mattermost;
use nabat_connectors::messenger::slack::Slack;
use nabat_connectors::messenger::telegram::Telegram;
use nabat_connectors::messenger::{express, matrix, mattermost, telegram};
use nabat_connectors::picture::Pictures;
use nabat_domain::ids::{PromptId, RoomId};
use nabat_kit::port::{Attachment, Button, CallError, MessageId, Messenger, NewRoom, Outgoing};
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) const CALLS: usize = 14;

const BOT: &str = "5b0a3f1c-6c2b-4a9e-9f50-3d9a51f0c111";

fn clock() -> Arc<StoryClock> {
    Arc::new(StoryClock::new(NOW))
}

pub(super) fn slack(base: String) -> Port {
    let slack = Slack::new(&format!("{base}/api"), "token", clock(), Pictures::DRAWN).expect("an address");
    Port::Messenger(Box::new(slack), "C1")
}

pub(super) fn mattermost(base: String) -> Port {
    let callback = "http://nabat.test/chat/mattermost".to_owned();
    let settings = mattermost::Settings { base, team: "clinics".to_owned(), callback };
    let mattermost = Mattermost::new(settings, "token", SECRET, clock(), Pictures::DRAWN).expect("an address");
    Port::Messenger(Box::new(mattermost), "c1")
}

pub(super) fn telegram(base: String) -> Port {
    let settings = telegram::Settings { base, group: -100, bot: "nabat_bot".to_owned() };
    let telegram = Telegram::new(&settings, "token", clock(), Pictures::DRAWN).expect("an address");
    Port::Messenger(Box::new(telegram), "-100/7")
}

pub(super) fn express(base: String) -> Port {
    let settings = express::Settings { base, bot: BOT.to_owned() };
    Port::Messenger(Box::new(Express::new(&settings, SECRET, clock(), Pictures::DRAWN).expect("an address")), BOT)
}

pub(super) fn matrix(base: String) -> Port {
    let settings = matrix::Settings { base, server_name: "hs".to_owned(), bot: "nabat".to_owned() };
    Port::Messenger(Box::new(Matrix::new(settings, "token", clock(), Pictures::DRAWN).expect("an address")), "!r:hs")
}

pub(super) async fn called(messenger: &dyn Messenger, room: &str, number: usize) -> Result<(), CallError> {
    let (room, message) = (RoomId::new(room), MessageId("7".to_owned()));
    let button = Button { label: "Да".to_owned(), prompt: PromptId::from("p1"), answer: "yes".to_owned() };
    let words =
        Outgoing { text: "Запись не открывается".to_owned(), buttons: vec![button], reply_to: None };
    let new = || NewRoom { name: "inc-7".to_owned(), title: "Запись".to_owned(), topic: "P1".to_owned() };
    match number % CALLS {
        0 => messenger.open_room(&key(), &new()).await.map(drop),
        1 => messenger.open_room_with(&key(), &new(), &["anna".to_owned()]).await.map(drop),
        2 => messenger.stands(&room).await.map(drop),
        3 => messenger.invite(&key(), &room, "anna").await,
        4 => messenger.remove(&key(), &room, "anna").await,
        5 => messenger.post(&key(), &room, &words).await.map(drop),
        6 => {
            let file = Attachment { name: "chart.png".to_owned(), content: vec![1, 2, 3] };
            messenger.attach(&key(), &room, &file).await.map(drop)
        }
        7 => messenger.fetch(&room, "mxc://hs/file", 100).await.map(drop),
        8 => messenger.edit(&key(), &room, &message, &words).await,
        9 => messenger.pin(&key(), &room, &message).await,
        10 => messenger.pin_together(&key(), &room, &[message, MessageId("8".to_owned())]).await.map(drop),
        11 => messenger.erase(&key(), &room, &message).await,
        12 => messenger.archive(&key(), &room).await,
        _ => messenger.reaches("anna").await.map(drop),
    }
}

pub(super) fn slack_well() -> Value {
    json!({
        "ok": true, "channel": { "id": "C1", "name": "x", "purpose": { "value": "" } }, "ts": "1.2",
        "channels": [{ "id": "C2", "name": "other" }], "response_metadata": { "next_cursor": "more" },
        "messages": [{ "ts": "1.1", "files": [{ "name": "a", "id": "F0" }] }], "user": { "id": "U1" },
        "upload_url": "http://partner.test/up", "file_id": "F1", "file": { "url_private_download": "http://partner.test/f" },
    })
}

pub(super) fn mattermost_well() -> Value {
    json!({
        "id": "c1", "name": "inc-7", "user_id": "u1", "channel_id": "c1", "username": "nabat", "delete_at": 0,
        "display_name": "x", "order": ["p1"], "posts": { "p1": { "id": "p1", "props": {}, "file_ids": ["f1"] } },
        "file_infos": [{ "id": "f1", "name": "a" }], "props": {}, "header": "", "message": "x", "status": "OK",
    })
}

pub(super) fn telegram_well() -> Value {
    let result = json!({ "message_id": 7, "message_thread_id": 7, "file_path": "a/b", "id": 1, "username": "anna",
                         "status": "left" });
    json!({ "ok": true, "result": result })
}

pub(super) fn express_well() -> Value {
    json!({ "status": "ok", "result": { "chat_id": BOT, "group_chat_id": BOT, "sync_id": BOT, "user_huid": BOT, "name": "x" } })
}

pub(super) fn matrix_well() -> Value {
    json!({
        "room_id": "!r:hs", "event_id": "$e", "content_uri": "mxc://hs/m", "events_default": 0, "events": {},
        "pinned": ["$a"], "chunk": [{ "event_id": "$e", "content": {}, "unsigned": {} }], "joined": {}, "user_id": "@nabat:hs",
        "end": "t", "membership": "join",
    })
}
