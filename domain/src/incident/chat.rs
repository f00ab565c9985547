//! A chat that is lost, because the messenger does not answer or the bot was thrown out: it goes on in another
//! room, perhaps in the product's second messenger, with the same people and the same questions.

use super::draft::{Draft, Reply};
use super::event::Event;
use super::job::Job;
use super::react::in_room;
use super::state::{Member, State};
use super::wording::Wording;
use crate::catalogue::Product;
use crate::ids::{ConnectionId, PersonId, RoomId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An incident loses at most so many rooms of one messenger: whoever throws the bot out again and again means it.
const MOST: u32 = 3;

/// Why a chat cannot be led any more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatLost {
    /// The messenger has not answered for a minute and more.
    Unreachable,
    /// The room is there no more for the bot: it was thrown out, or the room was closed by hand.
    ThrownOut,
}

/// How an incident's chat went on after it was lost.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Moved {
    /// How often it was lost.
    pub times: u32,
    /// Why, the last time.
    pub why: Option<ChatLost>,
    /// The messenger it is in, where that is not the product's first.
    pub to: Option<ConnectionId>,
}

impl Moved {
    /// It is where it was first made.
    pub const fn is_none(&self) -> bool {
        self.times == 0
    }
}

impl State {
    /// The messenger its chat is in, or will be made in.
    pub fn messenger<'a>(&'a self, product: &'a Product) -> &'a ConnectionId {
        self.head.moved.to.as_ref().unwrap_or(&product.messenger)
    }

    /// The messenger a lost chat would go on in; none where there is no elsewhere.
    pub fn next_messenger(&self, product: &Product, why: ChatLost) -> Option<ConnectionId> {
        let here = self.messenger(product);
        let other = product.second_messenger.clone().filter(|second| second != here);
        let again = why == ChatLost::ThrownOut && self.head.moved.times < MOST;
        if again { Some(here.clone()) } else { other }
    }
}

impl Member {
    /// In the chat now.
    pub fn is_in(&self) -> bool {
        self.invited_at.is_some() && self.left_at.is_none()
    }
}

/// The chat is lost: it goes on elsewhere, where there is an elsewhere. What was said before, or of a room that
/// was left meanwhile, changes nothing.
pub(super) fn lost(draft: &mut Draft, room: Option<&RoomId>, why: ChatLost) -> Reply {
    let (state, product) = (draft.state(), &draft.cx.catalogue.product);
    if let Some(next) = state.next_messenger(product, why)
        && state.is_open()
        && state.head.room.as_ref() == room
    {
        let to = Some(next).filter(|next| *next != product.messenger);
        draft.push(Event::ChatLost { room: room.cloned(), why, to });
    }
    Reply::recorded()
}

/// Who leaves of their own accord goes on by direct message, and is called back in; who was sent off was expected to.
pub(super) fn walked_out(draft: &mut Draft, person: &PersonId) -> Reply {
    let member = draft.state().people.members.get(person);
    if member.is_some_and(|member| member.is_in() && member.sent_off_at.is_none()) && draft.state().is_open() {
        draft.push(Event::PeopleLeft { people: vec![person.clone()], failed: Vec::new() });
    }
    Reply::recorded()
}

pub(super) fn evolve(state: &mut State, why: ChatLost, to: Option<&ConnectionId>) {
    state.head.room = None;
    state.head.moved = Moved { times: state.head.moved.times + 1, why: Some(why), to: to.cloned() };
}

/// Everybody who was in is called into the next room. The one nobody answers for is left once it answers again.
pub(super) fn react(state: &State, room: Option<&RoomId>, why: ChatLost) -> Vec<Job> {
    let members = state.people.members.iter();
    let inside = members.filter(|(_, member)| member.is_in() && member.sent_off_at.is_none());
    let left = |person: &&PersonId| super::react::has_left(state, person);
    let holders = state.people.holders.values().filter(|person| !left(person));
    let people: BTreeSet<PersonId> = inside.map(|(person, _)| person).chain(holders).cloned().collect();
    let mut jobs = vec![Job::OpenChat { people: people.into_iter().collect() }];
    if let (ChatLost::Unreachable, Some(room)) = (why, room) {
        jobs.push(Job::LeaveChat { room: room.clone() });
    }
    jobs
}

/// What the next room begins with.
pub(super) fn moved(state: &State) -> Option<Job> {
    let key = match state.head.moved.why? {
        ChatLost::Unreachable => "chat-moved-unreachable",
        ChatLost::ThrownOut => "chat-moved-thrown-out",
    };
    Some(in_room(Wording::new(key)))
}
