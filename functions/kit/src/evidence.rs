//! The evidence pack of an incident: everything a claim rests on in one file, which anybody checks offline.
//!
//! `pack` makes it from the table; `verify` needs nothing but its bytes.

mod container;
mod derived;
mod journal;
mod manifest;
mod pack;
mod page;
mod posted;
mod verify;

pub use container::{Files, LARGEST, packed};
pub use manifest::{Listed, Manifest};
pub use pack::{Making, pack};
pub use verify::{Expected, Verdict, verify};

use std::fmt;

/// What stands for the pack as a whole where a file is named.
pub const PACK: &str = "the pack";

/// The list of files.
const MANIFEST: &str = "MANIFEST.txt";
/// Its signature.
const SIGNATURE: &str = "MANIFEST.sig";
/// Says what is what.
const README: &str = "README.txt";
/// The signer's public key.
const KEY: &str = "public-key.pem";
/// A line an event: the bytes its hash is over.
const EVENTS: &str = "journal/events.jsonl";
/// A line an event: number and hash.
const HASHES: &str = "journal/hashes.txt";
/// Typed words with their salts.
const TEXTS: &str = "journal/texts.json";
/// Who the ids are.
const PEOPLE: &str = "people.json";
/// Stages, outages and contractors' clocks.
const CLOCKS: &str = "clocks.json";
/// What lies over the contracts' terms, with its working.
const OVERRUNS: &str = "overruns.json";
/// The contracts in force.
const CONTRACTS: &str = "contracts.json";
/// Signed daily lists of heads.
const HEADS: &str = "heads/";
/// Samples of monitoring behind the findings.
const FINDINGS: &str = "findings/";

/// Files people posted, as they posted them.
const POSTED: &str = "files/";
/// Whose they are.
const POSTED_LIST: &str = "files.json";

/// Something in a pack that does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The file.
    pub file: String,
    /// The event of the journal, where it is about one.
    pub event: Option<u64>,
    /// What does not hold.
    pub what: String,
}

impl Finding {
    fn of(file: &str, what: &str) -> Self {
        Self { file: file.to_owned(), event: None, what: what.to_owned() }
    }

    fn of_event(file: &str, event: u64, what: &str) -> Self {
        Self { event: Some(event), ..Self::of(file, what) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.event {
            Some(event) => write!(f, "{}, event {event}: {}", self.file, self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}
