//! A model of a corporate server of eXpress with one bot: the BotX API, and people at the client.

mod api;
mod people;
mod token;

use super::server::{Reply, Rules, Served, Trouble, serve};
use super::{Act, Meddling, Peer, SeenPost, SeenRoom};
use nabat_connectors::messenger::express::{Express, ExpressSource, Settings};
use nabat_connectors::picture::Pictures;
use nabat_domain::ids::RoomId;
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::{At, Length};
use nabat_kit::http::Request;
use nabat_kit::port::{ChatSource, Clock, MessageId, Messenger};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

const SECRET: &str = "secret-key-of-the-tests";
const BOT: &str = "123e4567-e89b-12d3-a456-426655440000";
/// Of the address the model is served at.
const HOST: &str = "127.0.0.1";

/// What reads this bot's callbacks.
pub(crate) fn source() -> ExpressSource {
    ExpressSource::new(&Settings { base: format!("http://{HOST}"), bot: BOT.to_owned() }, SECRET)
}

/// The header the server sends along now.
pub(crate) fn authorization(now: At) -> String {
    format!("Bearer {}", token::of_server(SECRET, now))
}

/// The server, and Nabat's connection to it.
pub struct ExpressPeer {
    store: Arc<Mutex<Store>>,
    trouble: Arc<Trouble>,
    /// Serves as long as this is there.
    _server: Served,
    clock: Arc<dyn Clock>,
    settings: Settings,
    connector: Arc<dyn Messenger>,
}

#[derive(Clone, Default)]
struct Store {
    people: BTreeMap<String, String>,
    chats: BTreeMap<String, Chat>,
    messages: Vec<Message>,
    /// What people posted as files, by id: in which chat, what is in it.
    files: BTreeMap<String, (String, Vec<u8>)>,
    made: u64,
}

#[derive(Clone, Default)]
struct Chat {
    name: String,
    description: String,
    kind: String,
    members: BTreeSet<String>,
}

#[derive(Clone, Default)]
struct Message {
    id: String,
    chat: String,
    author: String,
    body: String,
    bubble: Value,
    file: Option<(String, Vec<u8>)>,
    pinned: bool,
    edits: u32,
}

impl Store {
    fn id(&mut self) -> String {
        self.made += 1;
        format!("00000000-0000-4000-8000-{:012}", self.made)
    }
}

/// A person's id: one name has one.
fn huid(name: &str) -> String {
    let hash = sha256_hex(name.as_bytes());
    format!("{}-{}-4{}-8{}-{}", &hash[..8], &hash[8..12], &hash[12..15], &hash[15..18], &hash[18..30])
}

impl ExpressPeer {
    /// A server with nobody on it but the bot.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self::over(Store::default(), clock)
    }

    fn over(store: Store, clock: Arc<dyn Clock>) -> Self {
        let (store, trouble) = (Arc::new(Mutex::new(store)), Arc::<Trouble>::default());
        let (kept, time) = (Arc::clone(&store), Arc::clone(&clock));
        // No Retry-After is documented.
        let too_many = |_: u32| Reply::json(429, &json!({ "status": "error", "reason": "too_many_requests" }));
        let answer = move |call: &_| api::answer(&mut kept.lock().expect("nothing panics"), call, time.now());
        let rules = Rules { too_many, limits: api::limits, answer };
        let server = serve(Arc::clone(&trouble), Arc::clone(&clock), rules);
        let base = server.address.clone();
        let settings = Settings { base, bot: BOT.to_owned() };
        let connector = Express::new(&settings, SECRET, Arc::clone(&clock), Pictures::DRAWN).expect("good settings");
        Self { store, trouble, _server: server, clock, settings, connector: Arc::new(connector) }
    }

    /// Where the server is, which bot it knows, and by which key.
    pub fn account(&self) -> (&str, &'static str, &'static str) {
        (&self.settings.base, BOT, SECRET)
    }

    /// What the server posts to `/notification/callback`.
    pub fn callback(&self, body: &Value) -> Request {
        people::request(Some(&token::of_server(SECRET, self.clock.now())), body.to_string().into_bytes())
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().expect("nothing panics while holding it")
    }
}

impl Peer for ExpressPeer {
    fn messenger(&self) -> Arc<dyn Messenger> {
        Arc::clone(&self.connector)
    }

    fn source_by(&self, secret: &dyn Fn(&str) -> String) -> Arc<dyn ChatSource> {
        Arc::new(ExpressSource::new(&self.settings, &secret(SECRET)))
    }

    fn configured(&self, _: &str) -> (String, Vec<(&'static str, &'static str)>) {
        let (base, keys) = (&self.settings.base, "token: chats-key, callback_token: chats-key");
        let lines = format!("- {{id: chats, kind: express, address: '{base}', private: true, bot: {BOT}, {keys}}}\n");
        (lines, vec![("CHATS_KEY", SECRET)])
    }

