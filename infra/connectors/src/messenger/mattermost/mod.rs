//! Mattermost: a bot account of one team, REST API v4, server 11.
//!
//! A channel has its name for a key, a direct chat its two people. A post carries its effect's key among its
//! properties and in `pending_post_id`, which the server remembers for thirty seconds; what is older is found
//! by looking at the channel's last posts. What people type is asked for: [`ChatListener`](nabat_kit::port::ChatListener).

mod api;
mod content;
mod listen;
mod markdown;
mod source;

pub use source::MattermostSource;

use super::known::{Known, Lookup};
use super::name::{cut, slug};
use super::seal::Seal;
use crate::own;
use crate::picture::Pictures;
use api::{Api, is_absent, said_no, said_ok};
use async_trait::async_trait;
use content::{Buttons, KEY};
use nabat_domain::ids::RoomId;
use nabat_domain::journal::sha256_hex;
use nabat_kit::port::{
    Attachment, CallError, Capabilities, Clock, EffectKey, Entering, Fetched, MessageId, Messenger, NewRoom, Outgoing,
    Reachable, Rooms,
};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;

/// Letters of a channel's name at most (server/public/model/channel.go, `ChannelNameMaxLength`).
const LONGEST_NAME: usize = 64;
/// Runes of its title at most (`ChannelDisplayNameMaxRunes`).
const LONGEST_TITLE: usize = 64;
/// Runes of its header at most (`ChannelHeaderMaxRunes`).
const LONGEST_HEADER: usize = 1_024;

/// A team on a server, as one bot.
pub struct Mattermost {
    api: Api,
    settings: Settings,
    seal: Seal,
    known: Known,
    clock: Arc<dyn Clock>,
    pictures: Pictures,
    bot: OnceCell<String>,
    team: OnceCell<String>,
    /// Names and ids of people seen so far, each by the other.
    people: Mutex<BTreeMap<String, String>>,
}

/// What the server's administrator and we agreed on.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// Where it is: `https://chat.example.org`.
    pub base: String,
    /// The team's name, as it stands in addresses.
    pub team: String,
    /// Where the server finds Nabat: `https://nabat.example.org/chat/mattermost`.
    pub callback: String,
}

impl Mattermost {
    /// A connection by the bot's token; `secret` seals buttons.
    ///
    /// # Errors
    /// The address is none, the secret is empty, or the machine's TLS cannot be set up.
    pub fn new(
        settings: Settings,
        token: &str,
        secret: &str,
        clock: Arc<dyn Clock>,
        pictures: Pictures,
    ) -> Result<Self, CallError> {
        Ok(Self {
            api: Api::new(&settings.base, token, Arc::clone(&clock))?,
            settings,
            seal: Seal::new(secret)?,
            known: Known::new(Arc::clone(&clock)),
            clock,
            pictures,
            bot: OnceCell::new(),
            team: OnceCell::new(),
            people: Mutex::default(),
        })
    }

    async fn bot(&self) -> Result<String, CallError> {
        let ask = || async { id_of(&self.api.get(&["users", "me"], &[]).await?) };
        self.bot.get_or_try_init(ask).await.cloned()
    }

    async fn team(&self) -> Result<String, CallError> {
        let ask = || async { id_of(&self.api.get(&["teams", "name", &self.settings.team], &[]).await?) };
        self.team.get_or_try_init(ask).await.cloned()
    }

    /// The id of a user name.
    async fn user(&self, name: &str) -> Result<String, CallError> {
        if let Some(id) = self.remembered(name) {
            return Ok(id);
        }
        let id = id_of(&self.api.get(&["users", "username", name], &[]).await?)?;
        self.remember(name, &id);
        Ok(id)
    }

    /// The user name of an id.
    async fn name_of(&self, id: &str) -> Result<String, CallError> {
        if let Some(name) = self.remembered(id) {
            return Ok(name);
        }
        let found = self.api.get(&["users", id], &[]).await?;
        let name = own::text(&found, "username")?;
        self.remember(name, id);
        Ok(name.to_owned())
    }

