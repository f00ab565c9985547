//! `actions.yaml`: one entry an action of the runbook. A product can do without.

#[cfg(test)]
use crate::configuration::schema;
use nabat_domain::catalogue::{ActionDoes, ActionWhen, RunbookAction};
use nabat_domain::ids::{ActionId, SecretId, ServiceId};
use serde::Deserialize;
use serde_saphyr::Spanned;

/// An action of the runbook: exactly one of `call`, `table`, `link`.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActionEntry {
    /// Its id: what people type after `/action`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub id: Spanned<ActionId>,
    /// What people call it: stands on its button.
    pub name: String,
    /// For failures of these services; of every one where none is named.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub services: Vec<Spanned<ServiceId>>,
    /// `registration`: done unasked at the registration, too; otherwise somebody in the chat asks for it.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "schema::Word<ActionWhen>"))]
    pub when: ActionWhen,
    /// An automation to call.
    #[serde(default)]
    pub call: Option<CallEntry>,
    /// A query whose answer is shown as a table.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub table: Option<Spanned<String>>,
    /// The address of a document.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub link: Option<Spanned<String>>,
}

/// An automation to call: one POST, signed by Standard Webhooks; a 2xx answer's text is posted in the chat.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CallEntry {
    /// Where it listens; `builtin` keeps calls as files in the data folder, for trying it out.
    #[cfg_attr(test, schemars(with = "String"))]
    pub url: Spanned<String>,
    /// Name of the secret calls are signed with.
    #[cfg_attr(test, schemars(with = "String"))]
    pub secret: Spanned<SecretId>,
    /// Whether it may stand in a private network; refused otherwise.
    #[serde(default)]
    pub private: bool,
}

impl ActionEntry {
    /// The action of the catalogue; nothing where it does not do exactly one thing.
    pub fn action(&self) -> Option<RunbookAction> {
        let does = match (&self.call, &self.table, &self.link) {
            (Some(call), None, None) => ActionDoes::Call {
                url: call.url.value.clone(),
                secret: call.secret.value.clone(),
                private: call.private,
            },
            (None, Some(query), None) => ActionDoes::Table { query: query.value.clone() },
            (None, None, Some(url)) => ActionDoes::Link { url: url.value.clone() },
            _ => return None,
        };
        let services = self.services.iter().map(|service| service.value.clone()).collect();
        Some(RunbookAction { name: self.name.clone(), services, when: self.when, does })
    }
}
