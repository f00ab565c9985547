//! eXpress: a bot on one corporate server, BotX API, bot protocol version 4.
//!
//! Nothing has a key. A chat carries its name in its description and is looked for among all the bot's chats
//! before it is made; a message posted before a crash and not recorded is posted a second time. A chat can be
//! neither renamed nor closed, and nobody's message removed.

mod api;
mod jwt;
mod source;

pub use source::ExpressSource;

use super::name::cut;
use super::pace::Pace;
use super::words::quiet;
use crate::own;
use crate::picture::Pictures;
use api::Api;
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jwt::Account;
use nabat_domain::ids::RoomId;
use nabat_kit::document::plain;
use nabat_kit::port::{
    Attachment, Button, CallError, Capabilities, Clock, EffectKey, Entering, Fetched, MessageId, Messenger, NewRoom,
    Outgoing, Reachable, Rooms,
};
use reqwest::{Method, Url};
use serde_json::{Value, json};
use std::sync::Arc;

/// Characters of a message at most (BotX API, "notifications": body).
const MOST: usize = 4_096;

/// A corporate server, as one bot.
pub struct Express {
    api: Api,
    pace: Pace,
    pictures: Pictures,
}

/// What the server's administrator and we agreed on.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// Where the server is: `https://cts.example.org`.
    pub base: String,
    /// The bot's id.
    pub bot: String,
}

impl Settings {
    fn account(&self) -> Account {
        let host = Url::parse(&self.base).ok().and_then(|url| url.host_str().map(str::to_owned));
        Account { bot: self.bot.clone(), host: host.unwrap_or_default() }
    }
}

impl ExpressSource {
    /// A source that takes what is signed with any line of the bot's secret key.
    pub fn new(settings: &Settings, secret: &str) -> Self {
        Self::of(settings.account(), secret)
    }
}

impl Express {
    /// A connection by the bot's secret key.
    ///
    /// # Errors
    /// The address is none, the key is empty, or the machine's TLS cannot be set up.
    pub fn new(
        settings: &Settings,
        secret: &str,
        clock: Arc<dyn Clock>,
        pictures: Pictures,
    ) -> Result<Self, CallError> {
        let pace = Pace::new(Arc::clone(&clock));
        Ok(Self { api: Api::new(&settings.base, settings.account(), secret, clock)?, pace, pictures })
    }

    async fn post_to(&self, path: &str, body: &Value) -> Result<Value, CallError> {
        self.api.call(Method::POST, path, Some(body)).await
    }

    /// The bot's chat that is so.
    async fn chat(&self, is: impl Fn(&Value) -> bool) -> Result<Option<RoomId>, CallError> {
        let chats = self.api.call(Method::GET, "v3/botx/chats/list", None).await?;
        let chats = chats.as_array().ok_or_else(|| own::without("chats", &chats))?;
        let found = chats.iter().find(|chat| is(chat));
        Ok(found.and_then(|chat| chat["group_chat_id"].as_str()).map(RoomId::from))
    }

    async fn create(&self, body: &Value) -> Result<RoomId, CallError> {
        let made = self.post_to("v3/botx/chats/create", body).await?;
        let id = made["chat_id"].as_str().ok_or_else(|| CallError::Permanent("a chat without chat_id".to_owned()))?;
        Ok(RoomId::from(id))
    }

    async fn send(&self, room: &RoomId, body: &Value) -> Result<MessageId, CallError> {
        let path = "v4/botx/notifications/direct/sync";
        let sent = self.pace.post(path, room, self.post_to(path, body)).await?;
        let id = sent["sync_id"].as_str().map(|id| MessageId(id.to_owned()));
        id.ok_or_else(|| CallError::Permanent("a message without sync_id".to_owned()))
    }
}

/// Words as they are sent: no mention is made of what anybody typed.
fn words(text: &str) -> String {
    cut(&quiet(text).replace("##{", "#\u{2060}#{"), MOST)
}

fn bubble(buttons: &[Button]) -> Value {
    let button = |button: &Button| {
        json!([{
            "command": "/nabat",
            "label": plain(&button.label),
            "data": { "nabat_prompt": button.prompt, "nabat_answer": button.answer },
            // The press is not shown as a message of its own.
            "opts": { "silent": true },
        }])
    };
    buttons.iter().map(button).collect()
}

/// Stands at the end of a chat's description.
fn mark(name: &str) -> String {
    format!("[{name}]")
}

