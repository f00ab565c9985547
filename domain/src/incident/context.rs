//! What deciding needs besides the state: all of it handed in, nothing fetched.

use crate::catalogue::Catalogue;
use crate::ids::{IncidentId, ProductId, ServiceId};
use crate::procedure::Procedure;
use crate::time::At;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What deciding needs besides the state and the command.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Now, UTC.
    pub now: At,
    /// The product.
    pub product: &'a ProductId,
    /// The incident.
    pub incident: &'a IncidentId,
    /// The pinned catalogue.
    pub catalogue: &'a Catalogue,
    /// Its version.
    pub catalogue_version: &'a str,
    /// The pinned procedure.
    pub procedure: &'a Procedure,
    /// Names by which people call each other in a chat: `(id, names)`.
    pub names: &'a [(String, Vec<String>)],
    /// Which services have an incident now.
    pub board: &'a Board,
    /// Fresh random bytes for the salts of typed words.
    pub salt: [u8; 16],
}

/// Which services of a product have an incident now: one small row a product, so that two
/// registrations can never both think they are the first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Board {
    /// By service.
    pub open: BTreeMap<ServiceId, BoardEntry>,
}

/// A service's open incident.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BoardEntry {
    /// The incident.
    pub incident: IncidentId,
    /// The incident whose chat it speaks in; itself, where it has its own.
    pub chat: IncidentId,
    /// A drill never answers for a real failure, nor the other way round.
    pub drill: bool,
}
