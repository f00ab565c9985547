//! A place in which a failure is felt: a clinic, a hospital, a station.

use crate::ids::OrganisationId;
use serde::{Deserialize, Serialize};

/// An organisation that uses the product.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Organisation {
    /// Catalogue id, as the desk sends it.
    pub id: OrganisationId,
    /// Name people know it by.
    pub name: String,
    /// Other words people use for it in a chat.
    #[serde(default)]
    pub aliases: Vec<String>,
}
