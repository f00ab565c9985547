//! Agreements with contractors: which services they cover, when, on whose work group.

use crate::ids::{ContractId, PersonId, ServiceId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A group of the service desk that works on the contractor's side.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkGroup(pub String);

/// An agreement with a contractor.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contract {
    /// Number or id of the agreement.
    pub id: ContractId,
    /// The contractor's name as written in the agreement.
    pub contractor: String,
    /// Services covered.
    pub services: BTreeSet<ServiceId>,
    /// First day in force.
    pub from: NaiveDate,
    /// Last day in force.
    pub until: NaiveDate,
    /// Where the desk's incidents for the contractor go.
    pub work_group: WorkGroup,
    /// People who speak for the contractor, in order of calling.
    pub representatives: Vec<PersonId>,
    /// Time to react, minutes.
    pub reaction_minutes: u32,
    /// Time to restore, minutes.
    pub restoration_minutes: u32,
}

impl Contract {
    /// Whether it covers the service on that day of the product's calendar.
    pub fn covers(&self, service: &ServiceId, day: NaiveDate) -> bool {
        self.services.contains(service) && self.from <= day && day <= self.until
    }
}
