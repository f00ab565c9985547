//! A model of a Matrix homeserver with one application service: what its client-server API does, people at their
//! clients, and what it pushes.
//!
//! Rules are those of the specification, v1.19; where it leaves a choice, what Synapse 1.163 was seen to do.

mod api;
mod people;

use super::server::{Rules, Served, Trouble, serve};
use super::{Act, Meddling, Peer, SeenPost, SeenRoom};
use nabat_connectors::messenger::matrix::{Matrix, MatrixSource, Settings};
use nabat_connectors::picture::Pictures;
use nabat_domain::ids::RoomId;
use nabat_domain::time::{At, Length};
use nabat_kit::http::Request;
use nabat_kit::port::{ChatSource, Clock, MessageId, Messenger};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

const TOKEN: &str = "as-token-of-the-tests";
const SECRET: &str = "hs-token-of-the-tests";
const SERVER: &str = "hs.test";
const BOT: &str = "@nabat:hs.test";

/// The homeserver, and Nabat's connection to it.
pub struct MatrixPeer {
    store: Arc<Mutex<Store>>,
    trouble: Arc<Trouble>,
    /// Serves as long as this is there.
    _server: Served,
    clock: Arc<dyn Clock>,
    settings: Settings,
    connector: Arc<dyn Messenger>,
}

/// What the homeserver keeps.
#[derive(Clone, Default)]
struct Store {
    /// The bot has an account.
    registered: bool,
    users: BTreeSet<String>,
    rooms: BTreeMap<String, Room>,
    aliases: BTreeMap<String, String>,
    events: Vec<Event>,
    media: BTreeMap<String, Vec<u8>>,
    /// Answers by the sender's id of a transaction, and since when: remembered for half an hour.
    transactions: BTreeMap<String, (String, At)>,
    /// What is still to be pushed.
    unpushed: Vec<Value>,
    erased: Vec<(RoomId, MessageId)>,
    made: u64,
}

#[derive(Clone, Default)]
struct Room {
    name: String,
    topic: String,
    direct: bool,
    members: BTreeMap<String, &'static str>,
    pinned: Vec<String>,
    levels: Value,
}

#[derive(Clone, Default)]
struct Event {
    id: String,
    room: String,
    kind: String,
    sender: String,
    content: Value,
    redacted: bool,
    at: i64,
}

impl Store {
    fn id(&mut self, sign: &str) -> String {
        self.made += 1;
        format!("{sign}{:08}", self.made)
    }

    /// An event happens in a room, and is to be pushed: the bot hears itself too.
    fn happens(&mut self, room: &str, kind: &str, sender: &str, content: Value, now: At) -> String {
        let id = self.id("$");
        let pushed = json!({ "type": kind, "room_id": room, "sender": sender, "event_id": id, "content": content,
                             "origin_server_ts": now.0, "unsigned": { "age": 18 }, "user_id": sender });
        self.unpushed.push(pushed);
        let (room, kind, sender) = (room.to_owned(), kind.to_owned(), sender.to_owned());
        self.events.push(Event { id: id.clone(), room, kind, sender, content, redacted: false, at: now.0 });
        id
    }

    /// Somebody's standing changes, which is an event with their id for its key.
    fn stands(&mut self, room: &str, user: &str, membership: &'static str, by: &str, now: At) {
        let was = self.rooms.get_mut(room).and_then(|room| room.members.insert(user.to_owned(), membership));
        let id = self.id("$");
        let pushed = json!({ "type": "m.room.member", "room_id": room, "sender": by, "event_id": id, "state_key": user,
                             "content": { "membership": membership }, "origin_server_ts": now.0,
                             "unsigned": { "prev_content": { "membership": was } } });
        self.unpushed.push(pushed);
    }
}

fn user_id(name: &str) -> String {
    format!("@{name}:{SERVER}")
}

