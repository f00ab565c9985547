//! Telegram: topics of a forum group that people made, and direct words; Bot API 10.
//!
//! A bot can neither make a group nor bring anybody in or take anybody out: who is not in the group is said
//! so, and who has to leave cannot. Nothing has a key and topics cannot be listed, so a topic or a message is
//! made twice where a process dies, or an answer is lost, between the call and its record.

mod api;
mod content;
mod source;

pub use source::TelegramSource;

use super::name::cut;
use super::pace::Pace;
use crate::picture::Pictures;
use crate::{http, own};
use api::{Api, said};
use async_trait::async_trait;
use nabat_domain::ids::RoomId;
use nabat_domain::journal::sha256_hex;
use nabat_kit::port::{
    Attachment, CallError, Capabilities, Clock, EffectKey, Entering, Fetched, MessageId, Messenger, NewRoom, Outgoing,
    Reachable, Rehearsal, Rooms,
};
use serde_json::{Value, json};
use std::sync::Arc;

/// Letters of a topic's name at most (Bot API, `createForumTopic`: 1-128).
const LONGEST_TITLE: usize = 128;

/// A forum group, as one bot.
pub struct Telegram {
    api: Api,
    group: i64,
    pace: Pace,
    pictures: Pictures,
}

/// What people set up.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// Where the Bot API is: `https://api.telegram.org`, or a server of one's own.
    pub base: String,
    /// The forum group's id, below zero.
    pub group: i64,
    /// The bot's user name, without `@`.
    pub bot: String,
}

/// A chat, perhaps a topic of it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Room {
    chat: i64,
    topic: Option<i64>,
}

/// `-100123/7`, or `42` for a chat with one person.
fn room_id(room: &Room) -> RoomId {
    RoomId::new(match room.topic {
        Some(topic) => format!("{}/{topic}", room.chat),
        None => room.chat.to_string(),
    })
}

fn room_of(id: &RoomId) -> Result<Room, CallError> {
    let (chat, topic) = id.as_str().split_once('/').map_or((id.as_str(), None), |(chat, topic)| (chat, Some(topic)));
    let number = |text: &str| text.parse().map_err(|_| CallError::Permanent(format!("{id} is no chat of Telegram's")));
    Ok(Room { chat: number(chat)?, topic: topic.map(number).transpose()? })
}

fn number_of(id: &MessageId) -> Result<i64, CallError> {
    id.0.parse().map_err(|_| CallError::Permanent("no message of Telegram's".to_owned()))
}

fn id_of(sent: &Value) -> Result<MessageId, CallError> {
    let id = sent["message_id"].as_i64();
    id.map(|id| MessageId(id.to_string()))
        .ok_or_else(|| CallError::Permanent("an answer without message_id".to_owned()))
}

impl Telegram {
    /// A connection by the bot's token.
    ///
    /// # Errors
    /// The address is none, or the machine's TLS cannot be set up.
    pub fn new(settings: &Settings, token: &str, clock: Arc<dyn Clock>, pictures: Pictures) -> Result<Self, CallError> {
        Ok(Self { api: Api::new(&settings.base, token)?, group: settings.group, pace: Pace::new(clock), pictures })
    }

    /// What counts as a message: limits are counted by chat, and all topics of a group are one.
    async fn message(
        &self,
        chat: i64,
        call: impl Future<Output = Result<Value, CallError>>,
    ) -> Result<Value, CallError> {
        let chat = chat.to_string();
        self.pace.post(&chat, &RoomId::new(chat.as_str()), call).await
    }

    /// What the bot may do in the group.
    async fn rights(&self) -> Result<Value, CallError> {
        let id = self.api.call("getMe", &json!({})).await?["id"].clone();
        self.api.call("getChatMember", &json!({ "chat_id": self.group, "user_id": id })).await
    }

    /// How somebody stands to the group.
    async fn standing(&self, user: &str) -> Result<String, CallError> {
        let id: i64 = user.parse().map_err(|_| CallError::Permanent(format!("{user} is no user id of Telegram's")))?;
        let found = self.api.call("getChatMember", &json!({ "chat_id": self.group, "user_id": id })).await?;
        own::text(&found, "status").map(str::to_owned)
    }
}

/// Where a message goes.
fn addressed(room: Room, mut body: Value) -> Value {
    body["chat_id"] = room.chat.into();
    if let Some(topic) = room.topic {
        body["message_thread_id"] = topic.into();
    }
    body
}

/// Done already is done.
fn unless(done: &[&str], answer: Result<Value, CallError>) -> Result<(), CallError> {
    match answer {
        Err(error) if done.iter().any(|words| said(&error, words)) => Ok(()),
        other => taken(&other?),
    }
}

/// What changes something gives `True`, or the message as it is then.
fn taken(result: &Value) -> Result<(), CallError> {
    own::only_if(*result == true || result["message_id"].is_i64(), "what was done", result)
}

