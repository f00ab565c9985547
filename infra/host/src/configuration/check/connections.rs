//! Checks of `connections.yaml`, and that what products name stands in it.

use super::check_ids;
use super::outward::{check_secret, check_url};
use crate::configuration::fault::Fault;
use crate::configuration::files::{ConnectionEntry, ConnectionKind, ProductFiles, Purpose, Written};
use crate::configuration::nearest::nearest;
use crate::configuration::wrong::{What, Wrong};
use crate::host::BUILTIN;
use nabat_domain::catalogue::Contact;
use nabat_domain::ids::ConnectionId;
use serde_saphyr::Spanned;
use std::path::Path;

/// Puts every fault of the connections of folder `dir` into `found`.
pub fn check(dir: &Path, written: &Written<Vec<ConnectionEntry>>, found: &mut Vec<Fault>) {
    let source = &written.source;
    let ids = written.value.iter().map(|entry| (entry.id.value.as_str(), &entry.id));
    check_ids(What::Connection, source, ids, found);
    for entry in &written.value {
        if entry.id.value.as_str() == BUILTIN {
            let wrong = Wrong::BadId { what: What::Connection, id: BUILTIN.to_owned() };
            found.push(Fault::at(source.of(&entry.id), wrong));
        }
        for url in [&entry.address, &entry.callback, &entry.issuer].into_iter().flatten() {
            check_url(source, url, entry.private, found);
        }
        let secrets = [&entry.token, &entry.callback_token, &entry.command_token, &entry.secret];
        secrets.into_iter().flatten().for_each(|secret| check_secret(source, secret, found));
        if let Some(file) = entry.file.as_ref().filter(|file| !dir.join(&file.value).is_file()) {
            let wrong = Wrong::NoRecording { file: file.value.clone() };
            found.push(Fault::at(source.of(file), wrong));
        }
        for key in missing(entry) {
            found.push(Fault::at(source.of(&entry.id), Wrong::NoKey { key }));
        }
    }
}

/// Keys this kind of connection cannot do without.
fn missing(entry: &ConnectionEntry) -> Vec<&'static str> {
    let address = ("address", entry.address.is_some());
    let token = ("token", entry.token.is_some());
    let mut needed = match entry.kind {
        ConnectionKind::Matrix => vec![address, ("server_name", entry.server_name.is_some())],
        ConnectionKind::Mattermost => {
            vec![address, ("team", entry.team.is_some()), ("callback", entry.callback.is_some())]
        }
        ConnectionKind::Slack => Vec::new(),
        ConnectionKind::Express => vec![address, ("bot", entry.bot != "nabat")],
        ConnectionKind::Telegram => vec![("group", entry.group.is_some())],
        ConnectionKind::Prometheus | ConnectionKind::VictoriaMetrics => vec![address],
        ConnectionKind::Zabbix | ConnectionKind::Mediawiki | ConnectionKind::Dokuwiki => vec![address, token],
        ConnectionKind::Roundup | ConnectionKind::RequestTracker => vec![address, token],
        ConnectionKind::Confluence => vec![address, token, ("space", entry.space.is_some())],
        ConnectionKind::Jira => vec![address, token, ("project", entry.project.is_some())],
        ConnectionKind::Recording => vec![("file", entry.file.is_some())],
        ConnectionKind::Caldav => vec![address, token],
        // The address may be the secret.
        ConnectionKind::Icalendar if entry.file.is_some() || token.1 => Vec::new(),
        ConnectionKind::Icalendar => vec![address],
        ConnectionKind::Openid => vec![
            ("issuer", entry.issuer.is_some()),
            ("client", entry.client.is_some()),
            ("secret", entry.secret.is_some()),
            ("claim", entry.claim.is_some()),
        ],
    };
    if entry.kind.purpose() == Purpose::Messenger {
        needed.extend([token, ("callback_token", entry.callback_token.is_some())]);
    }
    needed.into_iter().filter(|(_, there)| !there).map(|(key, _)| key).collect()
}

