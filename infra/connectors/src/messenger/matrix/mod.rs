//! Matrix: an application service, so that events are pushed and nothing has to be held open.
//!
//! Client-server and application-service API, specification v1.19. What Matrix has no key for has a
//! name instead: a room its alias, a direct chat an alias made of the person's id; everything sent
//! carries a transaction id made of the effect's key, so that a repeat is answered with the first event. A homeserver
//! forgets these ids (Synapse after half an hour, or when it is started anew), so a message carries its key too, and
//! a room nothing is known of is looked at before it is posted to.

mod answers;
mod api;
mod content;
mod people;
mod room;
mod source;

pub use people::{Act, MatrixPeople};
pub use source::MatrixSource;

use super::known::{Known, Lookup};
use crate::own;
use crate::picture::Pictures;
use answers::Seeded;
use api::{Api, event, nothing, said_no};
use async_trait::async_trait;
use nabat_domain::ids::RoomId;
use nabat_domain::journal::sha256_hex;
use nabat_kit::port::{
    Attachment, CallError, Capabilities, Clock, EffectKey, Entering, Fetched, MessageId, Messenger, NewRoom, Outgoing,
    Reachable, Rooms,
};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// A homeserver, as the bot of one application service.
pub struct Matrix {
    api: Api,
    settings: Settings,
    known: Known,
    pictures: Pictures,
    seeded: Seeded,
    /// The bot's account was seen to exist.
    registered: OnceCell<()>,
    /// What rooms' aliases begin with.
    aliases: String,
    /// Whose clock what is sent is dated by; the homeserver's own where there is none.
    dated: Option<Arc<dyn Clock>>,
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
}

impl Matrix {
    /// A connection by the token the application service calls with (`as_token`).
    ///
    /// # Errors
    /// The address is none, or the machine's TLS cannot be set up.
    pub fn new(settings: Settings, token: &str, clock: Arc<dyn Clock>, pictures: Pictures) -> Result<Self, CallError> {
        let (api, aliases, known) = (Api::new(&settings.base, token)?, settings.bot.clone(), Known::new(clock));
        let (seeded, registered) = (Seeded::default(), OnceCell::new());
        Ok(Self { api, settings, known, pictures, seeded, registered, aliases, dated: None })
    }

    /// For a story that is played more than once on one homeserver: rooms of its own, and what is said in them
    /// dated by the story's clock, as application services may.
    #[must_use]
    pub fn of_a_story(mut self, name: &str, clock: Arc<dyn Clock>) -> Self {
        self.aliases = format!("{}.{name}", self.settings.bot);
        self.dated = Some(clock);
        self
    }