impl MatrixPeer {
    /// A homeserver with nobody on it; the bot has no account yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self::over(Store::default(), clock)
    }

    fn over(store: Store, clock: Arc<dyn Clock>) -> Self {
        let (store, trouble) = (Arc::new(Mutex::new(store)), Arc::<Trouble>::default());
        let (kept, time) = (Arc::clone(&store), Arc::clone(&clock));
        // "Rate limiting": `Retry-After`, since v1.10 in place of `retry_after_ms`.
        let too_many = |seconds: u32| {
            let mut reply = api::refusal(429, "M_LIMIT_EXCEEDED");
            reply.headers.push(("retry-after", seconds.to_string()));
            reply
        };
        let answer = move |call: &_| api::answer(&mut kept.lock().expect("nothing panics"), call, time.now());
        let rules = Rules { too_many, limits: api::limits, answer };
        let server = serve(Arc::clone(&trouble), Arc::clone(&clock), rules);
        let (base, bot) = (server.address.clone(), "nabat".to_owned());
        let settings = Settings { base, server_name: SERVER.to_owned(), bot };
        let connector =
            Matrix::new(settings.clone(), TOKEN, Arc::clone(&clock), Pictures::DRAWN).expect("good settings");
        Self { store, trouble, _server: server, clock, settings, connector: Arc::new(connector) }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().expect("nothing panics while holding it")
    }
}

impl Peer for MatrixPeer {
    fn messenger(&self) -> Arc<dyn Messenger> {
        Arc::clone(&self.connector)
    }

    fn source_by(&self, secret: &dyn Fn(&str) -> String) -> Arc<dyn ChatSource> {
        Arc::new(MatrixSource::new(&self.settings, &secret(SECRET)))
    }

    fn configured(&self, _: &str) -> (String, Vec<(&'static str, &'static str)>) {
        let (base, keys) = (&self.settings.base, "token: chats-as, callback_token: chats-hs");
        let lines =
            format!("- {{id: chats, kind: matrix, address: '{base}', private: true, server_name: {SERVER}, {keys}}}\n");
        (lines, vec![("CHATS_AS", TOKEN), ("CHATS_HS", SECRET)])
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
        let now = self.clock.now();
        self.store().stands(room.as_str(), &user_id(name), "join", BOT, now);
    }

    fn rooms(&self) -> Vec<RoomId> {
        let store = self.store();
        let made = store.rooms.iter().filter(|(_, room)| !room.direct);
        made.map(|(id, _)| RoomId::from(id.as_str())).collect()
    }

    fn room_named(&self, name: &str) -> Option<RoomId> {
        self.store().aliases.get(&format!("nabat.{name}")).map(|id| RoomId::from(id.as_str()))
    }

    /// Who has none yet begins one themselves.
    fn direct(&self, name: &str) -> RoomId {
        let (mut store, user, now) = (self.store(), user_id(name), self.clock.now());
        let with = |room: &Room| room.direct && room.members.contains_key(&user);
        // The bot's own, which has an alias, rather than one somebody opened before.
        let own = |id: &String| store.aliases.values().any(|known| known == id);
        let found = store.rooms.iter().filter(|(_, room)| with(room)).map(|(id, _)| id);
        if let Some(id) = found.max_by_key(|id| own(id)) {
            return RoomId::from(id.as_str());
        }
        let id = store.id("!");
        store.rooms.insert(id.clone(), Room { direct: true, ..Room::default() });
        store.stands(&id, BOT, "join", BOT, now);
        store.stands(&id, &user, "join", &user, now);
        RoomId::new(id)
    }

    fn seen(&self, room: &RoomId) -> SeenRoom {
        let store = self.store();
        let Some(found) = store.rooms.get(room.as_str()) else { return SeenRoom::default() };
        let inside = found.members.iter().filter(|(id, how)| *id != BOT && matches!(**how, "join" | "invite"));
        let name = |id: &String| id.trim_start_matches('@').split(':').next().unwrap_or_default().to_owned();
        let own = store.events.iter().filter(|event| event.room == room.as_str() && event.sender == BOT);
        let own = own.filter(|event| event.kind == "m.room.message" && !event.redacted && !replaces(event));
        SeenRoom {
            title: found.name.clone(),
            topic: found.topic.clone(),
            people: inside.map(|(id, _)| name(id)).collect(),
            posts: own.map(|event| seen(&store, found, event)).collect(),
            archived: found.levels["events_default"] == 100,
        }
    }

