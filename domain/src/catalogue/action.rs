//! What the runbook can do besides searching: as data, a service at a time.

use super::Catalogue;
use crate::answer::Named;
use crate::ids::{ActionId, SecretId, ServiceId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One thing the runbook can do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RunbookAction {
    /// What people call it.
    pub name: String,
    /// For failures of these services; of every one where none is named.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub services: BTreeSet<ServiceId>,
    /// Who begins it.
    pub when: ActionWhen,
    /// What it does.
    pub does: ActionDoes,
}

/// Who begins an action.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionWhen {
    /// Somebody in the chat.
    #[default]
    Asked,
    /// The registration, unasked; people may ask for it again.
    Registration,
}

/// What an action does.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "does", rename_all = "snake_case")]
pub enum ActionDoes {
    /// Calls an automation, signed by Standard Webhooks; its answer is posted.
    Call {
        /// Where it listens.
        url: String,
        /// Name of the secret the call is signed with.
        secret: SecretId,
        /// Whether it may stand at an address of a private network.
        #[serde(default)]
        private: bool,
    },
    /// Asks monitoring and shows the answer as a table.
    Table {
        /// In the language of the source.
        query: String,
    },
    /// Shows where a document is.
    Link {
        /// Its address.
        url: String,
    },
}

impl Catalogue {
    /// What can be done about a failing service.
    pub fn actions_of(&self, service: &ServiceId) -> Vec<(&ActionId, &RunbookAction)> {
        let fits = |action: &RunbookAction| action.services.is_empty() || action.services.contains(service);
        self.actions.iter().filter(|(_, action)| fits(action)).collect()
    }

    /// The action somebody means, by its id or by words of its name; nothing where that is not one.
    pub fn action_named(&self, service: &ServiceId, words: &str) -> Option<&ActionId> {
        let known = self.actions_of(service);
        if let Some((id, _)) = known.iter().find(|(id, _)| id.as_str() == words.trim()) {
            return Some(id);
        }
        let names: Vec<(&str, Vec<String>)> =
            known.iter().map(|(id, action)| (id.as_str(), vec![action.name.clone()])).collect();
        let things: Vec<Named> = names.iter().map(|(id, names)| Named { id, names }).collect();
        match crate::answer::mentions(words, &things).ids.as_slice() {
            [one] => known.into_iter().map(|(id, _)| id).find(|id| id.as_str() == one),
            _ => None,
        }
    }
}
