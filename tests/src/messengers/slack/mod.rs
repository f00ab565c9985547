//! A model of Slack with one workspace: the Web API, events as they are pushed, and people at the client.

mod api;
mod files;
mod people;

use super::server::{Reply, Rules, Served, Trouble, serve};
use super::{Act, Meddling, Peer, SeenPost, SeenRoom};
use nabat_connectors::messenger::slack::{Slack, SlackSource};
use nabat_connectors::picture::Pictures;
use nabat_domain::ids::RoomId;
use nabat_domain::time::{At, Length};
use nabat_kit::http::Request;
use nabat_kit::port::{ChatSource, Clock, MessageId, Messenger};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

const TOKEN: &str = "xoxb-of-the-tests";
const SECRET: &str = "signing-secret-of-the-tests";
const BOT: &str = "UNABAT";

/// The service, and Nabat's connection to it.
pub struct SlackPeer {
    store: Arc<Mutex<Store>>,
    trouble: Arc<Trouble>,
    /// Serves as long as this is there.
    _server: Served,
    clock: Arc<dyn Clock>,
    connector: Arc<dyn Messenger>,
}

#[derive(Clone, Default)]
struct Store {
    /// Where this server is: files are sent to it.
    base: String,
    users: BTreeSet<String>,
    channels: BTreeMap<String, Channel>,
    messages: Vec<Message>,
    files: BTreeMap<String, files::File>,
    /// Events that wait to be pushed.
    events: Vec<Value>,
    made: u64,
}

#[derive(Clone, Default)]
struct Channel {
    name: String,
    topic: String,
    purpose: String,
    direct: bool,
    members: BTreeSet<String>,
    archived: bool,
}

#[derive(Clone, Default)]
struct Message {
    channel: String,
    ts: String,
    user: String,
    text: String,
    blocks: Value,
    metadata: Value,
    files: Vec<String>,
    pinned: bool,
    edits: u32,
}

impl Store {
    fn id(&mut self, kind: &str) -> String {
        self.made += 1;
        format!("{kind}{:08}", self.made)
    }

    /// A message's time, which is its id: none has another's.
    fn ts(&mut self, now: At) -> String {
        self.made += 1;
        format!("{}.{:06}", now.0.div_euclid(1_000), self.made)
    }
}

/// Ids of people are theirs alone; the model makes them of names.
fn user_id(name: &str) -> String {
    format!("U-{name}")
}

impl SlackPeer {
    /// A workspace with nobody in it but the bot.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self::over(Store::default(), clock)
    }

    fn over(store: Store, clock: Arc<dyn Clock>) -> Self {
        let (store, trouble) = (Arc::new(Mutex::new(store)), Arc::<Trouble>::default());
        let (kept, time) = (Arc::clone(&store), Arc::clone(&clock));
        // "Rate limits": 429 with Retry-After in whole seconds.
        let too_many = |seconds: u32| {
            let mut reply = Reply::json(429, &json!({ "ok": false, "error": "ratelimited" }));
            reply.headers.push(("retry-after", seconds.to_string()));
            reply
        };
        let answer = move |call: &_| api::answer(&mut kept.lock().expect("nothing panics"), call, time.now());
        let rules = Rules { too_many, limits: api::limits, answer };
        let server = serve(Arc::clone(&trouble), Arc::clone(&clock), rules);
        let base = server.address.clone();
        store.lock().expect("nothing panics").base.clone_from(&base);
        let connector =
            Slack::new(&format!("{base}/api"), TOKEN, Arc::clone(&clock), Pictures::DRAWN).expect("a good address");
        Self { store, trouble, _server: server, clock, connector: Arc::new(connector) }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().expect("nothing panics while holding it")
    }
}

impl Peer for SlackPeer {
    fn messenger(&self) -> Arc<dyn Messenger> {
        Arc::clone(&self.connector)
    }

    fn source_by(&self, secret: &dyn Fn(&str) -> String) -> Arc<dyn ChatSource> {
        Arc::new(SlackSource::new(&secret(SECRET)))
    }

    fn configured(&self, _: &str) -> (String, Vec<(&'static str, &'static str)>) {
        let base = self.store().base.clone();
        let keys = "token: chats-bot, callback_token: chats-signing";
        let lines = format!("- {{id: chats, kind: slack, address: '{base}/api', private: true, {keys}}}\n");
        (lines, vec![("CHATS_BOT", TOKEN), ("CHATS_SIGNING", SECRET)])
    }

    fn fork(&self, clock: Arc<dyn Clock>) -> Arc<dyn Peer> {
        Arc::new(Self::over(self.store().clone(), clock))
    }

    fn user(&self, name: &str) -> String {
        user_id(name)
    }

    fn add_person(&self, name: &str) {
        self.store().users.insert(user_id(name));
    }

