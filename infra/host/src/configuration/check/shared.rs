//! One id in several products: in the messenger they share, whoever has it is in the chats of all of them.

use crate::configuration::fault::Fault;
use crate::configuration::files::{PersonEntry, ProductFiles};
use crate::configuration::wrong::Wrong;
use crate::host::BUILTIN;

/// Puts every person into `found` who is somebody else in an earlier product of Nabat's own messenger: by another name,
/// and with no contact that stands in both.
pub fn check(products: &[ProductFiles], found: &mut Vec<Fault>) {
    let here: Vec<&ProductFiles> = products.iter().filter(|files| is_here(files)).collect();
    for (number, files) in here.iter().enumerate() {
        for person in &files.people.value {
            let is_other = |earlier: &&&ProductFiles| {
                let same_id = earlier.people.value.iter().find(|known| known.id.value == person.id.value);
                same_id.is_some_and(|known| !is_one(known, person))
            };
            if let Some(earlier) = here[..number].iter().find(is_other) {
                let (person_id, product) = (person.id.value.to_string(), earlier.id.to_string());
                let wrong = Wrong::SomebodyElse { person: person_id, product };
                found.push(Fault::at(files.people.source.of(&person.id), wrong));
            }
        }
    }
}

fn is_here(files: &ProductFiles) -> bool {
    let product = &files.product.value;
    let second = product.second_messenger.as_ref().map(|second| second.value.as_str());
    product.messenger.value.as_str() == BUILTIN || second == Some(BUILTIN)
}

/// A name may be spelt in another alphabet where a contact says that it is the same person.
fn is_one(known: &PersonEntry, person: &PersonEntry) -> bool {
    let by_contact = known.contacts.iter().any(|contact| person.contacts.contains(contact));
    by_contact || known.name.trim().to_lowercase() == person.name.trim().to_lowercase()
}