    fn path(&self) -> &'static str {
        "/command"
    }

    fn fork(&self, clock: Arc<dyn Clock>) -> Arc<dyn Peer> {
        Arc::new(Self::over(self.store().clone(), clock))
    }

    fn user(&self, name: &str) -> String {
        huid(name)
    }

    fn add_person(&self, name: &str) {
        self.store().people.insert(huid(name), name.to_owned());
    }

    fn enters(&self, room: &RoomId, name: &str) {
        if let Some(chat) = self.store().chats.get_mut(room.as_str()).filter(|chat| chat.kind != "chat") {
            chat.members.insert(huid(name));
        }
    }

    fn rooms(&self) -> Vec<RoomId> {
        let store = self.store();
        let made = store.chats.iter().filter(|(_, chat)| chat.kind != "chat");
        made.map(|(id, _)| RoomId::from(id.as_str())).collect()
    }

    fn room_named(&self, name: &str) -> Option<RoomId> {
        let (store, mark) = (self.store(), format!("[{name}]"));
        let found = store.chats.iter().find(|(_, chat)| chat.description.ends_with(&mark));
        found.map(|(id, _)| RoomId::from(id.as_str()))
    }

    fn direct(&self, name: &str) -> RoomId {
        let mut store = self.store();
        let with = |chat: &Chat| chat.kind == "chat" && chat.members.contains(&huid(name));
        if let Some((id, _)) = store.chats.iter().find(|(_, chat)| with(chat)) {
            return RoomId::from(id.as_str());
        }
        let (id, members) = (store.id(), [huid(name), BOT.to_owned()].into());
        store.chats.insert(id.clone(), Chat { kind: "chat".to_owned(), members, ..Chat::default() });
        RoomId::new(id)
    }

    fn seen(&self, room: &RoomId) -> SeenRoom {
        let store = self.store();
        let Some(chat) = store.chats.get(room.as_str()) else { return SeenRoom::default() };
        let own = store.messages.iter().filter(|message| message.chat == room.as_str() && message.author == BOT);
        SeenRoom {
            title: chat.name.clone(),
            topic: chat.description.split(" [").next().unwrap_or_default().to_owned(),
            people: chat.members.iter().filter_map(|id| store.people.get(id).cloned()).collect(),
            posts: own.map(seen).collect(),
            archived: false,
        }
    }

    fn erased(&self) -> Vec<(RoomId, MessageId)> {
        Vec::new()
    }

    fn does(&self, room: &RoomId, name: &str, act: Act<'_>) -> Vec<Request> {
        people::does(&mut self.store(), room.as_str(), &huid(name), act, self.clock.now())
    }

    fn meddle(&self, room: &RoomId, meddling: Meddling<'_>) -> bool {
        let mut store = self.store();
        if let Meddling::Deletes(message) = meddling {
            store.messages.retain(|found| found.id != message.0);
            return true;
        }
        let Some(chat) = store.chats.get_mut(room.as_str()) else { return false };
        match meddling {
            Meddling::ThrowsOut => drop(chat.members.remove(BOT)),
            Meddling::LetsIn => drop(chat.members.insert(BOT.to_owned())),
            Meddling::Closes | Meddling::Opens | Meddling::Deletes(_) => return false,
        }
        true
    }

    fn lose_answers(&self, calls: u32) {
        self.trouble.lose(calls);
    }

    fn ask_to_wait(&self, seconds: u32) {
        self.trouble.ask_to_wait(seconds);
    }

    fn says_how_long(&self) -> bool {
        false
    }

    fn calls(&self) -> u64 {
        self.trouble.calls()
    }

    fn trouble(&self) -> Option<&Trouble> {
        Some(&self.trouble)
    }

    /// The chat is made with them.
    fn calls_to_call_together(&self, _: u64) -> u64 {
        0
    }

    fn forged(&self, request: &Request) -> Vec<Request> {
        people::forged(request, self.clock.now())
    }

    fn proof(&self, _: &[u8]) -> Vec<(&'static str, String)> {
        vec![("authorization", format!("Bearer {}", token::of_server(SECRET, self.clock.now())))]
    }

    /// A token's minute, and the second clocks may differ.
    fn window(&self) -> Option<Length> {
        Some(Length::seconds(61))
    }
}

fn seen(message: &Message) -> SeenPost {
    let rows = message.bubble.as_array().into_iter().flatten();
    let buttons = rows.flat_map(|row| row.as_array().into_iter().flatten());
    // A mention is made of what stands in these braces.
    let rings = if message.body.contains("@{mention") || message.body.contains("##{") { "‹rings›" } else { "" };
    let words = message.body.replace('\u{2060}', "");
    SeenPost {
        id: MessageId(message.id.clone()),
        key: None,
        text: message.file.as_ref().map_or_else(|| format!("{rings}{words}"), |(name, _)| format!("<{name}>")),
        buttons: buttons.filter_map(|button| button["label"].as_str().map(str::to_owned)).collect(),
        pinned: message.pinned,
        edits: message.edits,
        file: message.file.as_ref().map(|(_, content)| content.clone()),
    }
}
