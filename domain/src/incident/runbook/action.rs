//! Actions of the runbook, as they are offered, asked for and answered.

use crate::ids::{ActionId, PersonId, PromptId};
use crate::time::At;
use serde::{Deserialize, Serialize};

/// Results kept; the journal has them all.
const KEPT: usize = 12;

/// An action as it was called at that moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ActionName {
    /// Its id in the catalogue.
    pub id: ActionId,
    /// What people call it.
    pub name: String,
}

/// What an action came to. Words of others are data: masked, cut, no markup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ActionResult {
    /// How many actions of the incident were asked for by then, this one among them.
    pub number: u64,
    /// Which action.
    pub action: ActionName,
    /// Who asked for it; nobody where it was the registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// What came.
    pub came: Came,
}

/// What came of an action.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "came", rename_all = "snake_case")]
pub enum Came {
    /// The automation took it.
    Answer {
        /// Its words; may be empty.
        text: String,
    },
    /// Monitoring answered.
    Table {
        /// Each series by its labels, with its last value.
        rows: Vec<(String, String)>,
        /// So many more.
        more: u32,
    },
    /// A document.
    Link {
        /// Its address.
        url: String,
    },
    /// Nothing: it failed for good.
    Failed {
        /// In whose words ever; may be empty.
        reason: String,
        /// What kept it from being done; records of before have the words alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Hindrance>,
    },
}

/// What kept an action from being done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "hindrance", rename_all = "snake_case")]
pub enum Hindrance {
    /// The automation answered with a status that is no success.
    Status {
        /// Of HTTP.
        status: u16,
    },
    /// Nobody answered, or too late.
    Unreachable,
    /// It must not be called so: its address, its certificate.
    Refused,
    /// The secret that signs the call is not set, or signs nothing.
    Secret {
        /// What the configuration calls it.
        name: String,
    },
    /// The configuration has no such action any more.
    Gone,
    /// The product has no monitoring.
    NoMonitoring,
    /// Monitoring did not answer, or not what it was asked for.
    Monitoring,
    /// Something in Nabat itself: its operator has been told.
    Inside,
}

/// Actions of an incident.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Actions {
    /// What can be asked for.
    #[serde(default)]
    pub offered: Vec<ActionName>,
    /// How many were asked for in all: the last one's number.
    #[serde(default)]
    pub count: u64,
    /// What is under way, by number, with when it was asked for.
    #[serde(default)]
    pub asked: Vec<(u64, ActionId, At)>,
    /// What came of the last ones.
    #[serde(default)]
    pub results: Vec<ActionResult>,
}

impl Actions {
    /// Nothing was ever offered.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn asked_for(&mut self, action: &ActionId, now: At) {
        self.count += 1;
        self.asked.push((self.count, action.clone(), now));
    }

    pub(super) fn came(&mut self, result: &ActionResult) {
        self.asked.retain(|(number, _, _)| *number != result.number);
        self.results.push(result.clone());
        if self.results.len() > KEPT {
            self.results.remove(0);
        }
    }
}

/// The button of an action answers this.
pub fn action_prompt(action: &ActionId) -> PromptId {
    PromptId::new(format!("action.{action}"))
}

/// The action a button is about.
pub(in crate::incident) fn action_of_prompt(prompt: &PromptId) -> Option<ActionId> {
    prompt.as_str().strip_prefix("action.").map(ActionId::from)
}
