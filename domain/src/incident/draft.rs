//! A decision in the making: events so far, the state they lead to, the words they point to.

use super::context::Context;
use super::event::Event;
use super::evolve::evolve;
use super::state::State;
use super::value::TextRef;
use super::wording::Wording;
use crate::time::At;
use serde::{Deserialize, Serialize};

/// What was decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// What happened; empty where it already was so.
    pub events: Vec<Event>,
    /// Words the events point to.
    pub texts: Vec<SideText>,
    /// What the one who asked is told.
    pub reply: Reply,
    /// Not all that follows was decided: the incident is to be woken at once for the rest.
    pub more: bool,
}

/// Typed words, stored beside the journal so that they can be erased.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SideText {
    /// SHA-256 over salt and text.
    pub hash: TextRef,
    /// Lower-case hex.
    pub salt: String,
    /// The words, masked.
    pub text: String,
}

impl SideText {
    /// The words under a salt.
    pub fn salted(salt: &[u8], text: &str) -> Self {
        let salt = hex::encode(salt);
        let hash = TextRef(crate::journal::sha256_hex(format!("{salt}{text}").as_bytes()));
        Self { hash, salt, text: text.to_owned() }
    }
}

/// What came of something said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is on record.
    Recorded,
    /// It already was so.
    AlreadySo,
    /// The bot asks back.
    Question,
    /// It cannot be done; the wording says what can.
    Refused,
}

/// What the one who asked is told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reply {
    /// What came of it.
    pub outcome: Outcome,
    /// What to say; nothing where the chat shows it anyway.
    pub wording: Option<Wording>,
}

/// A refusal, with what the person can do about it. Never history.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal(pub Wording);

impl Reply {
    /// On record, nothing to add.
    pub const fn recorded() -> Self {
        Self { outcome: Outcome::Recorded, wording: None }
    }

    /// On record, with a word.
    pub const fn recorded_saying(wording: Wording) -> Self {
        Self { outcome: Outcome::Recorded, wording: Some(wording) }
    }

    /// Already so.
    pub const fn already_so(wording: Wording) -> Self {
        Self { outcome: Outcome::AlreadySo, wording: Some(wording) }
    }

    /// A question back.
    pub const fn question(wording: Wording) -> Self {
        Self { outcome: Outcome::Question, wording: Some(wording) }
    }
}

/// Collects events while keeping the state they lead to at hand.
pub(super) struct Draft<'a> {
    pub(super) cx: Context<'a>,
    /// `None` only before registration.
    state: Option<State>,
    events: Vec<Event>,
    texts: Vec<SideText>,
    more: bool,
}

impl<'a> Draft<'a> {
    pub(super) fn new(state: Option<State>, cx: Context<'a>) -> Self {
        Self { cx, state, events: Vec::new(), texts: Vec::new(), more: false }
    }

    /// The state with everything decided so far.
    pub(super) fn state(&self) -> &State {
        self.state.as_ref().expect("every command but the registration finds an incident")
    }

    pub(super) const fn is_new(&self) -> bool {
        self.state.is_none()
    }

    /// What was decided so far.
    pub(super) fn events(&self) -> &[Event] {
        &self.events
    }

    /// One more fact.
    pub(super) fn push(&mut self, event: Event) {
        self.state = Some(evolve(self.state.take(), &event, self.cx.incident, self.cx.product, self.cx.now));
        self.events.push(event);
    }

    /// The failure began then, whatever was said of it before.
    pub(super) fn began(&mut self, at: At) {
        let was = Some(self.state().head.began);
        self.push(Event::OutageBegan { at, was });
    }

    /// Keeps typed words aside and gives what events hold in their place.
    pub(super) fn keep(&mut self, text: &str) -> TextRef {
        let mut salted = self.cx.salt.to_vec();
        salted.push(self.texts.len() as u8);
        let side = SideText::salted(&salted, text);
        let hash = side.hash.clone();
        self.texts.push(side);
        hash
    }

    /// More follows than one transaction takes: the rest with the next command, at once.
    pub(super) const fn goes_on(&mut self) {
        self.more = true;
    }

    pub(super) fn finish(self, reply: Reply) -> Decision {
        // Nothing follows in what is over.
        let more = self.more && self.state.as_ref().is_some_and(State::is_open);
        Decision { events: self.events, texts: self.texts, reply, more }
    }
}
