//! `webhooks.yaml`: one entry a subscription of a machine. A product can do without.

#[cfg(test)]
use crate::configuration::schema;
use nabat_domain::catalogue::{PublicEvent, Webhook};
use nabat_domain::ids::{HookId, SecretId};
use serde::Deserialize;
use serde_saphyr::Spanned;
use std::collections::BTreeSet;

/// A subscription of a machine.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WebhookEntry {
    /// Its id: part of every delivery's `webhook-id`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: Spanned<HookId>,
    /// Where it listens; `builtin` keeps deliveries as files in the data folder, for trying it out.
    #[cfg_attr(test, schemars(with = "String"))]
    pub url: Spanned<String>,
    /// Name of the secret deliveries are signed with.
    #[cfg_attr(test, schemars(with = "String"))]
    pub secret: Spanned<SecretId>,
    /// Whether it may stand in a private network; refused otherwise.
    #[serde(default)]
    pub private: bool,
    /// What it is told of.
    #[cfg_attr(test, schemars(with = "BTreeSet<schema::Word<PublicEvent>>"))]
    pub events: Spanned<BTreeSet<PublicEvent>>,
}

impl WebhookEntry {
    /// The subscription of the catalogue.
    pub fn webhook(&self) -> Webhook {
        let (url, secret) = (self.url.value.clone(), self.secret.value.clone());
        Webhook { url, secret, private: self.private, events: self.events.value.clone() }
    }
}