#[async_trait]
impl Messenger for Express {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            rooms: Rooms::Made,
            entering: Entering::BroughtIn,
            // With room for what keeps names from ringing.
            longest: 3_000,
            keyed_posts: false,
            buttons: true,
            edits: true,
            pins: true,
            erases: false,
            archives: false,
            files: true,
        }
    }

    async fn open_room(&self, key: &EffectKey, room: &NewRoom) -> Result<RoomId, CallError> {
        Ok(self.open_room_with(key, room, &[]).await?.0)
    }

    /// One call makes the chat with everybody in it. Where the server refuses somebody it refuses all: then the chat
    /// is made empty, and each is brought in alone.
    async fn open_room_with(
        &self,
        _: &EffectKey,
        room: &NewRoom,
        users: &[String],
    ) -> Result<(RoomId, Vec<String>), CallError> {
        let mark = mark(&room.name);
        let marked = |chat: &Value| chat["description"].as_str().is_some_and(|text| text.ends_with(&mark));
        if let Some(found) = self.chat(marked).await? {
            return Ok((found, Vec::new()));
        }
        let body = |members: &[String]| {
            json!({
                "name": plain(&room.title),
                "description": format!("{} {mark}", plain(&room.topic)),
                "chat_type": "group_chat",
                "members": members,
            })
        };
        match self.create(&body(users)).await {
            Err(CallError::Permanent(_)) if !users.is_empty() => Ok((self.create(&body(&[])).await?, Vec::new())),
            made => Ok((made?, users.to_vec())),
        }
    }

    async fn invite(&self, _: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        let body = json!({ "group_chat_id": room, "user_huids": [user] });
        self.post_to("v3/botx/chats/add_user", &body).await.map(drop)
    }

    async fn remove(&self, _: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        let body = json!({ "group_chat_id": room, "user_huids": [user] });
        self.post_to("v3/botx/chats/remove_user", &body).await.map(drop)
    }

    async fn post(&self, _: &EffectKey, room: &RoomId, message: &Outgoing) -> Result<MessageId, CallError> {
        // What is not there is left out: the server takes no null.
        let mut notification = json!({ "status": "ok", "body": words(&message.text) });
        if !message.buttons.is_empty() {
            notification["bubble"] = bubble(&message.buttons);
        }
        self.send(room, &json!({ "group_chat_id": room, "notification": notification })).await
    }

    async fn attach(&self, _: &EffectKey, room: &RoomId, file: &Attachment) -> Result<MessageId, CallError> {
        let file = self.pictures.shown(file).await;
        let kind = if file.name.ends_with(".png") { "image/png" } else { "application/octet-stream" };
        let data = format!("data:{kind};base64,{}", STANDARD.encode(&file.content));
        let file = json!({ "file_name": plain(&file.name), "data": data });
        let notification = json!({ "status": "ok", "body": "" });
        self.send(room, &json!({ "group_chat_id": room, "notification": notification, "file": file })).await
    }

    async fn fetch(&self, room: &RoomId, file: &str, longest: usize) -> Result<Fetched, CallError> {
        let asked = [("group_chat_id", room.as_str()), ("file_id", file), ("is_preview", "false")];
        self.api.download("v3/botx/files/download", &asked, longest).await
    }

    async fn edit(&self, _: &EffectKey, _: &RoomId, id: &MessageId, message: &Outgoing) -> Result<(), CallError> {
        let payload = json!({ "body": words(&message.text), "bubble": bubble(&message.buttons) });
        let body = json!({ "sync_id": id, "payload": payload });
        self.post_to("v3/botx/events/edit_event", &body).await.map(drop)
    }

    async fn pin(&self, _: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        let body = json!({ "chat_id": room, "sync_id": id });
        self.post_to("v3/botx/chats/pin_message", &body).await.map(drop)
    }

    async fn erase(&self, _: &EffectKey, _: &RoomId, _: &MessageId) -> Result<(), CallError> {
        Err(CallError::Permanent("a bot removes no message of anybody's".to_owned()))
    }

    async fn archive(&self, _: &EffectKey, _: &RoomId) -> Result<(), CallError> {
        Err(CallError::Permanent("a chat cannot be closed for writing".to_owned()))
    }

    async fn reaches(&self, user: &str) -> Result<Reachable, CallError> {
        match self.api.find("v3/botx/users/by_huid", ("user_huid", user)).await {
            Ok(_) => Ok(Reachable::Yes),
            Err(CallError::Permanent(why)) if why.starts_with("user_not_found") => {
                Ok(Reachable::No("no such user".to_owned()))
            }
            Err(error) => Err(error),
        }
    }

    async fn direct(&self, _: &EffectKey, user: &str) -> Result<RoomId, CallError> {
        let with_them = |chat: &Value| {
            let members = chat["members"].as_array().into_iter().flatten();
            chat["chat_type"] == "chat" && members.into_iter().any(|member| member == user)
        };
        if let Some(found) = self.chat(with_them).await? {
            return Ok(found);
        }
        self.create(&json!({ "name": user, "chat_type": "chat", "members": [user] })).await
    }
}
