//! The sorts of steps: what each offers to choose from, and how it reads an answer. One a file.

mod accept;
mod began;
pub(crate) mod cause;
mod choice;
mod day;
mod fault;
mod fixed;
mod moment;
mod other;
mod person;
mod problem;
mod restored;
mod scope;
mod text;
mod verdict;
mod word;

pub(crate) use scope::scope_named;

use crate::answer::is_too_long;
use crate::catalogue::Catalogue;
use crate::incident::{Context, State, Value, Wording};
use crate::procedure::{Kind, Step};
use crate::time::At;

/// What reading an answer came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Reading {
    /// It says this, about that moment.
    Says(Said, At),
    /// Doubtful: ask back with this wording. What was said may still be meant as it is.
    Ask(Wording),
    /// An empty or too short text: questioned once, then taken as it is.
    Doubt(Wording, Said),
}

/// An answer understood, with typed words not yet put aside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Said {
    /// Nothing but the value.
    Plain(Value),
    /// Words.
    Text(String),
    /// Words and the moment of the next ones.
    Word(String, At),
    /// A verdict with a remark.
    Verdict(crate::answer::Verdict, Option<String>, Option<At>),
}

/// What an answer is read against.
#[derive(Clone, Copy)]
pub(crate) struct Ask<'a> {
    pub(crate) cx: &'a Context<'a>,
    pub(crate) state: &'a State,
    pub(crate) step: &'a Step,
    /// What the step is asked about.
    pub(crate) subject: Option<&'a str>,
}

/// Reads what somebody said as an answer to a step. Where words are wanted any number of them will do; elsewhere a log
/// pasted behind an answer would be read as part of it.
pub(crate) fn read(ask: &Ask, text: &str) -> Reading {
    let wants_words = matches!(ask.step.kind, Kind::Text | Kind::Provided | Kind::Word | Kind::Cause);
    if !wants_words && is_too_long(text) {
        return Reading::Ask(Wording::new("ask-shorter"));
    }
    match ask.step.kind {
        Kind::Accept => accept::read(ask, text),
        Kind::Began => began::read(ask, text),
        Kind::Restored => restored::read(ask, text),
        Kind::Choice | Kind::Decision | Kind::Exit | Kind::HandBack | Kind::OnContractor => choice::read(ask, text),
        Kind::Text | Kind::Provided => text::read(ask, text),
        Kind::Scope => scope::read(ask, text),
        Kind::Fault => fault::read(ask, text),
        Kind::Word => word::read(ask, text),
        Kind::Works | Kind::Impact | Kind::Recovered => verdict::read(ask, text),
        Kind::Problem => problem::read(ask, text),
        Kind::Duplicate | Kind::Linked => other::read(ask, text),
        Kind::Cause => cause::read(ask, text),
        Kind::Person => person::read(ask, text),
        Kind::Day => day::read(ask, text),
        Kind::Fixed => fixed::read(ask, text),
    }
}

/// What a prompt offers to choose from; empty where words are wanted.
pub(crate) fn choices(catalogue: &Catalogue, state: &State, step: &Step, subject: Option<&str>) -> Vec<String> {
    match step.kind {
        Kind::Accept => vec!["accepted".to_owned()],
        Kind::Began => vec![began::AS_REGISTERED.to_owned(), "now".to_owned()],
        Kind::Restored | Kind::Fixed => vec!["now".to_owned()],
        Kind::Scope => vec![scope::ALL.to_owned()],
        Kind::Fault => fault::choices(catalogue, state),
        Kind::Text | Kind::Word | Kind::Day | Kind::Provided => Vec::new(),
        Kind::Problem => state.neighbours.likely(),
        Kind::Cause => cause::choices(&step.choices, subject),
        Kind::Person => person::choices(catalogue, state),
        Kind::Choice
        | Kind::Works
        | Kind::Impact
        | Kind::Recovered
        | Kind::Decision
        | Kind::Exit
        | Kind::Duplicate
        | Kind::Linked
        | Kind::HandBack
        | Kind::OnContractor => step.choices.clone(),
    }
}
