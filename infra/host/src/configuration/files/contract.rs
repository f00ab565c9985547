//! `contracts.yaml`: one entry an agreement.

#[cfg(test)]
use crate::configuration::schema;
use chrono::{NaiveDate, NaiveTime};
use nabat_domain::catalogue::{Contract, Penalty, Per, REPORT_HOURS, ServiceHours, ServiceWindow, WorkGroup};
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
    pub work_group: Spanned<WorkGroup>,
    /// Who speaks for the contractor, in the order they are called.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub representatives: Spanned<Vec<Spanned<PersonId>>>,
    /// Minutes allowed to react.
    pub reaction_minutes: u32,
    /// Minutes allowed to restore.
    pub restoration_minutes: u32,
    /// When the contractor has to work, by the product's clock: minutes to react and to restore count
    /// inside these hours only. Round the clock, where nothing is named.
    #[serde(default)]
    pub service_hours: Vec<WindowEntry>,
    /// Hours, round the clock, to hand in the report of a mass failure once it is asked for; 72, where
    /// nothing is named.
    #[serde(default = "report_hours")]
    pub report_hours: u32,
    /// What may be claimed for a term missed.
    pub penalty: Option<PenaltyEntry>,
}

const fn report_hours() -> u32 {
    REPORT_HOURS
}

/// A window of the service hours.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WindowEntry {
    /// Weekdays on which it opens, 1 Monday to 7 Sunday; every day, where none is named.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<schema::Weekday>"))]
    pub days: Vec<Spanned<u8>>,
    /// When it opens, such as `"08:00"`.
    #[cfg_attr(test, schemars(with = "schema::Clock"))]
    pub from: NaiveTime,
    /// When it closes; not after `from` means the next day.
    #[cfg_attr(test, schemars(with = "schema::Clock"))]
    pub to: NaiveTime,
}

/// What may be claimed for terms missed, in whole units of the currency.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PenaltyEntry {
    /// What shares are taken of, such as the contract's price for a month.
    pub price: u32,
    /// For every term missed.
    #[serde(default)]
    pub fixed: u32,
    /// Of the price, for every unit of overrun begun, in millionths: 1000 is 0.1 %.
    #[serde(default)]
    pub share_ppm: u32,
    /// The unit: `hour` or `day`.
    #[cfg_attr(test, schemars(with = "schema::Word<Per>"))]
    pub per: Per,
    /// No more than this altogether.
    #[cfg_attr(test, schemars(with = "u32"))]
    pub ceiling: Spanned<u32>,
}

impl PenaltyEntry {
    fn penalty(&self) -> Penalty {
        let hundredths = |sum: u32| u64::from(sum) * 100;
        Penalty {
            price: hundredths(self.price),
            fixed: hundredths(self.fixed),
            share_ppm: self.share_ppm,
            per: self.per,
            ceiling: hundredths(self.ceiling.value),
        }
    }
}

impl WindowEntry {
    fn window(&self) -> ServiceWindow {
        ServiceWindow { days: self.days.iter().map(|day| day.value).collect(), from: self.from, to: self.to }
    }
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
            work_group: self.work_group.value.clone(),
            representatives: self.representatives.value.iter().map(|person| person.value.clone()).collect(),
            reaction_minutes: self.reaction_minutes,
            restoration_minutes: self.restoration_minutes,
            service_hours: ServiceHours(self.service_hours.iter().map(WindowEntry::window).collect()),
            report_hours: self.report_hours,
            penalty: self.penalty.as_ref().map(PenaltyEntry::penalty),
        }
    }
}
