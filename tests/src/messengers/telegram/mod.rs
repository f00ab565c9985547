//! A model of the Bot API with one forum group that people made, and chats with single persons.

mod api;
mod people;

use super::server::{Reply, Rules, Served, Trouble, serve};
use super::{Act, Meddling, Peer, SeenPost, SeenRoom};
use nabat_connectors::messenger::telegram::{Settings, Telegram, TelegramSource};
use nabat_connectors::picture::Pictures;
use nabat_domain::ids::RoomId;
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::{At, Length};
use nabat_kit::http::Request;
use nabat_kit::port::{ChatSource, Clock, MessageId, Messenger};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

const TOKEN: &str = "1:bot-token-of-the-tests";
const SECRET: &str = "webhook-token-of-the-tests";
const GROUP: i64 = -1_001_234;
const BOT: i64 = 1;

/// The service, and Nabat's connection to it.
pub struct TelegramPeer {
    base: String,
    store: Arc<Mutex<Store>>,
    trouble: Arc<Trouble>,
    /// Serves as long as this is there.
    _server: Served,
    clock: Arc<dyn Clock>,
    connector: Arc<dyn Messenger>,
}

#[derive(Clone, Default)]
struct Store {
    /// People in the group, by their ids.
    people: BTreeMap<i64, String>,
    topics: BTreeMap<i64, Topic>,
    messages: BTreeMap<i64, Message>,
    /// What people posted as files, by id.
    files: BTreeMap<String, Vec<u8>>,
    erased: Vec<(RoomId, MessageId)>,
    made: i64,
    /// The bot was made administrator without that right.
    may_not_pin: bool,
    /// The bot is not in the group any more.
    thrown_out: bool,
}

#[derive(Clone, Default)]
struct Topic {
    name: String,
    closed: bool,
}

#[derive(Clone, Default)]
struct Message {
    chat: i64,
    topic: Option<i64>,
    /// Nobody: the bot.
    author: Option<i64>,
    text: String,
    keyboard: Value,
    file: Option<(String, Vec<u8>)>,
    date: i64,
    pinned: bool,
    edits: u32,
    deleted: bool,
}

impl Store {
    fn next(&mut self) -> i64 {
        self.made += 1;
        self.made
    }
}

/// A person's id: a number, the same one for the same name.
fn user_id(name: &str) -> i64 {
    i64::from_str_radix(&sha256_hex(name.as_bytes())[..8], 16).unwrap_or_default()
}

fn room_id(chat: i64, topic: Option<i64>) -> RoomId {
    RoomId::new(topic.map_or_else(|| chat.to_string(), |topic| format!("{chat}/{topic}")))
}

fn place(room: &RoomId) -> (i64, Option<i64>) {
    let (chat, topic) = room.as_str().split_once('/').unwrap_or((room.as_str(), ""));
    (chat.parse().unwrap_or_default(), topic.parse().ok())
}

impl TelegramPeer {
    /// A group with nobody in it but the bot.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self::over(Store::default(), clock)
    }

    fn over(store: Store, clock: Arc<dyn Clock>) -> Self {
        let (store, trouble) = (Arc::new(Mutex::new(store)), Arc::<Trouble>::default());
        let (kept, time) = (Arc::clone(&store), Arc::clone(&clock));
        // Bot API, "ResponseParameters": how long to wait stands in the body.
        let too_many = |seconds: u32| {
            let told = json!({ "ok": false, "error_code": 429, "description": "Too Many Requests",
                               "parameters": { "retry_after": seconds } });
            Reply::json(429, &told)
        };
        let answer = move |call: &_| api::answer(&mut kept.lock().expect("nothing panics"), call, time.now());
        let rules = Rules { too_many, limits: api::limits, answer };
        let server = serve(Arc::clone(&trouble), Arc::clone(&clock), rules);
        let base = server.address.clone();
        let settings = Settings { base: base.clone(), group: GROUP, bot: "nabat_bot".to_owned() };
        let connector =
            Arc::new(Telegram::new(&settings, TOKEN, Arc::clone(&clock), Pictures::DRAWN).expect("good settings"));
        Self { base, store, trouble, _server: server, clock, connector }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().expect("nothing panics while holding it")
    }
}

impl Peer for TelegramPeer {
    fn messenger(&self) -> Arc<dyn Messenger> {
        Arc::clone(&self.connector)
    }

    fn source_by(&self, secret: &dyn Fn(&str) -> String) -> Arc<dyn ChatSource> {
        Arc::new(TelegramSource::new(&secret(SECRET), "nabat_bot"))
    }

