//! Checks of `contracts.yaml`.

use super::{Known, List, check_ids};
use crate::configuration::fault::Fault;
use crate::configuration::files::ContractEntry;
use crate::configuration::nearest::nearest;
use crate::configuration::wrong::{What, Wrong};
use chrono::NaiveDate;
use nabat_domain::catalogue::Role;
use nabat_domain::ids::ServiceId;
use serde_saphyr::Spanned;

pub fn check(contracts: &List<ContractEntry>, known: &Known<'_>, today: NaiveDate, found: &mut Vec<Fault>) {
    let source = &contracts.source;
    let ids = contracts.value.iter().map(|entry| (entry.id.value.as_str(), &entry.id));
    check_ids(What::Contract, source, ids, found);
    for entry in &contracts.value {
        let contract = entry.id.value.to_string();
        if entry.services.is_empty() {
            found.push(Fault::at(source.of(&entry.id), Wrong::NoServices { contract: contract.clone() }));
        }
        for service in &entry.services {
            known.service(source, service, found);
        }
        let group = &entry.work_group.value.0;
        if !known.work_groups.is_empty() && !known.work_groups.contains(group) {
            let near = nearest(group, known.work_groups.iter().map(String::as_str));
            let wrong = Wrong::Unknown { what: What::WorkGroup, id: group.clone(), near };
            found.push(Fault::at(source.of(&entry.work_group), wrong));
        }
        if entry.representatives.value.is_empty() {
            let contract = contract.clone();
            found.push(Fault::at(source.of(&entry.representatives), Wrong::NobodySpeaks { contract }));
        }
        for day in entry.service_hours.iter().flat_map(|window| &window.days) {
            if !(1..=7).contains(&day.value) {
                found.push(Fault::at(source.of(day), Wrong::BadWeekday { day: day.value }));
            }
        }
        if let Some(penalty) = entry.penalty.as_ref().filter(|penalty| penalty.ceiling.value < penalty.fixed) {
            let contract = contract.clone();
            found.push(Fault::at(source.of(&penalty.ceiling), Wrong::CeilingBelowFixed { contract }));
        }
        for person in &entry.representatives.value {
            known.holder(source, person, Role::Contractor, found);
        }
        let on = entry.until.value;
        if on < entry.from {
            found.push(Fault::at(source.of(&entry.until), Wrong::EndsBeforeItBegins { contract }));
        } else if on < today {
            found.push(Fault::at(source.of(&entry.until), Wrong::ContractExpired { contract, on }));
        }
    }
    two_at_once(contracts, found);
}

/// A service has one contractor a day: nobody could say to whom a failure is handed over.
fn two_at_once(contracts: &List<ContractEntry>, found: &mut Vec<Fault>) {
    for (number, entry) in contracts.value.iter().enumerate() {
        let before = contracts.value[..number].iter();
        let overlapping = before.filter(|other| other.from <= entry.until.value && entry.from <= other.until.value);
        for other in overlapping {
            let both = |service: &&Spanned<ServiceId>| other.services.iter().any(|known| known.value == service.value);
            for service in entry.services.iter().filter(both) {
                let (service_id, other) = (service.value.to_string(), other.id.value.to_string());
                let wrong = Wrong::TwoContracts { service: service_id, other };
                found.push(Fault::at(contracts.source.of(service), wrong));
            }
        }
    }
}
