//! Checks of `connections.yaml`, and that what products name stands in it.

use super::check_ids;
use super::outward::{check_secret, check_url};
use crate::configuration::fault::Fault;
use crate::configuration::files::{ConnectionEntry, ConnectionKind, ProductFiles, Written};
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
        for url in [&entry.address, &entry.callback].into_iter().flatten() {
            check_url(source, url, entry.private, found);
        }
        let secrets = [Some(&entry.token), Some(&entry.callback_token), entry.command_token.as_ref()];
        secrets.into_iter().flatten().for_each(|secret| check_secret(source, secret, found));
        for key in missing(entry) {
            found.push(Fault::at(source.of(&entry.id), Wrong::NoKey { key }));
        }
    }
}

/// Keys this kind of connection cannot do without.
fn missing(entry: &ConnectionEntry) -> Vec<&'static str> {
    let address = ("address", entry.address.is_some());
    let needed = match entry.kind {
        ConnectionKind::Matrix => vec![address, ("server_name", entry.server_name.is_some())],
        ConnectionKind::Mattermost => {
            vec![address, ("team", entry.team.is_some()), ("callback", entry.callback.is_some())]
        }
        ConnectionKind::Slack => Vec::new(),
        ConnectionKind::Express => vec![address, ("bot", entry.bot != "nabat")],
        ConnectionKind::Telegram => vec![("group", entry.group.is_some())],
    };
    needed.into_iter().filter(|(_, there)| !there).map(|(key, _)| key).collect()
}

/// The messenger a product names is there, and can do what the product needs of it.
pub fn check_messenger(files: &ProductFiles, connections: &[ConnectionEntry], found: &mut Vec<Fault>) {
    let named = &files.product.value.messenger;
    let known = || connections.iter().map(|entry| entry.id.value.as_str()).chain([BUILTIN]);
    let text = named.value.as_str();
    if !known().any(|id| id == text) {
        let wrong = Wrong::Unknown { what: What::Connection, id: text.to_owned(), near: nearest(text, known()) };
        found.push(Fault::at(files.product.source.of(named), wrong));
    }
    let telegram = |entry: &&ConnectionEntry| entry.kind == ConnectionKind::Telegram;
    if let Some(entry) = connections.iter().filter(telegram).find(|entry| entry.id.value.as_str() == text) {
        let place = || files.product.source.of(named);
        let connection = entry.id.value.to_string();
        found.push(Fault::at(place(), Wrong::OnlyTopics { connection: connection.clone() }));
        if !files.contracts.value.is_empty() {
            found.push(Fault::at(place(), Wrong::StaysInChat { connection }));
        }
    }
}
