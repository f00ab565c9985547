//! What deciding needs besides the state: all of it handed in, nothing fetched.

use super::board::Board;
use super::problem::Known;
use crate::catalogue::{Calendars, Catalogue, Duty};
use crate::ids::{IncidentId, ProductId};
use crate::procedure::Procedure;
use crate::time::At;

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
    /// The catalogue in force now: who is still here.
    pub in_force: &'a Catalogue,
    /// What duty calendars say now.
    pub calendars: &'a Calendars,
    /// Version of the pinned one.
    pub catalogue_version: &'a str,
    /// The pinned procedure.
    pub procedure: &'a Procedure,
    /// Names by which people call each other in a chat: `(id, names)`.
    pub names: &'a [(String, Vec<String>)],
    /// Which services have an incident now.
    pub board: &'a Board,
    /// Problems that are known now, where the command reads them.
    pub known: &'a [Known],
    /// Fresh random bytes for the salts of typed words.
    pub salt: [u8; 16],
}

impl<'a> Context<'a> {
    /// Who is on duty by a catalogue's rotas and what calendars say now.
    pub(super) const fn duty(&self, catalogue: &'a Catalogue) -> Duty<'a> {
        Duty { catalogue, calendars: self.calendars }
    }
}
