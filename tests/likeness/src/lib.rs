//! Known problems, and incidents that repeat one of them in other words or only look as if they did.
//!
//! Written from how people report failures and how engineers name causes, without a look at any proposer: this
//! crate depends on nothing. Everything is the same for the same seed. Services, causes, their wordings and the
//! sentences around them stand in two halves that share none: a proposer is improved on the open one and
//! judged on the one held out.
//!
//! A problem's record has what was first reported, the cause and what helps. A repeat has other sentences about
//! the same thing than its record, now and then a line of the log, a mistyped word, the other language, or the
//! neighbour where people noticed it.

mod case;
mod cause;
mod cause_held;
mod dice;
mod estate;
mod sentence;

pub use case::{Asked, Case, Kind, Record, cases};

/// Which half of the words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wording {
    /// May be looked at while a proposer is improved.
    Open,
    /// Judges it.
    HeldOut,
}

/// The language of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Language {
    Russian,
    English,
}
