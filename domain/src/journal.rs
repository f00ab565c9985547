//! The journal's seal: each event's bytes carry the hash of the bytes before.
//!
//! Sealed bytes are canonical JSON (keys sorted, no spaces, integers only) of
//! `{"at","data","number","previous","type"}`; the hash is SHA-256 over exactly those bytes.

use crate::time::At;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// What stands before the first event.
pub const NOTHING_BEFORE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An event with its place in the chain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sealed {
    /// From 1, without gaps.
    pub number: u64,
    /// When it was recorded.
    pub at: At,
    /// The stored bytes the hash is over.
    pub bytes: String,
    /// Lower-case hex SHA-256 of `bytes`.
    pub hash: String,
}

/// The parts of an event's bytes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// When it was recorded.
    pub at: At,
    /// The event's own fields.
    pub data: serde_json::Value,
    /// From 1, without gaps.
    pub number: u64,
    /// Hash of the event before; `NOTHING_BEFORE` for the first.
    pub previous: String,
    /// The event's kind.
    #[serde(rename = "type")]
    pub kind: String,
}

/// Why a journal does not hold.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Breach {
    /// An event's bytes do not have its hash.
    #[error("event {0}: the stored bytes do not have the stored hash")]
    Bytes(u64),
    /// An event does not follow the one before.
    #[error("event {0}: does not follow the event before it")]
    Chain(u64),
    /// The head names another end of the chain.
    #[error("event {0}: the head names another last event")]
    Head(u64),
    /// The chain holds and does not lead to the state that is stored.
    #[error("event {0}: the journal does not lead to the state that is stored")]
    State(u64),
    /// The bytes are not an event this program can read.
    #[error("event {0}: the stored bytes are not an event")]
    Unreadable(u64),
}

/// Lower-case hex SHA-256.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Canonical JSON of a value: `serde_json` keeps maps sorted as long as `preserve_order` is off.
pub fn canonical(value: &serde_json::Value) -> String {
    value.to_string()
}

/// Seals one event after `previous`.
pub fn seal(number: u64, previous: &str, at: At, kind: &str, data: serde_json::Value) -> Sealed {
    let entry = Entry { at, data, number, previous: previous.to_owned(), kind: kind.to_owned() };
    let value = serde_json::to_value(entry).expect("an entry has only string keys");
    let bytes = canonical(&value);
    let hash = sha256_hex(bytes.as_bytes());
    Sealed { number, at, bytes, hash }
}

/// Checks a whole journal against its head's last number and hash.
pub fn verify(events: &[Sealed], last: u64, head: &str) -> Result<(), Breach> {
    let mut previous = NOTHING_BEFORE.to_owned();
    for (index, event) in events.iter().enumerate() {
        let expected = index as u64 + 1;
        if sha256_hex(event.bytes.as_bytes()) != event.hash {
            return Err(Breach::Bytes(expected));
        }
        let entry: Entry = serde_json::from_str(&event.bytes).map_err(|_| Breach::Unreadable(expected))?;
        if entry.at != event.at {
            return Err(Breach::Bytes(expected));
        }
        if entry.number != expected || event.number != expected || entry.previous != previous {
            return Err(Breach::Chain(expected));
        }
        previous.clone_from(&event.hash);
    }
    if events.len() as u64 != last || previous != head {
        return Err(Breach::Head(last));
    }
    Ok(())
}
