//! What the host commits while it works: every transaction of its table, every call of its messenger.

use super::bare::{Change, Transaction};
use super::times;
use async_trait::async_trait;
use nabat_domain::ids::RoomId;
use nabat_kit::port::{
    Attachment, CallError, Capabilities, EffectKey, Fetched, MessageId, Messenger, NewRoom, Outgoing,
};
use nabat_kit::table::{Action, Key, Order, Page, Query, Row, Table, TableError};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokio::sync::oneshot;

/// The first prompt stands in the room.
#[derive(Clone, Debug)]
pub struct Ready {
    /// When its commit was answered.
    pub at: Instant,
    /// Commits made by then.
    pub commits: usize,
    /// The room.
    pub room: RoomId,
}

/// Commits in the order they were answered.
#[derive(Default)]
pub struct Log(Mutex<Noted>);

#[derive(Default)]
struct Noted {
    transactions: Vec<Transaction>,
    /// Rooms made since: an incident's, and standing rooms in which something was due.
    rooms: BTreeSet<RoomId>,
    waiting: Option<oneshot::Sender<Ready>>,
}

impl Log {
    /// Forgets what was noted, and says when one of the rooms made from now on has its first prompt.
    pub fn await_prompt(&self) -> oneshot::Receiver<Ready> {
        let (ready, waits) = oneshot::channel();
        *self.0.lock().expect("nothing panics while holding it") =
            Noted { transactions: Vec::new(), rooms: BTreeSet::new(), waiting: Some(ready) };
        waits
    }

    /// What was noted.
    pub fn take(&self) -> Vec<Transaction> {
        std::mem::take(&mut self.0.lock().expect("nothing panics while holding it").transactions)
    }

    fn note(&self, transaction: Transaction) {
        self.0.lock().expect("nothing panics while holding it").transactions.push(transaction);
    }

    fn made(&self, room: &RoomId) {
        self.0.lock().expect("nothing panics while holding it").rooms.insert(room.clone());
    }

    fn prompted(&self, room: &RoomId) {
        let at = times::now();
        let mut noted = self.0.lock().expect("nothing panics while holding it");
        if !noted.rooms.contains(room) {
            return;
        }
        if let Some(waiting) = noted.waiting.take() {
            let _ = waiting.send(Ready { at, commits: noted.transactions.len(), room: room.clone() });
        }
    }
}

/// A table whose commits are noted.
pub struct NotedTable {
    /// The table.
    pub table: Arc<dyn Table>,
    /// Where they are noted.
    pub log: Arc<Log>,
}

fn transaction(actions: &[Action]) -> Transaction {
    let change = |action: &Action| match action {
        Action::Put(row, _) => Some(Change::Put(row.key.pk.clone(), row.key.sk.clone(), row.body.clone())),
        Action::Delete(key, _) => Some(Change::Delete(key.pk.clone(), key.sk.clone())),
        Action::Check(..) => None,
    };
    Transaction(actions.iter().filter_map(change).collect())
}

#[async_trait]
impl Table for NotedTable {
    async fn get(&self, key: &Key) -> Result<Option<Row>, TableError> {
        self.table.get(key).await
    }

    async fn query(&self, query: &Query) -> Result<Vec<Row>, TableError> {
        self.table.query(query).await
    }

    async fn write(&self, actions: &[Action]) -> Result<(), TableError> {
        self.table.write(actions).await?;
        self.log.note(transaction(actions));
        Ok(())
    }

    async fn due(&self, shard: u8, until: i64, limit: usize) -> Result<Vec<(Key, i64)>, TableError> {
        self.table.due(shard, until, limit).await
    }

    async fn next_due(&self, shard: u8) -> Result<Option<i64>, TableError> {
        self.table.next_due(shard).await
    }

    async fn list(&self, list: &str, order: Order, after: Option<&str>, limit: usize) -> Result<Page, TableError> {
        self.table.list(list, order, after, limit).await
    }

    async fn partitions(&self, beginning: &str) -> Result<BTreeSet<String>, TableError> {
        self.table.partitions(beginning).await
    }

    async fn sweep(&self, now: i64) -> Result<usize, TableError> {
        self.table.sweep(now).await
    }
}

/// A messenger whose calls are noted: one commit each, with what was handed over.
pub struct NotedMessenger {
    /// The messenger.
    pub messenger: Arc<dyn Messenger>,
    /// Where they are noted.
    pub log: Arc<Log>,
}

impl NotedMessenger {
    fn note(&self, key: &EffectKey, room: &str, given: String) {
        self.log.note(Transaction(vec![Change::Put(room.to_owned(), key.0.clone(), given)]));
    }
}

#[async_trait]
impl Messenger for NotedMessenger {
    fn capabilities(&self) -> Capabilities {
        self.messenger.capabilities()
    }

    async fn open_room(&self, key: &EffectKey, room: &NewRoom) -> Result<RoomId, CallError> {
        let made = self.messenger.open_room(key, room).await?;
        self.note(key, made.as_str(), json(room));
        self.log.made(&made);
        Ok(made)
    }

    async fn invite(&self, key: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        self.messenger.invite(key, room, user).await?;
        self.note(key, room.as_str(), user.to_owned());
        Ok(())
    }

    async fn remove(&self, key: &EffectKey, room: &RoomId, user: &str) -> Result<(), CallError> {
        self.messenger.remove(key, room, user).await?;
        self.note(key, room.as_str(), user.to_owned());
        Ok(())
    }

    async fn attach(&self, key: &EffectKey, room: &RoomId, file: &Attachment) -> Result<MessageId, CallError> {
        let id = self.messenger.attach(key, room, file).await?;
        self.note(key, room.as_str(), String::from_utf8_lossy(&file.content).into_owned());
        Ok(id)
    }

    async fn fetch(&self, room: &RoomId, file: &str, longest: usize) -> Result<Fetched, CallError> {
        self.messenger.fetch(room, file, longest).await
    }

    async fn post(&self, key: &EffectKey, room: &RoomId, message: &Outgoing) -> Result<MessageId, CallError> {
        let id = self.messenger.post(key, room, message).await?;
        self.note(key, room.as_str(), json(message));
        if message.reply_to.is_some() {
            self.log.prompted(room);
        }
        Ok(id)
    }

    async fn edit(&self, key: &EffectKey, room: &RoomId, id: &MessageId, message: &Outgoing) -> Result<(), CallError> {
        self.messenger.edit(key, room, id, message).await?;
        self.note(key, room.as_str(), json(message));
        Ok(())
    }

    async fn pin(&self, key: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        self.messenger.pin(key, room, id).await?;
        self.note(key, room.as_str(), id.0.clone());
        Ok(())
    }

    async fn erase(&self, key: &EffectKey, room: &RoomId, id: &MessageId) -> Result<(), CallError> {
        self.messenger.erase(key, room, id).await?;
        self.note(key, room.as_str(), id.0.clone());
        Ok(())
    }

    async fn archive(&self, key: &EffectKey, room: &RoomId) -> Result<(), CallError> {
        self.messenger.archive(key, room).await?;
        self.note(key, room.as_str(), String::new());
        Ok(())
    }

    async fn direct(&self, key: &EffectKey, user: &str) -> Result<RoomId, CallError> {
        let room = self.messenger.direct(key, user).await?;
        self.note(key, room.as_str(), user.to_owned());
        Ok(room)
    }
}

fn json(given: &impl serde::Serialize) -> String {
    serde_json::to_string(given).expect("what is handed over has only string keys")
}
