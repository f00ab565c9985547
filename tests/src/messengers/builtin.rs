//! The rig's own model of a messenger, as the suite meets every other one.

use super::{Act, Peer, SeenPost, SeenRoom};
use crate::rig::{Crashes, MessengerPort, ModelMessenger, Moment, asked_to_wait, signed};
use nabat::builtin::messenger::BuiltinSource;
use nabat_domain::ids::RoomId;
use nabat_domain::time::Length;
use nabat_kit::http::Request;
use nabat_kit::port::{ChatSource, Clock, MessageId, Messenger, Said};
use nabat_kit::signature::SigningSecret;
use serde_json::json;
use std::sync::{Arc, Mutex};

const SECRET: &[u8] = b"the built-in messenger of the suite signs with this";

/// The model, and people in it.
pub struct BuiltinPeer {
    port: MessengerPort,
    crashes: Crashes,
    clock: Arc<dyn Clock>,
    acts: Mutex<u32>,
}

impl BuiltinPeer {
    /// A messenger with nobody in it.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self::over(ModelMessenger::default(), clock)
    }

    fn over(model: ModelMessenger, clock: Arc<dyn Clock>) -> Self {
        let crashes = Crashes::default();
        let port = MessengerPort::new(model, crashes.clone());
        port.plain().make_unreachable("nobody");
        Self { port, crashes, clock, acts: Mutex::new(0) }
    }

    fn delivered(&self, room: &RoomId, user: &str, said: &Said) -> Request {
        let mut acts = self.acts.lock().expect("nothing panics while holding it");
        *acts += 1;
        let id = format!("act-{}", *acts);
        let body = json!({
            "id": id, "room": room, "user": user, "message": format!("m-{id}"), "at": self.clock.now(), "said": said,
        });
        signed(SECRET, &id, self.clock.now(), &body.to_string().into_bytes())
    }

    fn said(&self, room: &RoomId, act: Act<'_>) -> Option<Said> {
        let text = |text: &str| text.to_owned();
        Some(match act {
            Act::Says(words) | Act::Commands(words) => Said::Text { text: text(words), prompt: None },
            Act::Replies(to, words) => Said::Reply { to: to.clone(), text: text(words) },
            Act::Presses(message, button) => {
                let posts = self.port.plain().posts(room);
                let post = posts.into_iter().find(|post| post.id == *message)?;
                let pressed = post.message.buttons.into_iter().nth(button)?;
                Said::Button { prompt: pressed.prompt, answer: pressed.answer }
            }
            Act::Changes(words) => Said::Edited { text: text(words) },
            Act::TakesBack | Act::WalksOut => return None,
            Act::Posts(name, content) => {
                let source = Some(self.port.plain().upload(content));
                Said::File { name: text(name), bytes: content.len() as u64, sha256: None, source }
            }
        })
    }
}

impl Peer for BuiltinPeer {
    fn messenger(&self) -> Arc<dyn Messenger> {
        Arc::new(self.port.clone())
    }

    fn source_by(&self, secret: &dyn Fn(&str) -> String) -> Arc<dyn ChatSource> {
        let own = std::str::from_utf8(SECRET).expect("text");
        let secrets = secret(own)
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| SigningSecret::new(line).expect("not empty"))
            .collect::<Vec<_>>();
        Arc::new(BuiltinSource::new(&secrets))
    }

    /// It is there without being configured.
    fn configured(&self, _: &str) -> (String, Vec<(&'static str, &'static str)>) {
        (String::new(), Vec::new())
    }

    fn fork(&self, clock: Arc<dyn Clock>) -> Arc<dyn Peer> {
        Arc::new(Self::over(self.port.plain().fork(&clock), clock))
    }

    /// Its page has neither.
    fn tells_of_taking_back(&self) -> bool {
        false
    }

    fn tells_of_leaving(&self) -> bool {
        false
    }

    /// Everybody has an account here.
    fn add_person(&self, _: &str) {}

    /// Anybody speaks anywhere here.
    fn enters(&self, _: &RoomId, _: &str) {}

    fn rooms(&self) -> Vec<RoomId> {
        self.port.plain().rooms_made()
    }

    fn room_named(&self, name: &str) -> Option<RoomId> {
        Some(RoomId::from(name))
    }

    fn direct(&self, user: &str) -> RoomId {
        RoomId::new(format!("dm.{user}"))
    }

    fn seen(&self, room: &RoomId) -> SeenRoom {
        let model = self.port.plain();
        let (title, topic) = model.named(room);
        let post = |post: crate::rig::Posted| SeenPost {
            file: model.file(&post.key),
            id: post.id,
            // As its pages show it.
            text: nabat_kit::document::plain(&post.message.text),
            buttons: post.message.buttons.into_iter().map(|button| button.label).collect(),
            pinned: post.pinned,
            edits: post.edits,
            key: Some(post.key.0),
        };
        let posts = model.posts(room).into_iter().map(post).collect();
        SeenRoom { title, topic, people: model.people(room), posts, archived: model.is_archived(room) }
    }

    fn erased(&self) -> Vec<(RoomId, MessageId)> {
        self.port.plain().erased()
    }

    fn does(&self, room: &RoomId, user: &str, act: Act<'_>) -> Vec<Request> {
        if self.port.plain().is_archived(room) {
            return Vec::new();
        }
        self.said(room, act).map(|said| self.delivered(room, user, &said)).into_iter().collect()
    }

    fn lose_answers(&self, calls: u32) {
        self.crashes.at(u64::from(calls), Moment::After);
    }

    fn recover(&self) {
        self.crashes.revive();
    }

    fn knows_everybody(&self) -> bool {
        true
    }

    fn ask_to_wait(&self, seconds: u32) {
        self.port.plain().fail(1, &asked_to_wait(seconds.into()));
    }

    fn calls(&self) -> u64 {
        self.port.plain().calls()
    }

    fn forged(&self, request: &Request) -> Vec<Request> {
        let signed_by = |secret: &[u8]| signed(secret, "act-1", self.clock.now(), request.body());
        let mut unsigned = request.clone();
        unsigned.headers_mut().remove("webhook-signature");
        let mut changed = request.clone();
        changed.body_mut().push(b' ');
        vec![unsigned, changed, signed_by(b"guessed")]
    }

    fn proof(&self, body: &[u8]) -> Vec<(&'static str, String)> {
        let request = signed(SECRET, "act-0", self.clock.now(), body);
        let names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
        let value = |name| nabat_kit::http::header(&request, name).unwrap_or_default().to_owned();
        names.into_iter().map(|name| (name, value(name))).collect()
    }

    fn window(&self) -> Option<Length> {
        Some(Length::minutes(5))
    }
}
