//! People in rooms, and how far each has read.

use super::room::count;
use nabat_domain::ids::RoomId;
use rusqlite::{Connection, params};

/// Brings a user in; whether there is such a room.
pub fn enter(store: &Connection, room: &RoomId, user: &str) -> rusqlite::Result<bool> {
    if count(store, room)?.is_none() {
        return Ok(false);
    }
    store
        .prepare_cached("INSERT INTO member (room, user) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![room.as_str(), user])?;
    Ok(true)
}

/// Takes a user out; whether there is such a room.
pub fn leave(store: &Connection, room: &RoomId, user: &str) -> rusqlite::Result<bool> {
    if count(store, room)?.is_none() {
        return Ok(false);
    }
    store.prepare_cached("DELETE FROM member WHERE room = ?1 AND user = ?2")?.execute(params![room.as_str(), user])?;
    Ok(true)
}

/// Whether the user is in the room.
pub fn is_member(store: &Connection, room: &RoomId, user: &str) -> rusqlite::Result<bool> {
    store.prepare_cached("SELECT 1 FROM member WHERE room = ?1 AND user = ?2")?.exists(params![room.as_str(), user])
}

/// Notes that the user has seen everything up to this position.
pub fn seen(store: &Connection, room: &RoomId, user: &str, position: i64) -> rusqlite::Result<()> {
    store
        .prepare_cached("UPDATE member SET seen = ?3 WHERE room = ?1 AND user = ?2 AND seen < ?3")?
        .execute(params![room.as_str(), user, position])?;
    Ok(())
}