#[async_trait]
impl Messenger for Telegram {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            rooms: Rooms::Topics,
            entering: Entering::Already,
            // With room for what keeps names from ringing.
            longest: 3_000,
            keyed_posts: false,
            buttons: true,
            edits: true,
            pins: true,
            erases: true,
            archives: true,
            files: true,
        }
    }

    async fn open_room(&self, _: &EffectKey, room: &NewRoom) -> Result<RoomId, CallError> {
        let body = json!({ "chat_id": self.group, "name": cut(&room.title, LONGEST_TITLE) });
        let made = self.api.call("createForumTopic", &body).await?;
        let topic = made["message_thread_id"].as_i64();
        let topic = topic.ok_or_else(|| CallError::Permanent("a topic without message_thread_id".to_owned()))?;
        Ok(room_id(&Room { chat: self.group, topic: Some(topic) }))
    }

    /// Who is in the group is in every topic; who is not cannot be brought in.
    async fn invite(&self, _: &EffectKey, _: &RoomId, user: &str) -> Result<(), CallError> {
        match self.standing(user).await?.as_str() {
            "creator" | "administrator" | "member" | "restricted" => Ok(()),
            _ => Err(CallError::Permanent(format!("{user} is not in the group, and bots bring nobody in"))),
        }
    }

    async fn remove(&self, _: &EffectKey, _: &RoomId, user: &str) -> Result<(), CallError> {
        match self.standing(user).await?.as_str() {
            "creator" | "administrator" | "member" | "restricted" => {
                Err(CallError::Permanent(format!("{user} reads every topic while in the group")))
            }
            _ => Ok(()),
        }
    }

    async fn post(&self, _: &EffectKey, room: &RoomId, message: &Outgoing) -> Result<MessageId, CallError> {
        let room = room_of(room)?;
        let body = addressed(room, content::body(message));
        id_of(&self.message(room.chat, self.api.call("sendMessage", &body)).await?)
    }

    async fn attach(&self, key: &EffectKey, room: &RoomId, file: &Attachment) -> Result<MessageId, CallError> {
        let (room, file) = (room_of(room)?, self.pictures.shown(file).await);
        let mut fields = vec![("chat_id", room.chat.to_string())];
        fields.extend(room.topic.map(|topic| ("message_thread_id", topic.to_string())));
        let boundary = sha256_hex(format!("{} {}", key.0, sha256_hex(&file.content)).as_bytes());
        let form = http::form(&boundary, &fields, ("document", &file.name), &file.content);
        id_of(&self.message(room.chat, self.api.upload("sendDocument", &boundary, form)).await?)
    }

    /// A path is good for an hour at least, so it is asked for each time; no bot is given more than 20 MB.
    async fn fetch(&self, _: &RoomId, file: &str, longest: usize) -> Result<Fetched, CallError> {
        let found = match self.api.call("getFile", &json!({ "file_id": file })).await {
            Err(error) if said(&error, "file is too big") => return Ok(Fetched::TooLong),
            Err(error) if said(&error, "wrong file") || said(&error, "invalid file") => return Ok(Fetched::Gone),
            other => other?,
        };
        match found["file_path"].as_str() {
            Some(path) => self.api.download(path, longest).await,
            None => Ok(Fetched::Gone),
        }
    }

    async fn edit(&self, _: &EffectKey, room: &RoomId, id: &MessageId, message: &Outgoing) -> Result<(), CallError> {
        let (mut body, chat) = (content::body(message), room_of(room)?.chat);
        (body["chat_id"], body["message_id"]) = (chat.into(), number_of(id)?.into());
        unless(&["message is not modified"], self.message(chat, self.api.call("editMessageText", &body)).await)
    }

    async fn pin(&self, _: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        let body =
            json!({ "chat_id": room_of(room)?.chat, "message_id": number_of(id)?, "disable_notification": true });
        taken(&self.api.call("pinChatMessage", &body).await?)
    }

    async fn erase(&self, _: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        let body = json!({ "chat_id": room_of(room)?.chat, "message_id": number_of(id)? });
        unless(&["message to delete not found"], self.api.call("deleteMessage", &body).await)
    }

    /// A closed topic is written in by administrators alone.
    async fn archive(&self, _: &EffectKey, room: &RoomId) -> Result<(), CallError> {
        let room = room_of(room)?;
        let body = json!({ "chat_id": room.chat, "message_thread_id": room.topic });
        unless(&["TOPIC_NOT_MODIFIED", "TOPIC_CLOSED"], self.api.call("closeForumTopic", &body).await)
    }

    async fn reaches(&self, user: &str) -> Result<Reachable, CallError> {
        match self.standing(user).await?.as_str() {
            "creator" | "administrator" | "member" | "restricted" => Ok(Reachable::Yes),
            _ => Ok(Reachable::No("not in the group".to_owned())),
        }
    }

    /// A topic that is opened stays, and cannot be found again: the bot's rights in the group are asked for.
    async fn rehearse(&self, _: &NewRoom, _: &Outgoing) -> Rehearsal {
        let rights = match self.rights().await {
            Ok(rights) => rights,
            Err(error) => return Rehearsal { room: Err(error), post: None, pin: None },
        };
        let may = |right: &str| match rights["status"] == "creator" || rights[right] == true {
            true => Ok(()),
            false => Err(CallError::Permanent(format!("the bot has no {right} in the group"))),
        };
        Rehearsal { room: may("can_manage_topics"), post: Some(Ok(())), pin: Some(may("can_pin_messages")) }
    }

    /// The chat with a person has the person's id. Who has never written to the bot cannot be written to:
    /// the first post there says so.
    async fn direct(&self, _: &EffectKey, user: &str) -> Result<RoomId, CallError> {
        let chat = user.parse().map_err(|_| CallError::Permanent(format!("{user} is no user id of Telegram's")))?;
        Ok(room_id(&Room { chat, topic: None }))
    }
}
