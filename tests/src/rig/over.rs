//! The rig over somebody else's messenger: its model holds the rooms, people act at its client.

use super::crash::Crashes;
use super::messenger::Posted;
use crate::messengers::{Act, Peer, SeenPost, SeenRoom};
use nabat_domain::catalogue::{Contact, PeopleNames};
use nabat_domain::ids::{PromptId, RoomId};
use nabat_kit::http::Request;
use nabat_kit::port::{CallError, ChatListener, ChatSource, Clock, EffectKey, MessageId, Messenger, Outgoing, Said};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

/// The messenger, and what Nabat sent to it: which button is which is not seen from outside.
pub struct Over {
    peer: Arc<dyn Peer>,
    sent: Mutex<BTreeMap<MessageId, (RoomId, Outgoing)>>,
    /// Calls that asked what people said.
    listening: AtomicU64,
    /// Effects that posted something, by room, in their order.
    order: Mutex<BTreeMap<RoomId, Vec<(EffectKey, MessageId)>>>,
    /// Messages by the prompt they asked about first: who answers an old question answers that one.
    asked: Mutex<BTreeMap<PromptId, (RoomId, MessageId)>>,
    /// What was sent for an act, by the act's name: an act is done once, and told of as often as it takes.
    told: Mutex<BTreeMap<String, Vec<Request>>>,
    /// What is in the file that is posted next.
    carried: Mutex<Option<Vec<u8>>>,
}

impl Over {
    /// Over this one.
    pub fn new(peer: Arc<dyn Peer>) -> Self {
        Self {
            peer,
            sent: Mutex::default(),
            listening: AtomicU64::new(0),
            order: Mutex::default(),
            asked: Mutex::default(),
            told: Mutex::default(),
            carried: Mutex::default(),
        }
    }

    /// A copy, in a time of its own.
    pub fn fork(&self, clock: &Arc<dyn Clock>) -> Self {
        let asked = Mutex::new(self.asked.lock().expect("nothing panics while holding it").clone());
        let told = Mutex::new(self.told.lock().expect("nothing panics while holding it").clone());
        let order = Mutex::new(self.order.lock().expect("nothing panics while holding it").clone());
        let sent = Mutex::new(self.sent().clone());
        let listening = AtomicU64::new(self.listening_calls());
        Self { peer: self.peer.fork(Arc::clone(clock)), sent, listening, order, asked, told, carried: Mutex::default() }
    }

    /// This is in the file that is posted next.
    pub fn carries(&self, content: &[u8]) {
        *self.carried.lock().expect("nothing panics while holding it") = Some(content.to_vec());
    }

    /// The process that calls it dies at its calls.
    pub fn die_with(&self, crashes: &Crashes) {
        if let Some(trouble) = self.peer.trouble() {
            trouble.die_with(crashes);
        }
    }

    /// The messenger itself.
    pub fn peer(&self) -> &dyn Peer {
        self.peer.as_ref()
    }

    /// Nabat's way to it.
    pub fn messenger(&self) -> Arc<dyn Messenger> {
        self.peer.messenger()
    }

    /// What reads its callbacks.
    pub fn source(&self) -> Arc<dyn ChatSource> {
        self.peer.source()
    }

    /// What asks it, where it does not push everything.
    pub fn listener(&self) -> Option<Arc<dyn ChatListener>> {
        self.peer.listener()
    }

    /// How it names a person.
    pub fn user(&self, person: &str) -> String {
        self.peer.user(person)
    }

    /// Everybody has an account, and is known by its name there.
    pub fn meet(&self, people: &mut PeopleNames) {
        for (person, name) in people {
            self.peer.add_person(person.as_str());
            let contact =
                Contact::Messenger { connection: "builtin".to_owned(), user: self.peer.user(person.as_str()) };
            name.contacts.retain(|known| !matches!(known, Contact::Messenger { .. }));
            name.contacts.push(contact);
        }
    }

    /// Posts, and remembers what.
    #[nabat_kit::boxed]
    pub async fn post(&self, key: &EffectKey, room: &RoomId, message: &Outgoing) -> Result<MessageId, CallError> {
        let id = self.messenger().post(key, room, message).await?;
        if let Some(prompt) = &message.reply_to {
            let mut asked = self.asked.lock().expect("nothing panics while holding it");
            asked.insert(prompt.clone(), (room.clone(), id.clone()));
        }
        self.sent().insert(id.clone(), (room.clone(), message.clone()));
        let mut order = self.order.lock().expect("nothing panics while holding it");
        order.entry(room.clone()).or_default().push((key.clone(), id.clone()));
        drop(order);
        Ok(id)
    }

    /// So many calls were made to ask what people said.
    pub fn listened_for(&self, calls: u64) {
        self.listening.fetch_add(calls, Ordering::Relaxed);
    }

    /// Calls that asked what people said: they are made whether anything happens or not.
    pub fn listening_calls(&self) -> u64 {
        self.listening.load(Ordering::Relaxed)
    }

    /// What was posted into a room under which key, in the order it was.
    pub fn order(&self, room: &RoomId) -> Vec<(EffectKey, MessageId)> {
        self.order.lock().expect("nothing panics while holding it").get(room).cloned().unwrap_or_default()
    }

