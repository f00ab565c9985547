//! Agreements with contractors: which services they cover, when, on whose work group.

use super::penalty::Penalty;
use super::service_hours::ServiceHours;
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
    /// When the contractor has to work; terms of reaction and restoration count inside these hours.
    #[serde(default)]
    pub service_hours: ServiceHours,
    /// Hours, round the clock, to hand in the report of a mass failure once it is asked for.
    #[serde(default = "three_days")]
    pub report_hours: u32,
    /// What may be claimed for a term missed, where that is agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penalty: Option<Penalty>,
}

/// Hours for the report where the contract is silent.
pub const REPORT_HOURS: u32 = 72;

const fn three_days() -> u32 {
    REPORT_HOURS
}

impl Contract {
    /// Whether it covers the service on that day of the product's calendar.
    pub fn covers(&self, service: &ServiceId, day: NaiveDate) -> bool {
        self.services.contains(service) && self.from <= day && day <= self.until
    }
}
