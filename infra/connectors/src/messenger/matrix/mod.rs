//! Matrix: an application service, so that events are pushed and nothing has to be held open.
//!
//! Client-server and application-service API, specification v1.19. What Matrix has no key for has a
//! name instead: a room its alias, a direct chat an alias made of the person's id; everything sent
//! carries a transaction id made of the effect's key, so that a repeat is answered with the first event.

mod api;
mod content;
mod room;
mod source;

pub use source::MatrixSource;

use crate::picture;
use api::{Api, said_no};
use async_trait::async_trait;
use nabat_domain::ids::RoomId;
use nabat_domain::journal::sha256_hex;
use nabat_kit::port::{
    Attachment, CallError, Capabilities, EffectKey, Entering, MessageId, Messenger, NewRoom, Outgoing, Rooms,
};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::OnceCell;

/// A homeserver, as the bot of one application service.
pub struct Matrix {
    api: Api,
    settings: Settings,
    /// The bot's account was seen to exist.
    registered: OnceCell<()>,
}

/// What the homeserver's administrator and we agreed on.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// Where the client-server API is: `https://matrix.example.org`.
    pub base: String,
    /// The homeserver's name, after the colon of user ids.
    pub server_name: String,
    /// `sender_localpart` of the registration; rooms' aliases begin with it and a dot.
    pub bot: String,
}

impl Settings {
    /// The bot's user id.
    pub fn bot_id(&self) -> String {
        format!("@{}:{}", self.bot, self.server_name)
    }

    fn alias(&self, local: &str) -> String {
        format!("#{local}:{}", self.server_name)
    }

    /// The part of an alias before the colon: in the namespace the registration reserves.
    fn local_alias(&self, name: &str) -> String {
        format!("{}.{name}", self.bot)
    }
}

impl Matrix {
    /// A connection by the token the application service calls with (`as_token`).
    ///
    /// # Errors
    /// The address is none, or the machine's TLS cannot be set up.
    pub fn new(settings: Settings, token: &str) -> Result<Self, CallError> {
        Ok(Self { api: Api::new(&settings.base, token)?, settings, registered: OnceCell::new() })
    }

    /// Makes the bot's account once a process: a homeserver does not do it by itself.
    async fn register(&self) -> Result<(), CallError> {
        let register = || async {
            let body = json!({
                "type": "m.login.application_service",
                "username": self.settings.bot,
                "inhibit_login": true,
            });
            match self.api.call(Method::POST, &["register"], Some(&body)).await {
                Err(error) if said_no(&error, "M_USER_IN_USE") => Ok(()),
                other => other.map(drop),
            }
        };
        self.registered.get_or_try_init(register).await.map(drop)
    }

    /// Makes a room, or finds the one of that alias.
    async fn named_room(&self, local: &str, body: &Value) -> Result<RoomId, CallError> {
        self.register().await?;
        let made = match self.api.call(Method::POST, &["createRoom"], Some(body)).await {
            Err(error) if said_no(&error, "M_ROOM_IN_USE") => {
                let alias = self.settings.alias(local);
                self.api.call(Method::GET, &["directory", "room", &alias], None).await?
            }
            other => other?,
        };
        let room = made["room_id"].as_str().ok_or_else(|| CallError::Permanent("a room without room_id".to_owned()))?;
        Ok(RoomId::from(room))
    }

