//! A file is fetched once it is posted, put on the desk's record once it is kept; one that is not kept is said.

use super::super::file::{Came, ChatFile, FileFact, LARGEST_FILE};
use super::super::job::{Job, Post};
use super::super::state::State;
use super::super::wording::{Arg, Wording};

pub(super) fn follows(state: &State, fact: &FileFact) -> Vec<Job> {
    match fact {
        FileFact::Posted { source: None, .. } => Vec::new(),
        FileFact::Posted { number, .. } => vec![Job::KeepFile { number: *number }],
        FileFact::Came { number, came } => {
            let Some(file) = state.files.posted.get(number) else { return Vec::new() };
            let first = match came {
                Came::Kept(_) => Job::DeskFile { number: *number },
                Came::NotKept { why } => not_kept(file, why.as_str()),
            };
            // Nothing is lost with the message any more.
            let goes = |message: &String| Job::Erase { message: message.clone(), place: file.place.clone() };
            [first].into_iter().chain(file.message.as_ref().map(goes)).collect()
        }
    }
}

/// Said where it was posted: nobody else has to know.
fn not_kept(file: &ChatFile, why: &str) -> Job {
    let wording = Wording::new(&format!("file-not-kept-{why}"))
        .with("who", Arg::Person(file.by.clone()))
        .with("file", Arg::Text(file.name.clone()))
        .with("largest", Arg::Number((LARGEST_FILE / 1_000_000) as i64));
    Job::Post(Box::new(Post { to: file.place.clone(), wording, slot: None, prompt: None }))
}
