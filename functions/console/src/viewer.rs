//! Who looks at a page: the person signed in, with what the pages need to know of them.

use crate::access::{Endpoint, may};
use nabat_domain::catalogue::{Language, Rights, Role};
use nabat_domain::ids::{PersonId, ProductId};
use std::collections::BTreeSet;

/// A person signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Viewer {
    /// The person.
    pub person: PersonId,
    /// The product they are signed in to.
    pub product: ProductId,
    /// Its name.
    pub product_name: String,
    /// Roles held in it.
    pub roles: BTreeSet<Role>,
    /// What roles may do in it.
    pub rights: Rights,
    /// Name as shown.
    pub name: String,
    /// Language of the pages.
    pub language: Language,
    /// Guards forms against being sent by another site.
    pub csrf: String,
}

impl Viewer {
    /// Whether one of the roles may call the endpoint: the pages ask the same table as the API.
    pub fn may(&self, endpoint: Endpoint) -> bool {
        may(endpoint, &self.roles, &self.rights)
    }
}
