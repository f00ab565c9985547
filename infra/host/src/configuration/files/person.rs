//! `people.yaml`: one entry a person, with the name and contacts the catalogue keeps apart.

#[cfg(test)]
use crate::configuration::schema;
use nabat_domain::catalogue::{Contact, Language, Person, PersonName, Role};
use nabat_domain::ids::PersonId;
use serde::Deserialize;
use serde_saphyr::Spanned;

/// A person with a role.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonEntry {
    /// The staff number, not a name: journals outlive names.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: Spanned<PersonId>,
    /// The name; it can be erased.
    pub name: String,
    /// Roles in the process.
    #[cfg_attr(test, schemars(with = "Vec<schema::Word<Role>>"))]
    pub roles: Spanned<Vec<Role>>,
    /// Language of personal messages, if not the product's.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<schema::Word<Language>>"))]
    pub language: Option<Language>,
    /// Work contacts, by sort.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<schema::Contact>"))]
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
