//! A chat as Nabat keeps it: posts that wait in order, and what was posted where.

use crate::keys;
use crate::port::{Bell, MessageId};
use crate::shard::shard;
use crate::table::{Due, Key, Row};
use nabat_domain::ids::{ConnectionId, IncidentId, PersonId, ProductId, RoomId};
use nabat_domain::incident::{Job, Slot};
use nabat_domain::time::At;
use serde::{Deserialize, Serialize};

/// A post that waits in its chat's partition, keyed by moment, incident and event number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct QueuedPost {
    /// The incident that says it.
    pub incident: IncidentId,
    /// When it was decided.
    pub at: At,
    /// The post, the card, the removal of a message, the archive.
    pub job: Job,
    /// What it follows from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<String>,
}

impl QueuedPost {
    /// The row that queues a post to one person outside any incident's transaction, and the bell to ring.
    pub fn to_person(&self, product: &ProductId, person: &PersonId, name: &str) -> (Row, Bell) {
        let partition = keys::direct_posts(product, person);
        let key = Key::new(partition.clone(), format!("P#{:015}#{name}", self.at.0));
        let body = serde_json::to_string(self).expect("a post has only string keys");
        let due = Some(Due { shard: shard(&partition), at: self.at.0 });
        (Row { key, body, version: 1, due, listed: None, expires: None }, Bell::Posts(partition))
    }
}

/// Whether something was tried in a chat of which nobody knows if it was done: no answer came, or whoever tried
/// it did not come to write the answer down.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Nothing: all that was done is written down.
    #[default]
    None,
    /// A post that waits: once it is posted there is no doubt any more.
    Waiting,
    /// A post that was given up, and may be tried again by an operator's word.
    GivenUp,
}

impl Doubt {
    /// What was written before doubts were kept says nothing of them.
    const fn of_older_rows() -> Self {
        Self::Waiting
    }

    /// A post was tried, and it is not known what came of it.
    pub fn begins(&mut self) {
        if *self == Self::None {
            *self = Self::Waiting;
        }
    }

    /// Nothing waits any more.
    pub fn ends(&mut self) {
        if *self == Self::Waiting {
            *self = Self::None;
        }
    }
}

/// What is known of a chat.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ChatRow {
    /// The room, once it is known.
    pub room: Option<RoomId>,
    /// Messages that take a place and may be changed.
    #[serde(default)]
    pub slots: Vec<(IncidentId, Slot, MessageId)>,
    /// Somebody drains it until then.
    pub leased_until: Option<At>,
    /// The messenger asked to wait until then.
    pub not_before: Option<At>,
    /// Whether it is known of everything tried here that it was done or not.
    #[serde(default = "Doubt::of_older_rows")]
    pub doubt: Doubt,
    /// Attempts since the last success.
    #[serde(default)]
    pub failures: u32,
    /// Places from here on stand in the room there is now; those before, in one that was left.
    #[serde(default, skip_serializing_if = "is_none")]
    pub left: usize,
    /// A direct chat that goes on in the second messenger, and until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<(ConnectionId, At)>,
    /// The incident last spoken of, for plain words in a direct chat.
    pub last_incident: Option<IncidentId>,
    /// Who was let into it, where it is a standing room.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<PersonId>,
    /// It was closed for writing: nothing more is posted in it.
    #[serde(default)]
    pub archived: bool,
    /// Messages that are still to be pinned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unpinned: Vec<MessageId>,
    /// When that is tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin_at: Option<At>,
    /// How often pinning failed since it last went well.
    #[serde(default)]
    pub pin_failures: u32,
}

/// Places kept of one chat: a direct chat lives for years, and who answers what was asked hundreds of
/// messages ago gets a new message instead of a changed one.
const MOST_SLOTS: usize = 400;

impl ChatRow {
    /// Remembers the message that takes a place.
    pub fn take_slot(&mut self, incident: IncidentId, slot: Slot, message: MessageId) {
        self.slots.push((incident, slot, message));
        let over = self.slots.len().saturating_sub(MOST_SLOTS);
        self.slots.drain(..over);
        self.left = self.left.saturating_sub(over);
    }

    /// The chat goes on in another room, not known yet: what stands in the one there was is changed no more,
    /// answers to it are still understood.
    pub fn leave_room(&mut self) {
        (self.room, self.left) = (None, self.slots.len());
        (self.failures, self.not_before, self.archived) = (0, None, false);
    }

    /// The message that took a place in the room there is now is gone; one in a room that was left stays known.
    pub fn leave_slot(&mut self, incident: &IncidentId, slot: &Slot) {
        let mut place = 0..;
        let left = self.left;
        self.slots.retain(|(of, taken, _)| place.next() < Some(left) || of != incident || taken != slot);
    }

    /// The place a message takes, if it takes one.
    pub fn in_slot(&self, message: &MessageId) -> Option<(IncidentId, Slot)> {
        let found = self.slots.iter().rev().find(|(_, _, standing)| standing == message);
        found.map(|(incident, slot, _)| (incident.clone(), slot.clone()))
    }

    /// The message that takes a place.
    pub fn slot(&self, incident: &IncidentId, slot: &Slot) -> Option<&MessageId> {
        let here = self.slots.get(self.left..).unwrap_or_default();
        let found = here.iter().find(|(of, taken, _)| of == incident && taken == slot);
        found.map(|(_, _, message)| message)
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_none(places: &usize) -> bool {
    *places == 0
}

/// Which product, and which incident or person, a room belongs to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RoomRow {
    /// The product.
    pub product: ProductId,
    /// The partition of its posts.
    pub posts: String,
    /// The incident, where it is an incident's own room.
    pub incident: Option<IncidentId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_row_that_says_nothing_of_doubts_nothing_is_certain() {
        let older = r#"{"room":null,"leased_until":null,"not_before":null,"last_incident":null}"#;
        let older: ChatRow = serde_json::from_str(older).expect("rows of before are read");
        assert_eq!((older.doubt, ChatRow::default().doubt), (Doubt::Waiting, Doubt::None));
    }

    #[test]
    fn a_doubt_about_what_was_given_up_does_not_end() {
        let mut doubt = Doubt::None;
        doubt.begins();
        assert_eq!(doubt, Doubt::Waiting);
        doubt.ends();
        assert_eq!(doubt, Doubt::None);
        doubt = Doubt::GivenUp;
        doubt.begins();
        doubt.ends();
        assert_eq!(doubt, Doubt::GivenUp);
    }
}
