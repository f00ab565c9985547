//! Messages: the bot's posts and what people say, press and attach.

use super::room::count;
use nabat_domain::ids::{PromptId, RoomId};
use nabat_domain::time::At;
use nabat_kit::port::{Button, MessageId, Outgoing};
use rusqlite::{Connection, OptionalExtension as _, params};

/// What a message is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The bot's post.
    Post,
    /// Typed words.
    Text,
    /// A pressed button; the text is its label.
    Button,
    /// A file; the text is its name.
    File,
}

/// What is known of a file without its content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileFacts {
    /// Size in bytes.
    pub bytes: u64,
    /// Lower-case hex SHA-256 of the content.
    pub sha256: String,
}

/// A message as people see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// Order in the file.
    pub position: i64,
    /// Its id.
    pub id: MessageId,
    /// Who; `None` is the bot.
    pub author: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// The words; empty once removed.
    pub text: String,
    /// Buttons of a post.
    pub buttons: Vec<Button>,
    /// The prompt that expects text, or that was answered.
    pub prompt: Option<PromptId>,
    /// First line of the post that was answered.
    pub quoted: Option<String>,
    /// When.
    pub at: At,
    /// When it was last changed.
    pub edited: Option<At>,
    /// When it was removed.
    pub removed: Option<At>,
    /// When it was pinned.
    pub pinned: Option<At>,
    /// Vain attempts to tell Nabat of it.
    pub unheard: i64,
    /// Of a file.
    pub file: Option<FileFacts>,
    /// When the message before it in the room was said.
    pub before: Option<At>,
}

/// A message to put into a room.
pub struct NewMessage<'a> {
    /// Its id, not taken yet.
    pub id: &'a MessageId,
    /// Where.
    pub room: &'a RoomId,
    /// Who; `None` is the bot.
    pub author: Option<&'a str>,
    /// What it is.
    pub kind: Kind,
    /// The words.
    pub text: &'a str,
    /// Buttons of a post.
    pub buttons: &'a [Button],
    /// The prompt that expects text, or is answered.
    pub prompt: Option<&'a PromptId>,
    /// First line of the post that is answered.
    pub quoted: Option<String>,
    /// Of a file: facts and content.
    pub file: Option<(&'a FileFacts, &'a [u8])>,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Text => "text",
            Self::Button => "button",
            Self::File => "file",
        }
    }

    pub(super) fn read(text: &str) -> Self {
        match text {
            "text" => Self::Text,
            "button" => Self::Button,
            "file" => Self::File,
            _ => Self::Post,
        }
    }
}

/// Puts a message at the end of its room, as the room's change number `change`.
pub fn insert(store: &Connection, new: &NewMessage<'_>, now: At, change: i64) -> rusqlite::Result<()> {
    let (bytes, sha256) = match new.file {
        Some((facts, _)) => (i64::try_from(facts.bytes).ok(), Some(facts.sha256.as_str())),
        None => (None, None),
    };
    store
        .prepare_cached(
            "INSERT INTO message
                (id, room, author, kind, text, buttons, prompt, quoted, at, file_bytes, file_sha256, change)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            new.id.0,
            new.room.as_str(),
            new.author,
            new.kind.as_str(),
            new.text,
            buttons_text(new.buttons),
            new.prompt.map(PromptId::as_str),
            new.quoted,
            now.0,
            bytes,
            sha256,
            change
        ])?;
    if let Some((_, content)) = new.file {
        store
            .prepare_cached("INSERT INTO file (message, content) VALUES (?1, ?2)")?
            .execute(params![new.id.0, content])?;
    }
    Ok(())
}

/// Whether a message of this id is there.
pub fn id_taken(store: &Connection, id: &MessageId) -> rusqlite::Result<bool> {
    store.prepare_cached("SELECT 1 FROM message WHERE id = ?1")?.exists([&id.0])
}

/// How many messages this user has put into the room.
pub fn said_by(store: &Connection, room: &RoomId, user: &str) -> rusqlite::Result<i64> {
    store
        .prepare_cached("SELECT count(*) FROM message WHERE room = ?1 AND author = ?2")?
        .query_row(params![room.as_str(), user], |row| row.get(0))
}

/// Gives a post other words and buttons; whether it is there to be changed.
pub fn replace_post(
    store: &Connection,
    room: &RoomId,
    id: &MessageId,
    post: &Outgoing,
    now: At,
    change: i64,
) -> rusqlite::Result<bool> {
    let changed = store
        .prepare_cached(
            "UPDATE message SET text = ?2, buttons = ?3, prompt = ?4, edited = ?5, edits = edits + 1, change = ?6
             WHERE id = ?1 AND room = ?7 AND author IS NULL",
        )?
        .execute(params![
            id.0,
            post.text,
            buttons_text(&post.buttons),
            post.reply_to.as_ref().map(PromptId::as_str),
            now.0,
            change,
            room.as_str()
        ])?;
    Ok(changed == 1)
}