    fn erased(&self) -> Vec<(RoomId, MessageId)> {
        self.store().erased.clone()
    }

    fn does(&self, room: &RoomId, name: &str, act: Act<'_>) -> Vec<Request> {
        people::does(&mut self.store(), room.as_str(), &user_id(name), act, self.clock.now())
    }

    /// Nobody is above the creator of a room: the bot writes in it whatever others' levels are.
    fn meddle(&self, room: &RoomId, meddling: Meddling<'_>) -> bool {
        let mut store = self.store();
        if let Meddling::Deletes(message) = meddling {
            store.events.retain(|event| event.id != message.0);
            return true;
        }
        let Some(room) = store.rooms.get_mut(room.as_str()) else { return false };
        match meddling {
            Meddling::ThrowsOut => drop(room.members.insert(BOT.to_owned(), "leave")),
            Meddling::LetsIn => drop(room.members.insert(BOT.to_owned(), "join")),
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

    fn calls(&self) -> u64 {
        self.trouble.calls()
    }

    fn trouble(&self) -> Option<&Trouble> {
        Some(&self.trouble)
    }

    /// The room is made with them.
    fn calls_to_call_together(&self, _: u64) -> u64 {
        0
    }

    /// A reaction.
    fn calls_an_answer(&self) -> u64 {
        1
    }

    fn calls_a_file(&self) -> u64 {
        2
    }

    fn invites_anybody(&self) -> bool {
        true
    }

    fn path(&self) -> &'static str {
        "/_matrix/app/v1/transactions/"
    }

    fn forged(&self, request: &Request) -> Vec<Request> {
        [None, Some(""), Some("guessed")].map(|token| people::request(token, request.body().clone())).into()
    }

    fn proof(&self, _: &[u8]) -> Vec<(&'static str, String)> {
        vec![("authorization", format!("Bearer {SECRET}"))]
    }

    /// The token says nothing of when a transaction was sent; events' ids say whether they came before.
    fn window(&self) -> Option<Length> {
        None
    }
}

fn replaces(event: &Event) -> bool {
    event.content["m.relates_to"]["rel_type"] == "m.replace"
}

/// "Event replacements": the newest of the author's own stands in the message's place. What the bot reacted with is
/// what can be pressed.
fn seen(store: &Store, room: &Room, event: &Event) -> SeenPost {
    let about = |other: &&Event| {
        other.content["m.relates_to"]["event_id"] == event.id.as_str() && other.sender == BOT && !other.redacted
    };
    let edits: Vec<&Event> = store.events.iter().filter(about).filter(|other| replaces(other)).collect();
    let content = edits.last().map_or(&event.content, |edit| &edit.content["m.new_content"]);
    let file = event.content["url"].as_str().and_then(|address| store.media.get(address));
    let body = content["body"].as_str().unwrap_or_default();
    // Markup would be read, and people rung.
    let rings = content.get("formatted_body").is_some() || content["m.mentions"] != json!({});
    let words = if rings { format!("‹rings›{body}") } else { nabat_kit::document::plain(body) };
    let reacted = store.events.iter().filter(about).filter(|other| other.kind == "m.reaction");
    let reacted = reacted.filter_map(|other| other.content["m.relates_to"]["key"].as_str().map(str::to_owned));
    SeenPost {
        id: MessageId(event.id.clone()),
        key: event.content["io.nabat.key"].as_str().map(str::to_owned),
        text: if file.is_some() { format!("<{body}>") } else { words },
        buttons: reacted.collect(),
        pinned: room.pinned.contains(&event.id),
        edits: u32::try_from(edits.len()).unwrap_or(u32::MAX),
        file: file.cloned(),
    }
}