    /// Changes a post, and remembers into what.
    #[nabat_kit::boxed]
    pub async fn edit(
        &self,
        key: &EffectKey,
        room: &RoomId,
        id: &MessageId,
        message: &Outgoing,
    ) -> Result<(), CallError> {
        self.messenger().edit(key, room, id, message).await?;
        self.sent().insert(id.clone(), (room.clone(), message.clone()));
        Ok(())
    }

    /// The rooms of incidents.
    pub fn incident_rooms(&self) -> Vec<RoomId> {
        let mut rooms = self.peer.rooms();
        rooms.retain(|room| !self.peer.seen(room).posts.is_empty());
        rooms
    }

    /// A room, by its own id or by the name the model has for direct and standing rooms.
    pub fn room_of(&self, named: &RoomId) -> RoomId {
        let name = named.as_str();
        match name.strip_prefix("dm.") {
            Some(user) => self.peer.direct(user),
            None if name.starts_with("notices.") => self.peer.room_named(name).unwrap_or_else(|| named.clone()),
            None => named.clone(),
        }
    }

    /// A room as people see it now.
    pub fn seen(&self, room: &RoomId) -> SeenRoom {
        self.peer.seen(&self.room_of(room))
    }

    /// The bot's messages in a room.
    pub fn posts(&self, room: &RoomId) -> Vec<Posted> {
        self.seen(room).posts.into_iter().map(|post| self.posted(post)).collect()
    }

    fn posted(&self, seen: SeenPost) -> Posted {
        let sent = self.sent().get(&seen.id).map(|(_, message)| message.clone());
        // What a process posted that died of it was heard of by nobody.
        let heard_of = sent.is_some();
        let (buttons, reply_to) = sent.map(|message| (message.buttons, message.reply_to)).unwrap_or_default();
        let shown: Vec<&str> = buttons.iter().map(|button| button.label.as_str()).collect();
        assert!(
            !heard_of || shown == seen.buttons,
            "people see the buttons that were sent: {shown:?}, {:?}",
            seen.buttons
        );
        Posted {
            id: seen.id,
            key: EffectKey(seen.key.unwrap_or_default()),
            message: Outgoing { text: seen.text, buttons, reply_to },
            edits: seen.edits,
            pinned: seen.pinned,
        }
    }

    /// Messages of people that were removed.
    pub fn erased(&self) -> Vec<(RoomId, MessageId)> {
        self.peer.erased()
    }

    /// What is in the files the bot posted.
    pub fn files(&self) -> Vec<String> {
        let posts = self.peer.rooms().into_iter().flat_map(|room| self.peer.seen(&room).posts);
        posts.filter_map(|post| Some(String::from_utf8_lossy(&post.file?).into_owned())).collect()
    }

    /// A person does at the client what the rig says they do; what the messenger sends for it. What is named as
    /// before is not done again: the messenger sends what it sent.
    pub fn does(&self, room: &RoomId, user: &str, said: &Said, named: &str) -> Vec<Request> {
        let mut told = self.told.lock().expect("nothing panics while holding it");
        told.entry(named.to_owned()).or_insert_with(|| self.acts(room, user, said)).clone()
    }

    fn acts(&self, room: &RoomId, user: &str, said: &Said) -> Vec<Request> {
        let room = self.room_of(room);
        if !self.peer.seen(&room).people.contains(user) {
            self.peer.enters(&room, user);
        }
        let act = |place: &RoomId, act: Act<'_>| self.peer.does(place, user, act);
        match said {
            Said::Button { prompt, answer } => match self.button(prompt, answer) {
                Some((place, message, button)) => act(&place, Act::Presses(&message, button)),
                None => act(&room, Act::Says(answer)),
            },
            Said::Text { text, prompt: Some(prompt) } => match self.asked(prompt) {
                Some((place, message)) => act(&place, Act::Replies(&message, text)),
                None => act(&room, Act::Says(text)),
            },
            Said::Text { text, prompt: None } => act(&room, Act::Says(text)),
            Said::Reply { to, text } => act(&room, Act::Replies(to, text)),
            Said::File { name, bytes, .. } => {
                match self.carried.lock().expect("nothing panics while holding it").take() {
                    Some(content) => act(&room, Act::Posts(name, &content)),
                    None => act(&room, Act::Posts(name, &vec![0; usize::try_from(*bytes).unwrap_or(1)])),
                }
            }
            Said::Edited { text } => act(&room, Act::Changes(text)),
            Said::Deleted { .. } => act(&room, Act::TakesBack),
            Said::Left => act(&room, Act::WalksOut),
        }
    }

    /// The newest message with a prompt's button.
    fn button(&self, prompt: &PromptId, answer: &str) -> Option<(RoomId, MessageId, usize)> {
        let sent = self.sent();
        let mut found = sent.iter().filter_map(|(id, (room, message))| {
            let place = message.buttons.iter().position(|it| it.prompt == *prompt && it.answer == answer)?;
            Some((room.clone(), id.clone(), place))
        });
        found.next_back()
    }

    fn asked(&self, prompt: &PromptId) -> Option<(RoomId, MessageId)> {
        self.asked.lock().expect("nothing panics while holding it").get(prompt).cloned()
    }

    fn sent(&self) -> MutexGuard<'_, BTreeMap<MessageId, (RoomId, Outgoing)>> {
        self.sent.lock().expect("nothing panics while holding it")
    }
}