    fn remembered(&self, one: &str) -> Option<String> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner).get(one).cloned()
    }

    fn remember(&self, name: &str, id: &str) {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        people.insert(name.to_owned(), id.to_owned());
        people.insert(id.to_owned(), name.to_owned());
    }

    fn buttons<'a>(&'a self, room: &'a RoomId) -> Buttons<'a> {
        Buttons { callback: &self.settings.callback, seal: &self.seal, room, now: self.clock.now() }
    }

    /// The message that was posted under a key, if one was.
    async fn posted(&self, room: &RoomId, key: &EffectKey) -> Result<Option<MessageId>, CallError> {
        if self.known.find(room, key) == Lookup::Unknown {
            let page = self.api.get(&["channels", room.as_str(), "posts"], &[("per_page", "200")]).await?;
            let posts = page["posts"].as_object().ok_or_else(|| own::without("posts", &page))?;
            let keyed = |post: &Value| {
                let key = post["props"][KEY].as_str()?.to_owned();
                Some((key, MessageId(post["id"].as_str()?.to_owned())))
            };
            self.known.seen(room, posts.values().filter_map(keyed).collect());
        }
        Ok(match self.known.find(room, key) {
            Lookup::Posted(id) => Some(id),
            Lookup::New | Lookup::Unknown => None,
        })
    }

    /// Makes a post, unless it was made.
    async fn post_once(&self, key: &EffectKey, room: &RoomId, mut body: Value) -> Result<MessageId, CallError> {
        if let Some(id) = self.posted(room, key).await? {
            return Ok(id);
        }
        body["channel_id"] = room.as_str().into();
        body["pending_post_id"] = format!("{}:{}", self.bot().await?, &sha256_hex(key.0.as_bytes())[..26]).into();
        match self.api.post(room, &body).await {
            Ok(post) => {
                let id = MessageId(id_of(&post)?);
                self.known.posted(room, key, &id);
                Ok(id)
            }
            Err(error) => {
                self.known.failed(room, &error);
                Err(error)
            }
        }
    }
}

fn id_of(found: &Value) -> Result<String, CallError> {
    own::text(found, "id").map(str::to_owned)
}

/// Done already is done.
fn unless(done: impl Fn(&CallError) -> bool, answer: Result<Value, CallError>) -> Result<(), CallError> {
    match answer {
        Err(error) if done(&error) => Ok(()),
        other => said_ok(&other?),
    }
}

