//! A model of a messenger: rooms by name, people in them, posts by key, edits, pins, an archive.

mod port;

pub use port::MessengerPort;

use super::over::Over;
use crate::messengers;
use nabat_domain::ids::RoomId;
use nabat_domain::time::Length;
use nabat_kit::port::{CallError, Clock, EffectKey, MessageId, Outgoing};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

/// A message as people see it now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Posted {
    /// Its id.
    pub id: MessageId,
    /// The effect that posted it.
    pub key: EffectKey,
    /// What it says now.
    pub message: Outgoing,
    /// How often it was changed.
    pub edits: u32,
    /// It is pinned.
    pub pinned: bool,
}

#[derive(Clone, Default, Debug)]
struct Room {
    title: String,
    topic: String,
    people: BTreeSet<String>,
    posts: Vec<Posted>,
    archived: bool,
    told: usize,
}

#[derive(Clone, Default)]
struct Rooms {
    rooms: BTreeMap<RoomId, Room>,
    effects: BTreeMap<EffectKey, MessageId>,
    erased: Vec<(RoomId, MessageId)>,
    files: BTreeMap<EffectKey, Vec<u8>>,
    /// What people posted as files, by what it is fetched by.
    uploads: BTreeMap<String, Vec<u8>>,
    unreachable: BTreeSet<String>,
    stumbles_over: BTreeSet<String>,
    takes_nobody_out: bool,
    thrown_out: BTreeSet<RoomId>,
    longest: Option<usize>,
    faults: VecDeque<CallError>,
    /// What it does is not heard of.
    unheard: bool,
    calls: u64,
}

/// The model; over somebody else's messenger, what is in its rooms is there, and faults are here.
#[derive(Default)]
pub struct ModelMessenger {
    rooms: Mutex<Rooms>,
    over: Option<Over>,
}

impl ModelMessenger {
    /// The messenger the environment names, else the model alone.
    pub fn of_environment(clock: &Arc<dyn Clock>) -> Self {
        Self { rooms: Mutex::default(), over: messengers::of_environment(clock).map(Over::new) }
    }

    /// The model of this messenger; `builtin` is the model alone.
    ///
    /// # Panics
    /// There is none of that name.
    pub fn of_name(name: &str, clock: &Arc<dyn Clock>) -> Self {
        if name == "builtin" {
            return Self::default();
        }
        let peer = messengers::of_name(name, clock);
        let peer = peer.unwrap_or_else(|| panic!("no model of a messenger is named {name}"));
        Self { rooms: Mutex::default(), over: Some(Over::new(peer)) }
    }

    /// A copy, in a time of its own.
    pub fn fork(&self, clock: &Arc<dyn Clock>) -> Self {
        Self { rooms: Mutex::new(self.rooms().clone()), over: self.over.as_ref().map(|over| over.fork(clock)) }
    }

    /// How the messenger names a person.
    fn user(&self, person: &str) -> String {
        self.over.as_ref().map_or_else(|| person.to_owned(), |over| over.user(person))
    }

    /// Somebody else's messenger, if it stands over one.
    pub fn over(&self) -> Option<&Over> {
        self.over.as_ref()
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.rooms.lock().expect("nothing panics while holding it")
    }

    /// The next calls fail so.
    pub fn fail(&self, times: usize, fault: &CallError) {
        self.rooms().faults.extend(std::iter::repeat_n(fault.clone(), times));
    }

    /// Somebody uploads this; what it is fetched by.
    pub fn upload(&self, content: &[u8]) -> String {
        let mut rooms = self.rooms();
        let source = format!("upload-{}", rooms.uploads.len() + 1);
        rooms.uploads.insert(source.clone(), content.to_vec());
        source
    }

    /// What was uploaded is no longer there.
    pub fn forget_uploads(&self) {
        self.rooms().uploads.clear();
    }

    /// No message is longer from now on, characters.
    pub fn shorten_to(&self, longest: usize) {
        self.rooms().longest = Some(longest);
    }

