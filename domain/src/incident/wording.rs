//! Something to say to people: a message of the catalogues and what is filled into it.
//!
//! A wording holds ids and hashes only, so a stored one shows nobody's name and no typed text.

use super::value::TextRef;
use crate::catalogue::Role;
use crate::ids::{DeskId, FunctionId, OrganisationId, PersonId, PromptId, ServiceId, StageId, StepId};
use crate::time::{At, Length};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A message of the catalogues, filled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Wording {
    /// Key in the catalogues.
    pub key: String,
    /// What is filled in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, Arg>,
}

/// Something filled into a message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "arg", content = "value", rename_all = "snake_case")]
pub enum Arg {
    /// A person's name.
    Person(PersonId),
    /// A service's name.
    Service(ServiceId),
    /// A function's name.
    Function(ServiceId, FunctionId),
    /// An organisation's name.
    Organisation(OrganisationId),
    /// A stage's name.
    Stage(StageId),
    /// A step's short name.
    Step(StepId),
    /// A choice's label.
    Choice(StepId, String),
    /// A role's name.
    Role(Role),
    /// A moment, as the product's wall clock shows it.
    Moment(At),
    /// A length of time.
    Length(Length),
    /// A number.
    Number(i64),
    /// Words somebody typed.
    Text(TextRef),
    /// A desk record's number.
    Desk(DeskId),
    /// A word that is the same in every language: an id, a number of a contract, a command.
    Word(String),
    /// An address; one that begins with `/` is a page of Nabat's own and is given its host when it is said.
    Page(String),
    /// Another message.
    Message(Box<Wording>),
    /// Several, one after another.
    List(Vec<Arg>),
    /// A prompt, so that a reply can name it.
    Prompt(PromptId),
}

impl Wording {
    /// The message of that key, nothing filled in yet.
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), args: BTreeMap::new() }
    }

    /// The same with one more thing filled in.
    #[must_use]
    pub fn with(mut self, name: &str, arg: Arg) -> Self {
        self.args.insert(name.to_owned(), arg);
        self
    }
}