    fn enters(&self, room: &RoomId, name: &str) {
        if let Some(channel) = self.store().channels.get_mut(room.as_str()).filter(|channel| !channel.direct) {
            channel.members.insert(user_id(name));
        }
    }

    fn rooms(&self) -> Vec<RoomId> {
        let store = self.store();
        let made = store.channels.iter().filter(|(_, channel)| !channel.direct);
        made.map(|(id, _)| RoomId::from(id.as_str())).collect()
    }

    fn room_named(&self, name: &str) -> Option<RoomId> {
        let (store, plain) = (self.store(), name.replace('.', "-"));
        let found = store.channels.iter().find(|(_, channel)| !channel.direct && channel.name.starts_with(&plain));
        found.map(|(id, _)| RoomId::from(id.as_str()))
    }

    fn direct(&self, name: &str) -> RoomId {
        RoomId::new(api::direct(&mut self.store(), &user_id(name)))
    }

    fn seen(&self, room: &RoomId) -> SeenRoom {
        let store = self.store();
        let Some(channel) = store.channels.get(room.as_str()) else { return SeenRoom::default() };
        let own = store.messages.iter().filter(|message| message.channel == room.as_str() && message.user == BOT);
        SeenRoom {
            title: channel.purpose.clone(),
            topic: channel.topic.clone(),
            people: channel.members.iter().filter_map(|id| id.strip_prefix("U-").map(str::to_owned)).collect(),
            posts: own.map(|message| seen(&store, message)).collect(),
            archived: channel.archived,
        }
    }

    fn erased(&self) -> Vec<(RoomId, MessageId)> {
        Vec::new()
    }

    fn does(&self, room: &RoomId, name: &str, act: Act<'_>) -> Vec<Request> {
        people::does(&mut self.store(), room.as_str(), &user_id(name), act, self.clock.now())
    }

    fn meddle(&self, room: &RoomId, meddling: Meddling<'_>) -> bool {
        let mut store = self.store();
        if let Meddling::Deletes(message) = meddling {
            store.messages.retain(|found| found.channel != room.as_str() || found.ts != message.0);
            return true;
        }
        let Some(channel) = store.channels.get_mut(room.as_str()) else { return false };
        match meddling {
            Meddling::ThrowsOut => drop(channel.members.remove(BOT)),
            Meddling::LetsIn => drop(channel.members.insert(BOT.to_owned())),
            Meddling::Closes => channel.archived = true,
            Meddling::Opens => channel.archived = false,
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

    /// `conversations.invite` takes a hundred.
    fn calls_to_call_together(&self, people: u64) -> u64 {
        people.div_ceil(100)
    }

    /// Made, and given its topic and its purpose, which no other call takes.
    fn calls_a_room(&self) -> u64 {
        3
    }

    fn calls_a_file(&self) -> u64 {
        3
    }

    fn forged(&self, request: &Request) -> Vec<Request> {
        people::forged(request, self.clock.now())
    }

    fn proof(&self, body: &[u8]) -> Vec<(&'static str, String)> {
        people::proof(SECRET, body, self.clock.now())
    }

    fn window(&self) -> Option<Length> {
        Some(Length::minutes(5))
    }
}

fn seen(store: &Store, message: &Message) -> SeenPost {
    let file = message.files.first().and_then(|file| store.files.get(file));
    let blocks = message.blocks.as_array().into_iter().flatten();
    let buttons = blocks.clone().filter(|block| block["type"] == "actions");
    let buttons = buttons.flat_map(|block| block["elements"].as_array().into_iter().flatten());
    let words: String = blocks.filter(|block| block["type"] == "rich_text").map(words).collect();
    // What stands in notifications is markup: there `<!here>` rings.
    let rings = if message.text.contains("<!") || message.text.contains("<@") { "‹rings›" } else { "" };
    SeenPost {
        id: MessageId(file.map_or_else(|| message.ts.clone(), |file| file.id.clone())),
        key: message.metadata["event_payload"]["key"].as_str().map(str::to_owned),
        text: file.map_or_else(|| format!("{rings}{words}"), |file| format!("<{}>", file.title)),
        buttons: buttons.filter_map(|button| button["text"]["text"].as_str().map(str::to_owned)).collect(),
        pinned: message.pinned,
        edits: message.edits,
        file: file.map(|file| file.content.clone()),
    }
}

/// The words of rich text, which knows no markup.
fn words(block: &Value) -> String {
    let sections = block["elements"].as_array().into_iter().flatten();
    let elements = sections.flat_map(|section| section["elements"].as_array().into_iter().flatten());
    let word = |element: &Value| element["text"].as_str().or_else(|| element["url"].as_str()).map(str::to_owned);
    elements.filter_map(word).collect()
}

fn refusal(error: &str) -> Reply {
    Reply::json(200, &json!({ "ok": false, "error": error }))
}