    /// The part of an alias before the colon: in the namespace the registration reserves.
    fn local_alias(&self, name: &str) -> String {
        format!("{}.{name}", self.aliases)
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
                other => other.and_then(|made| own::text(&made, "user_id").map(|_| ())),
            }
        };
        self.registered.get_or_try_init(register).await.map(drop)
    }

    /// Makes a room, or finds the one of that alias; whether it is new.
    async fn named_room(&self, local: &str, body: &Value) -> Result<(RoomId, bool), CallError> {
        self.register().await?;
        let (made, is_new) = match self.api.call(Method::POST, &["createRoom"], Some(body)).await {
            Err(error) if said_no(&error, "M_ROOM_IN_USE") => {
                let alias = self.settings.alias(local);
                (self.api.call(Method::GET, &["directory", "room", &alias], None).await?, false)
            }
            other => (other?, true),
        };
        let room = RoomId::from(own::text(&made, "room_id")?);
        if is_new {
            self.known.seen(&room, BTreeMap::new());
        }
        Ok((room, is_new))
    }

    /// The message that was sent under a key, if one was.
    async fn posted(&self, room: &RoomId, key: &EffectKey) -> Result<Option<MessageId>, CallError> {
        if self.known.find(room, key) == Lookup::Unknown {
            let filter = json!({ "types": ["m.room.message"], "senders": [self.settings.bot_id()] }).to_string();
            let query = [("dir", "b"), ("limit", "200"), ("filter", filter.as_str())];
            let page = self.api.look("v3", &["rooms", room.as_str(), "messages"], &query).await?;
            let keyed = |event: &Value| {
                let key = event["content"][content::KEY].as_str()?.to_owned();
                Some((key, MessageId(event["event_id"].as_str()?.to_owned())))
            };
            self.known.seen(room, own::list(&page, "chunk")?.iter().filter_map(keyed).collect());
        }
        Ok(match self.known.find(room, key) {
            Lookup::Posted(id) => Some(id),
            Lookup::New | Lookup::Unknown => None,
        })
    }

    /// Sends a message, unless it was sent.
    async fn send_once(&self, key: &EffectKey, room: &RoomId, content: Value) -> Result<MessageId, CallError> {
        if let Some(id) = self.posted(room, key).await? {
            return Ok(id);
        }
        let sent = self.send(&key.0, room, "m.room.message", &content::keyed(content, &key.0)).await;
        match &sent {
            Ok(id) => self.known.posted(room, key, id),
            Err(error) => self.known.failed(room, error),
        }
        sent
    }

    /// How somebody stands to a room: `invite`, `join`, `leave`, `ban`; nothing where they never did.
    async fn membership(&self, room: &RoomId, user: &str) -> Result<Option<String>, CallError> {
        match self.api.call(Method::GET, &["rooms", room.as_str(), "state", "m.room.member", user], None).await {
            // Whoever was not told of is not out: something else may have answered.
            Ok(found) => own::text(&found, "membership").map(|stands| Some(stands.to_owned())),
            Err(error) if said_no(&error, "M_NOT_FOUND") => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Calls somebody in (`invite`), or takes them out (`kick`).
    async fn moved(&self, room: &RoomId, how: &str, user: &str) -> Result<(), CallError> {
        let body = json!({ "user_id": user });
        nothing(&self.api.call(Method::POST, &["rooms", room.as_str(), how], Some(&body)).await?)
    }

    /// Sends an event; the same key is the same event.
    async fn send(&self, key: &str, room: &RoomId, kind: &str, content: &Value) -> Result<MessageId, CallError> {
        let transaction = transaction(key);
        let path = ["rooms", room.as_str(), "send", kind, &transaction];
        let dated = self.dated.as_ref().map(|clock| clock.now().0.to_string());
        let query: Vec<(&str, &str)> = dated.iter().map(|at| ("ts", at.as_str())).collect();
        event(&self.api.call_at("v3", Method::PUT, &path, &query, Some(content)).await?)
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

    async fn open_room(&self, key: &EffectKey, new: &NewRoom) -> Result<RoomId, CallError> {
        Ok(self.open_room_with(key, new, &[]).await?.0)
    }

    /// Into a room that is new people are called by the call that makes it. Where one of them cannot be, no room is
    /// made so: it is made alone, and each is called by a call of their own.
    async fn open_room_with(
        &self,
        _: &EffectKey,
        new: &NewRoom,
        users: &[String],
    ) -> Result<(RoomId, Vec<String>), CallError> {
        let local = self.local_alias(&new.name);
        match self.named_room(&local, &room::incident(&local, new, users)).await {
            Ok((room, true)) => Ok((room, users.to_vec())),
            Err(CallError::Permanent(_)) if !users.is_empty() => {
                Ok((self.named_room(&local, &room::incident(&local, new, &[])).await?.0, Vec::new()))
            }
            found => Ok((found?.0, Vec::new())),
        }
    }

    async fn stands(&self, room: &RoomId) -> Result<bool, CallError> {
        match self.membership(room, &self.settings.bot_id()).await {
            Ok(found) => Ok(found.as_deref() == Some("join")),
            Err(error) if said_no(&error, "M_FORBIDDEN") || said_no(&error, "M_UNKNOWN") => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Whoever is in already, or was asked in, is left as they are: asking again would ring again.
    async fn invite(&self, _: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        if matches!(self.membership(room, user).await?.as_deref(), Some("join" | "invite")) {
            return Ok(());
        }
        match self.moved(room, "invite", user).await {
            // Came in between the two calls, or never can.
            Err(error) if said_no(&error, "M_FORBIDDEN") => match self.membership(room, user).await?.as_deref() {
                Some("join" | "invite") => Ok(()),
                _ => Err(error),
            },
            other => other,
        }
    }

    async fn remove(&self, _: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        if matches!(self.membership(room, user).await?.as_deref(), None | Some("leave" | "ban")) {
            return Ok(());
        }
        self.moved(room, "kick", user).await
    }

    fn all_is_recorded(&self, room: &RoomId) {
        self.known.all_is_recorded(room);
    }

    async fn post(&self, key: &EffectKey, room: &RoomId, message: &Outgoing) -> Result<MessageId, CallError> {
        let id = self.send_once(key, room, content::message(message)).await?;
        self.seed(key, room, &id, message, Vec::new()).await?;
        Ok(id)
    }

    /// A repeat after the upload leaves bytes nobody is told of, and one message.
    async fn attach(&self, key: &EffectKey, room: &RoomId, file: &Attachment) -> Result<MessageId, CallError> {
        if let Some(id) = self.posted(room, key).await? {
            return Ok(id);
        }
        let file = &self.pictures.shown(file).await;
        let address = self.api.upload(&file.name, content::mime(&file.name), &file.content).await?;
        self.send_once(key, room, content::file(file, &address)).await
    }

    async fn fetch(&self, _: &RoomId, file: &str, longest: usize) -> Result<Fetched, CallError> {
        self.api.download(file, longest).await
    }

    /// What can be pressed changes with the words: an answered question has nothing to press.
    async fn edit(&self, key: &EffectKey, room: &RoomId, id: &MessageId, message: &Outgoing) -> Result<(), CallError> {
        self.send(&key.0, room, "m.room.message", &content::edit(id, message)).await?;
        let standing = self.standing(room, id).await?;
        let left = self.take_back(key, room, standing, message).await?;
        self.seed(key, room, id, message, left).await
    }

    async fn pin(&self, key: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        self.pin_together(key, room, std::slice::from_ref(id)).await.map(drop)
    }

    /// What is pinned is one state of the room, however much it is.
    async fn pin_together(&self, _: &EffectKey, room: &RoomId, ids: &[MessageId]) -> Result<usize, CallError> {
        let path = ["rooms", room.as_str(), "state", "m.room.pinned_events", ""];
        let standing = match self.api.call(Method::GET, &path, None).await {
            // A redacted state has nothing in it.
            Ok(found) if found == json!({}) => Vec::new(),
            Ok(found) => own::list(&found, "pinned")?.to_vec(),
            Err(error) if said_no(&error, "M_NOT_FOUND") => Vec::new(),
            Err(error) => return Err(error),
        };
        let is_new = |id: &&MessageId| !standing.iter().any(|pinned| *pinned == id.0);
        let new: Vec<Value> = ids.iter().filter(is_new).map(|id| Value::from(id.0.clone())).collect();
        if !new.is_empty() {
            let pinned: Vec<Value> = standing.into_iter().chain(new).collect();
            event(&self.api.call(Method::PUT, &path, Some(&json!({ "pinned": pinned }))).await?)?;
        }
        Ok(ids.len())
    }

    async fn erase(&self, key: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        let transaction = transaction(&key.0);
        let path = ["rooms", room.as_str(), "redact", &id.0, &transaction];
        event(&self.api.call(Method::PUT, &path, Some(&json!({}))).await?).map(drop)
    }

    async fn archive(&self, _: &EffectKey, room: &RoomId) -> Result<(), CallError> {
        let path = ["rooms", room.as_str(), "state", "m.room.power_levels", ""];
        let mut levels = match self.api.call(Method::GET, &path, None).await? {
            // Written back without those of its users, nobody would have a say in the room any more, nor the bot.
            Value::Object(levels) if levels.contains_key("users") || levels.contains_key("events_default") => levels,
            other => return Err(own::without("power levels", &other)),
        };
        if levels.insert("events_default".to_owned(), room::NOBODY.into()) == Some(room::NOBODY.into()) {
            return Ok(());
        }
        // Level by kind goes before the default: reactions and answers end too.
        let mut by_kind = levels.get("events").and_then(Value::as_object).cloned().unwrap_or_default();
        by_kind.insert("m.reaction".to_owned(), room::NOBODY.into());
        levels.insert("events".to_owned(), by_kind.into());
        event(&self.api.call(Method::PUT, &path, Some(&levels.into())).await?).map(drop)
    }

    /// Whoever is named is invited, there or not: a profile is had by those alone who are.
    async fn reaches(&self, user: &str) -> Result<Reachable, CallError> {
        self.register().await?;
        match self.api.call(Method::GET, &["profile", user], None).await {
            Ok(_) => Ok(Reachable::Yes),
            Err(error) if said_no(&error, "M_NOT_FOUND") => Ok(Reachable::No("no such user".to_owned())),
            // Some homeservers show profiles only to those who share a room.
            Err(error) if said_no(&error, "M_FORBIDDEN") => Ok(Reachable::Untold),
            Err(error) => Err(error),
        }
    }

    async fn direct(&self, key: &EffectKey, user: &str) -> Result<RoomId, CallError> {
        let local = self.local_alias(&format!("direct.{}", &sha256_hex(user.as_bytes())[..16]));
        let (room, is_new) = self.named_room(&local, &room::direct(&local, user)).await?;
        if !is_new {
            // They may have left it since: a word that is for them alone asks them in again.
            self.invite(key, &room, user).await?;
        }
        Ok(room)
    }
}
