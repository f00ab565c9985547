//! The journal's seal: each event's bytes carry the hash of the bytes before.
//!
//! Sealed bytes are canonical JSON (keys sorted, no spaces, integers only) of
//! `{"at","data","number","previous","type"}`; the hash is SHA-256 over exactly those bytes.

use crate::time::At;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

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
    /// Typed words beside the chain are not those the event points to.
    #[error("event {0}: the words kept beside it are not those it points to")]
    Words(u64),
    /// The bytes are not an event this program can read.
    #[error("event {0}: the stored bytes are not an event")]
    Unreadable(u64),
}

/// Lower-case hex SHA-256.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Something as a value, by way of its text: it is written as text elsewhere, and writing values too would be compiled
/// once more for each of its types.
///
/// # Errors
/// It has a key that is no string.
pub fn value_of(written: &impl Serialize) -> Result<serde_json::Value, serde_json::Error> {
    serde_json::from_str(&serde_json::to_string(written)?)
}

/// Canonical JSON of a value: keys sorted, no spaces.
pub fn canonical(value: &serde_json::Value) -> String {
    serde_json::to_string(&Sorted(value)).expect("a JSON value can be written")
}

/// A value with its keys sorted, whatever order the map at hand keeps: that depends on what other
/// crates ask of serde_json in the same build.
struct Sorted<'a>(&'a serde_json::Value);

impl Serialize for Sorted<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            serde_json::Value::Object(map) if map.keys().is_sorted() => {
                serializer.collect_map(map.iter().map(|(key, value)| (key, Sorted(value))))
            }
            serde_json::Value::Object(map) => {
                let sorted: BTreeMap<&str, Sorted> =
                    map.iter().map(|(key, value)| (key.as_str(), Sorted(value))).collect();
                serializer.collect_map(sorted)
            }
            serde_json::Value::Array(items) => serializer.collect_seq(items.iter().map(Sorted)),
            plain => plain.serialize(serializer),
        }
    }
}

/// What is sealed of an event, its keys in the order of canonical JSON.
#[derive(Serialize)]
struct SealedBytes<'a> {
    at: At,
    data: Sorted<'a>,
    number: u64,
    previous: &'a str,
    r#type: &'a str,
}

/// Seals one event after `previous`.
pub fn seal(number: u64, previous: &str, at: At, kind: &str, data: &serde_json::Value) -> Sealed {
    let sealed = SealedBytes { at, data: Sorted(data), number, previous, r#type: kind };
    let bytes = serde_json::to_string(&sealed).expect("an event has only string keys");
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

#[cfg(test)]
mod tests {
    use super::{At, Breach, NOTHING_BEFORE, Sealed, canonical, seal, value_of, verify};

    /// Three events, one after another.
    fn journal() -> Vec<Sealed> {
        let (mut previous, mut events) = (NOTHING_BEFORE.to_owned(), Vec::new());
        for number in 1..=3 {
            let event = seal(number, &previous, At(number as i64 * 1_000), "said", &serde_json::json!({ "n": number }));
            previous.clone_from(&event.hash);
            events.push(event);
        }
        events
    }

    #[test]
    fn no_event_is_changed_moved_put_in_or_taken_out_unseen() {
        let whole = journal();
        let head = whole[2].hash.as_str();
        assert_eq!(verify(&whole, 3, head), Ok(()));
        assert_eq!(verify(&whole[..2], 3, head), Err(Breach::Head(3)), "the end was cut off");
        assert_eq!(verify(&whole[..2], 2, head), Err(Breach::Head(2)));
        assert_eq!(verify(&whole, 2, head), Err(Breach::Head(2)), "more than the head knows of");
        assert_eq!(verify(&[], 0, head), Err(Breach::Head(0)));
        let changed = |index: usize, change: &dyn Fn(&mut Sealed)| {
            let mut events = journal();
            change(&mut events[index]);
            verify(&events, 3, head)
        };
        let other = |event: &mut Sealed| event.bytes = event.bytes.replace("\"n\":2", "\"n\":7");
        assert_eq!(changed(1, &other), Err(Breach::Bytes(2)));
        // Lists and clocks go by the moment that stands beside the bytes.
        assert_eq!(changed(1, &|event| event.at = At(1_999)), Err(Breach::Bytes(2)));
        assert_eq!(changed(1, &|event| event.number = 7), Err(Breach::Chain(2)));
        let anew = |event: &mut Sealed| {
            *event = seal(2, NOTHING_BEFORE, event.at, "said", &serde_json::json!({ "n": 2 }));
        };
        assert_eq!(changed(1, &anew), Err(Breach::Chain(2)), "sealed anew after nothing");
        let swapped = [whole[0].clone(), whole[2].clone(), whole[1].clone()];
        assert_eq!(verify(&swapped, 3, head), Err(Breach::Chain(2)));
        // The last one stands for all before it: one put in their place begins another chain.
        let first = seal(1, NOTHING_BEFORE, At(1_000), "said", &serde_json::json!({ "n": 7 }));
        let forged = [first, whole[1].clone(), whole[2].clone()];
        assert_eq!(verify(&forged, 3, head), Err(Breach::Chain(2)));
    }

    #[test]
    fn a_value_by_its_text_is_what_it_is_at_once() {
        let sealed = Sealed { bytes: "\"\\\n\u{1}х\u{2028}".to_owned(), ..journal().remove(0) };
        let unsorted = serde_json::json!({ "b": {}, "a": [] });
        let written = (sealed, [i64::MIN, -1, 0, i64::MAX], u64::MAX, None::<At>, unsorted);
        let by_text = value_of(&written).expect("string keys");
        let at_once = serde_json::to_value(&written).expect("string keys");
        assert_eq!((&by_text, by_text.to_string()), (&at_once, at_once.to_string()));
    }

    #[test]
    fn keys_are_sorted_whatever_order_the_map_keeps() {
        let value = serde_json::from_str(r#"{"b":[{"z":1,"a":"х\n"}],"a":{"d":null,"c":true}}"#).expect("JSON");
        assert_eq!(canonical(&value), r#"{"a":{"c":true,"d":null},"b":[{"a":"х\n","z":1}]}"#);
    }
}
