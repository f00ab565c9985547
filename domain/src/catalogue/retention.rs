//! How long what stands beside the journals is kept. The journals themselves, chains of hashes and facts, are kept for
//! good: figures and claims rest on them.

use serde::{Deserialize, Serialize};

/// What goes by schedule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// What people typed, and what repeats it; the names of files with the files.
    Words,
    /// Content of files people posted.
    Files,
    /// Samples behind findings.
    Samples,
    /// What was given up for good, with the reason.
    Discarded,
    /// Registrations that were refused, with what came.
    Refused,
}

impl Kept {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Words, Self::Files, Self::Samples, Self::Discarded, Self::Refused];

    /// The word in files and rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Files => "files",
            Self::Samples => "samples",
            Self::Discarded => "discarded",
            Self::Refused => "refused",
        }
    }
}

/// Days after an incident or problem is over; what is not named is kept for good.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Retention {
    /// What people typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<u32>,
    /// Content of files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<u32>,
    /// Samples behind findings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub samples: Option<u32>,
    /// What was given up for good; counted from then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discarded: Option<u32>,
    /// Registrations that were refused; counted from then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<u32>,
}

impl Retention {
    /// Days of one of them, if it goes at all.
    pub const fn days(&self, kept: Kept) -> Option<u32> {
        match kept {
            Kept::Words => self.words,
            Kept::Files => self.files,
            Kept::Samples => self.samples,
            Kept::Discarded => self.discarded,
            Kept::Refused => self.refused,
        }
    }

    /// Nothing goes by schedule.
    pub fn is_for_good(&self) -> bool {
        *self == Self::default()
    }
}
