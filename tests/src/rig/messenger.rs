//! A model of a messenger: rooms by name, people in them, posts by key, edits, pins, an archive.

use super::crash::Crashes;
use async_trait::async_trait;
use nabat_domain::ids::RoomId;
use nabat_domain::time::Length;
use nabat_kit::port::{Attachment, CallError, Capabilities, EffectKey, MessageId, Messenger, NewRoom, Outgoing};
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
    files: BTreeMap<EffectKey, String>,
    unreachable: BTreeSet<String>,
    stumbles_over: BTreeSet<String>,
    takes_nobody_out: bool,
    faults: VecDeque<CallError>,
    calls: u64,
}

/// The model.
#[derive(Default)]
pub struct ModelMessenger(Mutex<Rooms>);

impl ModelMessenger {
    /// A copy.
    pub fn fork(&self) -> Self {
        Self(Mutex::new(self.rooms().clone()))
    }

    fn rooms(&self) -> MutexGuard<'_, Rooms> {
        self.0.lock().expect("nothing panics while holding it")
    }

    /// The next calls fail so.
    pub fn fail(&self, times: usize, fault: &CallError) {
        self.rooms().faults.extend(std::iter::repeat_n(fault.clone(), times));
    }

    /// Nobody can bring this user in.
    pub fn make_unreachable(&self, user: &str) {
        self.rooms().unreachable.insert(user.to_owned());
    }

    /// Bringing this user in fails from now on, as something that may work later.
    pub fn stumble_over(&self, user: &str) {
        self.rooms().stumbles_over.insert(user.to_owned());
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
        self.rooms()
            .rooms
            .keys()
            .filter(|room| !room.as_str().starts_with("dm.") && !room.as_str().starts_with("notices."))
            .cloned()
            .collect()
    }

    /// Everything in a room, as people see it now.
    pub fn posts(&self, room: &RoomId) -> Vec<Posted> {
        self.rooms().rooms.get(room).map(|room| room.posts.clone()).unwrap_or_default()
    }

    /// Who is in a room.
    pub fn people(&self, room: &RoomId) -> BTreeSet<String> {
        self.rooms().rooms.get(room).map(|room| room.people.clone()).unwrap_or_default()
    }

    /// Whether a room is read-only.
    pub fn is_archived(&self, room: &RoomId) -> bool {
        self.rooms().rooms.get(room).is_some_and(|room| room.archived)
    }

    /// Messages of people that were removed, with their rooms.
    pub fn erased(&self) -> Vec<(RoomId, MessageId)> {
        self.rooms().erased.clone()
    }

    /// What is in the files the bot posted.
    pub fn files(&self) -> Vec<String> {
        self.rooms().files.values().cloned().collect()
    }

    /// Calls made so far.
    pub fn calls(&self) -> u64 {
        self.rooms().calls
    }

    /// What was posted since this was last asked, one message after another.
    pub fn fresh(&self, room: &RoomId) -> String {
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
            None => work(&mut rooms),
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
    fn open(&mut self, room: &RoomId) -> Result<&mut Room, CallError> {
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

/// The messenger as a mortal process reaches it.
#[derive(Clone)]
pub struct MessengerPort {
    messenger: Arc<ModelMessenger>,
    crashes: Crashes,
}

impl MessengerPort {
    /// A port to a messenger.
    pub fn new(messenger: ModelMessenger, crashes: Crashes) -> Self {
        Self { messenger: Arc::new(messenger), crashes }
    }

    /// The messenger itself.
    pub fn plain(&self) -> &ModelMessenger {
        &self.messenger
    }

    async fn call<T>(&self, work: impl FnOnce(&mut Rooms) -> Result<T, CallError>) -> Result<T, CallError> {
        self.crashes.call(async { self.messenger.call(work) }).await
    }
}

#[async_trait]
impl Messenger for MessengerPort {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
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
        let id = RoomId::new(room.name.as_str());
        self.call(|rooms| {
            rooms.rooms.entry(id.clone()).or_default();
            Ok(id)
        })
        .await
    }

    async fn invite(&self, _: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        self.call(|rooms| {
            if rooms.unreachable.contains(user) {
                return Err(CallError::Permanent(format!("nobody called {user}")));
            }
            if rooms.stumbles_over.contains(user) {
                return Err(CallError::Transient(format!("{user} is being moved")));
            }
            rooms.open(room)?.people.insert(user.to_owned());
            Ok(())
        })
        .await
    }

    async fn remove(&self, _: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        self.call(|rooms| {
            if rooms.takes_nobody_out {
                return Err(CallError::Transient("nobody is taken out now".to_owned()));
            }
            rooms.open(room)?.people.remove(user);
            Ok(())
        })
        .await
    }

    async fn post(&self, key: &EffectKey, room: &RoomId, message: &Outgoing) -> Result<MessageId, CallError> {
        self.call(|rooms| rooms.post(key, room, message)).await
    }

    async fn attach(&self, key: &EffectKey, room: &RoomId, file: &Attachment) -> Result<MessageId, CallError> {
        let text = format!("<{}>", file.name);
        self.call(|rooms| {
            rooms.files.insert(key.clone(), String::from_utf8_lossy(&file.content).into_owned());
            rooms.post(key, room, &Outgoing { text, buttons: Vec::new(), reply_to: None })
        })
        .await
    }

    async fn edit(&self, _: &EffectKey, room: &RoomId, id: &MessageId, message: &Outgoing) -> Result<(), CallError> {
        self.call(|rooms| {
            rooms.change(room, id, |post| {
                post.message = message.clone();
                post.edits += 1;
            })
        })
        .await
    }

    async fn pin(&self, _: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        self.call(|rooms| rooms.change(room, id, |post| post.pinned = true)).await
    }

    async fn erase(&self, _: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        self.call(|rooms| {
            rooms.erased.push((room.clone(), id.clone()));
            Ok(())
        })
        .await
    }

    async fn archive(&self, _: &EffectKey, room: &RoomId) -> Result<(), CallError> {
        self.call(|rooms| {
            if let Some(room) = rooms.rooms.get_mut(room) {
                room.archived = true;
            }
            Ok(())
        })
        .await
    }

    async fn direct(&self, _: &EffectKey, user: &str) -> Result<RoomId, CallError> {
        let id = direct_room(user);
        self.call(|rooms| {
            rooms.rooms.entry(id.clone()).or_default().people.insert(user.to_owned());
            Ok(id)
        })
        .await
    }
}

/// A throttling messenger's answer.
pub fn asked_to_wait(seconds: i64) -> CallError {
    CallError::Throttled { retry_after: Some(Length::seconds(seconds)) }
}
