//! Checks of `services.yaml`.

use super::{Known, List, check_ids, cycle, users};
use crate::configuration::fault::Fault;
use crate::configuration::files::{AssessmentEntry, ServiceEntry};
use crate::configuration::source::Source;
use crate::configuration::wrong::{What, Wrong};
use chrono::NaiveDate;
use nabat_domain::catalogue::{MOST_FUNCTIONS, Role};

pub fn check(services: &List<ServiceEntry>, known: &Known<'_>, today: NaiveDate, found: &mut Vec<Fault>) {
    let source = &services.source;
    check_ids(What::Service, source, services.value.iter().map(|entry| (entry.id.value.as_str(), &entry.id)), found);
    for entry in &services.value {
        check_service(source, entry, known, found);
        check_assessment(source, entry.id.value.as_str(), &entry.assessment, today, found);
    }
    cycle::check(services, found);
}

fn check_service(source: &Source, entry: &ServiceEntry, known: &Known<'_>, found: &mut Vec<Fault>) {
    let service = entry.id.value.to_string();
    if entry.functions.value.is_empty() {
        found.push(Fault::at(source.of(&entry.functions), Wrong::NoFunctions { service: service.clone() }));
    }
    let count = entry.functions.value.len();
    if count > MOST_FUNCTIONS {
        let wrong = Wrong::TooManyFunctions { service: service.clone(), count, most: MOST_FUNCTIONS };
        found.push(Fault::at(source.of(&entry.functions), wrong));
    }
    let functions = entry.functions.value.iter();
    check_ids(What::Function, source, functions.map(|function| (function.id.value.as_str(), &function.id)), found);
    if entry.owners.value.is_empty() {
        found.push(Fault::at(source.of(&entry.owners), Wrong::NoOwners { service }));
    }
    for owner in &entry.owners.value {
        known.holder(source, owner, Role::ServiceOwner, found);
    }
    users::check(source, entry, known, found);
    for supplier in &entry.suppliers {
        known.service(source, &supplier.id, found);
    }
}

fn check_assessment(
    source: &Source,
    service: &str,
    assessment: &AssessmentEntry,
    today: NaiveDate,
    found: &mut Vec<Fault>,
) {
    for (question, score) in assessment.scores.value.by_question() {
        if score > 3 {
            found.push(Fault::at(source.of(&assessment.scores), Wrong::ScoreTooHigh { question, score }));
        }
    }
    let on = assessment.valid_until.value;
    if on < today {
        let wrong = Wrong::AssessmentExpired { service: service.to_owned(), on };
        found.push(Fault::at(source.of(&assessment.valid_until), wrong));
    }
}
