//! What pages read: lists of rooms, a page of messages, what changed since.

use super::message::{FileFacts, Kind, Message};
use super::room::{COLUMNS, Room, read as read_room};
use nabat_domain::ids::{PromptId, RoomId};
use nabat_domain::time::At;
use nabat_kit::port::MessageId;
use rusqlite::{Connection, OptionalExtension as _, Params, Row, params};

/// Messages on one page.
const PAGE: i64 = 200;

/// A room in somebody's list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoomLine {
    /// The room.
    pub room: Room,
    /// Messages of others they have not seen.
    pub unread: i64,
    /// When something was last said in it.
    pub active: At,
}

/// A stretch of a room's messages, oldest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// The messages.
    pub messages: Vec<Message>,
    /// Whether older ones stand before them.
    pub more: bool,
}

const MESSAGE: &str =
    "SELECT m.position, m.id, m.author, m.kind, m.text, m.buttons, m.prompt, m.quoted, m.at, m.edited,
    m.removed, m.pinned, m.unheard, m.file_bytes, m.file_sha256,
    (SELECT b.at FROM message b WHERE b.room = m.room AND b.position < m.position ORDER BY b.position DESC LIMIT 1)
    FROM message m";

/// The rooms a user is in, newest activity first.
pub fn rooms_of(store: &Connection, user: &str) -> rusqlite::Result<Vec<RoomLine>> {
    let mut query = store.prepare_cached(&format!(
        "SELECT {COLUMNS}, room.active,
            (SELECT count(*) FROM message m WHERE m.room = room.id AND m.position > member.seen
                AND m.removed IS NULL AND m.author IS NOT ?1)
         FROM member JOIN room ON room.id = member.room
         WHERE member.user = ?1 ORDER BY room.active DESC, room.id"
    ))?;
    let lines = query.query_map([user], |row| {
        Ok(RoomLine { room: read_room(row)?, active: At(row.get(6)?), unread: row.get(7)? })
    })?;
    lines.collect()
}

/// The room, if this user is in it.
pub fn room_of(store: &Connection, room: &RoomId, user: &str) -> rusqlite::Result<Option<Room>> {
    store
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM room JOIN member ON member.room = room.id WHERE room.id = ?1 AND member.user = ?2"
        ))?
        .query_row(params![room.as_str(), user], read_room)
        .optional()
}

/// The people in a room, by user name.
pub fn people(store: &Connection, room: &RoomId) -> rusqlite::Result<Vec<String>> {
    let mut query = store.prepare_cached("SELECT user FROM member WHERE room = ?1 ORDER BY user")?;
    query.query_map([room.as_str()], |row| row.get(0))?.collect()
}

/// The last messages before a position, or the very last ones.
pub fn page(store: &Connection, room: &RoomId, before: Option<i64>) -> rusqlite::Result<Page> {
    let sql = format!("{MESSAGE} WHERE m.room = ?1 AND m.position < ?2 ORDER BY m.position DESC LIMIT ?3");
    let before = before.unwrap_or(i64::MAX);
    let mut messages = messages(store, &sql, params![room.as_str(), before, PAGE + 1])?;
    let more = messages.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    if more {
        messages.pop();
    }
    messages.reverse();
    Ok(Page { messages, more })
}

/// Messages that are new or other since the room's change number `change`.
pub fn changed_since(store: &Connection, room: &RoomId, change: i64) -> rusqlite::Result<Vec<Message>> {
    let sql = format!("{MESSAGE} WHERE m.room = ?1 AND m.change > ?2 ORDER BY m.position");
    messages(store, &sql, params![room.as_str(), change])
}

/// Pinned messages, first pinned first.
pub fn pinned(store: &Connection, room: &RoomId) -> rusqlite::Result<Vec<Message>> {
    let sql = format!("{MESSAGE} WHERE m.room = ?1 AND m.pinned IS NOT NULL ORDER BY m.pinned, m.position");
    messages(store, &sql, [room.as_str()])
}

/// The user's last typed message in the room.
pub fn latest_own_text(store: &Connection, room: &RoomId, user: &str) -> rusqlite::Result<Option<MessageId>> {
    store
        .prepare_cached(
            "SELECT id FROM message WHERE room = ?1 AND author = ?2 AND kind = 'text' AND removed IS NULL
             ORDER BY position DESC LIMIT 1",
        )?
        .query_row(params![room.as_str(), user], |row| row.get(0).map(MessageId))
        .optional()
}

/// A file with what is in it.
pub struct FileContent {
    /// Its name.
    pub name: String,
    /// Who posted it; `None` is the bot.
    pub author: Option<String>,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// Name and content of a file posted in the room.
pub fn file_content(store: &Connection, room: &RoomId, id: &MessageId) -> rusqlite::Result<Option<FileContent>> {
    store
        .prepare_cached(
            "SELECT message.text, message.author, file.content FROM file JOIN message ON message.id = file.message
             WHERE message.id = ?1 AND message.room = ?2",
        )?
        .query_row(params![id.0, room.as_str()], |row| {
            Ok(FileContent { name: row.get(0)?, author: row.get(1)?, content: row.get(2)? })
        })
        .optional()
}

fn messages(store: &Connection, sql: &str, values: impl Params) -> rusqlite::Result<Vec<Message>> {
    store.prepare_cached(sql)?.query_map(values, read_message)?.collect()
}

fn read_message(row: &Row<'_>) -> rusqlite::Result<Message> {
    let buttons: String = row.get(5)?;
    let moment = |column: usize| row.get::<_, Option<i64>>(column).map(|at| at.map(At));
    let bytes: Option<i64> = row.get(13)?;
    let sha256: Option<String> = row.get(14)?;
    Ok(Message {
        position: row.get(0)?,
        id: MessageId(row.get(1)?),
        author: row.get(2)?,
        kind: Kind::read(&row.get::<_, String>(3)?),
        text: row.get(4)?,
        buttons: serde_json::from_str(&buttons).unwrap_or_default(),
        prompt: row.get::<_, Option<String>>(6)?.map(PromptId::new),
        quoted: row.get(7)?,
        at: At(row.get(8)?),
        edited: moment(9)?,
        removed: moment(10)?,
        pinned: moment(11)?,
        unheard: row.get(12)?,
        file: bytes.zip(sha256).map(|(bytes, sha256)| FileFacts { bytes: bytes.unsigned_abs(), sha256 }),
        before: moment(15)?,
    })
}
