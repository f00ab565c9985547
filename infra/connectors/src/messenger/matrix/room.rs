//! Rooms as they are asked for.

use nabat_kit::port::NewRoom;
use serde_json::{Value, json};

/// The level of who may do what nobody in the room may: the bot made it and is above all levels.
pub(super) const NOBODY: i64 = 100;

/// An incident's room: closed, everybody in it writes, the bot alone brings in, pins and removes.
///
/// The creator is not named among the levels: from room version 12 on that is refused.
pub(super) fn incident(local: &str, room: &NewRoom, invited: &[String]) -> Value {
    json!({
        "preset": "private_chat",
        "room_alias_name": local,
        "name": room.title,
        "topic": room.topic,
        "invite": invited,
        "power_level_content_override": {
            "events_default": 0,
            "state_default": NOBODY,
            "invite": NOBODY,
            "kick": NOBODY,
            "redact": NOBODY,
            // Nobody is called by "@room": whom it concerns is asked by name.
            "notifications": { "room": NOBODY },
            "events": { "m.reaction": 0, "m.room.redaction": 0 },
        },
    })
}

/// The chat of the bot and one person.
pub(super) fn direct(local: &str, user: &str) -> Value {
    json!({
        "preset": "private_chat",
        "room_alias_name": local,
        "is_direct": true,
        "invite": [user],
    })
}
