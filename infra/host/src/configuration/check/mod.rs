//! What the files must say together: ids that exist, people with their roles, duty without gaps.

mod actions;
mod connections;
mod contractor;
mod contracts;
mod cycle;
mod duty;
mod gaps;
mod notices;
mod organisations;
mod outward;
mod people;
mod procedures;
mod product;
mod reliability;
mod services;
mod shared;
mod users;
mod webhooks;

pub use connections::{check as check_connections, check_named};
pub use shared::check as check_shared;

use super::Surroundings;
use super::fault::Fault;
use super::files::{ProductFiles, Written};
use super::nearest::nearest;
use super::source::Source;
use super::wrong::{What, Wrong};
use nabat_domain::catalogue::Role;
use nabat_domain::ids::{PersonId, ServiceId};
use serde_saphyr::Spanned;
use std::collections::{BTreeMap, BTreeSet};

type List<T> = Written<Vec<T>>;

/// Puts every fault of a product's files into `found`.
pub fn check(files: &ProductFiles, surroundings: Surroundings<'_>, found: &mut Vec<Fault>) {
    let known = Known::of(files);
    product::check(files, &known, found);
    reliability::check(files, found);
    services::check(&files.services, &known, surroundings.today, found);
    organisations::check(&files.organisations, found);
    people::check(&files.people, found);
    contracts::check(&files.contracts, &known, surroundings.today, found);
    duty::check(&files.duty, &known, found);
    notices::check(files, &known, found);
    webhooks::check(&files.webhooks, found);
    actions::check(&files.actions, &known, found);
    gaps::check(files, surroundings.today, found);
    let rights = files.product.value.product(&files.id).rights;
    for file in &files.procedures {
        procedures::check(file, &rights, surroundings, found);
        if file.expected == "incident" && !files.contracts.value.is_empty() {
            contractor::check(file, found);
        }
    }
}

/// Whether a text can be an id: it stands in addresses, table keys and prompts' ids.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// The ids other files may name.
struct Known<'a> {
    services: BTreeSet<&'a str>,
    people: BTreeMap<&'a str, &'a [Role]>,
    work_groups: &'a [String],
    has_monitoring: bool,
}

impl<'a> Known<'a> {
    fn of(files: &'a ProductFiles) -> Self {
        let services = files.services.value.iter().map(|entry| entry.id.value.as_str());
        let people = files.people.value.iter();
        let people = people.map(|entry| (entry.id.value.as_str(), entry.roles.value.as_slice()));
        let work_groups = &files.product.value.work_groups;
        let has_monitoring = files.product.value.monitoring.is_some();
        Self { services: services.collect(), people: people.collect(), work_groups, has_monitoring }
    }

    fn service(&self, source: &Source, id: &Spanned<ServiceId>, found: &mut Vec<Fault>) {
        let text = id.value.as_str();
        if !self.services.contains(text) {
            let near = nearest(text, self.services.iter().copied());
            let wrong = Wrong::Unknown { what: What::Service, id: text.to_owned(), near };
            found.push(Fault::at(source.of(id), wrong));
        }
    }

    fn person(&self, source: &Source, id: &Spanned<PersonId>, found: &mut Vec<Fault>) {
        let text = id.value.as_str();
        if !self.people.contains_key(text) {
            let near = nearest(text, self.people.keys().copied());
            let wrong = Wrong::Unknown { what: What::Person, id: text.to_owned(), near };
            found.push(Fault::at(source.of(id), wrong));
        }
    }

    fn holder(&self, source: &Source, id: &Spanned<PersonId>, role: Role, found: &mut Vec<Fault>) {
        self.person(source, id, found);
        let roles = self.people.get(id.value.as_str());
        // Somebody without any role has a fault of their own.
        if roles.is_some_and(|roles| !roles.is_empty() && !roles.contains(&role)) {
            let wrong = Wrong::LacksRole { person: id.value.to_string(), role };
            found.push(Fault::at(source.of(id), wrong));
        }
    }
}

/// Ids of one kind, each as text and as written: each well formed, none twice.
fn check_ids<'a, T: 'a>(
    what: What,
    source: &Source,
    ids: impl Iterator<Item = (&'a str, &'a Spanned<T>)>,
    found: &mut Vec<Fault>,
) {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (text, written) in ids {
        let place = source.of(written);
        // A contract's number is the lawyers' business and stands in no address.
        if what != What::Contract && !is_id(text) {
            found.push(Fault::at(place.clone(), Wrong::BadId { what, id: text.to_owned() }));
        }
        if let Some(&line) = first.get(text) {
            found.push(Fault::at(place, Wrong::Twice { what, id: text.to_owned(), line }));
        } else {
            first.insert(text, place.line);
        }
    }
}
