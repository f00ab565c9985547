//! People with a role: by opaque id here, by name in a table of their own.

use super::{Language, Role};
use crate::ids::PersonId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A person as the process knows them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Person {
    /// Opaque id: a staff number, never a name.
    pub id: PersonId,
    /// Roles held in this product.
    pub roles: BTreeSet<Role>,
    /// Language of direct messages; the product's where absent.
    #[serde(default)]
    pub language: Option<Language>,
}

/// Name and work contacts of a person; erasable.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PersonName {
    /// The name as shown.
    pub name: String,
    /// Address in each messenger, by connection id; `builtin` uses the person's id where absent.
    #[serde(default)]
    pub contacts: Vec<Contact>,
}

/// A work contact: never masked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    /// A work telephone.
    Phone(String),
    /// A work e-mail address.
    Email(String),
    /// A user name in a messenger.
    Messenger {
        /// Which messenger.
        connection: String,
        /// The user's name there.
        user: String,
    },
}
