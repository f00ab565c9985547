//! Checks of `organisations.yaml`.

use super::{List, check_ids};
use crate::configuration::fault::Fault;
use crate::configuration::files::OrganisationEntry;
use crate::configuration::wrong::{What, Wrong};
use std::collections::BTreeMap;

pub fn check(organisations: &List<OrganisationEntry>, found: &mut Vec<Fault>) {
    let source = &organisations.source;
    let entries = &organisations.value;
    check_ids(What::Organisation, source, entries.iter().map(|entry| (entry.id.value.as_str(), &entry.id)), found);
    // A name of two organisations would be asked about for ever, or taken for the wrong one.
    let mut first: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (number, entry) in entries.iter().enumerate() {
        for name in std::iter::once(&entry.name).chain(&entry.aliases) {
            let place = source.of(name);
            let folded = name.value.trim().to_lowercase().replace('ё', "е");
            if !folded.chars().any(char::is_alphanumeric) {
                found.push(Fault::at(place, Wrong::NoName { id: entry.id.value.to_string() }));
                continue;
            }
            let line = place.line;
            match first.get(&folded) {
                Some((other, line)) if *other != number => {
                    let wrong = Wrong::NameTwice { name: name.value.clone(), line: *line };
                    found.push(Fault::at(place, wrong));
                }
                Some(_) => {}
                None => {
                    first.insert(folded, (number, line));
                }
            }
        }
    }
}
