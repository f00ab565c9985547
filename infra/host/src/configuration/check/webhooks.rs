//! Checks of `webhooks.yaml`.

use super::outward::{check_secret, check_url};
use super::{List, check_ids};
use crate::configuration::fault::Fault;
use crate::configuration::files::WebhookEntry;
use crate::configuration::wrong::{What, Wrong};

pub fn check(webhooks: &List<WebhookEntry>, found: &mut Vec<Fault>) {
    let source = &webhooks.source;
    let ids = webhooks.value.iter().map(|entry| (entry.id.value.as_str(), &entry.id));
    check_ids(What::Hook, source, ids, found);
    for entry in &webhooks.value {
        check_url(source, &entry.url, entry.private, found);
        check_secret(source, &entry.secret, found);
        if entry.events.value.is_empty() {
            found.push(Fault::at(source.of(&entry.events), Wrong::NoEvents));
        }
    }
}
