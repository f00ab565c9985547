//! Checks of `actions.yaml`.

use super::outward::{check_secret, check_url};
use super::{Known, List, check_ids, users};
use crate::configuration::fault::Fault;
use crate::configuration::files::ActionEntry;
use crate::configuration::wrong::{What, Wrong};

pub fn check(actions: &List<ActionEntry>, known: &Known<'_>, found: &mut Vec<Fault>) {
    let source = &actions.source;
    check_ids(What::Action, source, actions.value.iter().map(|entry| (entry.id.value.as_str(), &entry.id)), found);
    for entry in &actions.value {
        for service in &entry.services {
            known.service(source, service, found);
        }
        if entry.action().is_none() {
            found.push(Fault::at(source.of(&entry.id), Wrong::NotOneDeed));
        }
        if let Some(call) = &entry.call {
            check_url(source, &call.url, call.private, found);
            check_secret(source, &call.secret, found);
        }
        if let Some(query) = &entry.table {
            users::check_query(source, query, known, found);
        }
        if let Some(link) = entry.link.as_ref().filter(|link| !is_followed(&link.value)) {
            found.push(Fault::at(source.of(link), Wrong::NotAPage { text: link.value.clone() }));
        }
    }
}

/// A page's address, without a user or a password: it is shown to everybody in the chat.
fn is_followed(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.split('/').next().unwrap_or_default().contains('@'))
}
