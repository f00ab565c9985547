//! Actions of the runbook: carried out, and what came of them posted.

use super::super::job::{Job, Post, Slot, Target};
use super::super::runbook::{ActionName, ActionResult, Came, Hindrance, RunbookJob};
use super::super::state::State;
use super::super::wording::{Arg, Wording};
use super::runbook::message;
use super::{has_room, in_room};
use crate::ids::PersonId;

/// What came of actions, in words, for whoever shows it elsewhere.
pub struct ActionWords;

impl ActionWords {
    /// One result.
    pub fn result(result: &ActionResult) -> Wording {
        came(result)
    }
}

/// What can be asked for, with a button each.
pub(super) fn offered(state: &State) -> Vec<Job> {
    let actions = &state.findings.actions.offered;
    if actions.is_empty() || !has_room(state) {
        return Vec::new();
    }
    let line = |action: &ActionName| {
        let line = Wording::new("action-line")
            .with("id", Arg::Word(action.id.to_string()))
            .with("name", Arg::Word(action.name.clone()));
        message(line)
    };
    let wording = Wording::new("actions").with("actions", Arg::List(actions.iter().map(line).collect()));
    vec![Job::Post(Box::new(Post { to: Target::Room, wording, slot: Some(Slot::Actions), prompt: None }))]
}

/// What the chat was not there for yet.
pub(super) fn posted(state: &State) -> Vec<Job> {
    let results = state.findings.actions.results.iter().map(|result| in_room(came(result)));
    offered(state).into_iter().chain(results).collect()
}

/// It is carried out; what is there at once has come with the next event, and the job finds it done.
pub(super) fn asked(state: &State, action: &ActionName, by: Option<&PersonId>) -> Vec<Job> {
    let (action, by) = (action.clone(), by.cloned());
    vec![Job::Runbook(RunbookJob::Act { number: state.findings.actions.count, action, by })]
}

/// The result, in the chat.
pub(super) fn done(state: &State, result: &ActionResult) -> Vec<Job> {
    if has_room(state) { vec![in_room(came(result))] } else { Vec::new() }
}

fn came(result: &ActionResult) -> Wording {
    let word = |text: &str| Arg::Word(text.to_owned());
    let told = match &result.came {
        Came::Answer { text } if text.is_empty() => Wording::new("action-taken"),
        Came::Answer { text } => Wording::new("action-answer").with("text", word(text)),
        Came::Link { url } => Wording::new("action-link").with("address", Arg::Page(url.clone())),
        Came::Failed { reason, why } => {
            let why = why.as_ref().map_or_else(|| word(reason), |why| message(hindered(why, word(reason))));
            Wording::new("action-failed").with("reason", why)
        }
        Came::Table { rows, .. } if rows.is_empty() => Wording::new("action-table-empty"),
        Came::Table { rows, more } => {
            let row = |(labels, value): &(String, String)| {
                message(Wording::new("action-row").with("labels", word(labels)).with("value", word(value)))
            };
            let mut lines: Vec<Arg> = rows.iter().map(row).collect();
            if *more > 0 {
                lines.push(message(Wording::new("action-more").with("count", Arg::Number((*more).into()))));
            }
            Wording::new("action-table").with("rows", Arg::List(lines))
        }
    };
    told.with("action", word(&result.action.name))
}

/// What kept it from being done, with the words of whoever said so where they tell more.
fn hindered(why: &Hindrance, words: Arg) -> Wording {
    match why {
        Hindrance::Status { status } => Wording::new("action-why-status").with("status", Arg::Word(status.to_string())),
        Hindrance::Unreachable => Wording::new("action-why-unreachable").with("reason", words),
        Hindrance::Refused => Wording::new("action-why-refused").with("reason", words),
        Hindrance::Secret { name } => Wording::new("action-why-secret").with("secret", Arg::Word(name.clone())),
        Hindrance::Gone => Wording::new("action-why-gone"),
        Hindrance::NoMonitoring => Wording::new("action-why-no-monitoring"),
        Hindrance::Monitoring => Wording::new("action-why-monitoring").with("reason", words),
        Hindrance::Inside => Wording::new("action-why-inside"),
    }
}