/// The words of a person's own typed message that is still there.
pub fn own_text(store: &Connection, room: &RoomId, id: &MessageId, user: &str) -> rusqlite::Result<Option<String>> {
    store
        .prepare_cached(
            "SELECT text FROM message
             WHERE id = ?1 AND room = ?2 AND author = ?3 AND kind = 'text' AND removed IS NULL",
        )?
        .query_row(params![id.0, room.as_str(), user], |row| row.get(0))
        .optional()
}

/// Gives a person's message other words; gives how often it has been changed.
pub fn change_text(store: &Connection, id: &MessageId, text: &str, now: At, change: i64) -> rusqlite::Result<i64> {
    store
        .prepare_cached(
            "UPDATE message SET text = ?2, edited = ?3, edits = edits + 1, change = ?4 WHERE id = ?1 RETURNING edits",
        )?
        .query_row(params![id.0, text, now.0, change], |row| row.get(0))
}

/// Pins a message of the room; whether it is there.
pub fn pin(store: &Connection, room: &RoomId, id: &MessageId, now: At, change: i64) -> rusqlite::Result<bool> {
    let changed = store
        .prepare_cached(
            "UPDATE message SET pinned = coalesce(pinned, ?3), change = ?4 WHERE id = ?1 AND room = ?2 AND removed IS NULL",
        )?
        .execute(params![id.0, room.as_str(), now.0, change])?;
    Ok(changed == 1)
}

/// Removes a person's message, words and file; whether it is there. In a read-only room too: what
/// must not be kept must go.
pub fn remove(store: &Connection, room: &RoomId, id: &MessageId, now: At) -> rusqlite::Result<bool> {
    let Some(change) = count(store, room)? else { return Ok(false) };
    let changed = store
        .prepare_cached(
            "UPDATE message SET text = '', quoted = NULL, removed = coalesce(removed, ?3), pinned = NULL,
                    file_bytes = NULL, file_sha256 = NULL, change = ?4
             WHERE id = ?1 AND room = ?2 AND author IS NOT NULL",
        )?
        .execute(params![id.0, room.as_str(), now.0, change])?;
    store.prepare_cached("DELETE FROM file WHERE message = ?1")?.execute([&id.0])?;
    Ok(changed == 1)
}

/// Stands for a message Nabat has refused, in place of the number of vain attempts.
pub const REFUSED: i64 = -1;

/// Notes vain attempts to deliver a message; 0 once Nabat has heard of it. Whether that changes
/// what people see.
pub fn note_unheard(store: &Connection, id: &MessageId, attempts: i64) -> rusqlite::Result<bool> {
    let room: Option<String> = store
        .prepare_cached("SELECT room FROM message WHERE id = ?1 AND unheard <> ?2")?
        .query_row(params![id.0, attempts], |row| row.get(0))
        .optional()?;
    let Some(room) = room.map(RoomId::new) else { return Ok(false) };
    let change = count(store, &room)?;
    store
        .prepare_cached("UPDATE message SET unheard = ?2, change = ?3 WHERE id = ?1")?
        .execute(params![id.0, attempts, change])?;
    Ok(true)
}

/// The label of a button as it stands in the room now.
pub fn label_of_button(
    store: &Connection,
    room: &RoomId,
    prompt: &PromptId,
    answer: &str,
) -> rusqlite::Result<Option<String>> {
    store
        .prepare_cached(
            "SELECT button.value ->> 'label' FROM message, json_each(message.buttons) AS button
             WHERE room = ?1 AND author IS NULL
               AND button.value ->> 'prompt' = ?2 AND button.value ->> 'answer' = ?3
             ORDER BY position DESC LIMIT 1",
        )?
        .query_row(params![room.as_str(), prompt.as_str(), answer], |row| row.get(0))
        .optional()
}

/// The first line of the post that asks this prompt.
pub fn quote_of_prompt(store: &Connection, room: &RoomId, prompt: &PromptId) -> rusqlite::Result<Option<String>> {
    let text: Option<String> = store
        .prepare_cached(
            "SELECT text FROM message WHERE room = ?1 AND author IS NULL AND prompt = ?2 ORDER BY position DESC LIMIT 1",
        )?
        .query_row(params![room.as_str(), prompt.as_str()], |row| row.get(0))
        .optional()?;
    Ok(text.and_then(|text| text.lines().next().map(|line| line.chars().take(120).collect())))
}

fn buttons_text(buttons: &[Button]) -> String {
    serde_json::to_string(buttons).expect("buttons are plain data")
}