    /// How somebody stands to a room: `invite`, `join`, `leave`, `ban`; nothing where they never did.
    async fn membership(&self, room: &RoomId, user: &str) -> Result<Option<String>, CallError> {
        match self.api.call(Method::GET, &["rooms", room.as_str(), "state", "m.room.member", user], None).await {
            Ok(found) => Ok(found["membership"].as_str().map(str::to_owned)),
            Err(error) if said_no(&error, "M_NOT_FOUND") => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Sends an event; the same key is the same event.
    async fn send(&self, key: &str, room: &RoomId, kind: &str, content: &Value) -> Result<MessageId, CallError> {
        let transaction = transaction(key);
        let path = ["rooms", room.as_str(), "send", kind, &transaction];
        let sent = self.api.call(Method::PUT, &path, Some(content)).await?;
        let id =
            sent["event_id"].as_str().ok_or_else(|| CallError::Permanent("an event without event_id".to_owned()))?;
        Ok(MessageId(id.to_owned()))
    }

    /// The labels of a message's buttons, as reactions of the bot's own: a person joins one by a press.
    async fn seed(&self, key: &EffectKey, room: &RoomId, id: &MessageId, message: &Outgoing) -> Result<(), CallError> {
        for (place, button) in message.buttons.iter().enumerate() {
            let content = content::reaction(id, &button.label);
            match self.send(&format!("{}/reaction/{place}", key.0), room, "m.reaction", &content).await {
                Err(error) if !said_no(&error, "M_DUPLICATE_ANNOTATION") => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Transaction ids of any key, in a few plain letters.
fn transaction(key: &str) -> String {
    format!("nabat-{}", &sha256_hex(key.as_bytes())[..40])
}

#[async_trait]
impl Messenger for Matrix {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            rooms: Rooms::Made,
            entering: Entering::Invited,
            longest: 12_000,
            keyed_posts: true,
            buttons: true,
            edits: true,
            pins: true,
            erases: true,
            archives: true,
            files: true,
        }
    }

    async fn open_room(&self, _: &EffectKey, new: &NewRoom) -> Result<RoomId, CallError> {
        let local = self.settings.local_alias(&new.name);
        self.named_room(&local, &room::incident(&local, new)).await
    }

    /// Whoever is in already, or was asked in, is left as they are: asking again would ring again.
    async fn invite(&self, _: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        if matches!(self.membership(room, user).await?.as_deref(), Some("join" | "invite")) {
            return Ok(());
        }
        let body = json!({ "user_id": user });
        match self.api.call(Method::POST, &["rooms", room.as_str(), "invite"], Some(&body)).await {
            // Came in between the two calls, or never can.
            Err(error) if said_no(&error, "M_FORBIDDEN") => match self.membership(room, user).await?.as_deref() {
                Some("join" | "invite") => Ok(()),
                _ => Err(error),
            },
            other => other.map(drop),
        }
    }

    async fn remove(&self, _: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        if matches!(self.membership(room, user).await?.as_deref(), None | Some("leave" | "ban")) {
            return Ok(());
        }
        let body = json!({ "user_id": user });
        self.api.call(Method::POST, &["rooms", room.as_str(), "kick"], Some(&body)).await.map(drop)
    }

    async fn post(&self, key: &EffectKey, room: &RoomId, message: &Outgoing) -> Result<MessageId, CallError> {
        let id = self.send(&key.0, room, "m.room.message", &content::message(message)).await?;
        self.seed(key, room, &id, message).await?;
        Ok(id)
    }

    /// The event is keyed; the bytes are uploaded again by a repeat, and nobody is told of the first ones.
    async fn attach(&self, key: &EffectKey, room: &RoomId, file: &Attachment) -> Result<MessageId, CallError> {
        let file = &picture::shown(file).await;
        let address = self.api.upload(&file.name, content::mime(&file.name), &file.content).await?;
        self.send(&key.0, room, "m.room.message", &content::file(file, &address)).await
    }

    async fn edit(&self, key: &EffectKey, room: &RoomId, id: &MessageId, message: &Outgoing) -> Result<(), CallError> {
        self.send(&key.0, room, "m.room.message", &content::edit(id, message)).await?;
        self.seed(key, room, id, message).await
    }

    async fn pin(&self, _: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        let path = ["rooms", room.as_str(), "state", "m.room.pinned_events", ""];
        let standing = match self.api.call(Method::GET, &path, None).await {
            Ok(found) => found["pinned"].as_array().cloned().unwrap_or_default(),
            Err(error) if said_no(&error, "M_NOT_FOUND") => Vec::new(),
            Err(error) => return Err(error),
        };
        if standing.iter().any(|pinned| *pinned == id.0) {
            return Ok(());
        }
        let pinned: Vec<Value> = standing.into_iter().chain([Value::from(id.0.clone())]).collect();
        self.api.call(Method::PUT, &path, Some(&json!({ "pinned": pinned }))).await.map(drop)
    }

    async fn erase(&self, key: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        let transaction = transaction(&key.0);
        let path = ["rooms", room.as_str(), "redact", &id.0, &transaction];
        self.api.call(Method::PUT, &path, Some(&json!({}))).await.map(drop)
    }

    async fn archive(&self, _: &EffectKey, room: &RoomId) -> Result<(), CallError> {
        let path = ["rooms", room.as_str(), "state", "m.room.power_levels", ""];
        let mut levels = self.api.call(Method::GET, &path, None).await?;
        if levels["events_default"] == room::NOBODY {
            return Ok(());
        }
        levels["events_default"] = room::NOBODY.into();
        // Level by kind goes before the default: reactions and answers end too.
        levels["events"]["m.reaction"] = room::NOBODY.into();
        self.api.call(Method::PUT, &path, Some(&levels)).await.map(drop)
    }

    async fn direct(&self, key: &EffectKey, user: &str) -> Result<RoomId, CallError> {
        let local = self.settings.local_alias(&format!("direct.{}", &sha256_hex(user.as_bytes())[..16]));
        let room = self.named_room(&local, &room::direct(&local, user)).await?;
        // They may have left it since: a word that is for them alone asks them in again.
        self.invite(key, &room, user).await?;
        Ok(room)
    }
}
