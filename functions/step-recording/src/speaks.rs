//! Whether somebody may speak of an incident that is not the room's own: its name alone opens nothing.

use crate::which::has_part;
use nabat_domain::catalogue::Right;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{Slot, State};
use nabat_kit::chat::{ChatRow, RoomRow};
use nabat_kit::configuration::Current;
use nabat_kit::env::Env;
use nabat_kit::fault::Fault;
use nabat_kit::incident::load;
use nabat_kit::restricted::{Shown, read_in_chat, shown};

/// Somebody in a room.
pub(crate) struct Speaker<'a> {
    pub(crate) current: &'a Current,
    pub(crate) room: &'a RoomRow,
    pub(crate) person: &'a PersonId,
}

impl Speaker<'_> {
    /// Whether they may speak of it here. `stands`: what they answer was posted in this room.
    ///
    /// What is restricted to others is to them as what does not exist.
    pub(crate) async fn may_speak_of(&self, env: &Env, incident: &IncidentId, stands: bool) -> Result<bool, Fault> {
        if self.room.incident.as_ref() == Some(incident) {
            return Ok(true);
        }
        let shown = shown(env, self.current, incident, self.person).await?;
        match shown {
            Shown::ToParticipants => return Ok(true),
            Shown::ToAll if stands => return Ok(true),
            Shown::ToReaders => {
                read_in_chat(env, &self.room.product, incident, self.person).await?;
                return Ok(true);
            }
            Shown::ToAll | Shown::ToOthers => {}
        }
        let state = load(env.table.as_ref(), &self.room.product, incident).await?;
        Ok(state.is_some_and(|state| {
            let shares = self.room.incident.as_ref() == Some(state.chat_owner());
            shares || has_part(&state, self.person) || shown == Shown::ToAll && self.knows(&state)
        }))
    }

    /// Who sees incidents, and who was in this one: what a contractor did is over before they have said all.
    fn knows(&self, state: &State) -> bool {
        let catalogue = &self.current.version.catalogue;
        let person = catalogue.people.get(self.person);
        person.is_some_and(|known| catalogue.product.rights.allow(&known.roles, Right::Sees))
            || state.people.members.contains_key(self.person)
            || state.contractors.of(self.person).next().is_some()
    }
}

/// Whether what has this button was posted in the chat.
pub(crate) fn stands(chat: &ChatRow, incident: &IncidentId, asked: &Slot) -> bool {
    // Below findings and actions stand buttons of their own, by names that are no place's.
    let here = |slot: &Slot| slot == asked || matches!(slot, Slot::Findings(_) | Slot::Actions);
    chat.slots.iter().any(|(of, slot, _)| of == incident && here(slot))
}
