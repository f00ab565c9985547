//! Files in the timeline: posted, kept under a hash, or not kept and why.

use super::Tone;
use super::parts::words;
use crate::files::size;
use nabat_domain::incident::{Arg, FileCame, FileFact, Wording};

/// What happened to a file, in words.
pub(super) fn told(fact: &FileFact) -> Wording {
    match fact {
        FileFact::Posted { number, by, name, .. } => Wording::new("event-file-posted")
            .with("by", Arg::Person(by.clone()))
            .with("name", words(name))
            .with("number", Arg::Number((*number).into())),
        FileFact::Came { number, came: FileCame::Kept(kept) } => Wording::new("event-file-kept")
            .with("number", Arg::Number((*number).into()))
            .with("size", size(kept.bytes))
            .with("hash", Arg::Word(kept.sha256.clone())),
        FileFact::Came { number, came: FileCame::NotKept { why } } => Wording::new("event-file-not-kept")
            .with("number", Arg::Number((*number).into()))
            .with("why", Arg::Message(Box::new(Wording::new(&format!("file-why-{}", why.as_str()))))),
    }
}

pub(super) const fn tone(fact: &FileFact) -> Tone {
    match fact {
        FileFact::Posted { .. } => Tone::Plain,
        FileFact::Came { came: FileCame::Kept(_), .. } => Tone::Quiet,
        FileFact::Came { came: FileCame::NotKept { .. }, .. } => Tone::Bad,
    }
}
