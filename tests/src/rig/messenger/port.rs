//! The model as a port.

use super::{ModelMessenger, Rooms, direct_room};
use crate::rig::crash::Crashes;
use async_trait::async_trait;
use nabat_domain::ids::RoomId;
use nabat_kit::port::{
    Attachment, CallError, Capabilities, EffectKey, Entering, Fetched, MessageId, Messenger, NewRoom, Outgoing,
    Rooms as HowRooms,
};
use std::sync::Arc;

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

    /// What somebody else's messenger is asked, once the faults asked for are met.
    async fn elsewhere<T>(
        &self,
        may: impl FnOnce(&mut Rooms) -> Result<(), CallError>,
        call: impl Future<Output = Result<T, CallError>>,
    ) -> Result<T, CallError> {
        // Its server counts the calls that are made, and the process dies at those.
        tokio::task::yield_now().await;
        self.messenger.call(may)?;
        call.await
    }

    /// The messenger itself.
    pub fn plain(&self) -> &ModelMessenger {
        &self.messenger
    }

    async fn call<T>(&self, work: impl FnOnce(&mut Rooms) -> Result<T, CallError>) -> Result<T, CallError> {
        self.crashes.call(async { self.messenger.call(work) }).await
    }

    async fn effect<T>(
        &self,
        key: &EffectKey,
        what: String,
        work: impl FnOnce(&mut Rooms) -> Result<T, CallError>,
    ) -> Result<T, CallError> {
        self.crashes.effect(key, what, async { self.messenger.call(work) }).await
    }
}

#[async_trait]
impl Messenger for MessengerPort {
    fn capabilities(&self) -> Capabilities {
        if let Some(over) = self.messenger.over() {
            return over.messenger().capabilities();
        }
        Capabilities {
            rooms: HowRooms::Made,
            entering: Entering::BroughtIn,
            longest: self.messenger.longest().unwrap_or(16_000),
            keyed_posts: true,
            buttons: true,
            edits: true,
            pins: true,
            erases: true,
            archives: true,
            files: true,
        }
    }

    async fn open_room(&self, key: &EffectKey, room: &NewRoom) -> Result<RoomId, CallError> {
        if let Some(over) = self.messenger.over() {
            return self.elsewhere(|_| Ok(()), over.messenger().open_room(key, room)).await;
        }
        let id = RoomId::new(room.name.as_str());
        self.effect(key, format!("open {id}"), |rooms| {
            let made = rooms.rooms.entry(id.clone()).or_default();
            (made.title, made.topic) = (room.title.clone(), room.topic.clone());
            Ok(id)
        })
        .await
    }

    async fn open_room_with(
        &self,
        key: &EffectKey,
        room: &NewRoom,
        users: &[String],
    ) -> Result<(RoomId, Vec<String>), CallError> {
        if let Some(over) = self.messenger.over() {
            // Whom a test made unreachable comes in no other way either.
            let reachable = self.messenger.reachable(users);
            return self.elsewhere(|_| Ok(()), over.messenger().open_room_with(key, room, &reachable)).await;
        }
        Ok((self.open_room(key, room).await?, Vec::new()))
    }

    async fn stands(&self, room: &RoomId) -> Result<bool, CallError> {
        if let Some(over) = self.messenger.over() {
            return self.elsewhere(|_| Ok(()), over.messenger().stands(room)).await;
        }
        self.call(|rooms| Ok(rooms.rooms.contains_key(room) && !rooms.thrown_out.contains(room))).await
    }

    async fn invite(&self, key: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        if let Some(over) = self.messenger.over() {
            return self.elsewhere(|rooms| rooms.may_come_in(user), over.messenger().invite(key, room, user)).await;
        }
        self.effect(key, format!("invite {user} to {room}"), |rooms| {
            rooms.may_come_in(user)?;
            rooms.open(room)?.people.insert(user.to_owned());
            Ok(())
        })
        .await
    }

    async fn remove(&self, key: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        if let Some(over) = self.messenger.over() {
            return self.elsewhere(|rooms| rooms.may_go_out(), over.messenger().remove(key, room, user)).await;
        }
        self.effect(key, format!("remove {user} from {room}"), |rooms| {
            rooms.may_go_out()?;
            rooms.open(room)?.people.remove(user);
            Ok(())
        })
        .await
    }

