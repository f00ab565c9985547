//! Checks of `people.yaml`.

use super::{List, check_ids};
use crate::configuration::fault::Fault;
use crate::configuration::files::PersonEntry;
use crate::configuration::opaque::word_of_name_in;
use crate::configuration::wrong::{What, Wrong};

pub fn check(people: &List<PersonEntry>, found: &mut Vec<Fault>) {
    let source = &people.source;
    check_ids(What::Person, source, people.value.iter().map(|entry| (entry.id.value.as_str(), &entry.id)), found);
    for entry in &people.value {
        let id = entry.id.value.to_string();
        if entry.roles.value.is_empty() {
            found.push(Fault::at(source.of(&entry.roles), Wrong::NoRole { person: id.clone() }));
        }
        if let Some(word) = word_of_name_in(&id, &entry.name) {
            let word = word.to_owned();
            found.push(Fault::at(source.of(&entry.id), Wrong::IdIsName { id, word }));
        }
    }
}
