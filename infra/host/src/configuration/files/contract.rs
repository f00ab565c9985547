//! `contracts.yaml`: one entry an agreement.

use chrono::NaiveDate;
use nabat_domain::catalogue::{Contract, WorkGroup};
use nabat_domain::ids::{ContractId, PersonId, ServiceId};
use serde::Deserialize;
use serde_saphyr::Spanned;

/// An agreement with a contractor.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractEntry {
    pub id: Spanned<ContractId>,
    pub contractor: String,
    pub services: Vec<Spanned<ServiceId>>,
    pub from: NaiveDate,
    pub until: Spanned<NaiveDate>,
    pub work_group: WorkGroup,
    pub representatives: Vec<Spanned<PersonId>>,
    pub reaction_minutes: u32,
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
