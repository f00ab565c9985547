//! A model of a Mattermost server, version 11, with one team: what its REST API does, and people at its client.

mod api;
mod markdown;
mod people;

use super::server::{Reply, Rules, Served, Trouble, serve};
use super::{Act, Meddling, Peer, SeenPost, SeenRoom};
use nabat_connectors::messenger::mattermost::{Mattermost, MattermostSource, Settings};
use nabat_connectors::picture::Pictures;
use nabat_domain::ids::RoomId;
use nabat_domain::time::{At, Length};
use nabat_kit::http::Request;
use nabat_kit::port::{ChatListener, ChatSource, Clock, MessageId, Messenger};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

const TOKEN: &str = "bot-token-of-the-tests";
const SECRET: &str = "seal-of-the-tests";
const COMMAND_TOKEN: &str = "command-token-of-the-tests";
const BOT: &str = "u-nabat";
const TEAM: &str = "t-clinics";

/// The server, and Nabat's connection to it.
pub struct MattermostPeer {
    base: String,
    store: Arc<Mutex<Store>>,
    trouble: Arc<Trouble>,
    /// Serves as long as this is there.
    _server: Served,
    clock: Arc<dyn Clock>,
    connector: Arc<Mattermost>,
}

/// What the server keeps.
#[derive(Clone, Default)]
struct Store {
    users: BTreeSet<String>,
    channels: BTreeMap<String, Channel>,
    posts: BTreeMap<String, Post>,
    files: BTreeMap<String, (String, Vec<u8>)>,
    /// Ids of posts by what their senders called them, and until when that is remembered.
    pending: BTreeMap<String, (String, At)>,
    erased: Vec<(RoomId, MessageId)>,
    made: u64,
    last_moment: i64,
}

#[derive(Clone, Default)]
struct Channel {
    name: String,
    title: String,
    header: String,
    direct: bool,
    creator: String,
    members: BTreeSet<String>,
    last_post_at: i64,
    deleted: bool,
}

#[derive(Clone, Default)]
struct Post {
    channel: String,
    author: String,
    kind: &'static str,
    message: String,
    root: String,
    props: Value,
    files: Vec<String>,
    created: i64,
    updated: i64,
    edited: i64,
    deleted: bool,
    pinned: bool,
    edits: u32,
    order: u64,
}

impl Store {
    fn id(&mut self, kind: &str) -> String {
        self.made += 1;
        format!("{kind}{:08}", self.made)
    }

    /// Each moment is later than the one before.
    fn moment(&mut self, now: At) -> i64 {
        self.last_moment = now.0.max(self.last_moment + 1);
        self.last_moment
    }

    fn add_post(&mut self, now: At, mut post: Post) -> String {
        let (id, moment) = (self.id("p"), self.moment(now));
        (post.created, post.updated, post.order) = (moment, moment, self.made);
        if let Some(channel) = self.channels.get_mut(&post.channel) {
            channel.last_post_at = moment;
        }
        self.posts.insert(id.clone(), post);
        id
    }
}

impl MattermostPeer {
    /// A server with a team and nobody in it but the bot.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self::over(Store::default(), clock)
    }

    fn over(store: Store, clock: Arc<dyn Clock>) -> Self {
        let (store, trouble) = (Arc::new(Mutex::new(store)), Arc::<Trouble>::default());
        let (kept, time) = (Arc::clone(&store), Arc::clone(&clock));
        // Plain text, and no Retry-After (server/channels/app/ratelimit.go writes the headers of throttled).
        let too_many = |seconds: u32| Reply {
            status: 429,
            headers: vec![("x-ratelimit-reset", seconds.to_string()), ("content-type", "text/plain".to_owned())],
            body: b"limit exceeded".to_vec(),
        };
        let answer = move |call: &_| api::answer(&mut kept.lock().expect("nothing panics"), call, time.now());
        let rules = Rules { too_many, limits: api::limits, answer };
        let server = serve(Arc::clone(&trouble), Arc::clone(&clock), rules);
        let base = server.address.clone();
        let settings = Settings {
            base: base.clone(),
            team: "clinics".to_owned(),
            callback: "http://nabat.test/chat/mattermost".to_owned(),
        };
        let connector =
            Mattermost::new(settings, TOKEN, SECRET, Arc::clone(&clock), Pictures::DRAWN).expect("good settings");
        Self { base, store, trouble, _server: server, clock, connector: Arc::new(connector) }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().expect("nothing panics while holding it")
    }
}

impl Peer for MattermostPeer {
    fn messenger(&self) -> Arc<dyn Messenger> {
        Arc::clone(&self.connector) as Arc<dyn Messenger>
    }

    fn source_by(&self, secret: &dyn Fn(&str) -> String) -> Arc<dyn ChatSource> {
        Arc::new(MattermostSource::new(&secret(SECRET), &secret(COMMAND_TOKEN)).expect("a secret"))
    }

    fn listener(&self) -> Option<Arc<dyn ChatListener>> {
        Some(Arc::clone(&self.connector) as Arc<dyn ChatListener>)
    }

