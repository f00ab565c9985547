//! `contracts.yaml`: one entry an agreement.

use chrono::NaiveDate;
use nabat_domain::catalogue::{Contract, WorkGroup};
use nabat_domain::ids::{ContractId, PersonId, ServiceId};
use serde::Deserialize;
use serde_saphyr::Spanned;

/// An agreement with a contractor.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ContractEntry {
    /// The contract's number, as the lawyers have it.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: Spanned<ContractId>,
    /// The contractor's name.
    pub contractor: String,
    /// Services it covers, by id.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub services: Vec<Spanned<ServiceId>>,
    /// First day in force.
    pub from: NaiveDate,
    /// Last day in force.
    #[cfg_attr(test, schemars(with = "NaiveDate"))]
    pub until: Spanned<NaiveDate>,
    /// Where the desk opens a "failure on contractor".
    #[cfg_attr(test, schemars(with = "String"))]
    pub work_group: WorkGroup,
    /// Who speaks for the contractor, in the order they are called.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub representatives: Vec<Spanned<PersonId>>,
    /// Minutes allowed to react.
    pub reaction_minutes: u32,
    /// Minutes allowed to restore.
    pub restoration_minutes: u32,
}

impl ContractEntry {
    /// The contract of the catalogue.
    pub fn contract(&self) -> Contract {
        Contract {
            id: self.id.value.clone(),
            contractor: self.contractor.clone(),
            services: self.services.iter().map(|service| service.value.clone()).collect(),
            from: self.from,
            until: self.until.value,
            work_group: self.work_group.clone(),
            representatives: self.representatives.iter().map(|person| person.value.clone()).collect(),
            reaction_minutes: self.reaction_minutes,
            restoration_minutes: self.restoration_minutes,
        }
    }
}