    fn all_is_recorded(&self, room: &RoomId) {
        if let Some(over) = self.messenger.over() {
            over.messenger().all_is_recorded(room);
        }
    }

    async fn post(&self, key: &EffectKey, room: &RoomId, message: &Outgoing) -> Result<MessageId, CallError> {
        if let Some(over) = self.messenger.over() {
            return self.elsewhere(|_| Ok(()), over.post(key, room, message)).await;
        }
        self.effect(key, format!("post in {room}"), |rooms| rooms.post(key, room, message)).await
    }

    async fn attach(&self, key: &EffectKey, room: &RoomId, file: &Attachment) -> Result<MessageId, CallError> {
        if let Some(over) = self.messenger.over() {
            return self.elsewhere(|_| Ok(()), over.messenger().attach(key, room, file)).await;
        }
        let text = format!("<{}>", file.name);
        self.effect(key, format!("attach in {room}"), |rooms| {
            rooms.files.insert(key.clone(), file.content.clone());
            rooms.post(key, room, &Outgoing { text, buttons: Vec::new(), reply_to: None })
        })
        .await
    }

    async fn fetch(&self, room: &RoomId, file: &str, longest: usize) -> Result<Fetched, CallError> {
        if let Some(over) = self.messenger.over() {
            return self.elsewhere(|_| Ok(()), over.messenger().fetch(room, file, longest)).await;
        }
        self.call(|rooms| {
            Ok(match rooms.uploads.get(file) {
                None => Fetched::Gone,
                Some(content) if content.len() > longest => Fetched::TooLong,
                Some(content) => Fetched::Content(content.clone()),
            })
        })
        .await
    }

    async fn edit(&self, key: &EffectKey, room: &RoomId, id: &MessageId, message: &Outgoing) -> Result<(), CallError> {
        if let Some(over) = self.messenger.over() {
            return self.elsewhere(|_| Ok(()), over.edit(key, room, id, message)).await;
        }
        self.effect(key, format!("edit in {room}"), |rooms| {
            rooms.change(room, id, |post| {
                post.message = message.clone();
                post.edits += 1;
            })
        })
        .await
    }

    async fn pin(&self, key: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        if let Some(over) = self.messenger.over() {
            return self.elsewhere(|_| Ok(()), over.messenger().pin(key, room, id)).await;
        }
        self.effect(key, format!("pin in {room}"), |rooms| rooms.change(room, id, |post| post.pinned = true)).await
    }

    async fn pin_together(&self, key: &EffectKey, room: &RoomId, ids: &[MessageId]) -> Result<usize, CallError> {
        if let Some(over) = self.messenger.over() {
            return self.elsewhere(|_| Ok(()), over.messenger().pin_together(key, room, ids)).await;
        }
        let Some(id) = ids.first() else { return Ok(0) };
        self.pin(key, room, id).await.map(|()| 1)
    }

    async fn erase(&self, key: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        if let Some(over) = self.messenger.over() {
            return self.elsewhere(|_| Ok(()), over.messenger().erase(key, room, id)).await;
        }
        self.effect(key, format!("erase in {room}"), |rooms| {
            rooms.erased.push((room.clone(), id.clone()));
            Ok(())
        })
        .await
    }

    async fn archive(&self, key: &EffectKey, room: &RoomId) -> Result<(), CallError> {
        if let Some(over) = self.messenger.over() {
            return self.elsewhere(|_| Ok(()), over.messenger().archive(key, room)).await;
        }
        self.effect(key, format!("archive {room}"), |rooms| {
            if let Some(room) = rooms.rooms.get_mut(room) {
                room.archived = true;
            }
            Ok(())
        })
        .await
    }

    async fn direct(&self, key: &EffectKey, user: &str) -> Result<RoomId, CallError> {
        if let Some(over) = self.messenger.over() {
            return self.elsewhere(|_| Ok(()), over.messenger().direct(key, user)).await;
        }
        let id = direct_room(user);
        self.effect(key, format!("write to {user}"), |rooms| {
            rooms.rooms.entry(id.clone()).or_default().people.insert(user.to_owned());
            Ok(id)
        })
        .await
    }
}
