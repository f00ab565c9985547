//! `duty.yaml`: one entry a rota.

#[cfg(test)]
use crate::configuration::schema;
use chrono::{NaiveDate, NaiveTime};
use nabat_domain::catalogue::{Role, Rota, RotaCalendar, RotaShift};
use nabat_domain::ids::{ConnectionId, PersonId, ServiceId};
use serde::Deserialize;
use serde_saphyr::Spanned;
use std::collections::BTreeMap;

/// A rota of one role.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RotaEntry {
    /// The role that is on duty.
    #[cfg_attr(test, schemars(with = "schema::Word<Role>"))]
    pub role: Spanned<Role>,
    /// Services it is for; all of them if none is named.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub services: Vec<Spanned<ServiceId>>,
    /// Turns of the day; with a `calendar`, for when it says nobody.
    #[serde(default)]
    pub shifts: Vec<ShiftEntry>,
    /// The calendar that says who is on duty.
    #[serde(default)]
    pub calendar: Option<CalendarEntry>,
    /// Who is written to when nobody is on duty in the next thirty days or the calendar cannot be read; the product's
    /// owners unless said.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub responsible: Option<Spanned<PersonId>>,
}

/// A calendar of a rota.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarEntry {
    /// Where it is: a connection of kind `icalendar` or `caldav` in `connections.yaml`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub connection: Spanned<ConnectionId>,
    /// Only events of this category; all of them unless said.
    #[serde(default)]
    pub category: Option<String>,
    /// Who is meant by a name in it that is no e-mail address, login, id or name of people.yaml: `Anna P.: e1001`.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, String>"))]
    pub names: BTreeMap<String, Spanned<PersonId>>,
    /// Whom to call next, in order, if those in it do not answer.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub chain: Vec<Spanned<PersonId>>,
}

/// One turn of the day.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ShiftEntry {
    /// When the shift begins, by the product's clock: `08:00`.
    #[cfg_attr(test, schemars(with = "schema::Clock"))]
    pub from: NaiveTime,
    /// When it ends; not after `from` means on the next day.
    #[cfg_attr(test, schemars(with = "schema::Clock"))]
    pub to: NaiveTime,
    /// Weekdays it begins on, 1 for Monday to 7 for Sunday; every day if none is named.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<schema::Weekday>"))]
    pub days: Vec<Spanned<u8>>,
    /// Who takes it in turn, one a day, counted from `since`.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub people: Spanned<Vec<Spanned<PersonId>>>,
    /// The day the first of `people` takes it.
    pub since: NaiveDate,
    /// Whom to call next, in order.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub chain: Vec<Spanned<PersonId>>,
}

impl RotaEntry {
    /// The rota of the catalogue.
    pub fn rota(&self) -> Rota {
        Rota {
            role: self.role.value,
            services: self.services.iter().map(|service| service.value.clone()).collect(),
            shifts: self.shifts.iter().map(ShiftEntry::shift).collect(),
            calendar: self.calendar.as_ref().map(CalendarEntry::calendar),
            responsible: self.responsible.as_ref().map(|person| person.value.clone()),
        }
    }
}

impl CalendarEntry {
    fn calendar(&self) -> RotaCalendar {
        RotaCalendar {
            connection: self.connection.value.clone(),
            category: self.category.clone(),
            names: self.names.iter().map(|(name, person)| (name.clone(), person.value.clone())).collect(),
            chain: self.chain.iter().map(|person| person.value.clone()).collect(),
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
