//! Personal and medical identifiers recognised in any text and masked before anything is stored.
//!
//! How it works: `lexer` cuts the text into numbers, words and atoms (e-mail addresses, marks of an
//! earlier masking); one file per identifier says which numbers it owns; `scan` asks them in turn.
//! Everything a recogniser looks at (words counted, digits joined, lines) is the same before and
//! after masking, which is what makes masking idempotent.

mod birth_date;
mod clock;
mod contact;
mod context;
mod digit;
mod edge;
mod email;
mod inn;
mod json;
mod kind;
mod lexer;
mod name;
mod passport;
mod phone;
mod policy;
mod replace;
mod scan;
mod slip;
mod snils;
mod text;
mod twins;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tables;

pub use contact::{Allowed, normalise_contact};
pub use json::mask_json;
pub use kind::Kind;
pub use replace::{Masked, mask};
pub use scan::{Finding, find};
