//! What was posted under which key, where a messenger keeps no keys itself but can be asked what stands in a
//! room: each post carries its key, and before a room is posted to, its last posts are looked at.
//!
//! What is remembered holds for [`FRESH`] only. That is less than a chat's lease: whoever else may have
//! posted meanwhile held the lease, so what is remembered is older than that, and the room is looked at again —
//! unless whoever leased the chat found everything written down that was ever posted in it.

use nabat_domain::ids::RoomId;
use nabat_domain::time::{At, Length};
use nabat_kit::port::{CallError, Clock, EffectKey, MessageId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// So long is what was seen in a room the truth, without another look.
const FRESH: Length = Length::seconds(20);

/// Rooms as they were seen last.
pub(super) struct Known {
    clock: Arc<dyn Clock>,
    rooms: Mutex<BTreeMap<RoomId, Seen>>,
}

#[derive(Default)]
struct Seen {
    at: At,
    posts: BTreeMap<String, MessageId>,
    /// A call may have been carried out of which no answer came: only a look at the room ends that.
    doubtful: bool,
}

/// Whether a key was posted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Lookup {
    /// It was: this is the message.
    Posted(MessageId),
    /// It was not.
    New,
    /// The room has to be looked at.
    Unknown,
}

impl Known {
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, rooms: Mutex::default() }
    }

    /// What is known of a key.
    pub(super) fn find(&self, room: &RoomId, key: &EffectKey) -> Lookup {
        let now = self.clock.now();
        match self.rooms().get(room).filter(|seen| !seen.doubtful && now.since(seen.at) < FRESH) {
            None => Lookup::Unknown,
            Some(seen) => seen.posts.get(&key.0).cloned().map_or(Lookup::New, Lookup::Posted),
        }
    }

    /// The room was looked at: these keys stand in it.
    pub(super) fn seen(&self, room: &RoomId, posts: BTreeMap<String, MessageId>) {
        let now = self.clock.now();
        let mut rooms = self.rooms();
        rooms.retain(|_, seen| seen.doubtful || now.since(seen.at) < FRESH);
        rooms.insert(room.clone(), Seen { at: now, posts, doubtful: false });
    }

    /// Everything posted in the room so far is written down: what is not known here was not posted.
    pub(super) fn all_is_recorded(&self, room: &RoomId) {
        let now = self.clock.now();
        self.rooms().entry(room.clone()).or_default().at = now;
    }

    /// A post was made under a key.
    pub(super) fn posted(&self, room: &RoomId, key: &EffectKey, id: &MessageId) {
        let now = self.clock.now();
        if let Some(seen) = self.rooms().get_mut(room) {
            seen.at = now;
            seen.posts.insert(key.0.clone(), id.clone());
        }
    }

    /// A call failed. Whoever was asked to wait posted nothing; of any other it is not known, and the room is looked
    /// at before the next.
    pub(super) fn failed(&self, room: &RoomId, error: &CallError) {
        if !matches!(error, CallError::Throttled { .. }) {
            let now = self.clock.now();
            self.rooms().insert(room.clone(), Seen { at: now, doubtful: true, ..Seen::default() });
        }
    }

    fn rooms(&self) -> MutexGuard<'_, BTreeMap<RoomId, Seen>> {
        self.rooms.lock().expect("nothing panics while holding it")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;

    struct Moved(Mutex<At>);

    #[async_trait]
    impl Clock for Moved {
        fn now(&self) -> At {
            *self.0.lock().expect("nothing panics while holding it")
        }

        async fn sleep(&self, _: Length) {}
    }

    #[test]
    fn what_was_seen_is_known_for_a_while_and_not_after_a_doubt() {
        let clock = Arc::new(Moved(Mutex::new(At(0))));
        let known = Known::new(clock.clone());
        let (room, key, id) = (RoomId::from("r"), EffectKey("k".to_owned()), MessageId("m".to_owned()));
        assert_eq!(known.find(&room, &key), Lookup::Unknown);
        known.seen(&room, BTreeMap::new());
        assert_eq!(known.find(&room, &key), Lookup::New);
        known.posted(&room, &key, &id);
        assert_eq!(known.find(&room, &key), Lookup::Posted(id));
        known.failed(&room, &CallError::Throttled { retry_after: None });
        assert!(matches!(known.find(&room, &key), Lookup::Posted(_)), "who has to wait has posted nothing");
        known.failed(&room, &CallError::Transient("no answer".to_owned()));
        assert_eq!(known.find(&room, &key), Lookup::Unknown);
        known.seen(&room, BTreeMap::new());
        *clock.0.lock().expect("free") = At(FRESH.0);
        assert_eq!(known.find(&room, &key), Lookup::Unknown);
    }

    #[test]
    fn where_all_is_written_down_nothing_is_looked_for_but_after_a_doubt() {
        let clock = Arc::new(Moved(Mutex::new(At(0))));
        let known = Known::new(clock.clone());
        let (room, key, id) = (RoomId::from("r"), EffectKey("k".to_owned()), MessageId("m".to_owned()));
        known.all_is_recorded(&room);
        assert_eq!(known.find(&room, &key), Lookup::New);
        known.posted(&room, &key, &id);
        *clock.0.lock().expect("free") = At(FRESH.0);
        assert_eq!(known.find(&room, &key), Lookup::Unknown);
        known.all_is_recorded(&room);
        assert_eq!(known.find(&room, &key), Lookup::Posted(id), "what is known stays known");
        known.failed(&room, &CallError::Transient("no answer".to_owned()));
        known.all_is_recorded(&room);
        assert_eq!(known.find(&room, &key), Lookup::Unknown, "a doubt of one's own ends with a look alone");
    }
}
