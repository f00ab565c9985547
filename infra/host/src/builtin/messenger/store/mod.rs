//! The messenger's file: rooms, people in them, messages, what is in files.

mod erase;
mod member;
mod message;
mod read;
mod room;

pub use erase::erase;
pub use member::{enter, is_member, leave, seen};
pub use message::{
    FileFacts, Kind, Message, NewMessage, REFUSED, change_text, id_taken, insert, label_of_button, note_unheard,
    own_text, pin, quote_of_prompt, remove, replace_post, said_by,
};
pub use read::{Page, RoomLine, changed_since, file_content, latest_own_text, page, people, pinned, room_of, rooms_of};
pub use room::{Room, RoomKind, Touch, archive, direct_room, open_room, touch};

/// Tables of the messenger; `outbox` and `effect` come from their own modules.
pub const SCHEMA: &str = include_str!("schema.sql");

/// First characters of the SHA-256 of `text`: enough to name a thing in one file.
pub fn short_hash(text: &str) -> String {
    let mut hash = nabat_domain::journal::sha256_hex(text.as_bytes());
    hash.truncate(16);
    hash
}
