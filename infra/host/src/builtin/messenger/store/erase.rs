//! What people typed goes from the rooms: their own messages whole, what repeats them without their words.

use super::super::people::message_of_delivery;
use super::message::remove;
use super::room::count;
use nabat_domain::ids::RoomId;
use nabat_domain::time::At;
use nabat_kit::port::{Erasure, MessageId};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::BTreeSet;

/// Rooms that were made for the case, the first and those it went on in.
const ROOMS: &str = "SELECT id FROM room WHERE name = ?1 OR name GLOB ?1 || '-[0-9]*'";

/// Messages of one room.
const OF_ROOM: &str = "SELECT id, room, text, buttons, quoted FROM message WHERE room = ?1";

/// Posts that name the record, wherever they stand: in direct messages, in standing rooms.
const NAMING: &str = "SELECT id, room, text, buttons, quoted FROM message WHERE author IS NULL AND instr(text, ?1) > 0";

/// Erases it; how many messages were changed.
pub fn erase(store: &Connection, what: &Erasure, now: At) -> rusqlite::Result<usize> {
    let mut erased = 0;
    for delivery in &what.messages {
        erased += whole(store, delivery, now)?;
    }
    for room in rooms(store, what)? {
        for sha256 in &what.files {
            erased += content(store, sha256, &room)?;
        }
        erased += repeated(store, what, OF_ROOM, &room, |_| true)?;
    }
    Ok(erased + repeated(store, what, NAMING, what.record.as_str(), |text| what.is_about(text))?)
}

fn rooms(store: &Connection, what: &Erasure) -> rusqlite::Result<BTreeSet<String>> {
    let name = format!("{}-{}", what.product, what.case);
    let mut named = store.prepare_cached(ROOMS)?;
    let mut rooms: BTreeSet<String> = named.query_map([name], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    rooms.extend(what.rooms.iter().map(RoomId::to_string));
    Ok(rooms)
}

/// A person's own message, and what was refused of it on its way.
fn whole(store: &Connection, delivery: &str, now: At) -> rusqlite::Result<usize> {
    let id = MessageId(message_of_delivery(delivery).to_owned());
    store.prepare_cached("DELETE FROM outbox WHERE id = ?1 AND refused IS NOT NULL")?.execute([delivery])?;
    let room: Option<String> = store
        .prepare_cached("SELECT room FROM message WHERE id = ?1 AND author IS NOT NULL AND removed IS NULL")?
        .query_row([&id.0], |row| row.get(0))
        .optional()?;
    let Some(room) = room.map(RoomId::new) else { return Ok(0) };
    remove(store, &room, &id, now).map(usize::from)
}

/// The content of a file in a room of the case or posted to the bot alone, whoever posted it; its name stays.
fn content(store: &Connection, sha256: &str, room: &str) -> rusqlite::Result<usize> {
    let mut found = store.prepare_cached(
        "SELECT id, room FROM message
         WHERE file_sha256 = ?1 AND (room = ?2 OR room IN (SELECT id FROM room WHERE kind = 'direct'))",
    )?;
    let found = found.query_map([sha256, room], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let found: Vec<(String, String)> = found.collect::<rusqlite::Result<_>>()?;
    for (id, room) in &found {
        let change = count(store, &RoomId::new(room.as_str()))?;
        store.prepare_cached("DELETE FROM file WHERE message = ?1")?.execute([id])?;
        store
            .prepare_cached("UPDATE message SET file_bytes = NULL, file_sha256 = NULL, change = ?2 WHERE id = ?1")?
            .execute(params![id, change])?;
    }
    Ok(found.len())
}

/// A message as it is looked through.
struct Standing {
    id: String,
    room: String,
    text: String,
    buttons: String,
    quoted: Option<String>,
}

fn repeated(
    store: &Connection,
    what: &Erasure,
    query: &str,
    of: &str,
    is_meant: impl Fn(&str) -> bool,
) -> rusqlite::Result<usize> {
    let mut query = store.prepare_cached(query)?;
    let standing = query.query_map([of], |row| {
        let (id, room, text) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Standing { id, room, text, buttons: row.get(3)?, quoted: row.get(4)? })
    })?;
    let standing: Vec<Standing> = standing.collect::<rusqlite::Result<_>>()?;
    let mut erased = 0;
    for message in standing.into_iter().filter(|message| is_meant(&message.text)) {
        erased += usize::from(without(store, what, &message)?);
    }
    Ok(erased)
}

/// One message without the words; whether it had any.
fn without(store: &Connection, what: &Erasure, message: &Standing) -> rusqlite::Result<bool> {
    let (text, buttons) = (what.without(&message.text), what.without_in(&message.buttons));
    let quoted = message.quoted.as_deref().and_then(|quoted| what.without(quoted));
    if text.is_none() && buttons.is_none() && quoted.is_none() {
        return Ok(false);
    }
    let change = count(store, &RoomId::new(message.room.as_str()))?;
    store
        .prepare_cached(
            "UPDATE message SET text = coalesce(?2, text), buttons = coalesce(?3, buttons),
                    quoted = coalesce(?4, quoted), change = ?5 WHERE id = ?1",
        )?
        .execute(params![message.id, text, buttons, quoted, change])?;
    Ok(true)
}
