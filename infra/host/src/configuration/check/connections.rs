//! Checks of `connections.yaml`, and that what products name stands in it.

use super::check_ids;
use super::outward::{check_secret, check_url};
use crate::configuration::fault::Fault;
use crate::configuration::files::{ConnectionEntry, ProductFiles, Written};
use crate::configuration::nearest::nearest;
use crate::configuration::wrong::{What, Wrong};
use crate::host::BUILTIN;

pub fn check(written: &Written<Vec<ConnectionEntry>>, found: &mut Vec<Fault>) {
    let source = &written.source;
    let ids = written.value.iter().map(|entry| (entry.id.value.as_str(), &entry.id));
    check_ids(What::Connection, source, ids, found);
    for entry in &written.value {
        if entry.id.value.as_str() == BUILTIN {
            let wrong = Wrong::BadId { what: What::Connection, id: BUILTIN.to_owned() };
            found.push(Fault::at(source.of(&entry.id), wrong));
        }
        check_url(source, &entry.address, entry.private, found);
        check_secret(source, &entry.token, found);
        check_secret(source, &entry.callback_token, found);
    }
}

/// The messenger a product names is there.
pub fn check_messenger(files: &ProductFiles, connections: &[ConnectionEntry], found: &mut Vec<Fault>) {
    let named = &files.product.value.messenger;
    let known = || connections.iter().map(|entry| entry.id.value.as_str()).chain([BUILTIN]);
    let text = named.value.as_str();
    if !known().any(|id| id == text) {
        let wrong = Wrong::Unknown { what: What::Connection, id: text.to_owned(), near: nearest(text, known()) };
        found.push(Fault::at(files.product.source.of(named), wrong));
    }
}
