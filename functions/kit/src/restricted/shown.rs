//! Whom one case is shown to, for those who name it without reading: in a chat, by a button of it.

use super::reads::{Read, ReadBy};
use super::sight::{Reader, divided};
use crate::configuration::Current;
use crate::env::Env;
use crate::fault::Fault;
use nabat_domain::ids::{IncidentId, PersonId, ProductId};

/// What is put down of a look that was none at a page.
const IN_CHAT: &str = "chat";

/// Whom a case is for, seen from one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    /// It is not restricted, or there is no such case.
    ToAll,
    /// It is restricted, and they take part in it.
    ToParticipants,
    /// It is restricted, and they may read it though they take no part: on record.
    ToReaders,
    /// It is restricted, and they may not.
    ToOthers,
}

/// Whether a case is for a person, as its pages are.
///
/// # Errors
/// The table's, or rows this program cannot read.
#[crate::boxed]
pub async fn shown(env: &Env, current: &Current, case: &IncidentId, person: &PersonId) -> Result<Shown, Fault> {
    let catalogue = &current.version.catalogue;
    let Some(restricted) = super::one(env.table.as_ref(), &catalogue.product.id, case).await? else {
        return Ok(Shown::ToAll);
    };
    let roles = catalogue.people.get(person).map(|known| known.roles.clone()).unwrap_or_default();
    let reader = Reader { by: ReadBy::Person(person.clone()), roles, what: String::new() };
    if restricted.people.contains(person) {
        return Ok(Shown::ToParticipants);
    }
    let (seen, _) = divided(env, current, &reader, vec![restricted]).await?;
    Ok(if seen.contains(case) { Shown::ToReaders } else { Shown::ToOthers })
}

/// Puts down that somebody asked of a restricted case where only they and the bot are.
///
/// # Errors
/// The table's: what cannot be recorded is not read.
#[crate::boxed]
pub async fn read_in_chat(env: &Env, product: &ProductId, case: &IncidentId, person: &PersonId) -> Result<(), Fault> {
    let read = Read { by: ReadBy::Person(person.clone()), at: env.now(), what: IN_CHAT.to_owned() };
    Ok(read.record(env.table.as_ref(), product, case).await?)
}