/// What a product names is there, and can do what the product needs of it.
pub fn check_named(files: &ProductFiles, connections: &[ConnectionEntry], found: &mut Vec<Fault>) {
    let product = &files.product.value;
    let named = &product.messenger;
    check_purpose(files, named, (connections, Purpose::Messenger), found);
    check_purpose(files, &product.desk, (connections, Purpose::Desk), found);
    for (named, purpose) in [(&product.monitoring, Purpose::Monitoring), (&product.wiki, Purpose::Wiki)] {
        if let Some(named) = named {
            check_purpose(files, named, (connections, purpose), found);
        }
    }
    for rota in &files.duty.value {
        if let Some(calendar) = &rota.calendar {
            check_calendar(files, &calendar.connection, connections, found);
        }
    }
    check_topics(files, named, connections, found);
    if let Some(second) = &files.product.value.second_messenger {
        check_purpose(files, second, (connections, Purpose::Messenger), found);
        check_topics(files, second, connections, found);
        check_second(files, second, connections, found);
    }
}

/// What a messenger that makes no groups cannot do for a product.
fn check_topics(
    files: &ProductFiles,
    named: &Spanned<ConnectionId>,
    connections: &[ConnectionEntry],
    found: &mut Vec<Fault>,
) {
    let telegram = |entry: &&ConnectionEntry| entry.kind == ConnectionKind::Telegram;
    if let Some(entry) = connections.iter().filter(telegram).find(|entry| entry.id.value == named.value) {
        let place = || files.product.source.of(named);
        let connection = entry.id.value.to_string();
        found.push(Fault::at(place(), Wrong::OnlyTopics { connection: connection.clone() }));
        if !files.contracts.value.is_empty() {
            found.push(Fault::at(place(), Wrong::StaysInChat { connection }));
        }
    }
}

/// The second messenger is another one, and people are known in it; Nabat's own knows everybody.
fn check_second(
    files: &ProductFiles,
    second: &Spanned<ConnectionId>,
    connections: &[ConnectionEntry],
    found: &mut Vec<Fault>,
) {
    let (place, connection) = (files.product.source.of(second), second.value.to_string());
    if second.value == files.product.value.messenger.value {
        found.push(Fault::at(place, Wrong::SameMessenger { connection }));
        return;
    }
    let there = |contact: &Contact| matches!(contact, Contact::Messenger { connection: at, .. } if *at == connection);
    let unknown = files.people.value.iter().filter(|person| !person.contacts.iter().any(there));
    let people: Vec<String> = unknown.map(|person| person.id.value.to_string()).collect();
    let speaks = |entry: &ConnectionEntry| entry.id.value == second.value && entry.kind.purpose() == Purpose::Messenger;
    if connections.iter().any(speaks) && !people.is_empty() {
        found.push(Fault::at(place, Wrong::UnknownInSecond { connection, people }));
    }
}

/// The calendar a rota names is there; none is built in.
fn check_calendar(
    files: &ProductFiles,
    named: &Spanned<ConnectionId>,
    connections: &[ConnectionEntry],
    found: &mut Vec<Fault>,
) {
    let (text, place) = (named.value.as_str(), || files.duty.source.of(named));
    let fitting = connections.iter().filter(|entry| entry.kind.purpose() == Purpose::Calendar);
    let known: Vec<&str> = fitting.map(|entry| entry.id.value.as_str()).collect();
    if known.contains(&text) {
        return;
    }
    let wrong = if text == BUILTIN || connections.iter().any(|entry| entry.id.value.as_str() == text) {
        Wrong::OtherConnection { connection: text.to_owned(), wanted: Purpose::Calendar.told() }
    } else {
        Wrong::Unknown { what: What::Connection, id: text.to_owned(), near: nearest(text, known.iter().copied()) }
    };
    found.push(Fault::at(place(), wrong));
}

/// The connection a product names is there, and is for what it is named for.
fn check_purpose(
    files: &ProductFiles,
    named: &Spanned<ConnectionId>,
    (connections, purpose): (&[ConnectionEntry], Purpose),
    found: &mut Vec<Fault>,
) {
    let text = named.value.as_str();
    let fits = |entry: &&ConnectionEntry| entry.kind.purpose() == purpose;
    let fitting = || connections.iter().filter(fits).map(|entry| entry.id.value.as_str());
    let known = || fitting().chain([BUILTIN]);
    if known().any(|id| id == text) {
        return;
    }
    let wrong = if connections.iter().any(|entry| entry.id.value.as_str() == text) {
        Wrong::OtherConnection { connection: text.to_owned(), wanted: purpose.told() }
    } else {
        Wrong::Unknown { what: What::Connection, id: text.to_owned(), near: nearest(text, known()) }
    };
    found.push(Fault::at(files.product.source.of(named), wrong));
}
