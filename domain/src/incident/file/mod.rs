//! Files posted in an incident's chat: what was posted, and what came of keeping it.
//!
//! Content stands in rows of its own, named by its hash; names are typed words and stand aside like all of them.

mod inspect;
mod kind;

pub use inspect::inspect;
pub(super) use inspect::{carries_macros, runs};
pub use kind::FileKind;

use super::job::Target;
use super::value::TextRef;
use crate::ids::{ConnectionId, ContractId, PersonId, RoomId};
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The largest file that is kept, bytes: more no bot is given by Telegram.
pub const LARGEST_FILE: u64 = 20_000_000;

/// So many files one incident keeps.
pub(super) const MOST_FILES: usize = 100;

/// So much one incident keeps, bytes: an evidence pack has to hold it.
pub(super) const MOST_BYTES: u64 = 200_000_000;

/// Where a file's content is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileSource {
    /// The messenger.
    pub connection: ConnectionId,
    /// The room it was posted in.
    pub room: RoomId,
    /// The file, as that messenger names it.
    pub file: String,
}

/// What happened to a file, as the journal has it.
#[expect(missing_docs, reason = "a variant's sentence names its fields")]
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "file", rename_all = "snake_case")]
pub enum FileFact {
    /// Somebody posted it; `contract` names the one it is the report of, where it was taken as one. `message` is to be
    /// removed from the chat once its file was fetched: its name had personal data in it.
    Posted {
        number: u32,
        by: PersonId,
        #[serde(default, skip_serializing_if = "Target::is_room")]
        place: Target,
        name: TextRef,
        bytes: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<FileSource>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contract: Option<ContractId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<String>,
    },
    /// Something came of fetching it.
    Came { number: u32, came: Came },
}

/// What came of fetching a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "came", rename_all = "snake_case")]
pub enum Came {
    /// It is kept.
    Kept(Kept),
    /// It is not.
    NotKept {
        /// Why.
        why: NotKept,
    },
}

/// Content that is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// What it is.
    pub kind: FileKind,
}

/// Why content is not kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotKept {
    /// There is nothing in it.
    Empty,
    /// It is larger than what is kept.
    Large,
    /// A document with macros.
    Macros,
    /// It runs when it is opened.
    Runs,
    /// The messenger no longer has it.
    Gone,
}

impl NotKept {
    /// The word in names of sentences.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Large => "large",
            Self::Macros => "macros",
            Self::Runs => "runs",
            Self::Gone => "gone",
        }
    }
}

/// Files of an incident, by their numbers from 1.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Files {
    /// Each.
    pub posted: BTreeMap<u32, ChatFile>,
}

/// A file somebody posted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChatFile {
    /// Who.
    pub by: PersonId,
    /// When it was recorded.
    pub at: At,
    /// Where.
    #[serde(default, skip_serializing_if = "Target::is_room")]
    pub place: Target,
    /// Its name, masked.
    pub name: TextRef,
    /// Its size as the messenger told it; 0 where it did not.
    pub bytes: u64,
    /// Where its content is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<FileSource>,
    /// The contract it is the report of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractId>,
    /// The message that is to be removed once it was fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What came of fetching it; nothing yet where it is still being fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came: Option<Came>,
}

impl ChatFile {
    /// What is kept of it.
    pub const fn kept(&self) -> Option<&Kept> {
        match &self.came {
            Some(Came::Kept(kept)) => Some(kept),
            Some(Came::NotKept { .. }) | None => None,
        }
    }
}

impl Files {
    /// None was ever posted.
    pub fn is_empty(&self) -> bool {
        self.posted.is_empty()
    }

    /// Files whose content is kept, with their numbers.
    pub fn kept(&self) -> impl Iterator<Item = (u32, &ChatFile, &Kept)> {
        self.posted.iter().filter_map(|(number, file)| Some((*number, file, file.kept()?)))
    }

    /// The next one's number.
    pub(super) fn next(&self) -> u32 {
        self.posted.last_key_value().map_or(1, |(last, _)| last + 1)
    }

    /// Whether another of that size finds room; one whose size nobody tells is looked at once it is there.
    pub(super) fn has_room_for(&self, bytes: u64) -> bool {
        let size = |file: &ChatFile| match &file.came {
            Some(Came::Kept(kept)) => kept.bytes,
            Some(Came::NotKept { .. }) => 0,
            None => file.bytes,
        };
        let taken: u64 = self.posted.values().map(size).sum();
        self.posted.len() < MOST_FILES && taken.saturating_add(bytes) <= MOST_BYTES
    }

    pub(super) fn apply(&mut self, fact: &FileFact, now: At) {
        match fact {
            FileFact::Posted { number, by, place, name, bytes, source, contract, message } => {
                let file = ChatFile {
                    by: by.clone(),
                    at: now,
                    place: place.clone(),
                    name: name.clone(),
                    bytes: *bytes,
                    source: source.clone(),
                    contract: contract.clone(),
                    message: message.clone(),
                    came: None,
                };
                self.posted.insert(*number, file);
            }
            FileFact::Came { number, came } => {
                if let Some(file) = self.posted.get_mut(number) {
                    file.came = Some(came.clone());
                }
            }
        }
    }
}
