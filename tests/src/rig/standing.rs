//! How an incident stands, as a test looks at it.

use super::Rig;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{IncidentId, PersonId};
use nabat_domain::incident::{Prompt, State};
use nabat_domain::journal::{Sealed, verify};
use nabat_kit::incident::{journal, load};

impl Rig {
    /// The incident as it stands.
    #[nabat_kit::boxed]
    pub async fn state(&self, incident: &IncidentId) -> State {
        let found = load(self.outside.table.plain(), &self.product, incident).await.expect("the incident can be read");
        found.expect("there is such an incident")
    }

    /// The incident's sealed events.
    #[nabat_kit::boxed]
    pub async fn journal(&self, incident: &IncidentId) -> Vec<Sealed> {
        journal(self.outside.table.plain(), &self.product, incident).await.expect("the journal can be read")
    }

    /// Asserts that the journal is whole and leads to the state that is stored.
    #[nabat_kit::boxed]
    pub async fn assert_journal(&self, incident: &IncidentId) {
        let (events, state) = (self.journal(incident).await, self.state(incident).await);
        verify(&events, state.head.version, &state.head.hash).expect("the chain holds");
        let replayed =
            nabat_domain::incident::replay(&events, incident, &self.product).expect("every event can be read");
        let mut replayed = replayed.expect("a journal begins with a registration");
        replayed.head.parts = state.head.parts;
        replayed.head.schema = state.head.schema;
        assert_eq!(replayed, state, "the journal leads to the state");
    }

    /// The open prompt of a step.
    #[nabat_kit::boxed]
    pub async fn prompt(&self, incident: &IncidentId, step: &str) -> Prompt {
        let state = self.state(incident).await;
        let open: Vec<&str> = state.steps.open.values().map(|prompt| prompt.id.as_str()).collect();
        let found = state.steps.open.values().find(|prompt| prompt.step.as_str() == step);
        found.cloned().unwrap_or_else(|| panic!("no open prompt of step {step}; open are {open:?}"))
    }

    /// Whether a step is asked now.
    #[nabat_kit::boxed]
    pub async fn asks(&self, incident: &IncidentId, step: &str) -> bool {
        self.state(incident).await.steps.open.values().any(|prompt| prompt.step.as_str() == step)
    }

    /// Who holds a role.
    #[nabat_kit::boxed]
    pub async fn holder(&self, incident: &IncidentId, role: Role) -> PersonId {
        self.state(incident).await.people.holders.get(&role).cloned().expect("somebody holds the role")
    }

    /// Somebody of the catalogue with a role, who is not one of these.
    pub fn anybody(&self, role: Role, but: &[PersonId]) -> PersonId {
        let people = self.catalogue.people.values();
        let mut able = people.filter(|person| person.roles.contains(&role)).map(|person| person.id.clone());
        able.find(|person| !but.contains(person)).expect("somebody else has the role")
    }

    /// What the bot posted in the incident's room since this was last asked, as people see it.
    #[nabat_kit::boxed]
    pub async fn room(&self, incident: &IncidentId) -> String {
        let room = self.state(incident).await.head.room.expect("the incident has a room");
        self.outside.messenger.plain().fresh(&room)
    }
}
