//! Checks of what goes out by webhooks: addresses Nabat may call, secrets by name.

use super::is_id;
use crate::configuration::fault::Fault;
use crate::configuration::source::Source;
use crate::configuration::wrong::{What, Wrong};
use crate::host::BUILTIN;
use nabat_connectors::webhook::address;
use nabat_domain::ids::SecretId;
use serde_saphyr::Spanned;

/// An address that can be called; what it resolves to is looked at each time it is.
pub fn check_url(source: &Source, url: &Spanned<String>, private: bool, found: &mut Vec<Fault>) {
    if url.value == BUILTIN {
        return;
    }
    if let Err(why) = address::check(&url.value, private) {
        found.push(Fault::at(source.of(url), Wrong::Address { url: without_user(&url.value), why: why.to_string() }));
    }
}

/// A secret's name: it becomes the name of a variable and of a file.
pub fn check_secret(source: &Source, secret: &Spanned<SecretId>, found: &mut Vec<Fault>) {
    let text = secret.value.as_str();
    // A value that happens to be well formed is still no name.
    if !is_id(text) || !text.is_ascii() || shown(text) != text {
        found.push(Fault::at(source.of(secret), Wrong::BadId { what: What::Secret, id: shown(text) }));
    }
}

/// An address without the user and password it should not hold.
fn without_user(url: &str) -> String {
    match url.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.split_once('@')?.1))) {
        Some((scheme, host)) => format!("{scheme}://…@{host}"),
        None => url.to_owned(),
    }
}

/// A secret's value written where its name belongs must not be shown.
fn shown(text: &str) -> String {
    if text.starts_with("whsec_") || text.len() > 40 { "…".to_owned() } else { text.to_owned() }
}