    fn configured(&self, callback: &str) -> (String, Vec<(&'static str, &'static str)>) {
        let keys = "token: chats-bot, callback_token: chats-seal, command_token: chats-command";
        let base = &self.base;
        let lines = format!(
            "- {{id: chats, kind: mattermost, address: '{base}', private: true, team: clinics, callback: '{callback}', {keys}}}\n"
        );
        (lines, vec![("CHATS_BOT", TOKEN), ("CHATS_SEAL", SECRET), ("CHATS_COMMAND", COMMAND_TOKEN)])
    }

    fn fork(&self, clock: Arc<dyn Clock>) -> Arc<dyn Peer> {
        Arc::new(Self::over(self.store().clone(), clock))
    }

    fn add_person(&self, user: &str) {
        self.store().users.insert(user.to_owned());
    }

    fn enters(&self, room: &RoomId, name: &str) {
        if let Some(channel) = self.store().channels.get_mut(room.as_str()).filter(|channel| !channel.direct) {
            channel.members.insert(api::user_id(name));
        }
    }

    fn rooms(&self) -> Vec<RoomId> {
        let store = self.store();
        let made = store.channels.iter().filter(|(_, channel)| !channel.direct && channel.creator == BOT);
        made.map(|(id, _)| RoomId::from(id.as_str())).collect()
    }

    fn room_named(&self, name: &str) -> Option<RoomId> {
        let store = self.store();
        // What is not of a channel's letters is named with a hash behind.
        let plain = name.replace('.', "-");
        let found = store.channels.iter().find(|(_, channel)| !channel.direct && channel.name.starts_with(&plain));
        found.map(|(id, _)| RoomId::from(id.as_str()))
    }

    fn direct(&self, user: &str) -> RoomId {
        RoomId::new(api::direct(&mut self.store(), BOT, &api::user_id(user)))
    }

    fn seen(&self, room: &RoomId) -> SeenRoom {
        let store = self.store();
        let Some(channel) = store.channels.get(room.as_str()) else { return SeenRoom::default() };
        let mut posts: Vec<(&String, &Post)> = store.posts.iter().collect();
        posts.retain(|(_, post)| post.channel == room.as_str() && post.author == BOT && post.kind.is_empty());
        posts.sort_by_key(|(_, post)| post.order);
        SeenRoom {
            title: channel.title.clone(),
            topic: markdown::shown(&channel.header),
            people: channel.members.iter().filter(|id| *id != BOT).map(|id| api::user_name(id)).collect(),
            posts: posts
                .into_iter()
                .filter(|(_, post)| !post.deleted)
                .map(|(id, post)| seen(&store, id, post))
                .collect(),
            archived: channel.deleted,
        }
    }

    fn erased(&self) -> Vec<(RoomId, MessageId)> {
        self.store().erased.clone()
    }

    fn does(&self, room: &RoomId, user: &str, act: Act<'_>) -> Vec<Request> {
        people::does(&mut self.store(), room.as_str(), user, act, self.clock.now())
    }

    fn meddle(&self, room: &RoomId, meddling: Meddling<'_>) -> bool {
        let mut store = self.store();
        if let Meddling::Deletes(message) = meddling {
            return store.posts.remove(&message.0).is_some();
        }
        let Some(channel) = store.channels.get_mut(room.as_str()) else { return false };
        match meddling {
            Meddling::ThrowsOut => drop(channel.members.remove(BOT)),
            Meddling::LetsIn => drop(channel.members.insert(BOT.to_owned())),
            Meddling::Closes => channel.deleted = true,
            Meddling::Opens => channel.deleted = false,
            Meddling::Deletes(_) => {}
        }
        true
    }

    fn lose_answers(&self, calls: u32) {
        self.trouble.lose(calls);
    }

    fn ask_to_wait(&self, seconds: u32) {
        self.trouble.ask_to_wait(seconds);
    }

    fn calls(&self) -> u64 {
        self.trouble.calls()
    }

    fn trouble(&self) -> Option<&Trouble> {
        Some(&self.trouble)
    }

    fn calls_a_file(&self) -> u64 {
        2
    }

    fn forged(&self, request: &Request) -> Vec<Request> {
        people::forged(request)
    }

    fn proof(&self, _: &[u8]) -> Vec<(&'static str, String)> {
        vec![("authorization", format!("Token {COMMAND_TOKEN}"))]
    }

    /// A press: 31 days. A command says nothing of when it was typed.
    fn window(&self) -> Option<Length> {
        Some(Length::hours(31 * 24))
    }
}

fn seen(store: &Store, id: &str, post: &Post) -> SeenPost {
    let file = post.files.first().and_then(|file| store.files.get(file));
    let text = file.map_or_else(|| markdown::shown(&post.message), |(name, _)| format!("<{name}>"));
    let actions = post.props["attachments"].as_array().into_iter().flatten();
    let actions = actions.flat_map(|attachment| attachment["actions"].as_array().into_iter().flatten());
    SeenPost {
        id: MessageId(id.to_owned()),
        key: post.props["nabat_key"].as_str().map(str::to_owned),
        text,
        buttons: actions.filter_map(|action| action["name"].as_str().map(str::to_owned)).collect(),
        pinned: post.pinned,
        edits: post.edits,
        file: file.map(|(_, content)| content.clone()),
    }
}

/// A refusal: an id that stays, and words in the server's language.
fn refusal(status: u16, id: &str) -> Reply {
    Reply::json(status, &json!({ "id": id, "message": "nein", "request_id": "r", "status_code": status }))
}
