//! `people.yaml`: one entry a person, with the name and contacts the catalogue keeps apart.

use nabat_domain::catalogue::{Contact, Language, Person, PersonName, Role};
use nabat_domain::ids::PersonId;
use serde::Deserialize;
use serde_saphyr::Spanned;

/// A person with a role.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonEntry {
    pub id: Spanned<PersonId>,
    pub name: String,
    pub roles: Spanned<Vec<Role>>,
    #[serde(default)]
    pub language: Option<Language>,
    #[serde(default)]
    pub contacts: Vec<Contact>,
}

impl PersonEntry {
    /// The part that goes into the catalogue.
    pub fn person(&self) -> Person {
        Person { id: self.id.value.clone(), roles: self.roles.value.iter().copied().collect(), language: self.language }
    }

    /// The part that can be erased.
    pub fn person_name(&self) -> PersonName {
        PersonName { name: self.name.clone(), contacts: self.contacts.clone() }
    }
}
