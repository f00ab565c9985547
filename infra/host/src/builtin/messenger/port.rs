//! The messenger port: every call keyed, one commit each.

use super::BuiltinMessenger;
use super::store::{self, Kind, NewMessage, Touch};
use crate::builtin::database::{Done, Failure};
use async_trait::async_trait;
use nabat_domain::ids::RoomId;
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::At;
use nabat_kit::port::{
    Attachment, CallError, Capabilities, EffectKey, Entering, Fetched, MessageId, Messenger, NewRoom, Outgoing, Rooms,
};
use rusqlite::{Connection, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;

#[async_trait]
impl Messenger for BuiltinMessenger {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            rooms: Rooms::Made,
            entering: Entering::BroughtIn,
            longest: 16_000,
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
        let (room, now) = (room.clone(), self.clock.now());
        self.call(key, "open_room", None, move |store| Ok(store::open_room(store, &room, now)?)).await
    }

    async fn invite(&self, key: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        let (at, user) = (room.clone(), user.to_owned());
        let call = format!("invite {user}");
        self.call(key, &call, Some(room), move |store| there(store::enter(store, &at, &user)?, "room")).await
    }

    async fn remove(&self, key: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        let (at, user) = (room.clone(), user.to_owned());
        let call = format!("remove {user}");
        self.call(key, &call, Some(room), move |store| there(store::leave(store, &at, &user)?, "room")).await
    }

    async fn post(&self, key: &EffectKey, room: &RoomId, message: &Outgoing) -> Result<MessageId, CallError> {
        let id = MessageId(format!("b-{}", store::short_hash(&key.0)));
        let (at, message, now) = (room.clone(), message.clone(), self.clock.now());
        self.call(key, "post", Some(room), move |store| {
            let change = open(store, &at, Some(now))?;
            let post = NewMessage {
                id: &id,
                room: &at,
                author: None,
                kind: Kind::Post,
                text: &message.text,
                buttons: &message.buttons,
                prompt: message.reply_to.as_ref(),
                quoted: None,
                file: None,
            };
            store::insert(store, &post, now, change)?;
            Ok(id)
        })
        .await
    }

    async fn attach(&self, key: &EffectKey, room: &RoomId, file: &Attachment) -> Result<MessageId, CallError> {
        let id = MessageId(format!("f-{}", store::short_hash(&key.0)));
        let (at, file, now) = (room.clone(), file.clone(), self.clock.now());
        self.call(key, "attach", Some(room), move |store| {
            let change = open(store, &at, Some(now))?;
            let facts = store::FileFacts { bytes: file.content.len() as u64, sha256: sha256_hex(&file.content) };
            let post = NewMessage {
                id: &id,
                room: &at,
                author: None,
                kind: Kind::File,
                text: &file.name,
                buttons: &[],
                prompt: None,
                quoted: None,
                file: Some((&facts, &file.content)),
            };
            store::insert(store, &post, now, change)?;
            Ok(id)
        })
        .await
    }

    async fn fetch(&self, room: &RoomId, file: &str, longest: usize) -> Result<Fetched, CallError> {
        let reply = self.faults.meet().await?;
        let (room, message) = (room.clone(), MessageId(file.to_owned()));
        let found = self.database.read(move |read| store::file_content(read, &room, &message)).await;
        let found = found.map_err(|error| CallError::Transient(error.to_string()))?;
        reply.give(match found {
            None => Fetched::Gone,
            Some(file) if file.content.len() > longest => Fetched::TooLong,
            Some(file) => Fetched::Content(file.content),
        })
    }

    async fn edit(&self, key: &EffectKey, room: &RoomId, id: &MessageId, message: &Outgoing) -> Result<(), CallError> {
        let (at, id, message, now) = (room.clone(), id.clone(), message.clone(), self.clock.now());
        self.call(key, "edit", Some(room), move |store| {
            let change = open(store, &at, None)?;
            there(store::replace_post(store, &at, &id, &message, now, change)?, "post")
        })
        .await
    }

    async fn pin(&self, key: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        let (at, id, now) = (room.clone(), id.clone(), self.clock.now());
        self.call(key, "pin", Some(room), move |store| {
            let change = open(store, &at, None)?;
            there(store::pin(store, &at, &id, now, change)?, "message")
        })
        .await
    }

    async fn erase(&self, key: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        let (at, id, now) = (room.clone(), id.clone(), self.clock.now());
        self.call(key, "erase", Some(room), move |store| {
            there(store::remove(store, &at, &id, now)?, "message of a person")
        })
        .await
    }

    async fn archive(&self, key: &EffectKey, room: &RoomId) -> Result<(), CallError> {
        let (at, now) = (room.clone(), self.clock.now());
        self.call(key, "archive", Some(room), move |store| there(store::archive(store, &at, now)?, "room")).await
    }

    async fn direct(&self, key: &EffectKey, user: &str) -> Result<RoomId, CallError> {
        let (user, now) = (user.to_owned(), self.clock.now());
        let call = format!("direct {user}");
        self.call(key, &call, None, move |store| Ok(store::direct_room(store, &user, now)?)).await
    }
}

impl BuiltinMessenger {
    /// One keyed call: meets the fault asked for, does the work once, tells the open pages.
    async fn call<T>(
        &self,
        key: &EffectKey,
        call: &str,
        room: Option<&RoomId>,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, CallError>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        let reply = self.faults.meet().await?;
        let done = self.database.once(key, call, work).await?;
        match (&done, room) {
            (Done::Now(_), Some(room)) => self.live.changed(room),
            (Done::Now(_), None) | (Done::Before(_), _) => {}
        }
        reply.give(done.result())
    }
}

fn open(store: &Connection, room: &RoomId, said: Option<At>) -> Result<i64, Failure> {
    match store::touch(store, room, said)? {
        Touch::Open(change) => Ok(change),
        Touch::Archived => Err(Failure::Refused(format!("the room {room} is archived"))),
        Touch::Absent => Err(Failure::Refused(format!("there is no room {room}"))),
    }
}

fn there(found: bool, what: &str) -> Result<(), Failure> {
    if found { Ok(()) } else { Err(Failure::Refused(format!("there is no such {what}"))) }
}
