//! Checks of `contracts.yaml`.

use super::{Known, List, check_ids};
use crate::configuration::fault::Fault;
use crate::configuration::files::ContractEntry;
use crate::configuration::wrong::{What, Wrong};
use chrono::NaiveDate;
use nabat_domain::catalogue::Role;

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
        for person in &entry.representatives {
            known.holder(source, person, Role::Contractor, found);
        }
        let on = entry.until.value;
        if on < entry.from {
            found.push(Fault::at(source.of(&entry.until), Wrong::EndsBeforeItBegins { contract }));
        } else if on < today {
            found.push(Fault::at(source.of(&entry.until), Wrong::ContractExpired { contract, on }));
        }
    }
}
