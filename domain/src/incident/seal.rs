//! Sealing: decided events get their numbers, hashes and the state they lead to.

use super::due::next_due;
use super::event::Event;
use super::evolve::evolve;
use super::state::State;
use crate::ids::{IncidentId, ProductId};
use crate::journal::{Breach, Entry, NOTHING_BEFORE, Sealed, seal};
use crate::time::At;

/// An event sealed, with the state it led to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// The event.
    pub event: Event,
    /// Its sealed bytes.
    pub sealed: Sealed,
    /// The state after it.
    pub state: State,
}

/// Seals events after the state's last one.
pub fn seal_all(
    state: Option<&State>,
    events: &[Event],
    incident: &IncidentId,
    product: &ProductId,
    now: At,
) -> Vec<Recorded> {
    let mut current = state.cloned();
    let mut recorded = Vec::with_capacity(events.len());
    for event in events {
        let (number, previous) = current
            .as_ref()
            .map_or((1, NOTHING_BEFORE.to_owned()), |state| (state.head.version + 1, state.head.hash.clone()));
        let (kind, data) = event.to_journal();
        let sealed = seal(number, &previous, now, &kind, &data);
        let state = step(current.take(), event, &sealed, incident, product);
        recorded.push(Recorded { event: event.clone(), sealed, state: state.clone() });
        current = Some(state);
    }
    recorded
}

fn step(state: Option<State>, event: &Event, sealed: &Sealed, incident: &IncidentId, product: &ProductId) -> State {
    let mut state = evolve(state, event, incident, product, sealed.at);
    state.head.version = sealed.number;
    state.head.hash.clone_from(&sealed.hash);
    state.head.at = sealed.at;
    state.head.next_due = next_due(&state);
    state
}

/// The state a journal leads to.
///
/// # Errors
/// An event this program cannot read, or another one than a registration in the beginning.
pub fn replay(events: &[Sealed], incident: &IncidentId, product: &ProductId) -> Result<Option<State>, Breach> {
    let mut state = None;
    for sealed in events {
        let event = read(sealed)?;
        // A pack or a backup may hold any.
        if state.is_none() && !matches!(event, Event::Registered(_)) {
            return Err(Breach::Unreadable(sealed.number));
        }
        state = Some(step(state, &event, sealed, incident, product));
    }
    Ok(state)
}

/// The event in sealed bytes.
///
/// # Errors
/// The bytes are not an event this program can read.
pub fn read(sealed: &Sealed) -> Result<Event, Breach> {
    let unreadable = |_| Breach::Unreadable(sealed.number);
    let entry: Entry = serde_json::from_str(&sealed.bytes).map_err(unreadable)?;
    Event::from_journal(&entry.kind, &entry.data).map_err(unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_that_begins_with_no_registration_is_not_read() {
        let (kind, data) = Event::DeskReopened.to_journal();
        let sealed = seal(1, NOTHING_BEFORE, At(0), &kind, &data);
        assert_eq!(replay(&[sealed], &"inc-1".into(), &"city".into()).err(), Some(Breach::Unreadable(1)));
    }
}
