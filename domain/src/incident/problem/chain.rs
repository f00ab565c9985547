//! The chain of causes: each link says why the one before was so, until one is the root.

use crate::ids::{PersonId, StepId};
use crate::incident::{Done, State, TextRef, Value};
use crate::time::At;

/// One link of the chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// Why.
    pub words: TextRef,
    /// Who said so.
    pub by: PersonId,
    /// When.
    pub at: At,
    /// It was said to be the root.
    pub root: bool,
}

/// The links said so far, from the failure down.
pub fn chain(state: &State, step: &StepId) -> Vec<Link> {
    let mut links = Vec::new();
    for number in 1.. {
        match state.steps.done.get(&format!("{step}.{number}")) {
            Some(Done::Answered(answer)) => match &answer.value {
                Value::Text { text } => {
                    links.push(Link { words: text.clone(), by: answer.by.clone(), at: answer.stated_at, root: false })
                }
                _ => {
                    if let Some(last) = links.last_mut() {
                        last.root = true;
                    }
                    break;
                }
            },
            Some(Done::Waived(_)) | None => break,
        }
    }
    links
}

/// What the step is asked about: each link there is, and the next one until the chain has its root.
pub(in super::super) fn links(state: &State, step: &StepId) -> Vec<Option<String>> {
    let mut numbers = Vec::new();
    for number in 1.. {
        numbers.push(Some(number.to_string()));
        match state.steps.done.get(&format!("{step}.{number}")) {
            Some(Done::Answered(answer)) if matches!(answer.value, Value::Text { .. }) => {}
            _ => break,
        }
    }
    numbers
}

/// The instance that ended the chain, if it has ended.
pub(super) fn ending(state: &State, step: &StepId) -> Option<String> {
    let last = links(state, step).pop().flatten()?;
    let name = format!("{step}.{last}");
    state.steps.done.contains_key(&name).then_some(name)
}
