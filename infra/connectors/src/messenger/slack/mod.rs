//! Slack: an app of one workspace, Web API, Events API and interactivity; `manifest.json` is the app.
//!
//! A channel has its name for a key. A message carries its effect's key in its metadata, a file in its name:
//! what was posted is found by looking at the channel's history. A bot removes no message of anybody's.

mod api;
mod content;
mod signature;
mod source;

pub use source::SlackSource;

use super::known::{Known, Lookup};
use super::name::{cut, slug};
use super::pace::Pace;
use crate::picture::Pictures;
use api::{Api, said_no};
use async_trait::async_trait;
use nabat_domain::ids::RoomId;
use nabat_domain::journal::sha256_hex;
use nabat_kit::document::plain;
use nabat_kit::port::{
    Attachment, CallError, Capabilities, Clock, EffectKey, Entering, Fetched, MessageId, Messenger, NewRoom, Outgoing,
    Reachable, Rooms,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The app as Slack is told of it.
pub const MANIFEST: &str = include_str!("manifest.json");

/// Letters of a channel's name at most (`conversations.create`).
const LONGEST_NAME: usize = 80;
/// People called in by one call at most (`conversations.invite`).
const AT_ONCE: usize = 100;
/// Characters of its topic and purpose at most (`conversations.setTopic`).
const LONGEST_TOPIC: usize = 250;

/// Pages of the bot's channels that are looked through, a thousand a page.
const PAGES: usize = 100;

/// A workspace, as one bot.
pub struct Slack {
    api: Api,
    known: Known,
    pace: Pace,
    pictures: Pictures,
}

impl Slack {
    /// A connection by the bot's token; `base` is `https://slack.com/api`.
    ///
    /// # Errors
    /// The address is none, or the machine's TLS cannot be set up.
    pub fn new(base: &str, token: &str, clock: Arc<dyn Clock>, pictures: Pictures) -> Result<Self, CallError> {
        let known = Known::new(Arc::clone(&clock));
        Ok(Self { api: Api::new(base, token)?, known, pace: Pace::new(clock), pictures })
    }

    /// One method; limits are counted by method.
    async fn call(&self, method: &str, fields: &[(&str, &str)]) -> Result<Value, CallError> {
        self.pace.call(method, self.api.call(method, fields)).await
    }

    /// The private channel of a name, archived or not: the bot made it, so the bot is in it.
    async fn named(&self, name: &str) -> Result<Value, CallError> {
        let mut cursor = String::new();
        for _ in 0..PAGES {
            let fields = [
                ("types", "private_channel"),
                ("exclude_archived", "false"),
                ("limit", "1000"),
                ("cursor", cursor.as_str()),
            ];
            let page = self.call("conversations.list", &fields).await?;
            let channels = page["channels"].as_array().into_iter().flatten();
            if let Some(found) = channels.into_iter().find(|channel| channel["name"] == name) {
                return Ok(found.clone());
            }
            let next = page["response_metadata"]["next_cursor"].as_str().unwrap_or_default();
            if next.is_empty() || next == cursor {
                break;
            }
            next.clone_into(&mut cursor);
        }
        Err(CallError::Permanent(format!("the name {name} is taken by a channel the bot does not see")))
    }

    /// Sets a line of a channel, unless it stands there.
    async fn set(&self, channel: &Value, id: &str, what: &str, line: &str) -> Result<(), CallError> {
        let line = cut(&plain(line), LONGEST_TOPIC);
        if channel[what]["value"].as_str().map(content::typed).as_deref() == Some(line.as_str()) {
            return Ok(());
        }
        let method = format!("conversations.set{}{}", &what[..1].to_uppercase(), &what[1..]);
        self.call(&method, &[("channel", id), (what, &line)]).await.map(drop)
    }

    /// The message that was posted under a key, if one was.
    async fn posted(&self, room: &RoomId, key: &EffectKey) -> Result<Option<MessageId>, CallError> {
        if self.known.find(room, key) == Lookup::Unknown {
            let fields = [("channel", room.as_str()), ("limit", "200"), ("include_all_metadata", "true")];
            let page = self.call("conversations.history", &fields).await?;
            let mut keys = BTreeMap::new();
            for message in page["messages"].as_array().into_iter().flatten() {
                let Some(ts) = message["ts"].as_str() else { continue };
                let files = message["files"].as_array().into_iter().flatten();
                let named = files.filter_map(|file| Some((file["name"].as_str()?, file["id"].as_str()?)));
                keys.extend(named.map(|(name, id)| (name.to_owned(), MessageId(id.to_owned()))));
                let key = message["metadata"]["event_payload"]["key"].as_str();
                keys.extend(key.map(|key| (key.to_owned(), MessageId(ts.to_owned()))));
            }
            self.known.seen(room, keys);
        }
        Ok(match self.known.find(room, key) {
            Lookup::Posted(id) => Some(id),
            Lookup::New | Lookup::Unknown => None,
        })
    }

    /// Calls people into a channel nobody is in yet; whether all of them are in it now.
    async fn call_in(&self, room: &RoomId, users: &[String]) -> Result<bool, CallError> {
        let users = users.join(",");
        match self.call("conversations.invite", &[("channel", room.as_str()), ("users", &users)]).await {
            Ok(_) => Ok(true),
            Err(CallError::Permanent(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Remembers what came of a post.
    fn noted(
        &self,
        room: &RoomId,
        key: &EffectKey,
        posted: Result<MessageId, CallError>,
    ) -> Result<MessageId, CallError> {
        match &posted {
            Ok(id) => self.known.posted(room, key, id),
            Err(error) => self.known.failed(room, error),
        }
        posted
    }

    /// Three calls: an address for the bytes, the bytes, and where they belong.
    async fn uploaded(&self, room: &RoomId, name: &str, file: &Attachment) -> Result<MessageId, CallError> {
        let length = file.content.len().to_string();
        let given = self.call("files.getUploadURLExternal", &[("filename", name), ("length", &length)]).await?;
        let (address, id) = (text(&given, "upload_url")?, text(&given, "file_id")?);
        self.api.upload(&address, file.content.clone()).await?;
        let files = json!([{ "id": id, "title": plain(&file.name) }]).to_string();
        self.call("files.completeUploadExternal", &[("files", &files), ("channel_id", room.as_str())]).await?;
        Ok(MessageId(id))
    }
}

fn text(answer: &Value, field: &str) -> Result<String, CallError> {
    answer[field].as_str().map(str::to_owned).ok_or_else(|| CallError::Permanent(format!("an answer without {field}")))
}

/// Done already is done.
fn unless(done: &[&str], answer: Result<Value, CallError>) -> Result<(), CallError> {
    match answer {
        Err(error) if done.iter().any(|code| said_no(&error, code)) => Ok(()),
        other => other.map(drop),
    }
}

#[async_trait]
impl Messenger for Slack {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            rooms: Rooms::Made,
            entering: Entering::BroughtIn,
            longest: 9_000,
            keyed_posts: true,
            buttons: true,
            edits: true,
            pins: true,
            erases: false,
            archives: true,
            files: true,
        }
    }

    async fn open_room(&self, key: &EffectKey, room: &NewRoom) -> Result<RoomId, CallError> {
        Ok(self.open_room_with(key, room, &[]).await?.0)
    }

    /// The title is no channel's name, which has few letters: it stands as the purpose. Into a channel that is new
    /// people are called at once; where one of them cannot come in nobody does, and each is called alone.
    async fn open_room_with(
        &self,
        _: &EffectKey,
        room: &NewRoom,
        users: &[String],
    ) -> Result<(RoomId, Vec<String>), CallError> {
        let name = slug(&room.name, LONGEST_NAME);
        let (channel, is_new) =
            match self.call("conversations.create", &[("name", &name), ("is_private", "true")]).await {
                Err(error) if said_no(&error, "name_taken") => (self.named(&name).await?, false),
                other => (other?["channel"].take(), true),
            };
        let id = RoomId::new(text(&channel, "id")?);
        if is_new {
            self.known.seen(&id, BTreeMap::new());
        }
        if channel["is_archived"] != true {
            self.set(&channel, id.as_str(), "purpose", &room.title).await?;
            self.set(&channel, id.as_str(), "topic", &room.topic).await?;
        }
        let together = is_new && (2..=AT_ONCE).contains(&users.len());
        let inside = if together && self.call_in(&id, users).await? { users.to_vec() } else { Vec::new() };
        Ok((id, inside))
    }

    async fn invite(&self, _: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        let fields = [("channel", room.as_str()), ("users", user)];
        unless(&["already_in_channel"], self.call("conversations.invite", &fields).await)
    }

    async fn remove(&self, _: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        let fields = [("channel", room.as_str()), ("user", user)];
        unless(&["not_in_channel", "user_not_in_channel"], self.call("conversations.kick", &fields).await)
    }

    fn all_is_recorded(&self, room: &RoomId) {
        self.known.all_is_recorded(room);
    }

    async fn post(&self, key: &EffectKey, room: &RoomId, message: &Outgoing) -> Result<MessageId, CallError> {
        if let Some(id) = self.posted(room, key).await? {
            return Ok(id);
        }
        let (notified, blocks) = (content::notified(message), content::blocks(message).to_string());
        let metadata = json!({ "event_type": "nabat_post", "event_payload": { "key": key.0 } }).to_string();
        let fields = [
            ("channel", room.as_str()),
            ("text", &notified),
            ("blocks", &blocks),
            ("metadata", &metadata),
            ("unfurl_links", "false"),
            ("unfurl_media", "false"),
        ];
        let posted = self.pace.post("chat.postMessage", room, self.api.call("chat.postMessage", &fields)).await;
        self.noted(room, key, posted.and_then(|posted| text(&posted, "ts").map(MessageId)))
    }

    /// The message a file stands in is not told: the file's own id stands for it.
    async fn attach(&self, key: &EffectKey, room: &RoomId, file: &Attachment) -> Result<MessageId, CallError> {
        let file = &self.pictures.shown(file).await;
        let name = plain(&file.name);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, "bin"));
        let name = format!("{stem}-{}.{ending}", &sha256_hex(key.0.as_bytes())[..8]);
        let key = EffectKey(name.clone());
        if let Some(id) = self.posted(room, &key).await? {
            return Ok(id);
        }
        let uploaded = self.uploaded(room, &name, file).await;
        self.noted(room, &key, uploaded)
    }

    /// Its address is asked for at the API: what a callback says of it leads nowhere.
    async fn fetch(&self, _: &RoomId, file: &str, longest: usize) -> Result<Fetched, CallError> {
        let found = match self.call("files.info", &[("file", file)]).await {
            Err(error) if ["file_not_found", "file_deleted"].iter().any(|code| said_no(&error, code)) => {
                return Ok(Fetched::Gone);
            }
            other => other?,
        };
        let found = &found["file"];
        // A link to somebody else's drive, or what is hidden or was deleted (file object: `mode`).
        if matches!(found["mode"].as_str(), Some("external" | "hidden_by_limit" | "tombstone")) {
            return Ok(Fetched::Gone);
        }
        self.api.download(&text(found, "url_private")?, longest).await
    }

    async fn edit(&self, _: &EffectKey, room: &RoomId, id: &MessageId, message: &Outgoing) -> Result<(), CallError> {
        let (notified, blocks) = (content::notified(message), content::blocks(message).to_string());
        let fields = [("channel", room.as_str()), ("ts", &id.0), ("text", &notified), ("blocks", &blocks)];
        self.call("chat.update", &fields).await.map(drop)
    }

    async fn pin(&self, _: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        let fields = [("channel", room.as_str()), ("timestamp", id.0.as_str())];
        unless(&["already_pinned"], self.call("pins.add", &fields).await)
    }

    async fn erase(&self, _: &EffectKey, _: &RoomId, _: &MessageId) -> Result<(), CallError> {
        Err(CallError::Permanent("a bot removes no message of anybody's".to_owned()))
    }

    async fn archive(&self, _: &EffectKey, room: &RoomId) -> Result<(), CallError> {
        let fields = [("channel", room.as_str())];
        unless(&["already_archived"], self.call("conversations.archive", &fields).await)
    }

    async fn reaches(&self, user: &str) -> Result<Reachable, CallError> {
        let no = |why: &str| Ok(Reachable::No(why.to_owned()));
        match self.call("users.info", &[("user", user)]).await {
            Ok(found) if found["user"]["deleted"] == true => no("the account is deactivated"),
            Ok(_) => Ok(Reachable::Yes),
            Err(error) if said_no(&error, "user_not_found") => no("no such user"),
            Err(error) => Err(error),
        }
    }

    async fn direct(&self, _: &EffectKey, user: &str) -> Result<RoomId, CallError> {
        let opened = self.call("conversations.open", &[("users", user)]).await?;
        Ok(RoomId::new(text(&opened["channel"], "id")?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::partner::answering;
    use nabat_domain::time::{At, Length};
    use std::sync::atomic::Ordering;

    struct Still;

    #[async_trait]
    impl Clock for Still {
        fn now(&self) -> At {
            At(0)
        }

        async fn sleep(&self, _: Length) {}
    }

    #[tokio::test]
    async fn two_pages_that_follow_each_other_are_not_asked_for_for_ever() {
        let page = |called: usize| {
            let cursor = if called.is_multiple_of(2) { "one" } else { "other" };
            json!({ "ok": true, "channels": [], "response_metadata": { "next_cursor": cursor } }).to_string()
        };
        let (base, called) = answering(page).await;
        let slack = Slack::new(&base, "token", Arc::new(Still), Pictures::NONE).expect("a client");
        assert!(matches!(slack.named("inc-1").await, Err(CallError::Permanent(_))));
        assert_eq!(called.load(Ordering::SeqCst), PAGES);
    }
}
