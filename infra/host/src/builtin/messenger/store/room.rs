//! Rooms: made once by name, counted at every change, read-only once archived.

use super::short_hash;
use nabat_domain::ids::RoomId;
use nabat_domain::time::At;
use nabat_kit::port::NewRoom;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// What a room is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RoomKind {
    /// An incident's chat.
    Chat,
    /// The bot and one person.
    Direct,
}

/// A room as people see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Room {
    /// Its id, fit for an address.
    pub id: RoomId,
    /// What people call it; empty for direct messages.
    pub title: String,
    /// What it is about, one line.
    pub topic: String,
    /// What it is for.
    pub kind: RoomKind,
    /// Read-only since.
    pub archived: Option<At>,
    /// Its count of changes.
    pub change: i64,
}

/// Whether something may be put into a room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Touch {
    /// Yes; this is the room's new count.
    Open(i64),
    /// It is read-only.
    Archived,
    /// There is none of that id.
    Absent,
}

/// Columns a [`Room`] is read from, in this order.
pub(super) const COLUMNS: &str = "room.id, room.title, room.topic, room.kind, room.archived, room.change";

/// Makes the room or finds the one of that name; gives its id.
pub fn open_room(store: &Connection, room: &NewRoom, now: At) -> rusqlite::Result<RoomId> {
    insert(store, &address_of(&room.name), &room.name, RoomKind::Chat, (&room.title, &room.topic), now)
}

/// Makes or finds the room of the bot and one person.
pub fn direct_room(store: &Connection, user: &str, now: At) -> rusqlite::Result<RoomId> {
    // A dot never stands in the id of a named room.
    let id = format!("direct.{}", short_hash(user));
    let room = insert(store, &id, &id, RoomKind::Direct, ("", ""), now)?;
    super::enter(store, &room, user)?;
    Ok(room)
}

/// Counts a change of an open room; `at` is the time of what was said in it, if anything was.
pub fn touch(store: &Connection, room: &RoomId, at: Option<At>) -> rusqlite::Result<Touch> {
    let counted = store
        .prepare_cached(
            "UPDATE room SET change = change + 1, active = coalesce(?2, active)
             WHERE id = ?1 AND archived IS NULL RETURNING change",
        )?
        .query_row(params![room.as_str(), at.map(|at| at.0)], |row| row.get(0))
        .optional()?;
    if let Some(change) = counted {
        return Ok(Touch::Open(change));
    }
    let there = store.prepare_cached("SELECT 1 FROM room WHERE id = ?1")?.exists([room.as_str()])?;
    Ok(if there { Touch::Archived } else { Touch::Absent })
}

/// Counts a change of a room, read-only or not; gives the new count, `None` if there is no such room.
pub(super) fn count(store: &Connection, room: &RoomId) -> rusqlite::Result<Option<i64>> {
    store
        .prepare_cached("UPDATE room SET change = change + 1 WHERE id = ?1 RETURNING change")?
        .query_row([room.as_str()], |row| row.get(0))
        .optional()
}

/// Makes the room read-only; whether there is such a room.
pub fn archive(store: &Connection, room: &RoomId, now: At) -> rusqlite::Result<bool> {
    let changed = store
        .prepare_cached("UPDATE room SET archived = coalesce(archived, ?2), change = change + 1 WHERE id = ?1")?
        .execute(params![room.as_str(), now.0])?;
    Ok(changed == 1)
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Room> {
    let kind: String = row.get(3)?;
    Ok(Room {
        id: RoomId::new(row.get::<_, String>(0)?),
        title: row.get(1)?,
        topic: row.get(2)?,
        kind: if kind == "direct" { RoomKind::Direct } else { RoomKind::Chat },
        archived: row.get::<_, Option<i64>>(4)?.map(At),
        change: row.get(5)?,
    })
}

fn insert(
    store: &Connection,
    id: &str,
    name: &str,
    kind: RoomKind,
    (title, topic): (&str, &str),
    now: At,
) -> rusqlite::Result<RoomId> {
    let kind = match kind {
        RoomKind::Chat => "room",
        RoomKind::Direct => "direct",
    };
    store
        .prepare_cached(
            "INSERT INTO room (id, name, title, topic, kind, active) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (name) DO NOTHING",
        )?
        .execute(params![id, name, title, topic, kind, now.0])?;
    Ok(RoomId::new(id))
}

/// A plain name is its own address; any other is hashed.
fn address_of(name: &str) -> String {
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if begins && plain && name.len() <= 80 { name.to_owned() } else { format!("room.{}", short_hash(name)) }
}
