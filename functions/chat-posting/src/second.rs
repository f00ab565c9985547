//! The second messenger, for chats whose messenger does not answer, and rooms the bot was thrown out of.

use crate::posting::Posting;
use crate::waiting::Waiting;
use nabat_domain::catalogue::Product;
use nabat_domain::ids::{ConnectionId, PersonId};
use nabat_domain::incident::{ChatLost, Command};
use nabat_domain::journal::sha256_hex;
use nabat_domain::time::Length;
use nabat_kit::chat::ChatRow;
use nabat_kit::configuration::{self, Current};
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::patience::ATTEMPTS_BEFORE_SECOND_MESSENGER;
use nabat_kit::people::user_of;
use nabat_kit::perform::tell_later;
use nabat_kit::table::Action;

/// A direct chat is tried in the first messenger again after this.
const FOR: Length = Length::hours(1);

/// The messenger a direct chat is in.
pub(crate) fn of(product: &Product, chat: &ChatRow) -> ConnectionId {
    chat.second.as_ref().map_or_else(|| product.messenger.clone(), |(second, _)| second.clone())
}

/// A direct chat was in the second messenger for long enough.
pub(crate) fn return_in_time(env: &Env, chat: &mut ChatRow) {
    if chat.second.as_ref().is_some_and(|(_, until)| *until <= env.now()) {
        chat.leave_room();
        chat.second = None;
    }
}

/// The messenger failed often enough to say that it does not answer.
pub(crate) const fn does_not_answer(chat: &ChatRow) -> bool {
    chat.failures >= ATTEMPTS_BEFORE_SECOND_MESSENGER
}

/// A direct chat goes on in the second messenger, where there is one and the person is known there.
pub(crate) fn turn_to(env: &Env, current: &Current, person: &PersonId, chat: &mut ChatRow) -> bool {
    let Some(second) = &current.version.catalogue.product.second_messenger else { return false };
    if chat.second.is_some() || !is_known(current, second, person) {
        return false;
    }
    tracing::warn!(%person, connection = %second, "a direct chat goes on in the second messenger");
    chat.leave_room();
    chat.second = Some((second.clone(), env.now().plus(FOR)));
    true
}

/// The same where the first messenger does not even make the direct chat.
pub(crate) async fn turn_without_room(env: &Env, partition: &str, chat: &mut ChatRow) -> Result<bool, Fault> {
    let Some((product, person)) = partition.split_once("#C#dm.").filter(|_| does_not_answer(chat)) else {
        return Ok(false);
    };
    let current = configuration::of(env, &product.into()).await?;
    Ok(turn_to(env, &current, &person.into(), chat))
}

fn is_known(current: &Current, second: &ConnectionId, person: &PersonId) -> bool {
    user_of(&current.names.people, second, person).is_ok()
}

/// The incident hears that its room is lost; said twice of one room, it is one thing.
pub(crate) fn lost(env: &Env, posting: &Posting, post: &Waiting, why: ChatLost) -> Option<Action> {
    let at = posting.destination();
    let (incident, state) = at.owner.as_ref()?;
    state.next_messenger(&at.current.version.catalogue.product, why)?;
    tracing::error!(incident.id = %incident, chat = %post.row.key.pk, ?why, "the chat is lost");
    let name = format!("lost-{}", &sha256_hex(at.room.as_str().as_bytes())[..16]);
    let command = Command::ChatLost { room: Some(at.room.clone()), why };
    Some(tell_later(&at.product, incident, &name, command, env.now()))
}
