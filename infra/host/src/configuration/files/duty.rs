//! `duty.yaml`: one entry a rota.

use chrono::{NaiveDate, NaiveTime};
use nabat_domain::catalogue::{Role, Rota, RotaShift};
use nabat_domain::ids::{PersonId, ServiceId};
use serde::Deserialize;
use serde_saphyr::Spanned;

/// A rota of one role.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RotaEntry {
    pub role: Spanned<Role>,
    #[serde(default)]
    pub services: Vec<Spanned<ServiceId>>,
    pub shifts: Vec<ShiftEntry>,
}

/// One turn of the day.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShiftEntry {
    pub from: NaiveTime,
    pub to: NaiveTime,
    #[serde(default)]
    pub days: Vec<Spanned<u8>>,
    pub people: Spanned<Vec<Spanned<PersonId>>>,
    pub since: NaiveDate,
    #[serde(default)]
    pub chain: Vec<Spanned<PersonId>>,
}

impl RotaEntry {
    /// The rota of the catalogue.
    pub fn rota(&self) -> Rota {
        Rota {
            role: self.role.value,
            services: self.services.iter().map(|service| service.value.clone()).collect(),
            shifts: self.shifts.iter().map(ShiftEntry::shift).collect(),
        }
    }
}

impl ShiftEntry {
    fn shift(&self) -> RotaShift {
        RotaShift {
            from: self.from,
            to: self.to,
            days: self.days.iter().map(|day| day.value).collect(),
            people: self.people.value.iter().map(|person| person.value.clone()).collect(),
            since: self.since,
            chain: self.chain.iter().map(|person| person.value.clone()).collect(),
        }
    }
}