    fn configured(&self, _: &str) -> (String, Vec<(&'static str, &'static str)>) {
        let (base, keys) = (&self.base, "token: chats-bot, callback_token: chats-webhook");
        let lines = format!(
            "- {{id: chats, kind: telegram, address: '{base}', private: true, group: {GROUP}, bot: nabat_bot, {keys}}}\n"
        );
        (lines, vec![("CHATS_BOT", TOKEN), ("CHATS_WEBHOOK", SECRET)])
    }

    fn fork(&self, clock: Arc<dyn Clock>) -> Arc<dyn Peer> {
        Arc::new(Self::over(self.store().clone(), clock))
    }

    fn user(&self, name: &str) -> String {
        user_id(name).to_string()
    }

    fn add_person(&self, name: &str) {
        self.store().people.insert(user_id(name), name.to_owned());
    }

    /// Who is in the group is in every topic.
    fn enters(&self, _: &RoomId, name: &str) {
        self.add_person(name);
    }

    fn rooms(&self) -> Vec<RoomId> {
        self.store().topics.keys().map(|topic| room_id(GROUP, Some(*topic))).collect()
    }

    fn room_named(&self, _: &str) -> Option<RoomId> {
        None
    }

    fn direct(&self, name: &str) -> RoomId {
        room_id(user_id(name), None)
    }

    fn seen(&self, room: &RoomId) -> SeenRoom {
        let (store, (chat, topic)) = (self.store(), place(room));
        let found = topic.and_then(|topic| store.topics.get(&topic));
        let here = |message: &Message| (message.chat, message.topic) == (chat, topic) && message.author.is_none();
        let posts = store.messages.iter().filter(|(_, message)| here(message) && !message.deleted);
        let people: BTreeSet<String> = store.people.values().cloned().collect();
        SeenRoom {
            title: found.map(|topic| topic.name.clone()).unwrap_or_default(),
            topic: String::new(),
            people,
            posts: posts.map(|(id, message)| seen(*id, message)).collect(),
            archived: found.is_some_and(|topic| topic.closed),
        }
    }

    fn erased(&self) -> Vec<(RoomId, MessageId)> {
        self.store().erased.clone()
    }

    fn does(&self, room: &RoomId, name: &str, act: Act<'_>) -> Vec<Request> {
        people::does(&mut self.store(), place(room), user_id(name), act, self.clock.now())
    }

    /// A topic that is closed is written in by administrators, and the bot is one.
    /// "Update": a bot hears of neither in a topic.
    fn tells_of_taking_back(&self) -> bool {
        false
    }

    fn tells_of_leaving(&self) -> bool {
        false
    }

    fn meddle(&self, _: &RoomId, meddling: Meddling<'_>) -> bool {
        let mut store = self.store();
        match meddling {
            Meddling::ThrowsOut => store.thrown_out = true,
            Meddling::LetsIn => store.thrown_out = false,
            Meddling::Closes | Meddling::Opens => return false,
            Meddling::Deletes(message) => {
                return message.0.parse().is_ok_and(|id: i64| store.messages.remove(&id).is_some());
            }
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

    /// It has the person's own id.
    fn calls_a_direct_chat(&self) -> u64 {
        0
    }

    fn forged(&self, request: &Request) -> Vec<Request> {
        [None, Some(""), Some("guessed")].map(|token| people::request(token, request.body().clone())).into()
    }

    fn proof(&self, _: &[u8]) -> Vec<(&'static str, String)> {
        vec![("x-telegram-bot-api-secret-token", SECRET.to_owned())]
    }

    /// The token says nothing of when an update was sent; its number says whether it came before.
    fn window(&self) -> Option<Length> {
        None
    }
}

fn seen(id: i64, message: &Message) -> SeenPost {
    let rows = message.keyboard["inline_keyboard"].as_array().into_iter().flatten();
    let buttons = rows.flat_map(|row| row.as_array().into_iter().flatten());
    let text = message.file.as_ref().map_or_else(|| shown(&message.text), |(name, _)| format!("<{name}>"));
    SeenPost {
        id: MessageId(id.to_string()),
        key: None,
        text,
        buttons: buttons.filter_map(|button| button["text"].as_str().map(str::to_owned)).collect(),
        pinned: message.pinned,
        edits: message.edits,
        file: message.file.as_ref().map(|(_, content)| content.clone()),
    }
}

/// Without a parse mode words are shown as they are; `@name` calls somebody even so.
fn shown(text: &str) -> String {
    let mut before = ' ';
    let mut shown = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        if c == '@' && !before.is_alphanumeric() && letters.peek().is_some_and(char::is_ascii_alphabetic) {
            shown.push_str("‹rings›");
        }
        if c != '\u{2060}' {
            shown.push(c);
        }
        before = c;
    }
    shown
}

fn refusal(code: u16, told: &str) -> Reply {
    Reply::json(code, &json!({ "ok": false, "error_code": code, "description": told }))
}

fn now_seconds(now: At) -> i64 {
    now.0.div_euclid(1_000)
}