#[async_trait]
impl Messenger for Mattermost {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            rooms: Rooms::Made,
            entering: Entering::BroughtIn,
            // Each character may take two once it is shown as it is.
            longest: 8_000,
            keyed_posts: true,
            buttons: true,
            edits: true,
            pins: true,
            erases: true,
            archives: true,
            files: true,
        }
    }

    async fn open_room(&self, _: &EffectKey, room: &NewRoom) -> Result<RoomId, CallError> {
        let (team, name) = (self.team().await?, slug(&room.name, LONGEST_NAME));
        let body = json!({
            "team_id": team,
            "name": name,
            "display_name": cut(&room.title, LONGEST_TITLE),
            "header": cut(&markdown::markdown(&room.topic), LONGEST_HEADER),
            "type": "P",
        });
        match self.api.call(Method::POST, &["channels"], &body).await {
            Err(error) if is_taken(&error) => {
                let path = ["teams", team.as_str(), "channels", "name", &name];
                Ok(RoomId::new(id_of(&self.api.get(&path, &[("include_deleted", "true")]).await?)?))
            }
            other => {
                let room = RoomId::new(id_of(&other?)?);
                self.known.seen(&room, BTreeMap::new());
                Ok(room)
            }
        }
    }

    async fn invite(&self, _: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        let user = self.user(user).await?;
        let path = ["channels", room.as_str(), "members"];
        let member = self.api.call(Method::POST, &path, &json!({ "user_id": user })).await?;
        own::only_if(member["user_id"] == user.as_str(), "the member", &member)
    }

    async fn remove(&self, _: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        let user = self.user(user).await?;
        let path = ["channels", room.as_str(), "members", &user];
        unless(is_absent, self.api.call(Method::DELETE, &path, &json!({})).await)
    }

    fn all_is_recorded(&self, room: &RoomId) {
        self.known.all_is_recorded(room);
    }

    async fn post(&self, key: &EffectKey, room: &RoomId, message: &Outgoing) -> Result<MessageId, CallError> {
        self.post_once(key, room, content::body(message, Some(&key.0), &self.buttons(room))).await
    }

    /// A repeat after the upload leaves a file nobody sees, and one post.
    async fn attach(&self, key: &EffectKey, room: &RoomId, file: &Attachment) -> Result<MessageId, CallError> {
        if let Some(id) = self.posted(room, key).await? {
            return Ok(id);
        }
        let file = self.pictures.shown(file).await;
        let query = [("channel_id", room.as_str()), ("filename", &file.name)];
        let uploaded = self.api.upload(&["files"], &query, file.content.clone()).await?;
        let id = id_of(&uploaded["file_infos"][0])?;
        self.post_once(key, room, json!({ "message": "", "file_ids": [id], "props": { KEY: key.0 } })).await
    }

    async fn fetch(&self, _: &RoomId, file: &str, longest: usize) -> Result<Fetched, CallError> {
        self.api.download(&["files", file], longest).await
    }

    async fn edit(&self, _: &EffectKey, room: &RoomId, id: &MessageId, message: &Outgoing) -> Result<(), CallError> {
        let body = content::body(message, None, &self.buttons(room));
        let post = self.api.call(Method::PUT, &["posts", &id.0, "patch"], &body).await?;
        own::only_if(post["id"] == id.0.as_str(), "the post", &post)
    }

    async fn pin(&self, _: &EffectKey, _: &RoomId, id: &MessageId) -> Result<(), CallError> {
        said_ok(&self.api.call(Method::POST, &["posts", &id.0, "pin"], &json!({})).await?)
    }

    async fn erase(&self, _: &EffectKey, _: &RoomId, id: &MessageId) -> Result<(), CallError> {
        unless(is_absent, self.api.call(Method::DELETE, &["posts", &id.0], &json!({})).await)
    }

    async fn archive(&self, _: &EffectKey, room: &RoomId) -> Result<(), CallError> {
        let already = |error: &CallError| said_no(error, "api.channel.delete_channel.deleted.app_error");
        unless(already, self.api.call(Method::DELETE, &["channels", room.as_str()], &json!({})).await)
    }

    async fn reaches(&self, user: &str) -> Result<Reachable, CallError> {
        let found = match self.api.get(&["users", "username", user], &[]).await {
            Err(error) if is_absent(&error) => return Ok(Reachable::No("no such user".to_owned())),
            other => other?,
        };
        if found["delete_at"].as_i64().is_some_and(|at| at > 0) {
            return Ok(Reachable::No("the account is deactivated".to_owned()));
        }
        let (team, id) = (self.team().await?, id_of(&found)?);
        match self.api.get(&["teams", &team, "members", &id], &[]).await {
            Err(error) if is_absent(&error) => Ok(Reachable::No("not in the team".to_owned())),
            other => own::text(&other?, "user_id").map(|_| Reachable::Yes),
        }
    }

    async fn direct(&self, _: &EffectKey, user: &str) -> Result<RoomId, CallError> {
        let pair = json!([self.bot().await?, self.user(user).await?]);
        Ok(RoomId::new(id_of(&self.api.call(Method::POST, &["channels", "direct"], &pair).await?)?))
    }
}

/// A channel of that name is there, or was and is archived.
fn is_taken(error: &CallError) -> bool {
    ["exists", "previously"]
        .iter()
        .any(|how| said_no(error, &format!("store.sql_channel.save_channel.{how}.app_error")))
}