    fn longest(&self) -> Option<usize> {
        self.rooms().longest
    }

    /// From now on it does what it is asked to, and its answers are lost.
    pub fn lose_answers(&self) {
        self.rooms().unheard = true;
    }

    /// It is up again.
    pub fn mend(&self) {
        let mut rooms = self.rooms();
        rooms.faults.clear();
        rooms.unheard = false;
    }

    /// Nobody can bring this user in.
    pub fn make_unreachable(&self, user: &str) {
        let user = self.user(user);
        self.rooms().unreachable.insert(user);
    }

    /// Those of these users that can be brought in.
    fn reachable(&self, users: &[String]) -> Vec<String> {
        let rooms = self.rooms();
        users.iter().filter(|user| rooms.may_come_in(user).is_ok()).cloned().collect()
    }

    /// Bringing this user in fails from now on, as something that may work later.
    pub fn stumble_over(&self, user: &str) {
        let user = self.user(user);
        self.rooms().stumbles_over.insert(user);
    }

    /// The bot is thrown out of a room: nothing can be done in it any more.
    pub fn throw_out(&self, room: &RoomId) {
        self.rooms().thrown_out.insert(room.clone());
    }

    /// Whether there is such a room.
    pub fn has(&self, room: &RoomId) -> bool {
        self.rooms().rooms.contains_key(room)
    }

    /// Taking people out fails from now on, nothing else does.
    pub fn take_nobody_out(&self) {
        self.rooms().takes_nobody_out = true;
    }

    /// Taking people out works again.
    pub fn take_people_out(&self) {
        self.rooms().takes_nobody_out = false;
    }

    /// Rooms of incidents that exist, by id.
    pub fn incident_rooms(&self) -> Vec<RoomId> {
        if let Some(over) = &self.over {
            return over.incident_rooms();
        }
        self.rooms()
            .rooms
            .keys()
            .filter(|room| !room.as_str().starts_with("dm.") && !room.as_str().starts_with("notices."))
            .cloned()
            .collect()
    }

    /// Every room but direct chats.
    pub fn rooms_made(&self) -> Vec<RoomId> {
        self.rooms().rooms.keys().filter(|room| !room.as_str().starts_with("dm.")).cloned().collect()
    }

    /// What a room is called, and what it is about.
    pub fn named(&self, room: &RoomId) -> (String, String) {
        self.rooms().rooms.get(room).map(|room| (room.title.clone(), room.topic.clone())).unwrap_or_default()
    }

    /// What is in the file posted under a key.
    pub fn file(&self, key: &EffectKey) -> Option<Vec<u8>> {
        self.rooms().files.get(key).cloned()
    }

    /// Everything in a room, as people see it now.
    pub fn posts(&self, room: &RoomId) -> Vec<Posted> {
        if let Some(over) = &self.over {
            return over.posts(room);
        }
        self.rooms().rooms.get(room).map(|room| room.posts.clone()).unwrap_or_default()
    }

    /// Who is in a room.
    pub fn people(&self, room: &RoomId) -> BTreeSet<String> {
        if let Some(over) = &self.over {
            return over.seen(room).people;
        }
        self.rooms().rooms.get(room).map(|room| room.people.clone()).unwrap_or_default()
    }

    /// Whether a room is read-only.
    pub fn is_archived(&self, room: &RoomId) -> bool {
        if let Some(over) = &self.over {
            return over.seen(room).archived;
        }
        self.rooms().rooms.get(room).is_some_and(|room| room.archived)
    }

    /// Messages of people that were removed, with their rooms.
    pub fn erased(&self) -> Vec<(RoomId, MessageId)> {
        if let Some(over) = &self.over {
            return over.erased();
        }
        self.rooms().erased.clone()
    }

    /// What is in the files the bot posted.
    pub fn files(&self) -> Vec<String> {
        if let Some(over) = &self.over {
            return over.files();
        }
        self.rooms().files.values().map(|file| String::from_utf8_lossy(file).into_owned()).collect()
    }

    /// Calls made so far.
    pub fn calls(&self) -> u64 {
        self.rooms().calls
    }

    /// What was posted since this was last asked, one message after another.
    pub fn fresh(&self, room: &RoomId) -> String {
        if self.over.is_some() {
            let posts = self.posts(room);
            let told = std::mem::replace(&mut self.rooms().rooms.entry(room.clone()).or_default().told, posts.len());
            return posts[told..].iter().map(|post| shown(&post.message)).collect::<Vec<_>>().join("\n----\n");
        }
        let mut rooms = self.rooms();
        let Some(room) = rooms.rooms.get_mut(room) else { return String::new() };
        let told = std::mem::replace(&mut room.told, room.posts.len());
        room.posts[told..].iter().map(|post| shown(&post.message)).collect::<Vec<_>>().join("\n----\n")
    }

    fn call<T>(&self, work: impl FnOnce(&mut Rooms) -> Result<T, CallError>) -> Result<T, CallError> {
        let mut rooms = self.rooms();
        rooms.calls += 1;
        match rooms.faults.pop_front() {
            Some(fault) => Err(fault),
            None => {
                let done = work(&mut rooms)?;
                if rooms.unheard { Err(CallError::Transient("its answer is lost".to_owned())) } else { Ok(done) }
            }
        }
    }
}

/// A message with its buttons below it.
fn shown(message: &Outgoing) -> String {
    let buttons: Vec<String> = message.buttons.iter().map(|button| format!("[{}]", button.label)).collect();
    if buttons.is_empty() { message.text.clone() } else { format!("{}\n{}", message.text, buttons.join(" ")) }
}

/// A standing room.
pub fn channel_room(product: &str, channel: &str) -> RoomId {
    RoomId::new(format!("notices.{product}.{channel}"))
}

/// The direct room of a user.
pub fn direct_room(user: &str) -> RoomId {
    RoomId::new(format!("dm.{user}"))
}

impl Rooms {
    fn may_come_in(&self, user: &str) -> Result<(), CallError> {
        if self.unreachable.contains(user) {
            return Err(CallError::Permanent(format!("nobody called {user}")));
        }
        if self.stumbles_over.contains(user) {
            return Err(CallError::Transient(format!("{user} is being moved")));
        }
        Ok(())
    }

    fn may_go_out(&self) -> Result<(), CallError> {
        match self.takes_nobody_out {
            true => Err(CallError::Transient("nobody is taken out now".to_owned())),
            false => Ok(()),
        }
    }

    fn open(&mut self, room: &RoomId) -> Result<&mut Room, CallError> {
        if self.thrown_out.contains(room) {
            return Err(CallError::Permanent(format!("the bot is not in {room}")));
        }
        let found = self.rooms.get_mut(room).ok_or_else(|| CallError::Permanent(format!("no room {room}")))?;
        if found.archived { Err(CallError::Permanent(format!("room {room} is archived"))) } else { Ok(found) }
    }

    fn post(&mut self, key: &EffectKey, room: &RoomId, message: &Outgoing) -> Result<MessageId, CallError> {
        if let Some(id) = self.effects.get(key) {
            return Ok(id.clone());
        }
        let id = MessageId(format!("p{}", self.effects.len() + 1));
        let post = Posted { id: id.clone(), key: key.clone(), message: message.clone(), edits: 0, pinned: false };
        self.open(room)?.posts.push(post);
        self.effects.insert(key.clone(), id.clone());
        Ok(id)
    }

    fn change(&mut self, room: &RoomId, id: &MessageId, change: impl FnOnce(&mut Posted)) -> Result<(), CallError> {
        let post = self.open(room)?.posts.iter_mut().find(|post| post.id == *id);
        change(post.ok_or_else(|| CallError::Permanent(format!("no message {id:?}")))?);
        Ok(())
    }
}

/// A throttling messenger's answer.
pub fn asked_to_wait(seconds: i64) -> CallError {
    CallError::Throttled { retry_after: Some(Length::seconds(seconds)) }
}
